import { type DecisionTable, type Jdm, tablesOf } from '../model.ts';
import { parseTable } from '../table.ts';
import { sampleApplications } from './applications.ts';
import { type Difference, firstDifference } from './share.ts';

/**
 * Tables with one fault each, as somebody might make it: a row that is dropped, a boundary that is moved wherever it
 * stands. A sample that does not find them proves nothing of a table without one.
 */
interface Mutant {
  readonly fault: string;
  readonly model: Jdm;
}

export interface Caught {
  readonly fault: string;
  /** Whether it is no table any more, and would not be taken. */
  readonly refused: boolean;
  /** The first application that it decides otherwise than the oracle, were it taken all the same. */
  readonly difference: Difference | null;
}

/** Every fault of one table, and by what it was noticed. @param content of a file of config/review. */
export async function catchMutants(content: string, seed: number, count: number): Promise<Caught[]> {
  const parsed = parseTable(content);
  if (!parsed.ok) throw new Error(parsed.error.join('\n'));
  const table = parsed.value;
  const applications = sampleApplications([table], seed, count);
  const caught: Caught[] = [];
  for (const { fault, model } of mutantsOf(table.model)) {
    const file = JSON.stringify({ ...(JSON.parse(content) as object), model });
    caught.push({
      fault: `${table.id} ${fault}`,
      refused: !parseTable(file).ok,
      difference: await firstDifference({ ...table, model }, applications),
    });
  }
  return caught;
}

function mutantsOf(model: Jdm): Mutant[] {
  // Notes decide nothing.
  const tables = tablesOf(model).filter(({ id }) => id !== 'notes');
  const dropped = tables.flatMap(({ id, content: { rules } }) =>
    rules.map(({ _id }) => ({
      fault: `${id} ${_id} dropped`,
      model: changed(model, (table) =>
        table.id === id ? table.content.rules.filter((rule) => rule._id !== _id) : table.content.rules,
      ),
    })),
  );
  const boundaries = new Set(
    tables.flatMap((table) =>
      table.content.inputs.flatMap(({ id, field }) =>
        table.content.rules.flatMap((rule) => numbersOf(rule[id]).map((number) => `${field} ${number}`)),
      ),
    ),
  );
  const moved = [...boundaries].flatMap((boundary) =>
    [-1, 1].map((by) => {
      const [field = '', number = ''] = boundary.split(' ');
      const to = plus(number, by);
      return { fault: `${boundary} moved to ${to}`, model: withBoundary(model, field, number, to) };
    }),
  );
  return [...dropped, ...moved];
}

function withBoundary(model: Jdm, field: string, number: string, to: string): Jdm {
  return changed(model, ({ content: { inputs, rules } }) => {
    const column = inputs.find((one) => one.field === field)?.id;
    return rules.map((rule) =>
      column === undefined || !numbersOf(rule[column]).includes(number)
        ? rule
        : { ...rule, [column]: (rule[column] ?? '').replace(numbers, (one) => (one === number ? to : one)) },
    );
  });
}

type Rules = DecisionTable['content']['rules'];

/** The model with other rules. */
function changed(model: Jdm, rulesOf: (table: DecisionTable) => Rules): Jdm {
  const copy = structuredClone(model);
  for (const table of tablesOf(copy)) table.content.rules = rulesOf(table);
  return copy;
}

const numbers = /-?\d+(\.\d+)?/g;
/** Of a cell that compares numbers; not of one about texts, nor of `len($) > 0`. */
const numbersOf = (cell = ''): readonly string[] => (/['$]/.test(cell) ? [] : (cell.match(numbers) ?? []));

/** By the last digit that is written: 80 to 81, 0.85 to 0.86. */
function plus(number: string, by: number): string {
  const digits = number.split('.')[1]?.length ?? 0;
  return (Number(number) + by / 10 ** digits).toFixed(digits);
}
