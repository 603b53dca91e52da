import type { Kysely } from 'kysely';
import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { canonicalJson } from '../domain/digest.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { decide } from './decide.ts';
import { openRecord, type ReviewRecord, reviewRecord } from './record.ts';
import { type HashedTable, parseTable } from './table.ts';

/** A record with the table that decided, as one file: personal data in clear, for whoever examines a case. */
export const evidence = z.strictObject({
  record: reviewRecord,
  /** JSON of the table; null where none was in force. */
  table: z.string().nullable(),
});
type Evidence = z.infer<typeof evidence>;

export interface Replay {
  readonly reviewId: string;
  readonly ruleSet: ReviewRecord['ruleSet'];
  readonly recorded: string;
  readonly replayed: string;
  /** Outcome, sentences, row, doubts and every rule: all the same. */
  readonly same: boolean;
}

/** Decides a recorded case again: the same answers, the same moment, the same table. */
export async function replay({ record, table }: Evidence): Promise<Result<Replay, string>> {
  const used = tableOf(record, table);
  if (!used.ok) return used;
  const decision = await decide(used.value, record.request, Date.parse(record.reviewedAt));
  const { reviewId } = record.request;
  const again = { outcome: { reviewId, ...decision.outcome }, explanation: decision.explanation };
  const before = { outcome: record.outcome, explanation: record.explanation };
  return ok({
    reviewId,
    ruleSet: record.ruleSet,
    recorded: `${record.outcome.kind} ${record.explanation.row ?? '-'}`,
    replayed: `${decision.outcome.kind} ${decision.explanation.row ?? '-'}`,
    same: canonicalJson(again) === canonicalJson(before),
  });
}

function tableOf({ ruleSet }: ReviewRecord, content: string | null): Result<HashedTable | null, string> {
  if (ruleSet === null) return ok(null);
  if (content === null) return err(`expected the table with the hash ${ruleSet.sha256}`);
  const table = parseTable(content);
  if (!table.ok) return err(table.error.join('\n'));
  return table.value.sha256 === ruleSet.sha256
    ? ok(table.value)
    : err(`expected the table with the hash ${ruleSet.sha256}, found ${table.value.sha256}`);
}

/** Null: no such review. */
export async function evidenceOf(db: Kysely<Schema>, vault: Vault, id: string): Promise<Evidence | null> {
  const row = await db
    .selectFrom('review_case')
    .leftJoin('review_rule_set', 'review_rule_set.sha256', 'review_case.rule_set')
    .select(['review_case.record_sealed', 'review_rule_set.content'])
    .where('review_case.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { record: openRecord(vault, id, row.record_sealed), table: row.content };
}
