import { expect, it } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import { cctalkBench } from '../drivers/cctalk/test-bench.ts';
import { receiptPrinterBench, slip } from '../drivers/escpos/bench.test-support.ts';
import { lcdmBench } from '../drivers/lcdm/test-bench.ts';
import { sspBench } from '../drivers/ssp/test-bench.ts';
import { counted } from './counting.ts';
import type { AnyDevice } from './create-device.ts';

function watch<D extends AnyDevice>(device: D) {
  const counts: Record<string, number> = {};
  const watched = counted(device, (counter, by) => {
    counts[counter] = (counts[counter] ?? 0) + by;
  });
  return { device: watched, counts };
}

it('a counted device is the same device', async () => {
  const bench = receiptPrinterBench();
  const { device } = watch(bench.printer);
  expect(await bench.settled(device.open())).toEqual(ok());
  expect(device.status).toBe(bench.printer.status);
  expect('controlMedia' in device).toBe(true);
  await device.close();
  expect(bench.printer.status.reasons).toEqual(['closed']);
});

it('receipts count when they came out, and jams when they begin', async () => {
  const bench = receiptPrinterBench();
  const { device, counts } = watch(bench.printer);
  await bench.open();
  await bench.settled(device.print(slip, { timeoutMs: 20_000 }));
  expect(counts).toEqual({ receipts: 1 });
  bench.unit.set('jamNext', true);
  expect((await bench.settled(device.print(slip, { timeoutMs: 20_000 }))).ok).toBe(false);
  expect(counts).toEqual({ receipts: 1, jams: 1 });
  await device.close();
});

it('notes count where a recycler takes and where it pays', async () => {
  const bench = await sspBench({ unit: { filled: [1_000] } });
  const { device, counts } = watch(bench.recycler);
  await bench.enable();
  await bench.insert('10 CNY');
  await bench.finish(device.stack({ timeoutMs: 20_000 }));
  await bench.finish(device.disable({ timeoutMs: 20_000 }));
  expect(counts).toEqual({ notesTaken: 1 });
  const paid = await bench.finish(device.payOut(1_000, { timeoutMs: 60_000 }));
  expect(paid.ok).toBe(true);
  expect(counts).toEqual({ notesTaken: 1, notesDispensed: 1 });
});

it('coins count in and out', async () => {
  const bench = await cctalkBench();
  const taking = watch(bench.acceptor);
  const giving = watch(bench.hopper);
  await bench.finish(taking.device.enable([10, 50, 100], { timeoutMs: 10_000 }));
  await bench.insert('insertCoin3', 'insertCoin1');
  await bench.clock.advance(5_000);
  await bench.finish(giving.device.dispense('hopper', 3, { timeoutMs: 60_000 }));
  expect(taking.counts).toEqual({ coinsTaken: 2 });
  expect(giving.counts).toEqual({ coinsDispensed: 3 });
});

it('notes that left count also when a dispense did not come to its end', async () => {
  const bench = await lcdmBench();
  const { device, counts } = watch(bench.dispenser);
  bench.unit.set('dispenseFault', 'jamAtDiverter');
  const dispensed = await bench.finish(device.dispense('cassette', 5, { timeoutMs: 75_000 }));
  if (dispensed.value.ok) throw new Error('it gave all');
  const left = dispensed.value.error.dispensed?.presented.reduce((sum, { count }) => sum + count, 0) ?? 0;
  expect(left).toBeGreaterThan(0);
  expect(counts).toMatchObject({ notesDispensed: left });
});
