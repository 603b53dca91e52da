import { describe, expect, test } from 'vitest';
import { sampleApplications } from './sample/applications.ts';
import { outOfBand, sharesOf } from './sample/bands.ts';
import { catchMutants } from './sample/mutants.ts';
import { type Counts, measureShare } from './sample/share.ts';
import { parseTable } from './table.ts';
import { shippedTable, shippedTables } from './test-review.ts';

const tables = shippedTables().map(({ table }) => table);

describe('a month of a city', () => {
  test('is approved by the machine in about seven of ten cases, and never wrongly', async () => {
    const { all, tables: each, differences } = await measureShare(tables, 1, 1_000);
    expect(differences).toEqual([]);
    expect(outOfBand(all, 3)).toEqual([]);
    expect(sharesOf(all).approvedPercent).toBeGreaterThan(65);
    expect(Object.values(all.kinds).every((number) => number > 0)).toBe(true);
    const sums = [...each.values()].map((counts) => counts.applications);
    expect([each.size, sums.reduce((total, one) => total + one, 0)]).toEqual([10, 1_000]);
    expect(all.automatic).toBe(all.kinds.approve + all.kinds.acceptWithPromise + all.kinds.refuse);
  });

  test('is looked at again as often as it is set, and only what was decided', async () => {
    const [none, some, every] = await Promise.all(
      [0, 5, 100].map((percent) => measureShare(tables, 1, 300, percent)),
    );
    expect(none?.all.afterChecked).toBe(0);
    expect(every?.all.afterChecked).toBe(every?.all.automatic);
    expect(some?.all.afterChecked).toBeGreaterThan(0);
    expect(some?.all.afterChecked).toBeLessThan((some?.all.automatic ?? 0) / 8);
  });

  test('is the same for the same seed', () => {
    expect(sampleApplications(tables, 3, 50)).toEqual(sampleApplications(tables, 3, 50));
    expect(sampleApplications(tables, 3, 50)).not.toEqual(sampleApplications(tables, 4, 50));
  });
});

/** A sample that cannot find a fault proves nothing: each of these is one, put into a table. */
describe('the oracle finds', () => {
  async function share(id: string, changes: readonly (readonly [string, string])[]) {
    const text = changes.reduce(
      (before, [from, to]) => {
        expect(before).toContain(from);
        return before.replaceAll(from, to);
      },
      JSON.stringify(JSON.parse(shippedTable(id).content)),
    );
    const table = parseTable(text);
    if (!table.ok) throw new Error(table.error.join('\n'));
    return (await measureShare([table.value], 1, 250)).all;
  }

  test.each([
    [
      'T1',
      'an allowance at 79',
      [
        ['>= 80', '>= 79'],
        ['< 80', '< 79'],
      ],
    ],
    [
      'T7',
      'a nil return with invoices',
      [
        ['> 0', '> 500000'],
        ['== 0', '>= 0'],
      ],
    ],
    [
      'T10',
      'a permit with 12 points',
      [
        ['>= 12', '>= 13'],
        ['[0..11]', '[0..12]'],
      ],
    ],
  ] as const)('%s: %s', async (id, _fault, changes) => {
    // A slip in one place is not enough: an approving row says by itself all that must hold.
    for (const change of changes) expect((await share(id, [change])).wrongApprovals).toBe(0);
    expect((await share(id, changes)).wrongApprovals).toBeGreaterThan(0);
  });

  test('a refusal that is not due', async () => {
    expect((await share('T10', [['>= 12', '>= 11']])).wrongRefusals).toBeGreaterThan(0);
  });

  test('an approval that is withheld', async () => {
    expect(
      (await share('T10', [["['A1', 'A2', 'A3', 'B1', ", "['A2', 'A3', 'B1', "]])).missed,
    ).toBeGreaterThan(0);
  });

  // The others are for `npm run review -- mutants`, which takes half a minute.
  test.each(['T4', 'T5', 'T6'])(
    '%s: every row that is dropped, and every boundary that is moved',
    async (id) => {
      const caught = await catchMutants(shippedTable(id).content, 1, 1_000);
      expect(caught.length).toBeGreaterThan(6);
      expect(caught.filter(({ difference }) => difference === null)).toEqual([]);
      const dropped = caught.filter(({ fault }) => fault.includes('decision') && fault.endsWith('dropped'));
      // Each row is declared with its sentences: a table without it is not taken, whatever it would decide.
      expect(dropped.every(({ refused }) => refused)).toBe(true);
    },
  );

  test('the other way about: a fault that changes nothing is not found', async () => {
    const caught = await catchMutants(shippedTable('T10').content, 1, 150);
    const nothing = caught.find(({ fault }) => fault === 'T10 points 0 moved to -1');
    expect(nothing).toEqual({ fault: 'T10 points 0 moved to -1', refused: false, difference: null });
  });
});

describe('a share', () => {
  const counts = (approve: number, refuse: number, applications = 1_000, afterChecked = 24): Counts => ({
    applications,
    kinds: { approve, acceptWithPromise: 0, correct: 0, refuse, toPerson: applications - approve - refuse },
    automatic: approve + refuse,
    afterChecked,
    wrongApprovals: 0,
    wrongRefusals: 0,
    missed: 0,
  });

  test.each([
    [650, 80, []],
    [750, 80, []],
    [649, 80, ['approvedPercent: 64.9, expected 65.0 to 75.0']],
    [751, 80, ['approvedPercent: 75.1, expected 65.0 to 75.0']],
    [650, 69, ['automaticPercent: 71.9, expected 72.0 to 85.0']],
    [750, 101, ['automaticPercent: 85.1, expected 72.0 to 85.0']],
  ])('of %i approved and %i refused in 1000', (approve, refuse, expected) => {
    expect(outOfBand(counts(approve, refuse), 3)).toEqual(expected);
  });

  test('of the after-check within what chance makes of it', () => {
    expect(outOfBand(counts(700, 100, 1_000, 38), 3)).toEqual([]);
    expect(outOfBand(counts(700, 100, 1_000, 40), 3)).toHaveLength(1);
    expect(outOfBand(counts(700, 100, 1_000, 9), 3)).toHaveLength(1);
  });

  test('of a small sample says nothing', () => {
    expect(outOfBand(counts(0, 0, 999), 3)).toEqual([]);
  });
});
