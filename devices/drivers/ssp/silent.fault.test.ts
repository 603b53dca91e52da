import { expect, it } from 'vitest';
import { expectError, sspBench } from './test-bench.ts';

it('a unit that falls silent counts as crashed after twenty retries of one second', async () => {
  const { unit, clock, recycler } = await sspBench();
  unit.set('silent', true);
  await clock.advance(20_000);
  expect(recycler.status.device).toBe('online');
  await clock.advance(2_000);
  expect(recycler.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  expect(expectError(await recycler.units({ timeoutMs: 1_000 }))).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'notDone',
  });
});

it('a unit that is silent from the start is told after three tries, and taken up when it speaks', async () => {
  const { unit, clock, recycler, finish } = await sspBench({ open: false });
  unit.set('silent', true);
  const began = clock.now();
  expect(await finish(recycler.open())).toMatchObject({
    ok: false,
    error: { completionCode: 'deviceNotReady' },
  });
  expect(clock.now() - began).toBeLessThan(4_000);
  unit.set('silent', false);
  await clock.advance(20_000);
  expect(recycler.status.device).toBe('online');
});

it('a payout during which the unit falls silent is indeterminate', async () => {
  const { unit, clock, recycler, finish, online, notes } = await sspBench({
    unit: { filled: [10_000, 10_000] },
    attempts: 4,
  });
  const paying = recycler.payOut(20_000, { timeoutMs: 300_000 });
  await clock.advance(1_500);
  unit.set('silent', true);
  expect(expectError(await finish(paying))).toMatchObject({ outcome: 'indeterminate' });
  unit.set('silent', false);
  await online();
  expect(recycler.powerUp).toMatchObject([
    { kind: 'payoutIncomplete', dispensedValue: 20_000, requestedValue: 20_000 },
  ]);
  expect(notes('outside')).toBe('2 x 100');
});
