import { expect, it } from 'vitest';
import { ok, type Result } from '../../src-shared/result.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { DeviceError } from '../contract/common.ts';
import { beforeDeadline } from './deadline.ts';

type Answer = Result<string, DeviceError>;

function command(clock: VirtualClock, afterMs: number): Promise<Answer> {
  return new Promise((resolve) => clock.schedule(afterMs, () => resolve(ok('done'))));
}

it('a command in time gives its answer, and no timer stays', async () => {
  const clock = new VirtualClock();
  const answer = beforeDeadline(clock, { timeoutMs: 100 }, command(clock, 99), () => true);
  await clock.advance(99);
  expect(await answer).toEqual({ ok: true, value: 'done' });
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});

it.each([
  [true, 'indeterminate'],
  [false, 'notDone'],
] as const)('a late one, which the unit %s have heard, is %s', async (mayHaveActed, outcome) => {
  const clock = new VirtualClock();
  const answer = beforeDeadline(clock, { timeoutMs: 100 }, command(clock, 500), () => mayHaveActed);
  await clock.advance(100);
  expect(await answer).toMatchObject({ ok: false, error: { completionCode: 'timeOut', outcome } });
});
