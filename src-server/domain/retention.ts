import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { Schema } from '../store/schema.ts';

const everyMs = 60_000;
/** A paper that nobody handed in, however its transaction goes on. */
const unusedPaperMs = 3_600_000;
/** The office has taken over by then what was handed in with a matter. */
const usedPaperMs = 30 * 24 * 3_600_000;
/** Longer than the day over which codes are counted. */
const verificationMs = 48 * 3_600_000;

/** Erases what has done its work. Personal data of a verification goes within a minute of its end. */
export async function eraseExpired(db: Kysely<Schema>, now: number): Promise<void> {
  const past = new Date(now);
  await db
    .updateTable('verification')
    .set({ state: 'over', person_sealed: null, token_hash: null })
    .where('expires_at', '<=', past)
    .where('state', '!=', 'over')
    .execute();
  // For whom its holder acted goes with it.
  await db
    .deleteFrom('principal_grant')
    .where((row) =>
      row.exists(
        row
          .selectFrom('verification')
          .select('verification.id')
          .whereRef('verification.id', '=', 'principal_grant.verification_id')
          .where('verification.state', '=', 'over'),
      ),
    )
    .execute();
  await db
    .deleteFrom('verification')
    .where('sent_at', '<', new Date(now - verificationMs))
    .execute();
  await db
    .deleteFrom('material_paper')
    .where('used_at', 'is', null)
    // Whether it was handed in is not known yet.
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('filing')
            .select('filing.submission_key')
            .whereRef('filing.transaction_id', '=', 'material_paper.transaction_id'),
        ),
      ),
    )
    .where((row) =>
      row.or([
        row('begun_at', '<=', new Date(now - unusedPaperMs)),
        // Abandoned: the terminal told the end of the transaction and nothing was handed in.
        row.exists(
          row
            .selectFrom('terminal_transaction')
            .select('terminal_transaction.id')
            .whereRef('terminal_transaction.id', '=', 'material_paper.transaction_id')
            .where('terminal_transaction.ended_at', 'is not', null),
        ),
      ]),
    )
    .execute();
  await db
    .deleteFrom('material_paper')
    .where('used_at', '<=', new Date(now - usedPaperMs))
    .execute();
  // That it was given, by which issuer and a digest of its number stay.
  await db
    .updateTable('submitted_paper')
    .set({ number_masked_sealed: null })
    .where('given_at', '<=', new Date(now - usedPaperMs))
    .where('number_masked_sealed', 'is not', null)
    .execute();
  // Whom staff did not reach by then, they do not reach by it.
  await db
    .updateTable('notice')
    .set({ person_sealed: null })
    .where('given_up_at', '<=', new Date(now - usedPaperMs))
    .where('person_sealed', 'is not', null)
    .execute();
  await db.deleteFrom('client_assertion').where('expires_at', '<=', past).execute();
  await db.deleteFrom('access_token').where('expires_at', '<=', past).execute();
  await db.deleteFrom('operator_session').where('expires_at', '<=', past).execute();
  await db
    .deleteFrom('enrolment_code')
    .where('expires_at', '<=', past)
    .where('used_by', 'is', null)
    .execute();
}

/** Erases every minute until the returned function is called; that waits for an erasure under way. */
export function keepErasing(
  db: Kysely<Schema>,
  clock: Clock,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let stopped = false;
  const round = () => {
    running = eraseExpired(db, clock.now())
      .catch(onFailure)
      .then(() => {
        if (!stopped) cancel = clock.schedule(everyMs, round);
      });
  };
  round();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
