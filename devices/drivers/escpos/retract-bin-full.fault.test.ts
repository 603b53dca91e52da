import { expect, it } from 'vitest';
import { receiptPrinterBench } from './bench.test-support.ts';
import { custom80mm } from './profile.ts';

it('a bin that holds as many slips as it takes gets no more until somebody emptied it', async () => {
  const { presenter } = custom80mm;
  if (presenter === null) throw new Error('no presenter');
  const { open, print, printer, unit, controlMedia } = receiptPrinterBench({
    ...custom80mm,
    presenter: { ...presenter, retractBinCapacity: 5 },
  });
  await open();
  for (const bin of ['ok', 'ok', 'ok', 'high', 'full']) {
    expect(await print()).toMatchObject({ ok: true });
    expect(await controlMedia('retract')).toMatchObject({ ok: true });
    expect(printer.status.retractBin).toBe(bin);
  }
  expect(printer.status).toMatchObject({ device: 'online', reasons: ['retractBinFull'] });
  expect(await print()).toMatchObject({ ok: true });
  expect(await controlMedia('retract')).toMatchObject({
    ok: false,
    error: { errorCode: 'retractBinFull', outcome: 'notDone' },
  });
  // The slip lies in the mouth: the next receipt would push it into somebody's hand.
  expect(await print()).toMatchObject({
    ok: false,
    error: { errorCode: 'retractBinFull', outcome: 'notDone' },
  });
  expect(unit.slips).toMatchObject({ pieces: 6, retracted: 5, presented: 1 });

  unit.set('emptyRetractBin', true);
  printer.resetCount();
  expect(printer.status).toMatchObject({ retractBin: 'ok', reasons: [] });
  expect(await controlMedia('retract')).toMatchObject({ ok: true });
  await printer.close();
});
