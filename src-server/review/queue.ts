import type { Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { chinaDay } from '../domain/china-time.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { endOf12thMonth, firstOfNextMonth, plusDays } from './calendar.ts';
import { append, sealedDigest } from './chain.ts';
import type { ReviewOutcome } from './outcome.ts';
import { openRecord, type ReviewRecord, sealDecision, sealNote } from './record.ts';
import { tableByHash } from './rule-sets.ts';
import type { HashedTable } from './table.ts';

/** The clerk's queue: what no rule was sure of, and what is looked at again. */

export interface QueueParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
}

const words = z.string().trim().min(5).max(500);
/** What the applicant reads, in the language that they chose: one in the place of the other would tell them nothing. */
const sentence = z.strictObject({
  zh: words.regex(/\p{Script=Han}/u, 'a sentence in Chinese'),
  en: words.regex(/^\P{Script=Han}*$/u, 'a sentence in English'),
});

export const caseDecision = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('approve'), reason: sentence }),
  z.strictObject({ kind: z.literal('correct'), reason: sentence }),
  z.strictObject({ kind: z.literal('acceptWithPromise'), reason: sentence, promise: z.string().max(40) }),
  /** Whoever is refused is told what can be done. */
  z.strictObject({ kind: z.literal('refuse'), reason: sentence, remedy: sentence }),
]);
type CaseDecision = z.infer<typeof caseDecision>;

export type QueueProblem = 'unknown' | 'notWaiting' | 'noSuchPromise';

type CaseRow = Selectable<Schema['review_case']>;

/** What waits for a person, the oldest first. */
export function waitingCases(db: Kysely<Schema>): Promise<CaseRow[]> {
  return db
    .selectFrom('review_case')
    .selectAll()
    .where((where) => where.or([where('kind', '=', 'toPerson'), where('after_check', '=', 'due')]))
    .orderBy('reviewed_at')
    .limit(200)
    .execute();
}

/** A person decides: the decision takes the place of `toPerson`, once. */
export async function decideCase(
  { db, vault }: QueueParts,
  id: string,
  decision: CaseDecision,
  operator: string,
  at: Date,
): Promise<Result<ReviewOutcome, QueueProblem>> {
  const row = await caseRow(db, id);
  if (row === undefined) return err('unknown');
  const record = openRecord(vault, id, row.record_sealed);
  const table = row.rule_set === null ? null : await tableByHash(db, row.rule_set);
  const outcome = outcomeBy(decision, record, table, chinaDay(at.getTime()));
  if (outcome === null) return err('noSuchPromise');
  const decision_sealed = sealDecision(vault, outcome);
  return db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('review_case')
      .set({ kind: decision.kind, decided_by: operator, decided_at: at, decision_sealed })
      .where('id', '=', id)
      .where('kind', '=', 'toPerson')
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) return err('notWaiting');
    await append(trx, at, 'decision', {
      reviewId: id,
      kind: decision.kind,
      operator,
      sealedSha256: sealedDigest(decision_sealed),
    });
    return ok(outcome);
  });
}

/** Null: the table has no such promise. */
function outcomeBy(
  decision: CaseDecision,
  { request, outcome }: ReviewRecord,
  table: HashedTable | null,
  decidedOn: string,
): ReviewOutcome | null {
  const today = chinaDay(Date.parse(request.appliedAt));
  const approves = decision.kind === 'approve' || decision.kind === 'acceptWithPromise';
  const effects = Object.values(table?.rows ?? {}).flatMap((row) => ('effect' in row ? [row.effect] : []));
  const [code, promise] =
    decision.kind === 'acceptWithPromise'
      ? [decision.promise, table?.promises[decision.promise]]
      : [null, undefined];
  if (code !== null && promise === undefined) return null;
  return {
    ...outcome,
    kind: decision.kind,
    decidedBy: 'person',
    reasons: [decision.reason],
    corrections: [],
    promises:
      code === null || promise === undefined
        ? []
        : [
            {
              code,
              material: promise.material,
              // They hear of it now: days that ran while nobody decided are not theirs.
              dueDate: plusDays(decidedOn, promise.days),
              consequence: promise.consequence,
            },
          ],
    remedy: decision.kind === 'refuse' ? decision.remedy : null,
    validFrom: approves && effects.includes('fromNextMonth') ? firstOfNextMonth(today) : null,
    validUntil: approves && effects.includes('untilEndOf12thMonth') ? endOf12thMonth(today) : null,
  };
}

/** Somebody looked at a machine's decision again. A wrong one is recalled. */
export async function recordAfterCheck(
  { db, vault }: QueueParts,
  id: string,
  result: 'right' | 'wrong',
  note: string,
  operator: string,
  at: Date,
): Promise<Result<void, QueueProblem>> {
  if ((await caseRow(db, id)) === undefined) return err('unknown');
  return db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('review_case')
      .set({ after_check: result })
      .where('id', '=', id)
      .where('after_check', '=', 'due')
      .executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) return err('notWaiting');
    await append(trx, at, 'afterCheck', {
      reviewId: id,
      result,
      operator,
      note: sealNote(vault, id, note),
    });
    if (result === 'right') return ok();
    await trx
      .insertInto('review_recall')
      .values({ case_id: id, opened_by: operator, opened_at: at, closed_at: null })
      .execute();
    await append(trx, at, 'recallOpened', { reviewId: id, operator });
    return ok();
  });
}

function caseRow(db: Kysely<Schema>, id: string): Promise<CaseRow | undefined> {
  return db.selectFrom('review_case').selectAll().where('id', '=', id).executeTakeFirst();
}
