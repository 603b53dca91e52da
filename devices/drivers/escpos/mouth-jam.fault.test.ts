import { describe, expect, it } from 'vitest';
import { receiptPrinterBench } from './bench.test-support.ts';
import { custom80mm } from './profile.ts';

describe('the slip jams at the mouth', () => {
  it('while it is presented: indeterminate, and the unit is out of order until it is cleared', async () => {
    const { open, print, printer, unit, clock } = receiptPrinterBench(custom80mm);
    await open();
    unit.set('jamAtMouth', true);
    expect(await print()).toMatchObject({
      ok: false,
      error: { errorCode: 'paperJammed', outcome: 'indeterminate' },
    });
    expect(printer.status).toMatchObject({ device: 'hardwareError', paper: 'jammed' });
    expect(unit.slips).toMatchObject({ pieces: 1, inside: 1, presented: 0 });
    await clock.advance(10_000);
    expect(await print()).toMatchObject({ error: { errorCode: 'paperJammed', outcome: 'notDone' } });
    unit.set('clearJam', true);
    unit.set('coverOpen', true);
    unit.set('coverOpen', false);
    await clock.advance(10_000);
    expect(await print()).toMatchObject({ ok: true });
    // The one that was stuck is in the bin, and not in the next citizen's hand.
    expect(unit.slips).toMatchObject({ pieces: 2, retracted: 1, presented: 1 });
    await printer.close();
  });

  it('while it is retracted: indeterminate, never counted as put away', async () => {
    const { open, print, printer, unit, controlMedia, clock } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    unit.set('jamAtMouth', true);
    expect(await controlMedia('retract')).toMatchObject({
      ok: false,
      error: { errorCode: 'paperJammed', outcome: 'indeterminate' },
    });
    expect(unit.slips).toMatchObject({ presented: 1, retracted: 0 });
    expect(printer.status.ticket).toBe('present');
    unit.set('clearJam', true);
    unit.set('coverOpen', true);
    unit.set('coverOpen', false);
    await clock.advance(1_000);
    expect(await controlMedia('retract')).toMatchObject({ ok: true });
    expect(unit.slips).toMatchObject({ presented: 0, retracted: 1 });
    await printer.close();
  });
});

describe('retracting is switched off in the unit', () => {
  it('is told: the slip is in the mouth still', async () => {
    const { open, print, printer, unit, controlMedia } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    unit.set('retractOff', true);
    const answer = await controlMedia('retract');
    expect(answer).toMatchObject({ ok: false, error: { errorCode: 'mediaJammed', outcome: 'notDone' } });
    expect(JSON.stringify(answer)).toContain('1D 65 02');
    expect(printer.status.retractBin).toBe('ok');
    expect(await controlMedia('eject')).toMatchObject({ ok: true });
    await printer.close();
  });
});
