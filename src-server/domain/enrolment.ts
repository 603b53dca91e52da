import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { normaliseCode, type RandomBytes, readableCode } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import { digest } from './digest.ts';

const codeLifetimeMs = 24 * 3_600_000;

interface Applicant {
  readonly code: string;
  readonly serialNumber: string;
  /** x of an Ed25519 JWK. */
  readonly publicKey: string;
}

interface Enrolled {
  readonly terminalId: string;
  readonly number: string;
}

/** A code that makes one terminal known, within 24 hours. Only its digest is kept. */
export async function createEnrolmentCode(
  db: Kysely<Schema>,
  clock: Clock,
  random: RandomBytes,
): Promise<string> {
  const code = readableCode(random);
  const expires_at = new Date(clock.now() + codeLifetimeMs);
  await db
    .insertInto('enrolment_code')
    .values({ code_hash: digest(code), expires_at, used_by: null })
    .execute();
  return code;
}

/**
 * Trades a code for a terminal. The key is the terminal: whoever repeats the call with the same code and key
 * gets the first answer, and a known key that comes with a fresh code is the same terminal again.
 */
export async function enrol(
  db: Kysely<Schema>,
  clock: Clock,
  applicant: Applicant,
): Promise<Result<Enrolled, 'codeRefused'>> {
  const code = normaliseCode(applicant.code);
  if (code === null) return err('codeRefused');
  const code_hash = digest(code);
  return db.transaction().execute(async (trx) => {
    const held = await trx
      .selectFrom('enrolment_code')
      .selectAll()
      .where('code_hash', '=', code_hash)
      .forUpdate()
      .executeTakeFirst();
    if (held === undefined) return err('codeRefused');
    const known = await trx
      .selectFrom('terminal')
      .select(['id', 'number'])
      .where('public_key', '=', applicant.publicKey)
      .executeTakeFirst();
    if (held.used_by !== null) {
      return known?.id === held.used_by
        ? ok({ terminalId: known.id, number: known.number })
        : err('codeRefused');
    }
    if (held.expires_at.getTime() <= clock.now()) return err('codeRefused');
    const terminal = known ?? (await addTerminal(trx, clock, applicant));
    await trx
      .updateTable('enrolment_code')
      .set({ used_by: terminal.id })
      .where('code_hash', '=', code_hash)
      .execute();
    return ok({ terminalId: terminal.id, number: terminal.number });
  });
}

async function addTerminal(db: Kysely<Schema>, clock: Clock, applicant: Applicant) {
  return db
    .insertInto('terminal')
    .values({
      id: randomUUID(),
      number: sql<string>`lpad(nextval('terminal_number')::text, 4, '0')`,
      serial_number: applicant.serialNumber,
      public_key: applicant.publicKey,
      enrolled_at: new Date(clock.now()),
      heartbeat_at: null,
      heartbeat: null,
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow();
}
