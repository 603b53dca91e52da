import { type Kysely, type Selectable, sql } from 'kysely';
import { layoutParticipation } from '../../src-shared/certificate/layout.ts';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type {
  IssuedCertificate,
  IssueRequest,
  Person,
  SocialInsurance,
} from '../connectors/social-insurance.ts';
import { renderPdf } from '../documents/pdf.ts';
import { chinaMonth } from '../domain/china-time.ts';
import { canonicalJson } from '../domain/digest.ts';
import { type RandomBytes, readableCode } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { monthsBefore, participationOf } from './contributions.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';
import { countPrint, printLimit, printsOf, uncountPrint } from './print-count.ts';

export interface SandboxParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly faults: Faults;
  /** Where a certificate with this code is verified. */
  readonly verificationUrl: (code: string) => string;
}

type CertificateRow = Selectable<Schema['sandbox_certificate']>;

/** Stands in for the authority: invented people, real rules. */
export function createSandboxAuthority(parts: SandboxParts): SocialInsurance {
  const { db, vault, clock, random, people, faults } = parts;

  const personLookup = (idNumber: string) => vault.lookup('sandbox person', idNumber);
  const codeLookup = (code: string) => vault.lookup('sandbox certificate code', code);
  const context = (column: string, key: string) => `sandbox_certificate ${column} ${key}`;
  const insured = (person: Person) => {
    const known = people.get(person.reveal().idNumber);
    return known === undefined || known.insured === 'none' ? null : known;
  };
  /** Contributions of a month are booked in the next one. */
  const postedThrough = () => monthsBefore(chinaMonth(clock.now()), 1 + faults.staleMonths);

  function reveal(row: CertificateRow): IssuedCertificate {
    const key = row.idempotency_key;
    const verificationCode = vault.open(context('code', key), row.code_sealed).toString();
    return {
      certificateNumber: row.certificate_number,
      verificationCode,
      verificationUrl: parts.verificationUrl(verificationCode),
      issuedAt: row.issued_at.toISOString(),
      ordinal: row.ordinal,
      limit: printLimit,
      pages: row.pages,
      pdf: vault.open(context('pdf', key), row.pdf_sealed),
    };
  }

  async function certificate(from: Kysely<Schema>, idempotencyKey: string) {
    return from
      .selectFrom('sandbox_certificate')
      .selectAll()
      .where('idempotency_key', '=', idempotencyKey)
      .executeTakeFirst();
  }

  /** The first answer again, for the same request and as long as it is good. */
  function again(row: CertificateRow, requestLookup: Buffer) {
    return row.state === 'issued' && row.request_lookup.equals(requestLookup)
      ? ok(reveal(row))
      : err('keyReused' as const);
  }

  async function make(request: IssueRequest, person: SandboxPerson) {
    const now = clock.now();
    const issuedAt = new Date(now).toISOString();
    const drawn = await sql<{ next: number }>`select nextval('sandbox_certificate_number') as next`.execute(
      db,
    );
    const day = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    // YP for 样品: no number of a real authority looks like this.
    const certificateNumber = `YP${day}${String(drawn.rows[0]?.next).padStart(6, '0')}`;
    const verificationCode = readableCode(random);
    const pages = layoutParticipation(
      participationOf(person, request, postedThrough()),
      {
        certificateNumber,
        verificationCode,
        verificationUrl: parts.verificationUrl(verificationCode),
        issuedAt,
      },
      { masked: false, specimen: true, printedAt: issuedAt },
    );
    const pdf = await renderPdf(pages, {
      title: `社会保险参保证明 ${certificateNumber}`,
      createdAt: issuedAt,
    });
    return { certificateNumber, verificationCode, issuedAt, pages: pages.length, pdf };
  }

  return {
    async person(idNumber) {
      const known = people.get(idNumber.reveal());
      if (known === undefined) return ok(null);
      const name = known.authorityName ?? known.name;
      return ok(new Sensitive({ name, phone: known.phone }, maskName(name)));
    },

    async participation(person, range) {
      const known = insured(person);
      return known === null ? err('notInsured') : ok(participationOf(known, range, postedThrough()));
    },

    async printCount(person) {
      const month = chinaMonth(clock.now());
      const printed = await printsOf(db, personLookup(person.reveal().idNumber), month);
      return ok({ printed, limit: printLimit, month });
    },

    async issue(request) {
      const { idempotencyKey: key, terminalId, transactionId, from, to } = request;
      const { idNumber } = request.person.reveal();
      const schemes = [...request.schemes].sort();
      const request_lookup = vault.lookup(
        'sandbox issue request',
        canonicalJson({ terminalId, transactionId, idNumber, schemes, from, to }),
      );
      const held = await certificate(db, key);
      if (held !== undefined) return again(held, request_lookup);
      const known = insured(request.person);
      if (known === null) return err('notInsured');
      const person_lookup = personLookup(idNumber);
      const month = chinaMonth(clock.now());
      // Only spares the work: what counts is counted below.
      if ((await printsOf(db, person_lookup, month)) >= printLimit) return err('limitReached');

      // Made before the transaction, which must be short: a number that is not used in the end is skipped.
      const made = await make(request, known);
      return db.transaction().execute(async (trx) => {
        // The same key twice at once: the second waits here and finds what the first made.
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx);
        const meanwhile = await certificate(trx, key);
        if (meanwhile !== undefined) return again(meanwhile, request_lookup);
        const ordinal = await countPrint(trx, person_lookup, month);
        if (ordinal === null) return err('limitReached');
        const row = await trx
          .insertInto('sandbox_certificate')
          .values({
            idempotency_key: key,
            terminal_id: terminalId,
            request_lookup,
            certificate_number: made.certificateNumber,
            code_lookup: codeLookup(made.verificationCode),
            code_sealed: vault.seal(context('code', key), made.verificationCode),
            person_lookup,
            holder_sealed: vault.seal(context('holder', key), maskName(known.authorityName ?? known.name)),
            month,
            ordinal,
            pages: made.pages,
            pdf_sealed: vault.seal(context('pdf', key), made.pdf),
            issued_at: new Date(made.issuedAt),
            state: 'issued',
            void_reason: null,
            voided_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return ok(reveal(row));
      });
    },

    async certificateByKey(idempotencyKey, terminalId) {
      const row = await certificate(db, idempotencyKey);
      if (row === undefined || row.terminal_id !== terminalId) return ok({ state: 'absent' });
      return row.state === 'void'
        ? ok({ state: 'void', certificateNumber: row.certificate_number })
        : ok({ state: 'issued', certificate: reveal(row) });
    },

    async voidCertificate({ idempotencyKey, terminalId, reason }) {
      return db.transaction().execute(async (trx) => {
        const voided = await trx
          .updateTable('sandbox_certificate')
          .set({ state: 'void', void_reason: reason, voided_at: new Date(clock.now()) })
          .where('idempotency_key', '=', idempotencyKey)
          .where('terminal_id', '=', terminalId)
          .where('state', '=', 'issued')
          .returning(['certificate_number', 'person_lookup', 'month'])
          .executeTakeFirst();
        if (voided !== undefined) {
          await uncountPrint(trx, voided.person_lookup, voided.month);
          return ok({ certificateNumber: voided.certificate_number });
        }
        const row = await certificate(trx, idempotencyKey);
        return row?.terminal_id === terminalId
          ? ok({ certificateNumber: row.certificate_number })
          : err('notFound');
      });
    },

    async checkCertificate(verificationCode) {
      const row = await db
        .selectFrom('sandbox_certificate')
        .selectAll()
        .where('code_lookup', '=', codeLookup(verificationCode))
        .executeTakeFirst();
      if (row === undefined) return ok(null);
      return ok({
        state: row.state,
        certificateNumber: row.certificate_number,
        holderMasked: vault.open(context('holder', row.idempotency_key), row.holder_sealed).toString(),
        issuedAt: row.issued_at.toISOString(),
        specimen: true,
      });
    },
  };
}
