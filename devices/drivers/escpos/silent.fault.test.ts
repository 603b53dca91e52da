import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('the unit falls silent on an open line', () => {
  it('idle: is found out by asking, and found again when it answers', async () => {
    const { open, unit, printer, clock } = receiptPrinterBench();
    await open();
    unit.set('silent', true);
    await clock.advance(6000);
    expect(printer.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'], paper: 'unknown' });
    unit.set('silent', false);
    await clock.advance(31_000);
    expect(printer.status).toMatchObject({ device: 'online', paper: 'full' });
    await printer.close();
  });

  it('at opening: says so, and goes on trying', async () => {
    const { open, unit, printer, clock } = receiptPrinterBench();
    unit.set('silent', true);
    expect(await open()).toMatchObject({
      ok: false,
      error: {
        completionCode: 'deviceNotReady',
        outcome: 'notDone',
        description: 'noAnswer: no answer to 10 04 01 within 500 ms',
      },
    });
    await clock.advance(300_000);
    unit.set('silent', false);
    await clock.advance(6_000);
    expect(printer.status.device).toBe('online');
    await printer.close();
  });

  it('before the job: refused', async () => {
    const { open, unit, print, printer } = receiptPrinterBench();
    await open();
    unit.set('silent', true);
    expect(await print()).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
    await printer.close();
  });

  it('during the job: indeterminate', async () => {
    const { open, unit, printer, settled, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    unit.set('silent', true);
    expect(await settled(job)).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
    await printer.close();
  });

  it('switched off and on during the job: the end is never reported, so nobody says done', async () => {
    const { clock, open, unit, printer, settled, receipts, print, untilMiddle } = receiptPrinterBench();
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    unit.set('powerCycle', true);
    expect(await settled(job)).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
    expect(printer.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
    await clock.advance(5000);
    expect(printer.status.device).toBe('online');
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts.at(-1)).toHaveLength(slip.elements.length);
    await printer.close();
  });
});
