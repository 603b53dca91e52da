import { describe, expect, it } from 'vitest';
import { receiptPrinterBench } from './bench.test-support.ts';

describe('the knife is blocked', () => {
  it('is not done, for the slip hangs uncut; and stays an error while the knife is blocked', async () => {
    const { open, unit, print, printer, receipts, settled } = receiptPrinterBench();
    await open();
    expect(await print()).toMatchObject({ ok: true });
    unit.set('knifeBlocked', true);
    expect(await print()).toMatchObject({
      ok: false,
      error: { errorCode: 'cutterError', outcome: 'indeterminate' },
    });
    await settled(printer.queryStatus({ timeoutMs: 5000 }));
    expect(printer.status).toMatchObject({ device: 'hardwareError', reasons: ['cutterError'] });
    expect(await print()).toMatchObject({
      ok: false,
      error: { errorCode: 'cutterError', outcome: 'notDone' },
    });
    expect(receipts).toHaveLength(1);

    // The block is removed: the unit keeps the error until the host tells it to recover.
    unit.set('knifeBlocked', false);
    expect(printer.status.device).toBe('hardwareError');
    expect(await print()).toMatchObject({ ok: true });
    expect(printer.status.device).toBe('online');
    expect(receipts.at(-1)).toHaveLength(10);
    await printer.close();
  });
});
