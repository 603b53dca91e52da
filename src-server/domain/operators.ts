import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { type RandomBytes, randomToken, readableCode } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import { digest } from './digest.ts';

/** OWASP's first choice for scrypt: 128 MB and about 0.3 s for each guess. */
const cost: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const hash = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);
const sessionMs = 8 * 3_600_000;

/**
 * Makes sure that there is an operator password.
 *
 * @param given sets it; without one the first is drawn at random.
 * @returns the password that was drawn, to be shown once; null when there is nothing to show.
 */
export async function ensureOperatorPassword(
  db: Kysely<Schema>,
  random: RandomBytes,
  given: string | undefined,
): Promise<string | null> {
  const held = await db.selectFrom('operator_password').selectAll().executeTakeFirst();
  if (given === undefined && held !== undefined) return null;
  if (given !== undefined && held !== undefined && (await matches(held, given))) return null;
  const password = given ?? readableCode(random);
  const salt = Buffer.from(random(16));
  const password_hash = await hash(password, salt, 32, cost);
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('operator_password').execute();
    await trx.insertInto('operator_password').values({ salt, password_hash }).execute();
    // Whoever signed in with the old password is out.
    await trx.deleteFrom('operator_session').execute();
  });
  return given === undefined ? password : null;
}

async function matches(held: { salt: Buffer; password_hash: Buffer }, password: string): Promise<boolean> {
  return timingSafeEqual(held.password_hash, await hash(password, held.salt, 32, cost));
}

/** A session token; null when the password is wrong. */
export async function signIn(
  db: Kysely<Schema>,
  clock: Clock,
  random: RandomBytes,
  password: string,
): Promise<string | null> {
  const held = await db.selectFrom('operator_password').selectAll().executeTakeFirst();
  if (held === undefined || !(await matches(held, password))) return null;
  const token = randomToken(random);
  await db
    .insertInto('operator_session')
    .values({ token_hash: digest(token), expires_at: new Date(clock.now() + sessionMs) })
    .execute();
  return token;
}

export async function isSignedIn(
  db: Kysely<Schema>,
  clock: Clock,
  token: string | undefined,
): Promise<boolean> {
  if (token === undefined) return false;
  const session = await db
    .selectFrom('operator_session')
    .select('expires_at')
    .where('token_hash', '=', digest(token))
    .where('expires_at', '>', new Date(clock.now()))
    .executeTakeFirst();
  return session !== undefined;
}

export async function signOut(db: Kysely<Schema>, token: string): Promise<void> {
  await db.deleteFrom('operator_session').where('token_hash', '=', digest(token)).execute();
}
