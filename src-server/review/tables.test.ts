import { describe, expect, test } from 'vitest';
import { runCases } from './cases.ts';
import { shippedTable, shippedTables } from './test-review.ts';

/** The tables of config/review against their dated cases: every row, every boundary. */
describe('config/review', () => {
  test.each(shippedTables().map((one) => [one.table.id, one] as const))(
    '%s keeps its cases',
    async (_id, one) => {
      expect((await runCases(one.table, one.cases)).failures).toEqual([]);
    },
  );

  test('an item is decided by one table', () => {
    const items = shippedTables().flatMap(({ table }) => table.items);
    expect(new Set(items).size).toBe(items.length);
    expect(shippedTables()).toHaveLength(10);
  });
});

describe('a run of cases', () => {
  const { table, cases } = shippedTable('T2');
  const rest = (without: string) => cases.cases.filter(({ name }) => name !== without);

  test('misses a row that no case reaches', async () => {
    const run = await runCases(table, { ...cases, cases: rest('student') });
    expect(run.failures).toEqual(['no case reaches decision 3']);
  });

  test('tells what was expected and what was found', async () => {
    const wrong = {
      name: 'a child',
      facts: { birthDate: '2020-01-01' },
      expect: { kind: 'approve' as const },
    };
    const run = await runCases(table, { ...cases, cases: [...cases.cases, wrong] });
    expect(run.failures).toEqual(['a child: kind: expected "approve", found "refuse"']);
  });

  test('is not green with the cases of another table', async () => {
    const run = await runCases(table, { ...cases, table: 'T1' });
    expect(run.failures).toEqual(['the cases are of T1, the table is T2']);
  });
});
