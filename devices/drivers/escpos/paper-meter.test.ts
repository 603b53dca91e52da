import { describe, expect, it } from 'vitest';
import { receiptPrinterBench, slip } from './bench.test-support.ts';
import { layOut } from './layout.ts';
import { PaperMeter, receiptMm } from './paper-meter.ts';
import { custom80mm, paper80mm } from './profile.ts';

const roll = { metres: 100, nearEndMetres: 8 };
const full = { paperNearEnd: false, paperEnd: false };
const low = { paperNearEnd: true, paperEnd: false };
const out = { paperNearEnd: true, paperEnd: true };

describe('the paper forecast', () => {
  it('says nothing before a new roll or the near-end sensor was seen', () => {
    const meter = new PaperMeter(roll);
    meter.sensed(full);
    meter.printed(200);
    expect(meter.forecast).toBeNull();
    // Low from the start: nobody knows for how long already.
    const late = new PaperMeter(roll);
    late.sensed(low);
    expect(late.forecast).toBeNull();
  });

  it('counts down from a new roll by what was printed', () => {
    const meter = new PaperMeter(roll);
    meter.sensed(out);
    expect(meter.forecast).toEqual({ metresLeft: 0, receiptsLeft: 0 });
    meter.sensed(full);
    expect(meter.forecast).toEqual({ metresLeft: 100, receiptsLeft: 555 });
    for (let printed = 0; printed < 100; printed++) meter.printed(200);
    expect(meter.forecast).toEqual({ metresLeft: 80, receiptsLeft: 400 });
  });

  it('is put right by the near-end sensor', () => {
    const meter = new PaperMeter(roll);
    meter.sensed(low);
    meter.sensed(full);
    meter.printed(50_000);
    meter.sensed(low);
    expect(meter.forecast?.metresLeft).toBe(8);
    meter.sensed(low);
    meter.printed(1_000);
    expect(meter.forecast?.metresLeft).toBe(7);
  });

  it('never falls below nothing, and asks for the sensors of both ends', () => {
    const meter = new PaperMeter(roll);
    meter.sensed(out);
    meter.sensed(full);
    meter.printed(500_000);
    expect(meter.forecast).toEqual({ metresLeft: 0, receiptsLeft: 0 });
    meter.sensed({ paperEnd: false });
    expect(meter.forecast?.metresLeft).toBe(0);
  });

  it('is null for a unit whose roll nobody measured', () => {
    const meter = new PaperMeter(null);
    meter.sensed(out);
    meter.sensed(full);
    expect(meter.forecast).toBeNull();
  });

  it('a receipt is as long as its lines', () => {
    const text = receiptMm(layOut({ elements: [{ kind: 'text', text: 'one' }] }, 48), paper80mm);
    const title = receiptMm(
      layOut({ elements: [{ kind: 'text', text: 'one', size: 'double' }] }, 48),
      paper80mm,
    );
    const code = receiptMm(
      layOut({ elements: [{ kind: 'qr', value: 'one', moduleSize: 5 }] }, 48),
      paper80mm,
    );
    const fed = receiptMm(layOut({ elements: [{ kind: 'feed', lines: 4 }] }, 48), paper80mm);
    expect([text, title, code, fed]).toEqual([22.5, 26, 43.625, 36]);
  });

  it('stands in the status of the printer', async () => {
    const { open, print, printer, unit, clock } = receiptPrinterBench(custom80mm);
    await open();
    expect(printer.status.forecast).toBeNull();
    unit.set('paper', 'out');
    await clock.advance(1_000);
    unit.set('paper', 'full');
    await clock.advance(1_000);
    expect(printer.status.forecast).toEqual({ metresLeft: 300, receiptsLeft: 1666 });
    const mm = receiptMm(layOut(slip, 48), custom80mm);
    for (let printed = 0; printed < 3; printed++) await print();
    expect(printer.status.forecast?.metresLeft).toBe(Math.round((300_000 - 3 * mm) / 100) / 10);
    expect(printer.status.forecast?.receiptsLeft).toBeGreaterThan(2_000);
    unit.set('paper', 'nearEnd');
    await clock.advance(1_000);
    expect(printer.status).toMatchObject({ reasons: ['paperLow'], forecast: { metresLeft: 10 } });
    await printer.close();
  });
});
