import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('a print is canceled', () => {
  it('before it began: notDone', async () => {
    const { open, printer, settled, receipts } = receiptPrinterBench();
    await open();
    const signal = AbortSignal.abort();
    expect(await settled(printer.print(slip, { timeoutMs: 20_000, signal }))).toMatchObject({
      ok: false,
      error: { completionCode: 'canceled', outcome: 'notDone' },
    });
    expect(receipts).toEqual([]);
    await printer.close();
  });

  it('in the middle: indeterminate, and the rest is thrown away', async () => {
    const { open, printer, settled, clock, receipts, untilMiddle } = receiptPrinterBench();
    await open();
    const abort = new AbortController();
    const job = printer.print(slip, { timeoutMs: 20_000, signal: abort.signal });
    await untilMiddle();
    abort.abort();
    expect(await settled(job)).toMatchObject({
      ok: false,
      error: { completionCode: 'canceled', outcome: 'indeterminate' },
    });
    await clock.advance(10_000);
    expect(receipts).toEqual([]);
    await printer.close();
  });

  it('too late: done', async () => {
    const { open, printer, settled, clock } = receiptPrinterBench();
    await open();
    const abort = new AbortController();
    const job = printer.print(slip, { timeoutMs: 20_000, signal: abort.signal });
    expect(await settled(job)).toMatchObject({ ok: true });
    abort.abort();
    await clock.advance(1);
    expect(await job).toMatchObject({ ok: true });
    await printer.close();
  });

  it('runs out of time in the middle: indeterminate', async () => {
    const { open, print, printer } = receiptPrinterBench();
    await open();
    expect(await print(slip, 700)).toMatchObject({
      ok: false,
      error: { completionCode: 'timeOut', outcome: 'indeterminate' },
    });
    await printer.close();
  });
});
