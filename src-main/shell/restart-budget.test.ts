import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relaunchArguments, reloadBudget, restart } from './restart-budget.ts';

describe('reloads of a page', () => {
  test('three in a minute, not a fourth', () => {
    let times: readonly number[] = [];
    for (const now of [1_000, 2_000, 3_000]) times = restart(reloadBudget, times, now) ?? [];
    expect(times).toEqual([1_000, 2_000, 3_000]);
    expect(restart(reloadBudget, times, 60_999)).toBeUndefined();
  });

  test('what is older than a minute counts no more', () => {
    expect(restart(reloadBudget, [1_000, 2_000, 3_000], 61_000)).toEqual([2_000, 3_000, 61_000]);
  });

  test('a clock that was set back does not use the budget up', () => {
    expect(restart(reloadBudget, [90_000, 91_000, 92_000], 5_000)).toEqual([5_000]);
  });

  test('never more than the budget within any minute', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30_000 }), { maxLength: 60 }), (pauses) => {
        let times: readonly number[] = [];
        const done: number[] = [];
        let now = 1;
        for (const pause of pauses) {
          now += pause;
          const next = restart(reloadBudget, times, now);
          if (next === undefined) continue;
          times = next;
          done.push(now);
        }
        return done.every((at) => done.filter((other) => other > at - 60_000 && other <= at).length <= 3);
      }),
    );
  });
});

describe('relaunches of the process', () => {
  test('carry their times and keep the other arguments', () => {
    const first = relaunchArguments(['electron', 'app', '--user-data-dir=x'], 1_000);
    expect(first).toEqual(['app', '--user-data-dir=x', '--zerowindow-relaunched=1000']);
    const second = relaunchArguments(['electron', ...(first ?? [])], 2_000);
    expect(second).toEqual(['app', '--user-data-dir=x', '--zerowindow-relaunched=1000,2000']);
  });

  test('stop after three in five minutes and begin again later', () => {
    const used = ['electron', '--zerowindow-relaunched=1000,2000,3000'];
    expect(relaunchArguments(used, 300_000)).toBeUndefined();
    expect(relaunchArguments(used, 302_500)).toEqual(['--zerowindow-relaunched=3000,302500']);
  });

  test('a damaged switch counts as none', () => {
    expect(relaunchArguments(['electron', '--zerowindow-relaunched=x,,-4'], 7)).toEqual([
      '--zerowindow-relaunched=7',
    ]);
  });
});
