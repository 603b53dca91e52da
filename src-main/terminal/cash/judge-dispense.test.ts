import { describe, expect, it } from 'vitest';
import type { LastDispense } from '../../../devices/contract/cash-dispenser.ts';
import { judgeDispense, traceOf } from './judge-dispense.ts';

const item = { currency: 'CNY', value: 100 };
const remembers = (count: number, more: Partial<LastDispense> = {}): LastDispense => ({
  presented: count === 0 ? [] : [{ ...item, count }],
  rejected: 0,
  exact: true,
  asked: null,
  mark: null,
  ...more,
});
/** A hopper by its number, what it was asked for and what it gave. */
const hopper = (mark: number, asked: number, count = asked) => remembers(count, { mark, asked });

describe('a unit without numbers: what it says again can be of this order alone', () => {
  it.each<[string, LastDispense | null, string, number]>([
    ['nothing', null, 'indeterminate', 0],
    ['all', remembers(5), 'done', 5],
    ['none', remembers(0), 'notDone', 0],
    ['a part', remembers(2), 'notDone', 2],
    ['a part, and two put aside', remembers(2, { rejected: 2 }), 'notDone', 2],
    ['more than it was told', remembers(6), 'indeterminate', 0],
    ['counts that leave a note unexplained', remembers(5, { exact: false }), 'indeterminate', 0],
  ])('it remembers %s', (_, now, outcome, presented) => {
    expect(judgeDispense(5, 'nothing', now)).toMatchObject({
      outcome,
      presented,
      rejected: outcome === 'indeterminate' ? 0 : (now?.rejected ?? 0),
    });
  });
});

describe('a hopper: its number tells whether it was told at all', () => {
  it.each<[string, LastDispense | null, LastDispense, string, number]>([
    ['the next number, all paid', hopper(7, 3), hopper(8, 5), 'done', 5],
    ['the next number, a part paid', hopper(7, 3), hopper(8, 5, 2), 'notDone', 2],
    ['the next number, of another amount', hopper(7, 3), hopper(8, 4), 'indeterminate', 0],
    [
      'the next number, and the exit was tampered with',
      hopper(7, 3),
      { ...hopper(8, 5), exact: false },
      'indeterminate',
      0,
    ],
    ['after 255 comes 1', hopper(255, 3), hopper(1, 5), 'done', 5],
    ['the first since it has power', hopper(0, 3), hopper(1, 5), 'done', 5],
    ['the same number, also where it was asked for as many', hopper(7, 5), hopper(7, 5), 'notDone', 0],
    ['another number', hopper(7, 3), hopper(9, 5), 'indeterminate', 0],
    [
      'it lost its power, and what it remembers may be of either',
      hopper(7, 5),
      hopper(0, 5),
      'indeterminate',
      0,
    ],
    ['it lost its power in this payout', hopper(7, 3), hopper(0, 5, 2), 'indeterminate', 0],
    [
      'without power before and after, and the same memory of another amount',
      hopper(0, 3),
      hopper(0, 3),
      'notDone',
      0,
    ],
    [
      'without power before and after, and the same memory of the same amount',
      hopper(0, 5),
      hopper(0, 5),
      'indeterminate',
      0,
    ],
    ['a new one that was never told', hopper(0, 0), hopper(0, 0), 'notDone', 0],
  ])('%s', (_, before, now, outcome, presented) => {
    const judged = judgeDispense(5, traceOf(before), now);
    expect(judged).toMatchObject({ outcome, presented });
    // What was never begun has not failed.
    expect(judged.failed === 'broken').toBe(outcome === 'notDone' && presented > 0);
  });

  it('nobody kept what it remembered before: nothing is believed', () => {
    expect(judgeDispense(5, null, hopper(8, 5))).toMatchObject({ outcome: 'indeterminate' });
  });
});
