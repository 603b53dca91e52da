import { randomUUID, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName, maskPhone } from '../../src-shared/masking.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { PrincipalBasis, Relation } from '../../src-shared/service/principal.ts';
import type { PhotoRegister } from '../connectors/photo-register.ts';
import type { SmsGateway } from '../connectors/sms-gateway.ts';
import type { Person, PersonRecord, SocialInsurance } from '../connectors/social-insurance.ts';
import { type RandomBytes, randomDigits, randomToken } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { startOfChinaDay } from './china-time.ts';
import { digest } from './digest.ts';

const codeLength = 6;
const codeLifetimeMs = 5 * 60_000;
const attempts = 5;
const resendAfterMs = 60_000;
const codesPerDay = 10;
const tokenLifetimeMs = 10 * 60_000;

export interface SecondFactorParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly authority: SocialInsurance;
  readonly sms: SmsGateway;
  readonly photos: PhotoRegister;
}

interface Started {
  readonly verificationId: string;
  readonly phoneMasked: string;
  readonly codeLength: number;
  readonly attempts: number;
  readonly expiresAt: string;
  readonly resendAfterSeconds: number;
}

type StartRefusal = 'unavailable' | 'personUnknown' | 'nameMismatch' | 'phoneUnknown' | 'tooMany';
type CheckRefusal =
  | { readonly code: 'expired' }
  | { readonly code: 'wrongCode'; readonly attemptsLeft: number };

/** Whom a verification token speaks for. */
export interface Verified {
  readonly verificationId: string;
  readonly person: Person;
  /** For whom that person acts, in one item; null where they act for themselves. */
  readonly principal: {
    readonly person: Person;
    readonly itemCode: string;
    readonly relation: Relation;
    readonly basis: PrincipalBasis;
  } | null;
  readonly transactionId: string;
  readonly method: VerifiedBy;
}

/** `document`: by the document alone, which is no second factor. */
export type VerifiedBy = 'sms' | 'staff' | 'face' | 'document';

type AttestRefusal = 'unavailable' | 'personUnknown' | 'nameMismatch';

export interface SecondFactor {
  start(terminalId: string, transactionId: string, person: Person): Promise<Result<Started, StartRefusal>>;
  check(
    terminalId: string,
    verificationId: string,
    code: string,
  ): Promise<Result<{ token: string; expiresAt: string }, CheckRefusal>>;
  /** The photo of record, for one comparison on the terminal. Kept nowhere on the way. */
  photo(person: Person): Promise<Result<Sensitive<Uint8Array>, AttestRefusal | 'photoUnknown'>>;
  /** On the word of the terminal, where a member of staff looked, or the face was compared. */
  attest(
    terminalId: string,
    transactionId: string,
    method: Exclude<VerifiedBy, 'sms'>,
    person: Person,
  ): Promise<Result<{ token: string; expiresAt: string }, AttestRefusal>>;
  /** Null when the token is unknown, too old, was given to another terminal, or for the document alone. */
  verified(terminalId: string, token: string): Promise<Verified | null>;
  /** As `verified`, and also where only the document spoke for the person. */
  identified(terminalId: string, token: string): Promise<Verified | null>;
}

/** Under which a principal is sealed. */
export const principalContext = (verificationId: string) => `principal of ${verificationId}`;

