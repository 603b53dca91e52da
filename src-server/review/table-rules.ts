import type { z } from 'zod';
import type { text } from '../../src-shared/text.ts';
import type { derivation } from './calendar.ts';
import { type Column, cellProblem, columnOf } from './cell.ts';
import type { FactDeclaration } from './facts.ts';
import { cellsOf, type DecisionTable, isChain, type Jdm, outputOf, tablesOf } from './model.ts';

/**
 * What every table must keep, so that none can be written that approves or refuses by accident. ZEN counts a cell
 * that it cannot read as "does not match", and goes on to the next row: safe only when an approving row stands last
 * and says everything that must hold.
 */

interface Draft {
  readonly facts: readonly FactDeclaration[];
  readonly derived: readonly {
    readonly name: string;
    readonly function: z.infer<typeof derivation>;
    readonly from?: string | undefined;
    readonly argument?: number | undefined;
  }[];
  readonly promises: Readonly<Record<string, unknown>>;
  readonly corrections: Readonly<Record<string, z.infer<typeof text>>>;
  readonly notes: Readonly<Record<string, z.infer<typeof text>>>;
  readonly rows: Readonly<
    Record<
      string,
      | { readonly outcome: 'approve' | 'correct' | 'toPerson' }
      | { readonly outcome: 'acceptWithPromise'; readonly promise: string }
      | { readonly outcome: 'refuse'; readonly objective: { readonly facts: readonly string[] } }
    >
  >;
  readonly model: Jdm;
}

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

export function tableProblems(draft: Draft): Problem[] {
  const decision = tablesOf(draft.model).find((table) => table.id === 'decision');
  if (decision === undefined || decision.content.hitPolicy !== 'first')
    return [{ path: ['model'], message: 'expected a table "decision" whose hit policy is "first"' }];
  if (!isChain(draft.model))
    return [{ path: ['model', 'edges'], message: 'expected the nodes one after another, to one output' }];
  return [
    ...nameProblems(draft),
    ...sentenceProblems(draft),
    ...modelProblems(draft),
    ...decisionProblems(draft, decision),
  ];
}

/** `{firstDay}` in a sentence is the value of a fact. */
function sentenceProblems({ facts, derived, corrections, notes, rows }: Draft): Problem[] {
  const known = new Set([...facts, ...derived].map(({ name }) => name));
  known.add('validUntil');
  const used = [...JSON.stringify({ corrections, notes, rows }).matchAll(/\{(\w+)\}/g)];
  return used
    .map((match) => match[1] ?? '')
    .filter((name) => !known.has(name))
    .map((name) => ({ path: ['rows'], message: `a sentence speaks of {${name}}, which is no fact` }));
}

function nameProblems({ facts, derived }: Draft): Problem[] {
  const names = [...facts, ...derived].map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const types = new Map(facts.map((fact) => [fact.name, fact.type]));
  return [
    ...twice.map((name) => ({ path: ['facts'], message: `${name} stands twice` })),
    ...derived
      .filter((one) => types.get(one.from ?? '') !== wanted[one.function])
      .map((one) => ({
        path: ['derived', one.name],
        message: `${one.function} is made from a fact of type ${wanted[one.function] ?? 'none'}`,
      })),
    ...derived
      .filter((one) => needsArgument.has(one.function) !== (one.argument !== undefined))
      .map((one) => ({ path: ['derived', one.name], message: `wrong argument for ${one.function}` })),
  ];
}

const wanted: Record<z.infer<typeof derivation>, FactDeclaration['type'] | undefined> = {
  wholeYears: 'date',
  dayAfterYears: 'date',
  daysUntil: 'date',
  daysBefore: 'date',
  monthNumber: 'month',
  monthDay: undefined,
  paper: 'boolean',
};
const needsArgument = new Set(['dayAfterYears', 'daysBefore']);

