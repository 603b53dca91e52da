import { describe, expect, it } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import type { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { ccnetBench } from '../drivers/ccnet/test-bench.ts';
import { receiptPrinterBench } from '../drivers/escpos/bench.test-support.ts';
import { paper80mm } from '../drivers/escpos/profile.ts';
import { lcdmBench } from '../drivers/lcdm/test-bench.ts';
import { sdtBench } from '../drivers/sdt/test-bench.ts';
import type { AnyDevice } from './create-device.ts';
import { DeviceKeeper } from './device-keeper.ts';

function keep(device: AnyDevice, clock: VirtualClock, onPowerCycle?: () => void) {
  const steps: string[] = [];
  const counts: Record<string, number> = {};
  const told: string[] = [];
  const keeper: DeviceKeeper = new DeviceKeeper({
    device,
    clock,
    power: () =>
      onPowerCycle && {
        outlets: [device.id],
        powerCycle: async () => {
          onPowerCycle();
          return ok();
        },
      },
    onChanged: () => {
      const { status, reasons } = keeper.summary;
      const now = [status, ...reasons].join(' ');
      if (told.at(-1) !== now) told.push(now);
    },
    onCounted: (counter, by) => {
      counts[counter] = (counts[counter] ?? 0) + by;
    },
    onRecovery: (rung, reasons) => steps.push([rung, ...reasons].join(' ')),
  });
  return { keeper, steps, counts, told };
}

describe('a device that comes up', () => {
  it('is ready only when it has said what it holds', async () => {
    const bench = await ccnetBench({ open: false });
    const { keeper, told } = keep(bench.acceptor, bench.clock);
    expect(keeper.summary).toMatchObject({ status: 'starting' });
    const opening = keeper.open();
    await bench.clock.advanceUntil(() => bench.acceptor.status.device === 'online');
    await opening;
    expect(keeper.summary).toMatchObject({ status: 'online', reasons: [] });
    expect(told).toEqual(['online']);
    await keeper.close();
  });

  it('with a note of the time before in its path says so until it comes up clear', async () => {
    const before = await ccnetBench();
    await before.insert('100');
    before.unit.set('power', false);
    await before.acceptor.close();
    before.unit.set('power', true);
    const bench = await ccnetBench({ open: false, before });
    const { keeper } = keep(bench.acceptor, bench.clock);
    void keeper.open();
    await bench.clock.advance(30_000);
    expect(keeper.summary).toMatchObject({ status: 'online', reasons: ['itemInPath'] });
    expect(keeper.findings[0]?.description).toContain('was in the path at power-up');
    bench.line.cut();
    await bench.clock.advance(1_000);
    bench.line.mend();
    await bench.clock.advance(30_000);
    expect(keeper.summary).toMatchObject({ status: 'online', reasons: [] });
    await keeper.close();
  });

  it('with a slip in its mouth says so until the slip is taken', async () => {
    const bench = receiptPrinterBench({ ...paper80mm, ticketSensor: true });
    await bench.open();
    await bench.print();
    await bench.printer.close();
    const { keeper, told } = keep(bench.printer, bench.clock);
    void keeper.open();
    await bench.clock.advance(6_000);
    bench.unit.set('takeTicket', true);
    await bench.clock.advance(6_000);
    expect(told).toEqual(['online ticketInMouth', 'online']);
    await keeper.close();
  });
});

describe('a device that does not get well by itself', () => {
  it('is helped rung by rung, the power at last, and each is told before', async () => {
    const { reader, unit, clock } = await sdtBench({ open: false });
    const { keeper, steps } = keep(reader, clock, () => unit.set('silent', false));
    void keeper.open();
    await clock.advance(1_000);
    unit.set('silent', true);
    await clock.advance(12_000);
    expect(keeper.summary).toMatchObject({ status: 'offline', reasons: ['noAnswer'] });
    expect(steps).toEqual([]);
    await clock.advance(120_000);
    expect(steps).toEqual(['retry noAnswer', 'reopen noAnswer', 'powerCycle noAnswer']);
    expect(keeper.summary).toMatchObject({ status: 'online', reasons: [] });
    await clock.advance(600_000);
    expect(steps).toHaveLength(3);
    await keeper.close();
    expect(clock.pending).toBe(0);
  });

  it('is given up, which is said, and taken back when it answers all the same', async () => {
    const { reader, unit, clock } = await sdtBench({ open: false });
    const { keeper, steps, told } = keep(reader, clock);
    unit.set('silent', true);
    void keeper.open();
    await clock.advance(300_000);
    expect(steps).toEqual(['retry noAnswer', 'reopen noAnswer', 'givenUp noAnswer']);
    expect(keeper.summary).toMatchObject({ status: 'offline', reasons: ['noAnswer', 'recoveryGivenUp'] });
    expect(told.at(-1)).toBe('offline noAnswer recoveryGivenUp');
    unit.set('silent', false);
    await clock.advance(10_000);
    expect(keeper.summary).toMatchObject({ status: 'online', reasons: [] });
    await keeper.close();
  });

  it('is not touched while it is at work, for that would be an end that nobody knows', async () => {
    const { reader, unit, clock } = await sdtBench({ open: false });
    let release = () => {};
    const working = new Promise<ReturnType<typeof ok<string>>>((resolve) => {
      release = () => resolve(ok('done'));
    });
    reader.readModuleId = () => working;
    const { keeper, steps } = keep(reader, clock);
    void keeper.open();
    await clock.advance(1_000);
    if (keeper.device.class !== 'identityCardReader') throw new Error('not a reader');
    void keeper.device.readModuleId({ timeoutMs: 600_000 });
    unit.set('silent', true);
    await clock.advance(300_000);
    expect(steps).toEqual(['retry noAnswer']);
    release();
    await clock.advance(60_000);
    expect(steps).toEqual(['retry noAnswer', 'reopen noAnswer']);
    await keeper.close();
  });

  it('that is unplugged and back within seconds is left alone', async () => {
    const { reader, line, clock } = await sdtBench({ open: false });
    const { keeper, steps, told } = keep(reader, clock);
    void keeper.open();
    await clock.advance(1_000);
    line.cut();
    await clock.advance(4_000);
    line.mend();
    await clock.advance(60_000);
    expect(steps).toEqual([]);
    expect(told).toEqual(['online', 'offline lineLost', 'online']);
    await keeper.close();
  });

  it('because a hand is needed is not touched', async () => {
    const bench = await lcdmBench();
    const { keeper, steps } = keep(bench.dispenser, bench.clock, () => {
      throw new Error('its power was cut');
    });
    void keeper.open();
    await bench.clock.advance(1_000);
    bench.unit.set('cassetteOut', true);
    await bench.clock.advance(600_000);
    expect(keeper.summary.status).toBe('userError');
    expect(steps).toEqual([]);
    await keeper.close();
  });
});

describe('what wears a device is counted', () => {
  it('cards and minutes of a reader', async () => {
    const { reader, unit, clock } = await sdtBench({ open: false });
    const { keeper, counts } = keep(reader, clock);
    void keeper.open();
    await clock.advance(1_000);
    unit.set('card', 'specimen-a');
    if (keeper.device.class !== 'identityCardReader') throw new Error('not a reader');
    void keeper.device.readCard({ timeoutMs: 5_000 });
    await clock.advance(5_000);
    unit.set('card', 'none');
    void keeper.device.readCard({ timeoutMs: 2_000 });
    await clock.advance(25 * 60_000);
    expect(counts).toEqual({ cardsRead: 1, minutesOn: 20 });
    unit.set('silent', true);
    await clock.advance(60 * 60_000);
    expect(counts.minutesOn).toBe(25);
    await keeper.close();
  });

  it('notes and jams of an acceptor', async () => {
    const bench = await ccnetBench({ open: false });
    const { keeper, counts } = keep(bench.acceptor, bench.clock);
    void keeper.open();
    await bench.clock.advance(30_000);
    await bench.insert('1');
    await bench.finish(bench.acceptor.stack({ timeoutMs: 10_000 }));
    bench.unit.set('jamIn', 'accept');
    await bench.insert('5').catch(() => {});
    expect(counts).toMatchObject({ notesTaken: 1, jams: 1 });
    await keeper.close();
  });

  it('notes that a dispenser gave, also when it did not give all', async () => {
    const bench = await lcdmBench();
    const { keeper, counts } = keep(bench.dispenser, bench.clock);
    void keeper.open();
    await bench.clock.advance(1_000);
    if (keeper.device.class !== 'cashDispenser') throw new Error('not a dispenser');
    const dispensed = keeper.device.dispense('cassette', 3, { timeoutMs: 60_000 });
    await bench.clock.advance(60_000);
    expect((await dispensed).ok).toBe(true);
    expect(counts.notesDispensed).toBe(3);
    await keeper.close();
  });
});
