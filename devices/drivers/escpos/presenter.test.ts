import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';
import { custom80mm } from './profile.ts';

describe('a printer with a presenter', () => {
  it('cuts, presents, and tells when the slip is taken', async () => {
    const { open, print, printer, unit, receipts, events, clock } = receiptPrinterBench(custom80mm);
    await open();
    expect(printer.status).toMatchObject({ device: 'online', ticket: 'notPresent', retractBin: 'ok' });
    expect(await print()).toEqual({ ok: true, value: undefined });
    expect(receipts).toHaveLength(1);
    expect(receipts[0]).toHaveLength(slip.elements.length);
    expect(printer.status).toMatchObject({ device: 'online', ticket: 'present' });
    expect(unit.slips).toMatchObject({ presented: 1, taken: 0 });
    await clock.advance(10_000);
    expect(events).toEqual(['mediaPresented']);
    unit.set('takeTicket', true);
    await clock.advance(10);
    expect(events).toEqual(['mediaPresented', 'mediaTaken']);
    expect(printer.status.ticket).toBe('notPresent');
    await printer.close();
    expect(clock.pending).toBe(0);
  });

  it('sees a slip taken where the unit does not tell by itself, by asking', async () => {
    const { open, print, printer, unit, clock } = receiptPrinterBench({
      ...custom80mm,
      dialect: 'epson',
      presenter: null,
      ticketSensor: true,
    });
    await open();
    await print();
    unit.set('takeTicket', true);
    await clock.advance(1_000);
    expect(printer.status.ticket).toBe('notPresent');
    await printer.close();
  });

  it('asks for full status, holds the paper while it prints, and presents by GS e', async () => {
    const { open, print, printer, line } = receiptPrinterBench(custom80mm);
    const sent: number[] = [];
    line.unit.onData((bytes) => sent.push(...bytes));
    await open();
    await print();
    const hex = Buffer.from(sent).toString('hex');
    expect(hex.startsWith('100414' + '1de00f')).toBe(true);
    expect(hex).toContain('1b40' + '1d6512' + '1c26');
    expect(hex).toMatch(/1c2e1b691d65030c1de00f(100414)*1d7201/);
    for (const epson of ['100401', '100402', '1d610e', '1d5642', '101408', '1005'])
      expect(hex).not.toContain(epson);
    await printer.close();
  });

  it('puts a slip that nobody took away before the next', async () => {
    const { open, print, printer, unit, receipts } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    expect(await print()).toMatchObject({ ok: true });
    expect(receipts).toHaveLength(2);
    expect(unit.slips).toMatchObject({ pieces: 2, retracted: 1, presented: 1, ejected: 0 });
    await printer.close();
  });

  it('retracts and ejects when told, and says so', async () => {
    const { open, print, printer, unit, controlMedia, events, clock } = receiptPrinterBench(custom80mm);
    await open();
    await print();
    expect(await controlMedia('retract')).toEqual({ ok: true, value: undefined });
    expect(printer.status.ticket).toBe('retracted');
    expect(unit.slips).toMatchObject({ retracted: 1, presented: 0 });
    await print();
    expect(printer.status.ticket).toBe('present');
    expect(await controlMedia('eject')).toEqual({ ok: true, value: undefined });
    expect(printer.status.ticket).toBe('notPresent');
    expect(unit.slips).toMatchObject({ retracted: 1, ejected: 1, pieces: 2 });
    await clock.advance(100_000);
    expect(events).toEqual(['mediaPresented', 'mediaPresented']);
    await printer.close();
  });

  it('refuses to put away what is not there, and what it has no place for', async () => {
    const { open, print, printer, controlMedia } = receiptPrinterBench(custom80mm);
    await open();
    expect(await controlMedia('retract')).toMatchObject({
      ok: false,
      error: { errorCode: 'noMediaPresent', outcome: 'notDone' },
    });
    await printer.close();

    const plain = receiptPrinterBench();
    await plain.open();
    await plain.print();
    expect(await plain.controlMedia('eject')).toMatchObject({
      ok: false,
      error: { completionCode: 'unsupportedCommand', outcome: 'notDone' },
    });
    await plain.printer.close();

    const { presenter } = custom80mm;
    if (presenter === null) throw new Error('no presenter');
    const ejecting = receiptPrinterBench({ ...custom80mm, presenter: { ...presenter, untaken: 'eject' } });
    await ejecting.open();
    await ejecting.print();
    expect(ejecting.printer.status.retractBin).toBe('notSupported');
    expect(await ejecting.controlMedia('retract')).toMatchObject({
      error: { completionCode: 'unsupportedCommand' },
    });
    await ejecting.printer.close();
    expect(await print()).toMatchObject({ ok: false, error: { outcome: 'notDone' } });
  });
});
