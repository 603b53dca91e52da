import { expect, it } from 'vitest';
import { errorOf, expectDispensed, lcdmBench, notes } from './test-bench.ts';

it('power lost in the middle: half the notes are out, one lies in the path, and nothing is paid again', async () => {
  const { dispense, reset, unit, clock, dispenser, motions, last, expectNotesKept } = await lcdmBench();
  unit.set('dispenseFault', 'powerCut');
  expect(errorOf(await dispense(10))).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'indeterminate',
    dispensed: null,
  });
  expect(unit.notes).toMatchObject({ exit: 5, path: 1 });
  await clock.advance(10_000);
  expect(dispenser.status.device).toBe('offline');

  unit.set('powerCycle', true);
  await clock.advance(12_000);
  expect(dispenser.status).toMatchObject({ device: 'hardwareError', reasons: ['itemsInPath'] });
  expect(await last()).toEqual({ ok: true, value: null });
  expect(motions()).toEqual(['4510']);
  expect(errorOf(await dispense(5))).toMatchObject({ errorCode: 'positionNotEmpty', outcome: 'notDone' });

  expect(await reset()).toMatchObject({ ok: true });
  expect(unit.notes).toMatchObject({ exit: 5, path: 0, reject: 1 });
  expect(dispenser.status.device).toBe('online');
  expectDispensed(await dispense(5), 5);
  expectNotesKept();
});

it('a unit that restarts by itself in the middle is no better off', async () => {
  const { dispense, unit, motions, clock, dispenser } = await lcdmBench();
  unit.set('dispenseFault', 'reset');
  expect(errorOf(await dispense(4))).toMatchObject({ outcome: 'indeterminate', dispensed: null });
  await clock.advance(20_000);
  expect(dispenser.status.reasons).toEqual(['itemsInPath']);
  expect(motions()).toEqual(['4504']);
});

it('a terminal that restarts hears what the unit is still saying', async () => {
  const first = await lcdmBench();
  const { unit, line, clock } = first;
  void first.dispenser.dispense('cassette', 3, { timeoutMs: 75_000 });
  await clock.advance(1_000);
  await first.dispenser.close();
  // The unit pays on alone, and repeats its reply for two seconds: the new process opens the line meanwhile.
  await clock.advance(700);
  const { LcdmCashDispenser } = await import('./driver.ts');
  const { lcdm1000 } = await import('./profile.ts');
  const second = new LcdmCashDispenser({
    id: 'dispenser',
    transport: line.host,
    clock,
    profile: lcdm1000,
    item: { currency: 'CNY', value: 10_000 },
    healthIntervalMs: 10_000,
  });
  expect(unit.notes.exit).toBe(3);
  expect((await first.finish(second.open())).value.ok).toBe(true);
  const last = (await first.finish(second.lastDispense({ timeoutMs: 1_000 }))).value;
  expect(last).toMatchObject({ ok: true, value: { presented: notes(3) } });
  expect(first.motions()).toEqual(['4503']);
});
