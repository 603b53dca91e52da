import { type Kysely, type Selectable, sql } from 'kysely';
import type { Text } from '../../src-shared/text.ts';
import type { ReviewCaseDetail, ReviewCaseRow, ReviewOverview } from '../console/review-model.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import type { FactDeclaration, FactValue } from './facts.ts';
import { historyOf } from './history.ts';
import { type QueueParts, waitingCases } from './queue.ts';
import { openRecord } from './record.ts';
import { outcomeHeld } from './review.ts';
import { approversOf, lastRun, tableByHash, tableInForce } from './rule-sets.ts';
import type { HashedTable } from './table.ts';

/** What the console shows of reviewing. */

const shareDays = 30;
const dayMs = 24 * 3_600_000;

export async function reviewOverview(
  { db, vault }: QueueParts,
  now: number,
  specimen: boolean,
): Promise<ReviewOverview> {
  const [counts, waiting, recalls, ruleSets] = await Promise.all([
    countKinds(db, new Date(now - shareDays * dayMs)),
    waitingCases(db),
    db
      .selectFrom('review_recall')
      .innerJoin('review_case', 'review_case.id', 'review_recall.case_id')
      .selectAll('review_recall')
      .select(['review_case.rule_set', 'review_case.item_code'])
      .orderBy('opened_at', 'desc')
      .limit(50)
      .execute(),
    listRuleSets(db, specimen),
  ]);
  return {
    at: new Date(now).toISOString(),
    days: shareDays,
    counts,
    queue: await Promise.all(waiting.map((row) => rowOf(db, vault, row))),
    recalls: await Promise.all(
      recalls.map(async (one) => ({
        caseId: one.case_id,
        title: one.rule_set === null ? null : ((await tableByHash(db, one.rule_set))?.title ?? null),
        itemCode: one.item_code,
        openedBy: one.opened_by,
        openedAt: one.opened_at.toISOString(),
        steps: one.steps,
        closedAt: one.closed_at?.toISOString() ?? null,
      })),
    ),
    ruleSets,
  };
}

async function countKinds(db: Kysely<Schema>, since: Date): Promise<ReviewOverview['counts']> {
  const rows = await db
    .selectFrom('review_case')
    .select(['machine_kind', sql<string>`count(*)`.as('number')])
    .where('reviewed_at', '>', since)
    .groupBy('machine_kind')
    .execute();
  const of = (kind: string) => Number(rows.find((row) => row.machine_kind === kind)?.number ?? 0);
  return {
    approve: of('approve'),
    acceptWithPromise: of('acceptWithPromise'),
    refuse: of('refuse'),
    correct: of('correct'),
    toPerson: of('toPerson'),
  };
}

async function listRuleSets(db: Kysely<Schema>, specimen: boolean): Promise<ReviewOverview['ruleSets']> {
  const rows = await db
    .selectFrom('review_rule_set')
    .selectAll()
    .orderBy(sql`length(table_id)`)
    .orderBy('table_id')
    .orderBy('version', 'desc')
    .execute();
  return Promise.all(
    rows.map(async (row) => {
      const run = await lastRun(db, row.sha256);
      const inForce = await tableInForce(db, row.table_id, specimen);
      return {
        sha256: row.sha256,
        tableId: row.table_id,
        title: (await tableByHash(db, row.sha256))?.title ?? null,
        version: row.version,
        proposedBy: row.proposed_by,
        proposedAt: row.proposed_at.toISOString(),
        testRun:
          run === undefined
            ? null
            : { at: run.ran_at.toISOString(), cases: run.cases, failures: run.failures },
        approvals: await approversOf(db, row.sha256, true),
        effectiveAt: row.effective_at?.toISOString() ?? null,
        inForce: inForce?.table.sha256 === row.sha256,
      };
    }),
  );
}

