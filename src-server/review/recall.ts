import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { append } from './chain.ts';
import type { QueueParts } from './queue.ts';
import { sealNote } from './record.ts';

/** What is done about a wrong decision of the machine, in this order; the last step closes the recall. */
export const recallStep = z.enum([
  /** Payment, permit or registration does not go on. */
  'effectStopped',
  /** The person was told, and could answer. */
  'personHeard',
  'decidedAnew',
  /** Decisions by the same row of the same rule set were looked at. */
  'othersChecked',
]);
export type RecallStep = z.infer<typeof recallStep>;

export type RecallProblem = 'unknown' | 'closed' | 'notTheNext';

/** @returns whether the recall is closed now. */
export async function recordRecallStep(
  { db, vault }: QueueParts,
  caseId: string,
  step: RecallStep,
  note: string,
  operator: string,
  at: Date,
): Promise<Result<boolean, RecallProblem>> {
  return db.transaction().execute(async (trx) => {
    const recall = await trx
      .selectFrom('review_recall')
      .selectAll()
      .where('case_id', '=', caseId)
      .forUpdate()
      .executeTakeFirst();
    if (recall === undefined) return err('unknown');
    if (recall.closed_at !== null) return err('closed');
    const order = recallStep.options;
    if (order[recall.steps.length] !== step) return err('notTheNext');
    const steps = [...recall.steps, { step, by: operator, at: at.toISOString() }];
    const closed = steps.length === order.length;
    await trx
      .updateTable('review_recall')
      .set({ steps: JSON.stringify(steps), closed_at: closed ? at : null })
      .where('case_id', '=', caseId)
      .execute();
    await append(trx, at, 'recallStep', {
      reviewId: caseId,
      step,
      operator,
      note: sealNote(vault, caseId, note),
    });
    if (closed) await append(trx, at, 'recallClosed', { reviewId: caseId, operator });
    return ok(closed);
  });
}
