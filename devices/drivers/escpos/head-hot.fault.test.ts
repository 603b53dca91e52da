import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('the print head is too hot', () => {
  it('before the job: waits until it has cooled, then prints', async () => {
    const { open, unit, printer, clock, settled, receipts } = receiptPrinterBench();
    await open();
    unit.set('headHot', true);
    await clock.advance(1);
    expect(printer.status).toMatchObject({ device: 'deviceBusy', reasons: ['headHot'] });
    const job = printer.print(slip, { timeoutMs: 60_000 });
    await clock.advance(20_000);
    expect(receipts).toEqual([]);
    unit.set('headHot', false);
    expect(await settled(job)).toMatchObject({ ok: true });
    await printer.close();
  });

  it('before the job and not cooling: refused when the time is over', async () => {
    const { open, unit, print, printer } = receiptPrinterBench();
    await open();
    unit.set('headHot', true);
    expect(await print()).toMatchObject({
      ok: false,
      error: { errorCode: 'headHot', outcome: 'notDone' },
    });
    await printer.close();
  });

  it('during the job: a pause, not an error', async () => {
    const { open, unit, printer, clock, settled, receipts, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 60_000 });
    await untilMiddle();
    unit.set('headHot', true);
    await clock.advance(10_000);
    unit.set('headHot', false);
    expect(await settled(job)).toMatchObject({ ok: true });
    expect(receipts[0]).toHaveLength(slip.elements.length);
    await printer.close();
  });

  it('during the job and not cooling: indeterminate when the time is over', async () => {
    const { open, unit, printer, settled, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    unit.set('headHot', true);
    expect(await settled(job)).toMatchObject({
      ok: false,
      error: { errorCode: 'headHot', outcome: 'indeterminate' },
    });
    await printer.close();
  });
});
