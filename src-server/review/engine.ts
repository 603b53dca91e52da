import { type ZenDecision, ZenEngine } from '@gorules/zen-engine';
import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { holds } from './cell.ts';
import type { FactValue } from './facts.ts';
import { cellsOf, outputOf, tablesOf } from './model.ts';
import type { HashedTable } from './table.ts';

/**
 * ZEN, with its doors shut. By itself it counts a cell that fails (unreadable, or of another type) as one that does
 * not match, and goes on to the next row. Here every cell of every rule is read a second time by cell.ts, where a
 * failure is told, and the two must find the same rules.
 */

const found = z.object({
  corrections: z.array(z.object({ code: z.string() })).default([]),
  notes: z.array(z.object({ code: z.string() })).default([]),
  decision: z.object({ row: z.string(), outcome: z.string() }),
});

export interface Evaluation {
  readonly row: string;
  readonly corrections: readonly string[];
  readonly notes: readonly string[];
  /** Every rule of every table of the model, and whether its conditions held. */
  readonly rules: readonly { readonly table: string; readonly code: string; readonly matched: boolean }[];
}

export type Values = Readonly<Record<string, FactValue>>;

/** @returns 'noRow' when no row matched, 'ruleError' when anything else is not as it must be. */
export async function evaluateTable(
  table: HashedTable,
  values: Values,
): Promise<Result<Evaluation, 'noRow' | 'ruleError'>> {
  const byCell = evaluateCells(table, values);
  if (byCell === null) return err('ruleError');
  try {
    const answer = await compiled(table).safeEvaluate({ ...values });
    if (!answer.success) return err('ruleError');
    const row = byCell.matched('decision')[0];
    const parsed = found.safeParse(answer.data.result);
    if (!parsed.success) return err(row === undefined ? 'noRow' : 'ruleError');
    const { corrections, notes, decision } = parsed.data;
    const evaluation = {
      row: decision.row,
      corrections: corrections.map(({ code }) => code),
      notes: notes.map(({ code }) => code),
      rules: byCell.rules,
    };
    const agree =
      row === decision.row &&
      table.rows[row]?.outcome === decision.outcome &&
      byCell.matched('corrections').join() === evaluation.corrections.join() &&
      byCell.matched('notes').join() === evaluation.notes.join();
    return agree ? ok(evaluation) : err('ruleError');
  } catch {
    return err('ruleError');
  }
}

const engine = new ZenEngine();
const decisions = new WeakMap<HashedTable, ZenDecision>();

function compiled(table: HashedTable): ZenDecision {
  const held = decisions.get(table) ?? engine.createDecision(table.model);
  decisions.set(table, held);
  return held;
}

/** Null when a cell cannot be evaluated. */
function evaluateCells(table: HashedTable, values: Values) {
  const rules: { table: string; code: string; matched: boolean }[] = [];
  const matched = (name: string) =>
    rules.filter((rule) => rule.table === name && rule.matched).map(({ code }) => code);
  for (const node of tablesOf(table.model)) {
    const context: Record<string, unknown> = {
      ...values,
      corrections: matched('corrections').map((code) => ({ code })),
    };
    for (const rule of node.content.rules) {
      const code = outputOf(node, rule, node.id === 'decision' ? 'row' : 'code');
      if (code === null) return null;
      const results = cellsOf(node, rule).map(({ field, expression }) =>
        field in context ? holds(expression, context[field]) : null,
      );
      if (results.includes(null)) return null;
      rules.push({ table: node.id, code, matched: results.every((result) => result === true) });
    }
  }
  return { rules, matched };
}
