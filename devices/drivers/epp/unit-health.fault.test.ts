import { expect, it } from 'vitest';
import { eppBench, hexOf } from './test-bench.ts';

it('a low battery is told while the pad still works', async () => {
  const { unit, clock, pad, readWith } = await eppBench();
  unit.set('batteryLow', true);
  await clock.advance(11_000);
  expect(pad.status).toEqual({ device: 'online', reasons: ['batteryLow'], encryptionState: 'ready' });
  expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
});

it('a battery that is low at the self-test is no hardware fault', async () => {
  const { unit, clock, pad, finish } = await eppBench({ open: false });
  unit.set('batteryLow', true);
  await clock.advance(2_000);
  await finish(pad.open());
  expect(pad.status).toEqual({ device: 'online', reasons: ['batteryLow'], encryptionState: 'ready' });
});

it('a stuck key is found by the self-test, and stays known until the next one', async () => {
  const { unit, clock, pad, finish, line } = await eppBench({ open: false });
  unit.set('keyStuck', true);
  await clock.advance(2_000);
  await finish(pad.open());
  const stuck = { device: 'hardwareError', reasons: ['keyStuck'], encryptionState: 'notReady' };
  expect(pad.status).toEqual(stuck);
  await clock.advance(30_000);
  expect(pad.status).toEqual(stuck);
  unit.set('keyStuck', false);
  line.cut();
  line.mend();
  await clock.advance(8_000);
  expect(pad.status.device).toBe('online');
});
