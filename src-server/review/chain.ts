import { type Kysely, sql } from 'kysely';
import { canonicalJson, digest } from '../domain/digest.ts';
import type { Schema } from '../store/schema.ts';

/**
 * What was done in reviewing, in order: reviews, decisions of people, after-checks, recalls, changes of rules. Each
 * entry holds the hash of the one before it, so that none can be changed or taken out unseen. No personal data.
 */

const beginning = '0'.repeat(64);
/** Any number that nobody else locks. */
const lock = 47_483;

/** @param trx a transaction, the one in which the thing itself is done. */
export async function append(
  trx: Kysely<Schema>,
  at: Date,
  kind: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lock})`.execute(trx);
  const last = await trx
    .selectFrom('review_entry')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const sequence = (last?.sequence ?? 0) + 1;
  const previous_hash = last?.hash ?? beginning;
  const hash = hashOf(sequence, at, kind, body, previous_hash);
  await trx
    .insertInto('review_entry')
    .values({ sequence, at, kind, body: JSON.stringify(body), previous_hash, hash })
    .execute();
}

/** The first entry that is not as it was written, or whose sealed record is not; null when all are. */
export async function firstBroken(db: Kysely<Schema>): Promise<number | null> {
  const entries = await db.selectFrom('review_entry').selectAll().orderBy('sequence').execute();
  const cases = await db
    .selectFrom('review_case')
    .select(['id', 'record_sealed', 'decision_sealed'])
    .execute();
  const records = new Map(cases.map((one) => [one.id, one]));
  let previous = beginning;
  for (const [index, { sequence, at, kind, body, previous_hash, hash }] of entries.entries()) {
    const expected = hashOf(index + 1, at, kind, body, previous);
    if (sequence !== index + 1 || previous_hash !== previous || hash !== expected) return index + 1;
    const held = records.get(String(body.reviewId));
    if (kind === 'review' && body.sealedSha256 !== sealedDigest(held?.record_sealed ?? null)) return sequence;
    if (kind === 'decision' && body.sealedSha256 !== sealedDigest(held?.decision_sealed ?? null))
      return sequence;
    previous = hash;
  }
  return null;
}

/** Names a sealed record in the chain without telling anything of it. */
export function sealedDigest(sealed: Buffer | null): string | null {
  return sealed === null ? null : digest(sealed.toString('base64')).toString('hex');
}

function hashOf(
  sequence: number,
  at: Date,
  kind: string,
  body: Readonly<Record<string, unknown>>,
  previous: string,
): string {
  return digest(canonicalJson({ sequence, at: at.toISOString(), kind, body, previous })).toString('hex');
}
