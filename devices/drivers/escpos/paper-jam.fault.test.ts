import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';

describe('the paper jams in the middle of a receipt', () => {
  it('is indeterminate, refused while it lasts, and over when cleared', async () => {
    const { open, unit, print, printer, receipts } = receiptPrinterBench();
    await open();
    unit.set('jamNext', true);
    expect(await print()).toMatchObject({
      ok: false,
      error: { completionCode: 'commandErrorCode', errorCode: 'paperJammed', outcome: 'indeterminate' },
    });
    expect(printer.status).toMatchObject({ device: 'hardwareError', paper: 'jammed' });
    expect(await print()).toMatchObject({
      ok: false,
      error: { errorCode: 'paperJammed', outcome: 'notDone' },
    });
    unit.set('clearJam', true);
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts.at(-1)).toHaveLength(slip.elements.length);
    await printer.close();
  });
});
