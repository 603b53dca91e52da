import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('the cover is open', () => {
  it('is told at once, and taken back when it is closed', async () => {
    const { open, unit, printer, clock } = receiptPrinterBench();
    await open();
    unit.set('coverOpen', true);
    await clock.advance(1);
    expect(printer.status).toMatchObject({ device: 'userError', reasons: ['coverOpen'], cover: 'open' });
    unit.set('coverOpen', false);
    await clock.advance(1);
    expect(printer.status).toMatchObject({ device: 'online', reasons: [], cover: 'closed' });
    await printer.close();
  });

  it('before the job: refused, nothing sent', async () => {
    const { open, unit, print, printer, receipts } = receiptPrinterBench();
    await open();
    unit.set('coverOpen', true);
    expect(await print()).toMatchObject({
      ok: false,
      error: { completionCode: 'commandErrorCode', errorCode: 'coverOpen', outcome: 'notDone' },
    });
    unit.set('coverOpen', false);
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts).toHaveLength(1);
    await printer.close();
  });

  it('during the job: indeterminate, and the rest never comes out by itself', async () => {
    const { open, unit, printer, receipts, clock, settled, print, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    unit.set('coverOpen', true);
    expect(await settled(job)).toMatchObject({
      ok: false,
      error: { errorCode: 'coverOpen', outcome: 'indeterminate' },
    });
    unit.set('coverOpen', false);
    await clock.advance(30_000);
    expect(receipts).toEqual([]);

    // The next person's slip is whole and alone: what hung in the unit is cut off before it.
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts).toHaveLength(2);
    expect(receipts[0]?.length).toBe(4);
    expect(receipts[1]).toHaveLength(slip.elements.length);
    await printer.close();
  });
});
