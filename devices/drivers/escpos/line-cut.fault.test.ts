import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('the cable is pulled', () => {
  it('idle: offline at once, back by itself when it is plugged in', async () => {
    const { open, line, printer, clock, statuses } = receiptPrinterBench();
    await open();
    line.cut();
    await clock.advance(1);
    expect(printer.status).toMatchObject({ device: 'offline', reasons: ['lineLost'], cover: 'unknown' });
    await clock.advance(2000);
    expect(printer.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
    line.mend();
    await clock.advance(6_000);
    expect(printer.status).toMatchObject({ device: 'online' });
    expect(statuses.map(({ device }) => device)).toEqual(['online', 'offline', 'online']);
    await printer.close();
  });

  it('at opening: says so, and opens when it is plugged in later', async () => {
    const { open, line, printer, clock } = receiptPrinterBench();
    line.cut();
    expect(await open()).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady' } });
    line.mend();
    await clock.advance(1000);
    expect(printer.status.device).toBe('online');
    await printer.close();
  });

  it('before the job: nothing was sent, so notDone', async () => {
    const { open, line, print, printer } = receiptPrinterBench();
    await open();
    line.cut();
    expect(await print()).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
    await printer.close();
  });

  it('during the job: indeterminate, even though the unit may go on', async () => {
    const { open, line, printer, clock, settled, print, receipts, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    line.cut();
    expect(await settled(job)).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'indeterminate' },
    });
    line.mend();
    await clock.advance(31_000);
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts.at(-1)).toHaveLength(slip.elements.length);
    await printer.close();
  });

  it('after the last byte: the unit prints it all, and still nobody can know', async () => {
    const { open, line, printer, clock, settled, receipts } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await clock.advanceUntil(() => receipts.length === 1);
    line.cut();
    const result = await settled(job);
    if (!result.ok) expect(result.error.outcome).toBe('indeterminate');
    await printer.close();
  });
});