const madeValues: Record<z.infer<typeof derivation>, Column> = {
  wholeYears: { kind: 'number' },
  dayAfterYears: { kind: 'text' },
  daysUntil: { kind: 'number' },
  daysBefore: { kind: 'text' },
  monthNumber: { kind: 'number' },
  monthDay: { kind: 'number' },
  paper: { kind: 'text', values: ['present', 'promised', 'missing'] },
};

function columnsOf({ facts, derived }: Draft): Map<string, Column> {
  return new Map<string, Column>([
    ...facts.map((fact) => [fact.name, columnOf(fact)] as const),
    ...derived.map((one) => [one.name, madeValues[one.function]] as const),
    ['corrections', { kind: 'list' }],
  ]);
}

/** Columns that exist, cells that can be read, codes that have their sentences. */
function modelProblems(draft: Draft): Problem[] {
  const columns = columnsOf(draft);
  const sentences: Record<string, Readonly<Record<string, unknown>>> = {
    corrections: draft.corrections,
    notes: draft.notes,
    decision: draft.rows,
  };
  return tablesOf(draft.model).flatMap((table) => {
    const path = ['model', table.id];
    const codes = sentences[table.id];
    if (codes === undefined || table.content.outputPath !== table.id)
      return [{ path, message: 'expected corrections, notes or decision, under its own name' }];
    if ((table.id === 'decision') !== (table.content.hitPolicy === 'first'))
      return [{ path, message: 'only the decision takes the first; the others collect all' }];
    const key = table.id === 'decision' ? 'row' : 'code';
    const given = table.content.rules.map((rule) => outputOf(table, rule, key));
    return [
      ...table.content.inputs
        .filter(({ field }) => !columns.has(field))
        .map(({ field }) => ({ path, message: `no fact is called ${field}` })),
      ...table.content.rules.flatMap((rule) =>
        cellsOf(table, rule)
          .map(({ field, expression }) => cellProblem(expression, columns.get(field) ?? { kind: 'text' }))
          .filter((problem) => problem !== null)
          .map((message) => ({ path: [...path, rule._id], message })),
      ),
      ...given
        .filter((code) => code === null || !Object.hasOwn(codes, code))
        .map((code) => ({ path, message: `no sentence for ${code}` })),
      ...Object.keys(codes)
        .filter((code) => given.filter((one) => one === code).length !== 1)
        .map((code) => ({ path, message: `expected one rule that gives ${code}` })),
    ];
  });
}

function decisionProblems(draft: Draft, table: DecisionTable): Problem[] {
  const objective = new Set(draft.facts.filter((fact) => fact.objective).map(({ name }) => name));
  for (const one of draft.derived) if (objective.has(one.from ?? '')) objective.add(one.name);
  const corrects = tablesOf(draft.model).some(({ id }) => id === 'corrections');
  let approving = false;
  return table.content.rules.flatMap((rule) => {
    const path = ['rows', rule._id];
    const row = draft.rows[outputOf(table, rule, 'row') ?? ''];
    if (row === undefined) return [];
    const fields = cellsOf(table, rule).map(({ field }) => field);
    const problems: Problem[] = [];
    const say = (message: string) => problems.push({ path, message });
    if (outputOf(table, rule, 'outcome') !== row.outcome) say(`the model gives another outcome`);
    const approves = row.outcome === 'approve' || row.outcome === 'acceptWithPromise';
    if (approves) {
      approving = true;
      if (fields.length < table.content.inputs.length) say('an approving row leaves no cell empty');
      if (corrects && !fields.includes('corrections'))
        say('an approving row asks that nothing is to be corrected');
    } else if (approving) say('an approving row stands after all others');
    if (fields.length === 0) say('expected at least one condition');
    if (row.outcome === 'acceptWithPromise' && !Object.hasOwn(draft.promises, row.promise))
      say(`no promise is called ${row.promise}`);
    if (row.outcome === 'refuse') {
      if (fields.some((field) => !objective.has(field)))
        say('the machine refuses only for objective facts: what the citizen can see and have corrected');
      if (fields.some((field) => !row.objective.facts.includes(field)))
        say('every fact that it is refused for is named to the citizen');
    }
    return problems;
  });
}
