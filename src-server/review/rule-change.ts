import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Schema } from '../store/schema.ts';
import { parseCases, runCases } from './cases.ts';
import { append } from './chain.ts';
import { approvalsNeeded, approversOf, lastRun, tableByHash } from './rule-sets.ts';
import { parseTable } from './table.ts';

/**
 * How a version of a table comes into force: somebody proposes it with its cases, a test run of exactly this hash is
 * green, two different people approve it. The second approval puts it into force, and the version before it out.
 */

/** A run is good for this long: cases are dated, and the program under them changes. */
const runMs = 30 * 24 * 3_600_000;

interface Proposal {
  /** JSON of the table. */
  readonly content: string;
  /** YAML of its cases. */
  readonly cases: string;
}

type ProposalProblem =
  | { readonly code: 'malformed'; readonly problems: readonly string[] }
  | { readonly code: 'versionTaken' | 'versionTooLow' };

export async function proposeRuleSet(
  db: Kysely<Schema>,
  proposal: Proposal,
  operator: string,
  at: Date,
): Promise<Result<string, ProposalProblem>> {
  const table = parseTable(proposal.content);
  const cases = parseCases(proposal.cases, 'cases');
  const problems = [
    ...(table.ok ? [] : table.error),
    ...(cases.ok ? [] : cases.error),
    ...(table.ok && cases.ok && cases.value.table !== table.value.id
      ? [`the cases are of ${cases.value.table}, the table is ${table.value.id}`]
      : []),
  ];
  if (!table.ok || problems.length > 0) return err({ code: 'malformed', problems });
  const { id, version, sha256 } = table.value;
  return db.transaction().execute(async (trx) => {
    const newest = await trx
      .selectFrom('review_rule_set')
      .select(({ fn }) => fn.max('version').as('version'))
      .where('table_id', '=', id)
      .where('effective_at', 'is not', null)
      .executeTakeFirst();
    if (version <= (newest?.version ?? 0)) return err({ code: 'versionTooLow' });
    const inserted = await trx
      .insertInto('review_rule_set')
      .values({
        sha256,
        table_id: id,
        version,
        content: proposal.content,
        cases: proposal.cases,
        proposed_by: operator,
        proposed_at: at,
        effective_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return err({ code: 'versionTaken' });
    await append(trx, at, 'proposal', { tableId: id, version, sha256, operator });
    return ok(sha256);
  });
}

interface TestRun {
  readonly cases: number;
  readonly failures: readonly string[];
}

/** Runs the cases that were proposed with it. Null: nothing of this hash was proposed. */
export async function testRuleSet(
  db: Kysely<Schema>,
  sha256: string,
  operator: string,
  at: Date,
): Promise<TestRun | null> {
  const table = await tableByHash(db, sha256);
  const proposed = await db
    .selectFrom('review_rule_set')
    .select('cases')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (table === null || proposed === undefined) return null;
  const cases = parseCases(proposed.cases, 'cases');
  const run: TestRun = cases.ok ? await runCases(table, cases.value) : { cases: 0, failures: cases.error };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('review_test_run')
      .values({
        id: randomUUID(),
        sha256,
        cases: run.cases,
        failures: JSON.stringify(run.failures),
        run_by: operator,
        ran_at: at,
      })
      .execute();
    const { cases: count, failures } = run;
    await append(trx, at, 'testRun', { sha256, operator, cases: count, failures: failures.length });
  });
  return run;
}

export type ApprovalProblem =
  | 'unknown'
  | 'notAnApprover'
  | 'notTested'
  | 'testFailed'
  | 'testTooOld'
  | 'alreadyApproved'
  | 'alreadyInForce'
  | 'versionTooLow';

/** @returns whether it is in force now. */
export async function approveRuleSet(
  db: Kysely<Schema>,
  sha256: string,
  operator: string,
  at: Date,
  specimen = false,
): Promise<Result<boolean, ApprovalProblem>> {
  if ((await tableByHash(db, sha256)) === null) return err('unknown');
  if (!specimen && !(await mayApprove(db, operator))) return err('notAnApprover');
  return db.transaction().execute(async (trx) => {
    // Two second approvals at once must find each other.
    const row = await trx
      .selectFrom('review_rule_set')
      .selectAll()
      .where('sha256', '=', sha256)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (row.effective_at !== null) return err('alreadyInForce');
    const later = await trx
      .selectFrom('review_rule_set')
      .select('version')
      .where('table_id', '=', row.table_id)
      .where('effective_at', 'is not', null)
      .where('version', '>', row.version)
      .executeTakeFirst();
    if (later !== undefined) return err('versionTooLow');
    const run = await lastRun(trx, sha256);
    if (run === undefined) return err('notTested');
    if (run.failures.length > 0) return err('testFailed');
    if (at.getTime() - run.ran_at.getTime() > runMs) return err('testTooOld');
    if ((await approversOf(trx, sha256, true)).includes(operator)) return err('alreadyApproved');

    await trx.insertInto('review_approval').values({ sha256, operator, specimen, approved_at: at }).execute();
    const { table_id: tableId, version } = row;
    await append(trx, at, 'approval', { tableId, version, sha256, operator, specimen });
    const approvals = await approversOf(trx, sha256, specimen);
    if (approvals.length < approvalsNeeded) return ok(false);
    await trx.updateTable('review_rule_set').set({ effective_at: at }).where('sha256', '=', sha256).execute();
    await append(trx, at, 'inForce', { tableId, version, sha256, approvals });
    return ok(true);
  });
}

/** Whoever makes accounts approves nothing: two accounts of one person are not two people. */
async function mayApprove(db: Kysely<Schema>, name: string): Promise<boolean> {
  const operator = await db.selectFrom('operator').select('role').where('name', '=', name).executeTakeFirst();
  return operator?.role === 'operator';
}
