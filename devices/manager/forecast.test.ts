import { describe, expect, it } from 'vitest';
import { deviceSummary } from '../../src-shared/view.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { receiptPrinterBench } from '../drivers/escpos/bench.test-support.ts';
import { custom80mm } from '../drivers/escpos/profile.ts';
import { IppPrinter } from '../drivers/ipp/driver.ts';
import { DeviceKeeper } from './device-keeper.ts';
import { forecastOf } from './forecast.ts';

describe('how far the supplies of a device go', () => {
  it('a receipt printer says it in receipts, when it has seen a new roll', async () => {
    const { open, printer, unit, clock } = receiptPrinterBench(custom80mm);
    await open();
    expect(forecastOf(printer)).toEqual([]);
    unit.set('paper', 'out');
    await clock.advance(1_000);
    unit.set('paper', 'full');
    await clock.advance(1_000);
    expect(forecastOf(printer)).toEqual([{ of: 'receipts', paper: null, left: 1666, limitedBy: 'paper' }]);
    const keeper = new DeviceKeeper({
      device: printer,
      clock,
      onChanged: () => {},
      onCounted: () => {},
      onRecovery: () => {},
      power: () => undefined,
    });
    expect(deviceSummary.parse(keeper.summary).forecast).toHaveLength(1);
    await printer.close();
  });

  it('a document printer says it in pages of each paper', () => {
    const printer = new IppPrinter({ id: 'a4', uri: 'ipp://127.0.0.1:1/', clock: new VirtualClock() });
    expect(forecastOf(printer)).toEqual([]);
    const told = Object.create(printer, {
      status: {
        value: { ...printer.status, forecast: [{ paper: 'plain', pagesLeft: 40, limitedBy: 'toner' }] },
      },
    });
    expect(forecastOf(told)).toEqual([{ of: 'pages', paper: 'plain', left: 40, limitedBy: 'toner' }]);
  });
});
