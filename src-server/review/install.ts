import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Schema } from '../store/schema.ts';
import { approveRuleSet, proposeRuleSet, testRuleSet } from './rule-change.ts';
import { readShipped } from './shipped.ts';

/** Who approves in the sandbox. No operator can have such a name, and elsewhere it counts for nothing. */
const specimenApprovers = ['样张甲 specimen A', '样张乙 specimen B'] as const;

/**
 * Proposes the tables of config/review that the database does not have. In the sandbox, where nothing is real, they
 * come into force by approvals that are marked as specimens; everywhere else two people have to approve each.
 *
 * @returns what is wrong with the files; nothing of them is used then.
 */
export async function installShipped(
  db: Kysely<Schema>,
  directory: string,
  at: Date,
  sandbox: boolean,
): Promise<Result<void, readonly string[]>> {
  const shipped = readShipped(directory);
  if (!shipped.ok) return shipped;
  const held = await db.selectFrom('review_rule_set').select('sha256').execute();
  const known = new Set(held.map(({ sha256 }) => sha256));
  const problems: string[] = [];
  for (const { table, content, casesText } of shipped.value) {
    if (known.has(table.sha256)) continue;
    const proposed = await proposeRuleSet(db, { content, cases: casesText }, 'release', at);
    if (!proposed.ok) {
      problems.push(`${table.id} version ${table.version}: ${proposed.error.code}`);
      continue;
    }
    if (!sandbox) continue;
    await testRuleSet(db, table.sha256, 'release', at);
    for (const approver of specimenApprovers) {
      const approved = await approveRuleSet(db, table.sha256, approver, at, true);
      if (!approved.ok) problems.push(`${table.id} version ${table.version}: ${approved.error}`);
    }
  }
  return problems.length > 0 ? err(problems) : ok();
}
