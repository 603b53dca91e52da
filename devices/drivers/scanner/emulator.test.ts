import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { hidPosForm } from '../hid-pos/emulator.ts';
import { serialScannerForm } from '../serial-scanner/emulator.ts';
import { ScannerEmulator, type ScannerForm } from './emulator.ts';
import { specimenCodes } from './specimens.ts';

const format = { suffix: Uint8Array.of(0x0d, 0x0a), aim: true };
const trigger = { on: Uint8Array.of(0x16, 0x54, 0x0d), off: Uint8Array.of(0x16, 0x55, 0x0d) };

async function bench(form: ScannerForm) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new ScannerEmulator({ clock, codes: specimenCodes(), form });
  const detach = unit.attach(line.unit);
  const heard: string[] = [];
  line.host.onData((bytes) => heard.push(Buffer.from(bytes).toString('latin1')));
  await line.host.open();
  return { clock, line, unit, heard, detach };
}

describe('an emulated scanner', () => {
  it('reads a code once when it is shown, in reports or in portions', async () => {
    const hid = await bench(hidPosForm);
    hid.unit.set('code', 'sixty-characters');
    await hid.clock.advance(5_000);
    expect(hid.heard.map(({ length }) => length)).toEqual([64, 64]);

    const serial = await bench(serialScannerForm(format, null));
    serial.unit.set('code', 'receipt');
    await serial.clock.advance(5_000);
    expect(serial.heard).toEqual([']C0SPECIMEN-0001-000123', '\r\n']);
    expect(serial.clock.pending).toBe(0);
  });

  it('reads a code that stays again only when it is told to', async () => {
    const { unit, clock, heard } = await bench(hidPosForm);
    unit.set('repeats', true);
    unit.set('code', 'receipt');
    await clock.advance(3_500);
    expect(heard).toHaveLength(4);
    unit.set('repeats', false);
    unit.set('code', 'none');
    await clock.advance(3_500);
    expect(heard).toHaveLength(4);
  });

  it('breaks off when the code is taken away', async () => {
    const { unit, clock, heard } = await bench(hidPosForm);
    unit.set('slow', 'late');
    unit.set('code', 'long');
    await clock.advance(100);
    unit.set('code', 'none');
    await clock.advance(10_000);
    expect(heard).toHaveLength(1);
  });

  it('obeys the commands that switch it, in any portions, the last one first', async () => {
    const { unit, clock, line, heard } = await bench(serialScannerForm(format, trigger));
    unit.set('code', 'receipt');
    await clock.advance(1_000);
    expect(heard).toEqual([]);
    await line.host.write(Uint8Array.of(...trigger.on.subarray(0, 2)));
    await clock.advance(1_000);
    expect(heard).toEqual([]);
    await line.host.write(trigger.on.subarray(2));
    await clock.advance(1_000);
    expect(heard.join('')).toBe(']C0SPECIMEN-0001-000123\r\n');
    await line.host.write(Uint8Array.of(...trigger.on, ...trigger.off));
    await clock.advance(1_000);
    expect(unit.describe().holds).toEqual(['before the window: receipt', 'switched off']);
  });

  it('sends nothing while it has no power, and reads what is shown when it is back', async () => {
    const { unit, clock, heard } = await bench(hidPosForm);
    unit.set('powerCutInScan', true);
    unit.set('code', 'receipt');
    await clock.advance(100);
    expect(heard.map(({ length }) => length)).toEqual([32]);
    expect(unit.describe().holds[1]).toBe('starting');
    unit.set('code', 'electronic-card');
    unit.set('babble', true);
    await clock.advance(1_000);
    expect(heard).toHaveLength(1);
    unit.set('babble', false);
    await clock.advance(1_000);
    expect(heard.at(-1)).toContain('ECARD-TEST-0001');
  });

  it('says nothing any more on a line that was taken off', async () => {
    const { unit, clock, heard, detach } = await bench(hidPosForm);
    detach();
    unit.set('code', 'receipt');
    await clock.advance(1_000);
    expect(heard).toEqual([]);
  });

  it('refuses switches that it has not and values that they cannot take', () => {
    const unit = new ScannerEmulator({ clock: new VirtualClock(), codes: [], form: hidPosForm });
    expect(() => unit.set('jam', true)).toThrow('no switch jam');
    expect(() => unit.set('code', 'receipt')).toThrow('code takes one of none');
    expect(() => unit.set('silent', 'yes')).toThrow('silent takes true or false');
  });
});
