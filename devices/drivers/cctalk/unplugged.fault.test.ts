import { expect, it } from 'vitest';
import { cctalkBench, errorOf, yuan } from './test-bench.ts';

it('both units lose the line, and come back on it', async () => {
  const { line, hopper, acceptor, clock } = await cctalkBench();
  line.cut();
  expect(hopper.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
  expect(acceptor.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
  await clock.advance(8_000);
  line.mend();
  await clock.advance(8_000);
  expect(hopper.status.device).toBe('online');
  expect(acceptor.status.device).toBe('online');
});

it('wherever the line is cut, a payout is done, not done without a coin out, or indeterminate', async () => {
  for (let at = 0; at < 1_600; at += 71) {
    const bench = await cctalkBench();
    const { hopper, hopperUnit, line, clock, finish, payouts, last } = bench;
    const answer = hopper.dispense('hopper', 8, { timeoutMs: 60_000 });
    await clock.advance(at);
    line.cut();
    const { value } = await finish(answer);
    await clock.advance(5_000);
    if (value.ok) expect(hopperUnit.coins.tray, `cut at ${at} ms`).toBe(8);
    else if (value.error.outcome === 'notDone') expect(hopperUnit.coins.tray, `cut at ${at} ms`).toBe(0);
    else {
      expect(value.error.moved?.[0]?.count ?? 0).toBeLessThanOrEqual(hopperUnit.coins.tray);
      line.mend();
      await clock.advance(10_000);
      const { tray } = hopperUnit.coins;
      expect(await last()).toMatchObject(tray === 0 ? { ok: true } : { value: { presented: yuan(tray) } });
    }
    expect(payouts().length).toBeLessThanOrEqual(1);
    bench.expectCoinsKept();
    await bench.close();
  }
});

it('a line that is not there at the start is taken up when it comes', async () => {
  const { line, hopper, finish, clock } = await cctalkBench({ open: false });
  line.cut();
  await clock.advance(1_000);
  expect((await finish(hopper.open())).value).toMatchObject({
    ok: false,
    error: { completionCode: 'deviceNotReady' },
  });
  expect(hopper.status.reasons).toEqual(['lineNotFound']);
  line.mend();
  await clock.advance(2_000);
  expect(hopper.status.device).toBe('online');
});

it('closed in a payout it does not say that it failed', async () => {
  const { hopper, acceptor, clock, finish } = await cctalkBench();
  const answer = hopper.dispense('hopper', 20, { timeoutMs: 60_000 });
  await clock.advance(1_000);
  await finish(Promise.all([hopper.close(), acceptor.close()]));
  expect(errorOf((await finish(answer)).value)).toMatchObject({ outcome: 'indeterminate' });
});
