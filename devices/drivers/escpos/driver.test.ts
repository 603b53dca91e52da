import { afterEach, describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';
import { paper80mm } from './profile.ts';

describe('an ESC/POS receipt printer', () => {
  const open: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  function fixture(...parameters: Parameters<typeof receiptPrinterBench>) {
    const made = receiptPrinterBench(...parameters);
    open.push(() => made.printer.close());
    return made;
  }

  it('is starting until it is opened, then online with what the unit says', async () => {
    const { printer, statuses, open } = fixture();
    expect(printer.status).toMatchObject({ device: 'starting', paper: 'unknown' });
    expect(await open()).toEqual({ ok: true, value: undefined });
    expect(printer.status).toEqual({
      device: 'online',
      reasons: [],
      paper: 'full',
      cover: 'closed',
      ticket: 'notSupported',
      retractBin: 'notSupported',
      forecast: null,
    });
    expect(statuses).toHaveLength(1);
  });

  it('prints, cuts and only then says done', async () => {
    const { open, print, printer, receipts, clock } = fixture();
    await open();
    const before = clock.now();
    expect(await print()).toEqual({ ok: true, value: undefined });
    expect(receipts).toHaveLength(1);
    expect(receipts[0]?.[0]).toBe('业务办理凭条');
    expect(receipts[0]).toHaveLength(slip.elements.length);
    // 64 + 9 * 36 dots at 1200 dots a second, and the cut.
    expect(clock.now() - before).toBeGreaterThanOrEqual(323 + 250);
    expect(printer.status.device).toBe('online');
  });

  it('gives commands a turn each: two receipts are never mixed', async () => {
    const { open, printer, receipts, settled } = fixture();
    await open();
    const options = { timeoutMs: 20_000 };
    const results = await settled(
      Promise.all([printer.print(slip, options), printer.print(slip, options), printer.queryStatus(options)]),
    );
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(receipts.map((lines) => lines.length)).toEqual([10, 10]);
  });

  it('answers notDone when its turn does not come in time, and prints nothing for it', async () => {
    const { open, printer, receipts, settled } = fixture();
    await open();
    const [first, second] = await settled(
      Promise.all([printer.print(slip, { timeoutMs: 20_000 }), printer.print(slip, { timeoutMs: 100 })]),
    );
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ ok: false, error: { completionCode: 'timeOut', outcome: 'notDone' } });
    expect(receipts).toHaveLength(1);
  });

  it('refuses what cannot be encoded before anything moves', async () => {
    const { open, print, receipts } = fixture();
    await open();
    const result = await print({ elements: [{ kind: 'qr', value: '' }] });
    expect(result).toMatchObject({ ok: false, error: { completionCode: 'invalidData', outcome: 'notDone' } });
    expect(receipts).toEqual([]);
  });

  it('minds XOFF: a receipt larger than the buffer of the unit comes out whole', async () => {
    const { open, print, receipts } = fixture(paper80mm, 512);
    await open();
    const elements = Array.from({ length: 60 }, (_, index) => ({
      kind: 'text' as const,
      text: `第${index}行 ${'社保'.repeat(8)}`,
    }));
    expect(await print({ elements }, 60_000)).toEqual({ ok: true, value: undefined });
    expect(receipts[0]).toEqual(elements.map(({ text }) => text));
  });

  it('does not open twice, and is quiet after close', async () => {
    const { open, printer, clock } = fixture();
    await open();
    expect(await printer.open()).toEqual({ ok: true, value: undefined });
    await printer.close();
    expect(printer.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
    expect(clock.pending).toBe(0);
  });

  it('refuses to print while it is not open', async () => {
    const { print } = fixture();
    expect(await print()).toMatchObject({
      ok: false,
      error: { completionCode: 'deviceNotReady', outcome: 'notDone' },
    });
  });
});
