import { describe, expect, it } from 'vitest';
import { receiptPrinterBench } from './bench.test-support.ts';
import { custom80mm } from './profile.ts';

const { presenter } = custom80mm;
if (presenter === null) throw new Error('no presenter');
const ejecting = { ...custom80mm, presenter: { ...presenter, untaken: 'eject' as const } };

describe('nobody takes the slip', () => {
  it('it is retracted when the time is up, once', async () => {
    const { open, print, printer, unit, events, clock } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    await clock.advance(presenter.untakenAfterMs - 2_000);
    expect(unit.slips).toMatchObject({ presented: 1, retracted: 0 });
    await clock.advance(5_000);
    expect(unit.slips).toMatchObject({ presented: 0, retracted: 1, taken: 0 });
    expect(printer.status.ticket).toBe('retracted');
    await clock.advance(presenter.untakenAfterMs * 3);
    expect(events).toEqual(['mediaPresented', 'mediaAutoRetracted retracted']);
    await printer.close();
  });

  it('it is pushed out where the unit has no bin', async () => {
    const { open, print, printer, unit, events, clock } = receiptPrinterBench(ejecting);
    await open();
    await print();
    await clock.advance(presenter.untakenAfterMs + 5_000);
    expect(unit.slips).toMatchObject({ presented: 0, ejected: 1, retracted: 0 });
    expect(events).toEqual(['mediaPresented', 'mediaAutoRetracted ejected']);
    await printer.close();
  });

  it('a slip that was left by a life before is put away too', async () => {
    const { open, print, printer, unit, line, clock, events } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    line.cut();
    await clock.advance(1_000);
    expect(printer.status.ticket).toBe('unknown');
    unit.set('powerCycle', true);
    line.mend();
    await clock.advance(20_000);
    expect(printer.status).toMatchObject({ device: 'online', ticket: 'present' });
    await clock.advance(presenter.untakenAfterMs + 5_000);
    expect(unit.slips).toMatchObject({ presented: 0, retracted: 1 });
    expect(events).toEqual(['mediaPresented', 'mediaAutoRetracted retracted']);
    await printer.close();
  });

  it('pulled while it is drawn in: the mouth is empty, and the unit cannot tell why', async () => {
    const { open, print, printer, unit, clock, settled } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    const retracting = printer.controlMedia('retract', { timeoutMs: 10_000 });
    await clock.advance(200);
    unit.set('takeTicket', true);
    expect(await settled(retracting)).toMatchObject({ ok: true });
    expect(unit.slips).toMatchObject({ taken: 1, retracted: 0, presented: 0, pieces: 1 });
    await printer.close();
  });

  it('torn: what is left in the mouth is put away like a slip', async () => {
    const { open, print, printer, unit, events, clock } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    unit.set('tearTicket', true);
    await clock.advance(1_000);
    expect(printer.status.ticket).toBe('present');
    await clock.advance(presenter.untakenAfterMs + 5_000);
    expect(unit.slips).toMatchObject({ pieces: 2, taken: 1, retracted: 1, presented: 0 });
    expect(events).toEqual(['mediaPresented', 'mediaAutoRetracted retracted']);
    await printer.close();
  });

  it('with the paper out nothing moves; when there is paper again it is put away', async () => {
    const { open, print, printer, unit, clock } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    unit.set('paper', 'out');
    await clock.advance(presenter.untakenAfterMs + 20_000);
    expect(unit.slips).toMatchObject({ presented: 1 });
    unit.set('paper', 'full');
    await clock.advance(presenter.untakenAfterMs + 20_000);
    expect(unit.slips).toMatchObject({ presented: 0, retracted: 1 });
    await printer.close();
  });
});
