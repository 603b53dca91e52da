import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-shared/clock.ts';
import { CctalkBuses } from '../drivers/cctalk/buses.ts';
import { hidPosForm } from '../drivers/hid-pos/emulator.ts';
import { ScannerEmulator } from '../drivers/scanner/emulator.ts';
import { specimenCodes } from '../drivers/scanner/specimens.ts';
import { serialScannerForm } from '../drivers/serial-scanner/emulator.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import { CameraDesk } from '../transport/camera-desk.ts';
import { createDevice } from './create-device.ts';
import { readProfile } from './profile.ts';

const shipped = fileURLToPath(new URL('../../config/devices', import.meta.url));
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const noHelper = () => {
  throw new Error('no helper is needed');
};

async function deviceOf(directory: string, profile: string, port?: number) {
  const read = await readProfile(directory, profile);
  if (!read.ok) throw new Error(read.error[0]?.message);
  const entry = { id: 'device', profile, port };
  const made = createDevice(entry, read.value, systemClock, new CctalkBuses(), noHelper, new CameraDesk());
  if (!made.ok) throw new Error(made.error[0]?.message);
  cleanups.push(() => made.value.close());
  return made.value;
}

const crLf = Uint8Array.of(0x0d, 0x0a);

describe('a scanner by the shipped profile', () => {
  it.each([
    ['hid-pos-scanner', hidPosForm],
    ['serial-scanner', serialScannerForm({ suffix: crLf, aim: true }, null)],
  ])('%s reads a code', async (profile, form) => {
    const unit = new ScannerEmulator({ clock: systemClock, codes: specimenCodes(), form });
    const host = await hostOnTcp({ emulator: unit, port: 0 });
    cleanups.push(() => host.unplug());
    const device = await deviceOf(shipped, profile, Number(host.address.split(':')[1]));
    if (device.class !== 'barcodeReader') throw new Error(device.class);
    expect(await device.open()).toMatchObject({ ok: true });
    // The other end has accepted the line a moment after it is open.
    const reading = device.read({ timeoutMs: 15_000 });
    unit.set('repeats', true);
    unit.set('code', 'sixty-characters');
    const read = await reading;
    expect(read.ok && read.value.data.reveal()).toBe('8'.repeat(60));
    expect(read).toMatchObject({ value: { symbology: 'qrCode' } });
  });
});

describe('a HID device that is not plugged in', () => {
  it('is told as such: scanner', async () => {
    const device = await deviceOf(shipped, 'hid-pos-scanner');
    expect(await device.open()).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
    expect(device.status.reasons).toEqual(['lineNotFound']);
  });

  it('is told as such: identity card reader whose reports carry SDT', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'zerowindow-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    await writeFile(
      join(directory, 'hid-reader.yaml'),
      `driver: sdt
class: identityCardReader
settings:
  line:
    kind: hid
    vendorId: 0xFFFE
    productId: 0xC35A
    framing: { reportId: 0, reportBytes: 64, counted: true }
  pollIntervalMs: 200
  healthIntervalMs: 10000
`,
    );
    const device = await deviceOf(directory, 'hid-reader');
    expect(await device.open()).toMatchObject({
      error: { description: 'lineNotFound: hid fffe:c35a is not plugged in' },
    });
  });
});
