import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema.ts';
import { type HashedTable, parseTable } from './table.ts';

/** The version of a table that is in force. */

export interface InForce {
  readonly table: HashedTable;
  readonly effectiveAt: Date;
}

export const approvalsNeeded = 2;

const parsed = new Map<string, HashedTable>();

/**
 * The table in force; null when there is none that can be trusted. Nothing that an entry in the database merely says
 * is believed: the content must have the hash that was approved by two people after a green test run of this hash.
 *
 * @param specimen whether what the sandbox approved to itself counts.
 */
export async function tableInForce(
  db: Kysely<Schema>,
  tableId: string,
  specimen: boolean,
): Promise<InForce | null> {
  const row = await db
    .selectFrom('review_rule_set')
    .select(['sha256', 'version', 'effective_at'])
    .where('table_id', '=', tableId)
    .where('effective_at', 'is not', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.effective_at === null) return null;
  if (!(await isReleased(db, row.sha256, specimen))) return null;
  const table = await tableByHash(db, row.sha256);
  if (table === null || table.id !== tableId || table.version !== row.version) return null;
  return { table, effectiveAt: row.effective_at };
}

/** The table with this hash, in force or not: for a replay. Null where the content has another. */
export async function tableByHash(db: Kysely<Schema>, sha256: string): Promise<HashedTable | null> {
  const row = await db
    .selectFrom('review_rule_set')
    .select('content')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (row === undefined) return null;
  // By its content, not by its name: whoever changes the content does not get the old table.
  const held = parsed.get(row.content) ?? null;
  const table = held ?? tableOf(row.content);
  if (table === null || table.sha256 !== sha256) return null;
  parsed.set(row.content, table);
  return table;
}

function tableOf(content: string): HashedTable | null {
  const table = parseTable(content);
  return table.ok ? table.value : null;
}

/** Whether two people approved this hash, and its last test run was green. */
async function isReleased(db: Kysely<Schema>, sha256: string, specimen: boolean): Promise<boolean> {
  const approvals = await approversOf(db, sha256, specimen);
  return approvals.length >= approvalsNeeded && (await lastRun(db, sha256))?.failures.length === 0;
}

export async function approversOf(db: Kysely<Schema>, sha256: string, specimen: boolean): Promise<string[]> {
  const rows = await db
    .selectFrom('review_approval')
    .select('operator')
    .where('sha256', '=', sha256)
    .$if(!specimen, (query) => query.where('specimen', '=', false))
    .orderBy('approved_at')
    .execute();
  return rows.map(({ operator }) => operator);
}

export function lastRun(db: Kysely<Schema>, sha256: string) {
  return db
    .selectFrom('review_test_run')
    .selectAll()
    .where('sha256', '=', sha256)
    .orderBy('ran_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
