import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { hidPosScanner } from '../drivers/hid-pos/driver.ts';
import { hidPosForm } from '../drivers/hid-pos/emulator.ts';
import { ScannerEmulator } from '../drivers/scanner/emulator.ts';
import { specimenCodes } from '../drivers/scanner/specimens.ts';
import { memoryHid } from '../emulation/memory-hid.ts';
import { hidTransport } from './hid.ts';
import type { UnitLine } from './transport.ts';

const scannerInfo = {
  path: '/dev/hidraw3',
  vendorId: 0x0c2e,
  productId: 0x0b6a,
  usagePage: 0x8c,
  usage: 0x02,
  serialNumber: 'SPECIMEN1',
};
const keyboardInfo = { path: '/dev/hidraw0', vendorId: 0x0c2e, productId: 0x0001, usagePage: 0x01, usage: 6 };

/** Answers every report with itself. */
function echoUnit() {
  const heard: number[][] = [];
  const unit = {
    attach: (line: UnitLine) =>
      line.onData((report) => {
        heard.push([...report]);
        line.write(report);
      }),
  };
  return { unit, heard };
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a HID device', () => {
  it('is found by what is asked of it, and carries whole reports', async () => {
    const hid = memoryHid();
    const keyboard = echoUnit();
    const scanner = echoUnit();
    hid.plug(keyboardInfo, keyboard.unit);
    hid.plug(scannerInfo, scanner.unit);
    const transport = hidTransport({ vendorId: 0x0c2e, usagePage: 0x8c, usage: 0x02 }, hid.library);
    const heard: number[][] = [];
    transport.onData((report) => heard.push([...report]));
    expect(transport.name).toBe('hid 0c2e:* usage 008c/0002');
    expect(await transport.open()).toEqual({ ok: true, value: undefined });
    expect(await transport.open()).toMatchObject({ error: { code: 'busy' } });
    await transport.write(Uint8Array.of(1, 2, 3));
    await transport.write(Uint8Array.of(4));
    await settle();
    expect(heard).toEqual([[1, 2, 3], [4]]);
    expect(keyboard.heard).toEqual([]);
    await transport.close();
    expect(hid.openHandles).toBe(0);
    expect(await transport.write(Uint8Array.of(1))).toMatchObject({ error: { code: 'closed' } });
  });

  it.each([
    { usagePage: 0x8c, usage: 0x03 },
    { vendorId: 0x0c2f },
    { productId: 0x0b6b },
    { serialNumber: 'SPECIMEN2' },
    { path: '/dev/hidraw4' },
  ])('that does not fit %j is not it', async (settings) => {
    const hid = memoryHid();
    hid.plug(scannerInfo, echoUnit().unit);
    expect(await hidTransport(settings, hid.library).open()).toMatchObject({ error: { code: 'notFound' } });
  });

  it('that is pulled out is told once, and opens again when it is back', async () => {
    const hid = memoryHid();
    const { unit } = echoUnit();
    const pull = hid.plug(scannerInfo, unit);
    const transport = hidTransport({ usagePage: 0x8c }, hid.library);
    const lost: string[] = [];
    transport.onLost((reason) => lost.push(reason));
    await transport.open();
    pull();
    await settle();
    expect(lost).toEqual(['hid *:* usage 008c/*: could not read from HID device']);
    expect(transport.isOpen).toBe(false);
    expect(hid.openHandles).toBe(0);
    expect(await transport.open()).toMatchObject({ error: { code: 'notFound' } });
    hid.plug(scannerInfo, unit);
    expect(await transport.open()).toMatchObject({ ok: true });
    await transport.close();
    expect(lost).toHaveLength(1);
  });

  it('that refuses to open says so', async () => {
    const hid = memoryHid();
    hid.plug(scannerInfo, echoUnit().unit);
    const library = async () => ({
      ...(await hid.library()),
      HIDAsync: { open: () => Promise.reject(new Error('cannot open device')) },
    });
    expect(await hidTransport({ usagePage: 0x8c }, library).open()).toMatchObject({
      error: { code: 'failed', description: 'hid *:* usage 008c/*: cannot open device' },
    });
  });

  it('that is closed while it is opened stays closed', async () => {
    const hid = memoryHid();
    hid.plug(scannerInfo, echoUnit().unit);
    const transport = hidTransport({ usagePage: 0x8c }, hid.library);
    const opening = transport.open();
    await transport.close();
    expect(await opening).toMatchObject({ error: { code: 'closed' } });
    expect(hid.openHandles).toBe(0);
  });
});

it('a scanner on it is read, lost and read again', async () => {
  const clock = new VirtualClock();
  const hid = memoryHid();
  const unit = new ScannerEmulator({ clock, codes: specimenCodes(), form: hidPosForm });
  let pull = hid.plug(scannerInfo, unit);
  const transport = hidTransport({ usagePage: 0x8c, usage: 0x02 }, hid.library);
  const scanner = hidPosScanner({ id: 'scanner', transport, clock, encoding: 'utf-8' });
  expect(await scanner.open()).toMatchObject({ ok: true });
  for (const [code, data] of [
    ['sixty-characters', '8'.repeat(60)],
    ['electronic-card', 'ECARD-TEST-0001'],
  ] as const) {
    const reading = scanner.read({ timeoutMs: 5_000 });
    unit.set('code', code);
    await clock.advance(1_000);
    const read = await reading;
    expect(read.ok && read.value.data.reveal()).toBe(data);
    pull();
    expect(scanner.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
    unit.set('code', 'none');
    pull = hid.plug(scannerInfo, unit);
    await clock.advance(5_000);
    expect(scanner.status).toMatchObject({ device: 'online' });
  }
  await scanner.close();
});

it('node-hid itself loads here without an install script, and lists what there is', async () => {
  const transport = hidTransport({ vendorId: 0xffff, productId: 0xffff });
  expect(await transport.open()).toMatchObject({ error: { code: 'notFound' } });
});