/** A code sent to the phone that the authority holds, never to a number that somebody types. */
export function createSecondFactor(parts: SecondFactorParts): SecondFactor {
  const { db, vault, clock, random, authority, sms, photos } = parts;
  const hashCode = (verificationId: string, code: string) => vault.lookup(`sms code ${verificationId}`, code);
  const personContext = (verificationId: string) => `verification person ${verificationId}`;

  /** Under a lock of this person, so that two terminals cannot both send the tenth code of the day. */
  async function draw(terminalId: string, transactionId: string, person: Person) {
    const now = clock.now();
    const person_lookup = vault.lookup('person', person.reveal().idNumber);
    return db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${person_lookup.readBigInt64BE().toString()}::bigint)`.execute(
        trx,
      );
      const ofPerson = trx
        .selectFrom('verification')
        .where('person_lookup', '=', person_lookup)
        .where('method', '=', 'sms')
        .where('sent_at', '>=', startOfChinaDay(now));
      const young = await ofPerson
        .select(['id', 'sent_at', 'expires_at', 'attempts_left'])
        .where('terminal_id', '=', terminalId)
        .where('transaction_id', '=', transactionId)
        .where('state', '=', 'sent')
        .where('sent_at', '>', new Date(now - resendAfterMs))
        .executeTakeFirst();
      // The call is repeated because its answer was lost: the message is on its way already.
      if (young !== undefined) return { row: young, code: null };
      const { sent } = await ofPerson
        .select((row) => row.fn.countAll<number>().as('sent'))
        .executeTakeFirstOrThrow();
      if (sent >= codesPerDay) return null;
      await trx
        .updateTable('verification')
        .set({ state: 'over', person_sealed: null })
        .where('person_lookup', '=', person_lookup)
        .where('terminal_id', '=', terminalId)
        .where('state', '=', 'sent')
        .execute();
      const id = randomUUID();
      const code = randomDigits(random, codeLength);
      const row = await trx
        .insertInto('verification')
        .values({
          id,
          terminal_id: terminalId,
          transaction_id: transactionId,
          person_lookup,
          person_sealed: vault.seal(personContext(id), JSON.stringify(person.reveal())),
          code_hash: hashCode(id, code),
          state: 'sent',
          attempts_left: attempts,
          sent_at: new Date(now),
          expires_at: new Date(now + codeLifetimeMs),
          token_hash: null,
        })
        .returning(['id', 'sent_at', 'expires_at', 'attempts_left'])
        .executeTakeFirstOrThrow();
      return { row, code };
    });
  }

  /** What the authority holds of this person, if it is the same one. */
  async function recordOf(person: Person): Promise<Result<PersonRecord, AttestRefusal>> {
    const { name, idNumber } = person.reveal();
    const known = await authority.person(new Sensitive(idNumber, person.toString()));
    if (!known.ok) return known;
    if (known.value === null) return err('personUnknown');
    const record = known.value.reveal();
    return record.name === name ? ok(record) : err('nameMismatch');
  }

  async function identified(terminalId: string, token: string): Promise<Verified | null> {
    const row = await db
      .selectFrom('verification')
      .leftJoin('principal_grant', 'verification_id', 'verification.id')
      .select(['id', 'transaction_id', 'person_sealed', 'method'])
      .select(['item_code', 'relation', 'basis', 'principal_sealed'])
      .where('token_hash', '=', digest(token))
      .where('terminal_id', '=', terminalId)
      .where('expires_at', '>', new Date(clock.now()))
      .executeTakeFirst();
    if (row === undefined || row.person_sealed === null) return null;
    const { item_code: itemCode, relation, basis, principal_sealed } = row;
    const bound = itemCode !== null && relation !== null && basis !== null && principal_sealed !== null;
    return {
      verificationId: row.id,
      transactionId: row.transaction_id,
      person: open(personContext(row.id), row.person_sealed),
      principal: bound
        ? { person: open(principalContext(row.id), principal_sealed), itemCode, relation, basis }
        : null,
      method: row.method,
    };
  }

  function open(context: string, sealed: Buffer): Person {
    const person = JSON.parse(vault.open(context, sealed).toString()) as { name: string; idNumber: string };
    return new Sensitive(person, maskName(person.name));
  }

  return {
    identified,
    async verified(terminalId, token) {
      const known = await identified(terminalId, token);
      return known?.method === 'document' ? null : known;
    },

    async start(terminalId, transactionId, person) {
      const known = await recordOf(person);
      if (!known.ok) return known;
      const record = known.value;
      if (record.phone === null) return err('phoneUnknown');

      const drawn = await draw(terminalId, transactionId, person);
      if (drawn === null) return err('tooMany');
      const { row, code } = drawn;
      if (code !== null) {
        const text = `【样张】您正在自助终端办理业务，验证码 ${code}，5 分钟内有效。请勿告诉他人。`;
        const sent = await sms.send(
          new Sensitive(record.phone, maskPhone(record.phone)),
          new Sensitive(text, 'a code'),
        );
        if (!sent.ok) {
          await db
            .updateTable('verification')
            .set({ state: 'over', person_sealed: null })
            .where('id', '=', row.id)
            .execute();
          return sent;
        }
      }
      const resendAt = row.sent_at.getTime() + resendAfterMs;
      return ok({
        verificationId: row.id,
        phoneMasked: maskPhone(record.phone),
        codeLength,
        attempts: row.attempts_left,
        expiresAt: row.expires_at.toISOString(),
        resendAfterSeconds: Math.max(0, Math.ceil((resendAt - clock.now()) / 1000)),
      });
    },

    async check(terminalId, verificationId, code) {
      const ofVerification = db
        .selectFrom('verification')
        .selectAll()
        .where('id', '=', verificationId)
        .where('terminal_id', '=', terminalId);
      // Paid for before it is looked at: guesses sent at the same moment cannot share one attempt.
      const tried = await db
        .updateTable('verification')
        .set((row) => ({ attempts_left: row('attempts_left', '-', 1) }))
        .where('id', '=', verificationId)
        .where('terminal_id', '=', terminalId)
        .where('state', '!=', 'over')
        .where('expires_at', '>', new Date(clock.now()))
        .where('attempts_left', '>', 0)
        .returningAll()
        .executeTakeFirst();
      if (tried === undefined) {
        const held = await ofVerification.executeTakeFirst();
        const spent = held?.state === 'sent' && held.attempts_left === 0;
        return err(spent ? { code: 'wrongCode', attemptsLeft: 0 } : { code: 'expired' });
      }
      if (tried.code_hash === null || !timingSafeEqual(tried.code_hash, hashCode(verificationId, code)))
        return err({ code: 'wrongCode', attemptsLeft: tried.attempts_left });
      // Repeated because the answer was lost: a new token in the place of the first, with its end.
      const expiresAt = tried.state === 'passed' ? tried.expires_at : new Date(clock.now() + tokenLifetimeMs);
      const token = randomToken(random);
      await db
        .updateTable('verification')
        .set({ state: 'passed', token_hash: digest(token), expires_at: expiresAt })
        .where('id', '=', verificationId)
        .execute();
      return ok({ token, expiresAt: expiresAt.toISOString() });
    },

    async photo(person) {
      const known = await recordOf(person);
      if (!known.ok) return known;
      const { idNumber } = person.reveal();
      const held = await photos.photo(new Sensitive(idNumber, person.toString()));
      if (!held.ok) return held;
      return held.value === null ? err('photoUnknown') : ok(held.value);
    },

    async attest(terminalId, transactionId, method, person) {
      const known = await recordOf(person);
      if (!known.ok) return known;
      const id = randomUUID();
      const now = clock.now();
      const expiresAt = new Date(now + tokenLifetimeMs);
      const token = randomToken(random);
      await db
        .insertInto('verification')
        .values({
          id,
          terminal_id: terminalId,
          transaction_id: transactionId,
          person_lookup: vault.lookup('person', person.reveal().idNumber),
          person_sealed: vault.seal(personContext(id), JSON.stringify(person.reveal())),
          code_hash: null,
          method,
          state: 'passed',
          attempts_left: 0,
          sent_at: new Date(now),
          expires_at: expiresAt,
          token_hash: digest(token),
        })
        .execute();
      return ok({ token, expiresAt: expiresAt.toISOString() });
    },
  };
}
