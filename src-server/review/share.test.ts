import { describe, expect, test } from 'vitest';
import { sampleApplications } from './sample/applications.ts';
import { measureShare } from './sample/share.ts';
import { parseTable } from './table.ts';
import { shippedTable, shippedTables } from './test-review.ts';

const tables = shippedTables().map(({ table }) => table);

describe('a month of a city', () => {
  test('is approved by the machine in about seven of ten cases, and never wrongly', async () => {
    const share = await measureShare(tables, 1, 600);
    expect(share.wrongApprovals).toEqual([]);
    expect(share.wrongRefusals).toEqual([]);
    expect(share.missed).toEqual([]);
    const approved = (share.kinds.approve + share.kinds.acceptWithPromise) / share.applications;
    expect(approved).toBeGreaterThan(0.65);
    expect(approved).toBeLessThan(0.75);
    expect(Object.values(share.kinds).every((number) => number > 0)).toBe(true);
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
    return measureShare([table.value], 1, 250);
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
    for (const change of changes) expect((await share(id, [change])).wrongApprovals).toEqual([]);
    expect((await share(id, changes)).wrongApprovals.length).toBeGreaterThan(0);
  });

  test('a refusal that is not due', async () => {
    expect((await share('T10', [['>= 12', '>= 11']])).wrongRefusals.length).toBeGreaterThan(0);
  });

  test('an approval that is withheld', async () => {
    expect(
      (await share('T10', [["['A1', 'A2', 'A3', 'B1', ", "['A2', 'A3', 'B1', "]])).missed.length,
    ).toBeGreaterThan(0);
  });
});
