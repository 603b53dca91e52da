import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';
import { custom80mm } from './profile.ts';

/** Custom units forget a job only by starting anew; half a slip then hangs between head and knife. */
describe('a job breaks off on a Custom unit', () => {
  it('the half slip goes into the bin before the next one comes out', async () => {
    const { open, print, printer, unit, line, clock, settled, receipts, untilMiddle } =
      receiptPrinterBench(custom80mm);
    await open();
    const job = printer.print(slip, { timeoutMs: 20_000 });
    await untilMiddle();
    line.cut();
    unit.set('powerCycle', true);
    expect(await settled(job)).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
    line.mend();
    await clock.advance(31_000);
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts.at(-1)).toHaveLength(slip.elements.length);
    expect(receipts[0]?.length).toBeLessThan(slip.elements.length);
    expect(unit.slips).toMatchObject({ pieces: 2, retracted: 1, presented: 1 });
    await printer.close();
  });

  it('a canceled job leaves nothing in the buffer', async () => {
    const { open, print, printer, clock, settled, receipts, untilMiddle } = receiptPrinterBench(custom80mm);
    await open();
    const abort = new AbortController();
    const job = printer.print(slip, { timeoutMs: 20_000, signal: abort.signal });
    await untilMiddle();
    abort.abort();
    expect(await settled(job)).toMatchObject({
      error: { completionCode: 'canceled', outcome: 'indeterminate' },
    });
    await clock.advance(30_000);
    expect(receipts).toHaveLength(0);
    expect(printer.status.device).toBe('online');
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts.map((lines) => lines.length === slip.elements.length)).toEqual([false, true]);
    await printer.close();
  });

  it('a status from before the restart is not taken for the sign that it is over', async () => {
    const { line, unit, printer, receipts, settled } = receiptPrinterBench(custom80mm);
    await settled(printer.open());
    line.unit.onData((bytes) => {
      if (bytes[0] === 0x1c && bytes[1] === 0xc0) line.unit.write(Uint8Array.of(0x10, 0x0f, 0, 0, 0, 0));
    });
    const job = printer.print(slip, { timeoutMs: 20_000 });
    expect(await settled(job)).toMatchObject({ ok: true });
    expect(receipts).toHaveLength(1);
    expect(unit.slips).toMatchObject({ presented: 1 });
    await printer.close();
  });

  it('a unit that does not come back from its restart gets nothing to print', async () => {
    const { open, printer, unit, clock, settled, receipts } = receiptPrinterBench(custom80mm);
    await open();
    const job = printer.print(slip, { timeoutMs: 6_000 });
    await clock.advance(600);
    unit.set('silent', true);
    expect(await settled(job)).toMatchObject({ ok: false, error: { outcome: 'notDone' } });
    expect(receipts).toHaveLength(0);
    await printer.close();
    // The unit's own start.
    await clock.advance(5_000);
    expect(clock.pending).toBe(0);
  });
});