async function rowOf(
  db: Kysely<Schema>,
  vault: Vault,
  row: Selectable<Schema['review_case']>,
): Promise<ReviewCaseRow> {
  const { request, explanation } = openRecord(vault, row.id, row.record_sealed);
  const table = row.rule_set === null ? null : await tableByHash(db, row.rule_set);
  return {
    id: row.id,
    tableId: row.table_id,
    title: table?.title ?? null,
    itemCode: row.item_code,
    applicant: request.applicant,
    kind: row.kind,
    machineKind: row.machine_kind,
    afterCheck: row.after_check,
    reviewedAt: row.reviewed_at.toISOString(),
    decidedBy: row.decided_by,
    why: whyOf(explanation, table),
  };
}

/** Why a person is to look: the sentence of the row, or what was wrong with which fact. */
function whyOf(
  { clerk, doubts }: ReturnType<typeof openRecord>['explanation'],
  table: HashedTable | null,
): ReviewCaseRow['why'] {
  if (clerk !== null) return { sentence: clerk, doubts: [] };
  return {
    sentence: null,
    doubts: doubts.map(({ fact, doubt }) => ({ label: labelOf(table, fact), doubt })),
  };
}

/** What is doubted besides the facts of a table. */
const ownLabels: Readonly<Record<string, Text>> = {
  table: { zh: '规则', en: 'rules' },
  itemCode: { zh: '事项编码', en: 'item code' },
  consent: { zh: '自动审查授权', en: 'consent' },
  appliedAt: { zh: '申请时间', en: 'time of application' },
};

function labelOf(table: HashedTable | null, name: string): Text {
  const found = [...(table?.facts ?? []), ...(table?.derived ?? [])].find((one) => one.name === name);
  return found?.label ?? ownLabels[name] ?? { zh: name, en: name };
}

/** Null: no such case. */
export async function reviewCase({ db, vault }: QueueParts, id: string): Promise<ReviewCaseDetail | null> {
  const row = await db.selectFrom('review_case').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const record = openRecord(vault, id, row.record_sealed);
  const table = row.rule_set === null ? null : await tableByHash(db, row.rule_set);
  const terminal = await db
    .selectFrom('terminal')
    .select('number')
    .where('id', '=', row.terminal_id)
    .executeTakeFirst();
  const reached = table?.rows[record.explanation.row ?? ''];
  return {
    ...(await rowOf(db, vault, row)),
    transactionId: row.transaction_id,
    terminalNumber: terminal?.number ?? null,
    ruleSet: record.ruleSet,
    row: record.explanation.row,
    appliedAt: record.request.appliedAt,
    facts: record.request.facts.map((one) => {
      const declaration = table?.facts.find(({ name }) => name === one.name);
      return {
        label: declaration?.label ?? { zh: one.name, en: one.name },
        source: one.source,
        value: shown(one.value, declaration),
        asOf: one.asOf,
      };
    }),
    // The sentence of the machine with the names of what stood in it: a date in it may be a birthday.
    reasons:
      row.decided_by === null
        ? [reached === undefined ? null : named(reached.reason, table)].filter((one) => one !== null)
        : outcomeHeld(vault, row).reasons,
    corrections: record.outcome.corrections.map(({ code, sentence }) =>
      named(table?.corrections[code] ?? sentence, table),
    ),
    promises: Object.entries(table?.promises ?? {}).map(([code, { material }]) => ({ code, material })),
    law: record.outcome.law,
    history: await historyOf(db, vault, id),
  };
}

/** Personal values are masked: of a date its year remains. Null: there was no answer. */
function shown(value: FactValue | null, declaration: FactDeclaration | undefined): FactValue | null {
  if (value === null) return null;
  if (declaration !== undefined && declaration.personal !== true) return value;
  return declaration?.type === 'date' ? `${String(value).slice(0, 4)}-**-**` : '***';
}

function named({ zh, en }: Text, table: HashedTable | null): Text {
  const fill = (text: string, language: 'zh' | 'en') =>
    text.replace(/\{(\w+)\}/g, (_whole, name: string) => `〔${labelOf(table, name)[language]}〕`);
  return { zh: fill(zh, 'zh'), en: fill(en, 'en') };
}
