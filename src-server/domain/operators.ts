import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { type RandomBytes, randomToken, readableCode } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import { digest } from './digest.ts';

export type PasswordHash = (password: string, salt: Buffer) => Promise<Buffer>;

/** @param N of scrypt. OWASP's first choice, which is that of every server: 128 MB and about 0.3 s for each guess. */
export function passwordHash(N = 2 ** 17): PasswordHash {
  const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);
  return (password, salt) => derive(password, salt, 32, { N, r: 8, p: 1, maxmem: 256 * 1024 * 1024 });
}

const sessionMs = 8 * 3_600_000;

/** Makes the accounts of the others, and approves no rules: two accounts of one person are not two people. */
const administrator = 'admin';

export const operatorName = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{1,30}$/, 'a small letter, then small letters, digits, dots and hyphens');
export const newPassword = z.string().min(10).max(200);

export interface Operator {
  readonly name: string;
  readonly role: 'administrator' | 'operator';
}

/**
 * Makes sure that there is an administrator with a password.
 *
 * @param given sets it; without one the first is drawn at random.
 * @returns the password that was drawn, to be shown once; null when there is nothing to show.
 */
export async function ensureOperatorPassword(
  db: Kysely<Schema>,
  random: RandomBytes,
  hash: PasswordHash,
  given: string | undefined,
): Promise<string | null> {
  const held = await account(db, administrator);
  if (given === undefined && held !== undefined) return null;
  if (given !== undefined && held !== undefined && (await matches(hash, held, given))) return null;
  const password = given ?? readableCode(random);
  const secret = await secretOf(random, hash, password);
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('operator')
      .values({ name: administrator, role: 'administrator', ...secret, must_change: false })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ ...secret, must_change: false }))
      .execute();
    // Whoever signed in with the old password is out.
    await endSessions(trx, administrator);
  });
  return given === undefined ? password : null;
}

/**
 * An account for one more person.
 *
 * @returns the password for the first sign-in, at which it must be changed: whoever makes accounts does not keep the
 * passwords of others.
 */
export async function addOperator(
  db: Kysely<Schema>,
  random: RandomBytes,
  hash: PasswordHash,
  name: string,
): Promise<Result<string, 'nameTaken'>> {
  const password = readableCode(random);
  const secret = await secretOf(random, hash, password);
  const inserted = await db
    .insertInto('operator')
    .values({ name, role: 'operator', ...secret, must_change: true })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n ? ok(password) : err('nameTaken');
}

export async function listOperators(db: Kysely<Schema>): Promise<Operator[]> {
  return db.selectFrom('operator').select(['name', 'role']).orderBy('name').execute();
}

interface SignIn {
  readonly name: string;
  readonly password: string;
  /** Takes the place of the password. */
  readonly newPassword?: string | undefined;
}

/** A session token. */
export async function signIn(
  db: Kysely<Schema>,
  clock: Clock,
  random: RandomBytes,
  hash: PasswordHash,
  { name, password, newPassword: next }: SignIn,
): Promise<Result<string, 'wrong' | 'newPasswordNeeded'>> {
  const held = await account(db, name);
  if (held === undefined) {
    // As slow as for a name that there is: who has an account is nobody's business.
    await secretOf(random, hash, password);
    return err('wrong');
  }
  if (!(await matches(hash, held, password))) return err('wrong');
  if (held.must_change && (next === undefined || next === password)) return err('newPasswordNeeded');
  const token = randomToken(random);
  const secret = next === undefined ? null : await secretOf(random, hash, next);
  await db.transaction().execute(async (trx) => {
    if (secret !== null) {
      await trx
        .updateTable('operator')
        .set({ ...secret, must_change: false })
        .where('name', '=', name)
        .execute();
      await endSessions(trx, name);
    }
    await trx
      .insertInto('operator_session')
      .values({ token_hash: digest(token), operator: name, expires_at: new Date(clock.now() + sessionMs) })
      .execute();
  });
  return ok(token);
}

/** Who is signed in with this token; null when nobody is. */
export async function signedInOperator(
  db: Kysely<Schema>,
  clock: Clock,
  token: string | undefined,
): Promise<Operator | null> {
  if (token === undefined) return null;
  const found = await db
    .selectFrom('operator_session')
    .innerJoin('operator', 'operator.name', 'operator_session.operator')
    .select(['operator.name', 'operator.role'])
    .where('token_hash', '=', digest(token))
    .where('expires_at', '>', new Date(clock.now()))
    .executeTakeFirst();
  return found ?? null;
}

export async function signOut(db: Kysely<Schema>, token: string): Promise<void> {
  await db.deleteFrom('operator_session').where('token_hash', '=', digest(token)).execute();
}

function account(db: Kysely<Schema>, name: string) {
  return db.selectFrom('operator').selectAll().where('name', '=', name).executeTakeFirst();
}

async function secretOf(random: RandomBytes, hash: PasswordHash, password: string) {
  const salt = Buffer.from(random(16));
  return { salt, password_hash: await hash(password, salt) };
}

async function matches(
  hash: PasswordHash,
  held: { salt: Buffer; password_hash: Buffer },
  password: string,
): Promise<boolean> {
  return timingSafeEqual(held.password_hash, await hash(password, held.salt));
}

async function endSessions(db: Kysely<Schema>, name: string): Promise<void> {
  await db.deleteFrom('operator_session').where('operator', '=', name).execute();
}
