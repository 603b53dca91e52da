import { expect, it } from 'vitest';
import type { PaperObservation } from '../../../../src-shared/contract/camera.ts';
import { outOfView, seenAt, table } from '../test-paper.ts';
import { PaperWatch } from './paper-watch.ts';

/** Ten frames a second, until one is the page: after how many milliseconds. */
function takenAfter(watch: PaperWatch, frame: (ms: number) => PaperObservation, mostMs = 10_000) {
  for (let ms = 0; ms <= mostMs; ms += 100) if (watch.observe(frame(ms), ms)) return ms;
  return null;
}

it('takes a sheet that lies still for a second, and says so before', () => {
  const watch = new PaperWatch(false);
  expect(watch.observe(seenAt(0.3), 0)).toBe(false);
  expect(watch.view).toMatchObject({ still: true, hint: null, frame: { width: 3264, height: 2448 } });
  expect(takenAfter(new PaperWatch(false), () => seenAt(0.3))).toBe(1_000);
});

it('a corner that trembles within a hundredth is still', () => {
  expect(takenAfter(new PaperWatch(false), (ms) => seenAt(0.3 + (ms % 200 === 0 ? 0.004 : 0)))).toBe(1_000);
});

it('a sheet that is pushed is not taken, and is when it rests', () => {
  expect(takenAfter(new PaperWatch(false), (ms) => seenAt(Math.min(0.5, 0.1 + ms / 5_000)))).toBe(3_000);
  expect(takenAfter(new PaperWatch(false), (ms) => seenAt(0.1 + ms / 5_000), 5_000)).toBeNull();
});

it('three frames at the least, on a machine that has one a second', () => {
  const watch = new PaperWatch(false);
  expect([0, 1_000, 2_000].map((ms) => watch.observe(seenAt(0.3), ms))).toEqual([false, false, true]);
});

it.each(['severalSheets', 'notFlat', 'tooDark', 'tooBright', 'blurred'] as const)(
  '%s is told, and nothing is taken',
  (problem) => {
    const watch = new PaperWatch(false);
    expect(takenAfter(watch, () => ({ ...seenAt(0.3), problem }))).toBeNull();
    expect(watch.view).toMatchObject({ hint: problem, still: false });
  },
);

it.each([
  [table, 'noSheet'],
  [outOfView, 'outOfView'],
] as const)('%o: no outline, and nothing is taken', (frame, hint) => {
  const watch = new PaperWatch(false);
  expect(takenAfter(watch, () => frame)).toBeNull();
  expect(watch.view).toMatchObject({ hint, outline: null });
});

it('a hand that covers it for a frame begins the second again', () => {
  expect(takenAfter(new PaperWatch(false), (ms) => (ms === 900 ? table : seenAt(0.3)))).toBe(2_000);
});

it('the button takes the next frame, whatever is on it', () => {
  for (const frame of [seenAt(0.3), table, { ...seenAt(0.3), problem: 'blurred' as const }]) {
    const watch = new PaperWatch(true);
    expect(watch.observe(frame, 0)).toBe(false);
    watch.press();
    expect(watch.observe(frame, 100)).toBe(true);
  }
});

it('the sheet that was taken just now is not taken again until it was moved', () => {
  const watch = new PaperWatch(true);
  expect(takenAfter(watch, () => seenAt(0.3))).toBeNull();
  expect(watch.view).toMatchObject({ hint: 'layAnother', still: false });
  const moved = takenAfter(new PaperWatch(true), (ms) => seenAt(ms < 3_000 ? 0.3 : 0.4));
  expect(moved).toBe(4_000);
  const changed = takenAfter(new PaperWatch(true), (ms) =>
    ms < 2_000 ? seenAt(0.3) : ms < 2_500 ? table : seenAt(0.3),
  );
  expect(changed).toBe(3_500);
});

it('one frame without a sheet is a shadow, and no empty table', () => {
  expect(takenAfter(new PaperWatch(true), (ms) => (ms % 700 === 0 ? table : seenAt(0.3)))).toBeNull();
});

it('tells whether anybody is there: by what moves', () => {
  const watch = new PaperWatch(false);
  const moved = [table, seenAt(0.3), seenAt(0.302), seenAt(0.4), table].map((frame, at) => {
    watch.observe(frame, at * 100);
    return watch.moved;
  });
  expect(moved).toEqual([false, true, false, true, true]);
});
