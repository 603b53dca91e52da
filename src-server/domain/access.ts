import { decodeJwt, errors, importJWK, jwtVerify } from 'jose';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import { assertionAudience } from '../../src-shared/contract/server.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { type RandomBytes, randomToken } from '../random.ts';
import type { Schema } from '../store/schema.ts';
import { digest } from './digest.ts';

/** Seconds. An assertion that lives longer is refused: stolen, it would be a key. */
const longestAssertion = 300;
/** Seconds that the clock of a terminal may be off. */
const clockTolerance = 60;
const tokenSeconds = 15 * 60;

const claims = z.object({ sub: z.uuid(), jti: z.string().min(8).max(200), exp: z.int() });

interface AccessToken {
  readonly token: string;
  readonly expiresIn: number;
}

/**
 * RFC 7523 client authentication: a JWT that the terminal signed with the key of its enrolment, addressed to
 * us, fresh, and never seen before. Why one was refused goes to the log only.
 */
export async function grantToken(
  db: Kysely<Schema>,
  clock: Clock,
  random: RandomBytes,
  assertion: string,
): Promise<Result<AccessToken, string>> {
  const checked = await checkAssertion(db, clock, assertion);
  if (!checked.ok) return checked;
  const { sub, jti, exp } = checked.value;
  // Kept as long as the assertion could pass again.
  const fresh = await db
    .insertInto('client_assertion')
    .values({ terminal_id: sub, jti, expires_at: new Date((exp + clockTolerance) * 1000) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (fresh.numInsertedOrUpdatedRows !== 1n) return err('this assertion was used before');

  const token = randomToken(random);
  const expires_at = new Date(clock.now() + tokenSeconds * 1000);
  await db
    .insertInto('access_token')
    .values({ token_hash: digest(token), terminal_id: sub, expires_at })
    .execute();
  return ok({ token, expiresIn: tokenSeconds });
}

async function checkAssertion(
  db: Kysely<Schema>,
  clock: Clock,
  assertion: string,
): Promise<Result<z.infer<typeof claims>, string>> {
  try {
    // Read before it is checked, only to know whose key must have signed it.
    const named = z.object({ sub: z.uuid() }).safeParse(decodeJwt(assertion));
    if (!named.success) return err('sub is no terminal id');
    const { sub } = named.data;
    const terminal = await db
      .selectFrom('terminal')
      .select('public_key')
      .where('id', '=', sub)
      .executeTakeFirst();
    if (terminal === undefined) return err('unknown terminal');
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: terminal.public_key }, 'EdDSA');
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['EdDSA'],
      audience: assertionAudience,
      issuer: sub,
      subject: sub,
      currentDate: new Date(clock.now()),
      clockTolerance,
      requiredClaims: ['exp', 'jti'],
    });
    const parsed = claims.safeParse(payload);
    if (!parsed.success) return err('jti or exp is malformed');
    if (parsed.data.exp > clock.now() / 1000 + longestAssertion + clockTolerance)
      return err('the assertion lives too long');
    return ok(parsed.data);
  } catch (error) {
    if (error instanceof errors.JOSEError) return err(error.message);
    throw error;
  }
}

export interface KnownTerminal {
  readonly id: string;
  readonly number: string;
}

/** The terminal that an `Authorization` header speaks for. */
export async function terminalOf(
  db: Kysely<Schema>,
  clock: Clock,
  authorization: string | undefined,
): Promise<KnownTerminal | null> {
  const token = /^Bearer ([\w-]{20,200})$/.exec(authorization ?? '')?.[1];
  if (token === undefined) return null;
  const found = await db
    .selectFrom('access_token')
    .innerJoin('terminal', 'terminal.id', 'access_token.terminal_id')
    .select(['terminal.id', 'terminal.number'])
    .where('token_hash', '=', digest(token))
    .where('expires_at', '>', new Date(clock.now()))
    .executeTakeFirst();
  return found ?? null;
}
