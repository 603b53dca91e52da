import { expect, it } from 'vitest';
import { cctalkBench, errorOf } from './test-bench.ts';

it('canceled in a payout: the hopper stops, and says what it paid', async () => {
  const { hopper, hopperUnit, clock, finish, sent, expectCoinsKept } = await cctalkBench();
  const stop = new AbortController();
  const answer = hopper.dispense('hopper', 40, { timeoutMs: 60_000, signal: stop.signal });
  await clock.advance(2_000);
  stop.abort();
  const { value, ms } = await finish(answer);
  const error = errorOf(value);
  const { tray } = hopperUnit.coins;
  expect(error).toMatchObject({ completionCode: 'canceled', outcome: 'notDone', moved: [{ count: tray }] });
  expect(tray).toBeGreaterThan(5);
  expect(tray).toBeLessThan(20);
  expect(ms).toBeLessThan(600);
  expect(sent).toContain('emergencyStop');
  await clock.advance(30_000);
  expect(hopperUnit.coins.tray).toBe(tray);
  expectCoinsKept();
});

it('out of time in a payout: the same', async () => {
  const { hopper, hopperUnit, finish } = await cctalkBench();
  const { value } = await finish(hopper.dispense('hopper', 40, { timeoutMs: 2_000 }));
  const { tray } = hopperUnit.coins;
  expect(errorOf(value)).toMatchObject({
    completionCode: 'timeOut',
    outcome: 'notDone',
    moved: [{ count: tray }],
  });
});

it('canceled at any moment: what is told is what left', async () => {
  for (let at = 0; at < 1_500; at += 47) {
    const bench = await cctalkBench();
    const { hopper, hopperUnit, clock, finish } = bench;
    const stop = new AbortController();
    const answer = hopper.dispense('hopper', 8, { timeoutMs: 60_000, signal: stop.signal });
    await clock.advance(at);
    stop.abort();
    const { value } = await finish(answer);
    const told = value.ok ? 8 : (value.error.moved?.[0]?.count ?? 0);
    await clock.advance(10_000);
    expect(hopperUnit.coins.tray, `canceled at ${at} ms`).toBe(told);
    if (!value.ok) expect(value.error).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
    await bench.close();
  }
});
