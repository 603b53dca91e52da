import { describe, expect, it } from 'vitest';
import { receiptPrinterBench } from './bench.test-support.ts';
import { paper80mm } from './profile.ts';

describe('a ticket hangs in the mouth', () => {
  it('is told by bit 7 of DLE EOT 1 where the unit has the sensor', async () => {
    const { open, print, unit, printer, clock } = receiptPrinterBench({ ...paper80mm, ticketSensor: true });
    await open();
    expect(printer.status.ticket).toBe('notPresent');
    expect(await print()).toMatchObject({ ok: true });
    expect(printer.status).toMatchObject({ device: 'online', ticket: 'present' });
    unit.set('takeTicket', true);
    await clock.advance(6000);
    expect(printer.status).toMatchObject({ device: 'online', ticket: 'notPresent' });
    await printer.close();
  });

  it('is not known of other units', async () => {
    const { open, print, printer } = receiptPrinterBench();
    await open();
    await print();
    expect(printer.status.ticket).toBe('notSupported');
    await printer.close();
  });
});
