import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('the roll runs out', () => {
  it('near its end: printing goes on and the status says low', async () => {
    const { open, unit, print, printer, clock } = receiptPrinterBench();
    await open();
    unit.set('paper', 'nearEnd');
    await clock.advance(1);
    expect(printer.status).toMatchObject({ device: 'online', paper: 'low', reasons: ['paperLow'] });
    expect(await print()).toMatchObject({ ok: true });
    await printer.close();
  });

  it('before the job: refused, nothing sent', async () => {
    const { open, unit, print, printer, receipts } = receiptPrinterBench();
    await open();
    unit.set('paper', 'out');
    expect(await print()).toMatchObject({
      ok: false,
      error: { completionCode: 'commandErrorCode', errorCode: 'paperOut', outcome: 'notDone' },
    });
    expect(printer.status).toMatchObject({ device: 'userError', paper: 'out', reasons: ['paperOut'] });
    expect(receipts).toEqual([]);
    await printer.close();
  });

  it('during the job: indeterminate; with a new roll the next receipt is whole', async () => {
    const { open, unit, printer, receipts, settled, print, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    unit.set('paper', 'out');
    expect(await settled(job)).toMatchObject({
      ok: false,
      error: { errorCode: 'paperOut', outcome: 'indeterminate' },
    });
    unit.set('paper', 'full');
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts.at(-1)).toHaveLength(slip.elements.length);
    expect(printer.status).toMatchObject({ device: 'online', paper: 'full' });
    await printer.close();
  });
});
