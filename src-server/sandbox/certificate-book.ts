import { type Kysely, type Selectable, sql } from 'kysely';
import type { Issue } from '../../src-shared/certificate/participation.ts';
import type { Clock } from '../../src-shared/clock.ts';
import type { PaperPage } from '../../src-shared/paper.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type {
  IssuedCertificate,
  KeyState,
  PublicRecord,
  VoidRequest,
} from '../connectors/social-insurance.ts';
import { renderPdf } from '../documents/pdf.ts';
import { chinaMonth } from '../domain/china-time.ts';
import { canonicalJson } from '../domain/digest.ts';
import { type RandomBytes, readableCode } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { countPrint, printsOf, uncountPrint } from './print-count.ts';

export interface CertificateBookParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Where a certificate with this code is verified. */
  readonly verificationUrl: (code: string) => string;
}

/** A document that is to be issued. */
export interface Making {
  readonly idempotencyKey: string;
  readonly terminalId: string;
  /** All that makes this request another one. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Whose prints of what are counted together. */
  readonly countedAs: string;
  /** Per calendar month; null: as many as anybody likes. */
  readonly limit: number | null;
  readonly holderMasked: string;
  readonly title: string;
  readonly pages: (issue: Issue, ordinal: number) => PaperPage[];
}

type CertificateRow = Selectable<Schema['sandbox_certificate']>;

export type CertificateBook = ReturnType<typeof createCertificateBook>;

/** The authority's register of what it issued: each number once, each print counted once, whatever happens to answers. */
export function createCertificateBook({ db, vault, clock, random, verificationUrl }: CertificateBookParts) {
  const codeLookup = (code: string) => vault.lookup('sandbox certificate code', code);
  const countLookup = (countedAs: string) => vault.lookup('sandbox person', countedAs);
  const context = (column: string, key: string) => `sandbox_certificate ${column} ${key}`;

  function reveal(row: CertificateRow, limit: number | null): IssuedCertificate {
    const key = row.idempotency_key;
    const verificationCode = vault.open(context('code', key), row.code_sealed).toString();
    return {
      certificateNumber: row.certificate_number,
      verificationCode,
      verificationUrl: verificationUrl(verificationCode),
      issuedAt: row.issued_at.toISOString(),
      ordinal: row.ordinal,
      limit,
      pages: row.pages,
      pdf: vault.open(context('pdf', key), row.pdf_sealed),
    };
  }

  function certificate(from: Kysely<Schema>, idempotencyKey: string) {
    return from
      .selectFrom('sandbox_certificate')
      .selectAll()
      .where('idempotency_key', '=', idempotencyKey)
      .executeTakeFirst();
  }

  async function make({ title, pages }: Making, ordinal: number) {
    const now = clock.now();
    const issuedAt = new Date(now).toISOString();
    const drawn = await sql<{ next: number }>`select nextval('sandbox_certificate_number') as next`.execute(
      db,
    );
    const day = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    // YP for 样品: no number of a real authority looks like this.
    const certificateNumber = `YP${day}${String(drawn.rows[0]?.next).padStart(6, '0')}`;
    const verificationCode = readableCode(random);
    const issue = {
      certificateNumber,
      verificationCode,
      verificationUrl: verificationUrl(verificationCode),
      issuedAt,
    };
    const laidOut = pages(issue, ordinal);
    const pdf = await renderPdf(laidOut, { title: `${title} ${certificateNumber}`, createdAt: issuedAt });
    return { ...issue, pages: laidOut.length, pdf };
  }

  return {
    printed: (countedAs: string, month: string) => printsOf(db, countLookup(countedAs), month),

    /** Draws a number, counts one print and makes the PDF: once per key. */
    async issue(making: Making): Promise<Result<IssuedCertificate, 'limitReached' | 'keyReused'>> {
      const { idempotencyKey: key, terminalId, limit } = making;
      const request_lookup = vault.lookup(
        'sandbox issue request',
        canonicalJson({ terminalId, ...making.request }),
      );
      /** The first answer again, for the same request and as long as it is good. */
      const again = (row: CertificateRow) =>
        row.state === 'issued' && row.request_lookup.equals(request_lookup)
          ? ok(reveal(row, limit))
          : err('keyReused' as const);
      const held = await certificate(db, key);
      if (held !== undefined) return again(held);
      const person_lookup = countLookup(making.countedAs);
      const month = chinaMonth(clock.now());
      // Only spares the work: what counts is counted below.
      const before = await printsOf(db, person_lookup, month);
      if (limit !== null && before >= limit) return err('limitReached');

      // Made before the transaction, which must be short: a number that is not used in the end is skipped.
      const made = await make(making, before + 1);
      return db.transaction().execute(async (trx) => {
        // The same key twice at once: the second waits here and finds what the first made.
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx);
        const meanwhile = await certificate(trx, key);
        if (meanwhile !== undefined) return again(meanwhile);
        const ordinal = await countPrint(trx, person_lookup, month, limit);
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
            holder_sealed: vault.seal(context('holder', key), making.holderMasked),
            month,
            ordinal,
            print_limit: limit,
            pages: made.pages,
            pdf_sealed: vault.seal(context('pdf', key), made.pdf),
            issued_at: new Date(made.issuedAt),
            state: 'issued',
            void_reason: null,
            voided_at: null,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return ok(reveal(row, limit));
      });
    },

    async byKey(idempotencyKey: string, terminalId: string): Promise<KeyState> {
      const row = await certificate(db, idempotencyKey);
      if (row === undefined || row.terminal_id !== terminalId) return { state: 'absent' };
      return row.state === 'void'
        ? { state: 'void', certificateNumber: row.certificate_number }
        : { state: 'issued', certificate: reveal(row, row.print_limit) };
    },

    /** Repeatable. The print is not counted any more. */
    async spoil({
      idempotencyKey,
      terminalId,
      reason,
    }: VoidRequest): Promise<Result<{ certificateNumber: string }, 'notFound'>> {
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

    /** What anybody may know who holds the paper; null when nothing has this code. */
    async check(verificationCode: string): Promise<PublicRecord | null> {
      const row = await db
        .selectFrom('sandbox_certificate')
        .selectAll()
        .where('code_lookup', '=', codeLookup(verificationCode))
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        state: row.state,
        certificateNumber: row.certificate_number,
        holderMasked: vault.open(context('holder', row.idempotency_key), row.holder_sealed).toString(),
        issuedAt: row.issued_at.toISOString(),
        specimen: true,
      };
    },
  };
}
