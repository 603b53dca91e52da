import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-shared/clock.ts';
import { CcnetEmulator } from '../drivers/ccnet/emulator.ts';
import { CoinAcceptorEmulator } from '../drivers/cctalk/coin-acceptor-emulator.ts';
import { HopperEmulator } from '../drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../drivers/cctalk/wire.ts';
import { EscPosEmulator } from '../drivers/escpos/emulator.ts';
import { Id003Emulator } from '../drivers/id003/emulator.ts';
import { specimenCards } from '../drivers/sdt/cards.ts';
import { SdtEmulator } from '../drivers/sdt/emulator.ts';
import type { Emulator } from '../emulation/emulator.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import { parseRecording } from '../transport/recording/format.ts';
import { type DeviceManager, makeDevices } from './manager.ts';
import { type Profile, readProfile } from './profile.ts';

const shipped = fileURLToPath(new URL('../../config/devices', import.meta.url));
let directory: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zerowindow-'));
  cleanups.push(() => rm(directory, { recursive: true }));
  await writeFile(
    join(directory, 'reader.yaml'),
    'driver: sdt\nclass: identityCardReader\nsettings: { line: { kind: tcp }, pollIntervalMs: 50, healthIntervalMs: 60000 }\n',
  );
  await writeFile(
    join(directory, 'slips.yaml'),
    'driver: escpos\nclass: receiptPrinter\nsettings: { line: { kind: tcp }, columns: 48, cut: partial, ticketSensor: false }\n',
  );
});

afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function portOf(emulator: Emulator): Promise<number> {
  const host = await hostOnTcp({ emulator, port: 0 });
  cleanups.push(() => host.unplug());
  return Number(host.address.split(':')[1]);
}

type Entries = Parameters<typeof makeDevices>[1];

async function profilesOf(entries: Entries, from = shipped): Promise<Record<string, Profile>> {
  const profiles: Record<string, Profile> = {};
  for (const { profile } of entries) {
    const read = await readProfile(from, profile);
    if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
    profiles[profile] = read.value;
  }
  return profiles;
}

async function load(entries: Entries): Promise<DeviceManager> {
  const loaded = makeDevices(await profilesOf(entries, directory), entries, systemClock);
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'));
  cleanups.push(() => loaded.value.close());
  return loaded.value;
}

/** Units take their time to power up: all at once, they take it once. */
describe.concurrent('the devices of a terminal', () => {
  it('are there by class, and their health is told', async () => {
    const reader = new SdtEmulator({ clock: systemClock, cards: specimenCards() });
    const devices = await load([
      { id: 'glass', profile: 'reader', port: await portOf(reader) },
      { id: 'slips', profile: 'slips', port: await portOf(new EscPosEmulator({ clock: systemClock })) },
    ]);
    expect(devices.summaries().map(({ status }) => status)).toEqual(['starting', 'starting']);
    let changes = 0;
    devices.onChanged(() => changes++);
    await devices.open();
    expect(devices.summaries()).toEqual([
      { id: 'glass', class: 'identityCardReader', status: 'online', reasons: [] },
      { id: 'slips', class: 'receiptPrinter', status: 'online', reasons: [] },
    ]);
    expect(changes).toBeGreaterThanOrEqual(2);
    expect(devices.identityCardReader?.id).toBe('glass');
    expect(devices.receiptPrinter?.id).toBe('slips');
    expect(devices.documentPrinter).toBeUndefined();

    reader.set('card', 'specimen-a');
    const card = await devices.identityCardReader?.readCard({ timeoutMs: 10_000 });
    expect(card?.ok).toBe(true);
    await devices.close();
    expect(devices.summaries().map(({ status }) => status)).toEqual(['offline', 'offline']);
  });

  it.each([
    ['ccnet-note-acceptor', new CcnetEmulator({ clock: systemClock })],
    ['id003-note-acceptor', new Id003Emulator({ clock: systemClock })],
  ])('take notes by the shipped profile: %s', async (profile, emulator) => {
    const entry = { id: 'notes', profile, port: await portOf(emulator) };
    const loaded = makeDevices(await profilesOf([entry]), [entry], systemClock);
    if (!loaded.ok) throw new Error('was refused');
    cleanups.push(() => loaded.value.close());
    await loaded.value.open();
    expect(loaded.value.summaries()).toEqual([
      { id: 'notes', class: 'cashAcceptor', status: 'online', reasons: [] },
    ]);
  });

  it('are recorded where this is switched on', async () => {
    const reader = new SdtEmulator({ clock: systemClock, cards: [] });
    const entry = { id: 'glass', profile: 'reader', port: await portOf(reader), record: true };
    const recordings = join(directory, 'recordings');
    const loaded = makeDevices(
      await profilesOf([entry], directory),
      [entry],
      systemClock,
      undefined,
      recordings,
    );
    if (!loaded.ok) throw new Error('was refused');
    await loaded.value.open();
    await loaded.value.close();
    const [file = ''] = readdirSync(recordings);
    expect(file).toMatch(/^glass-\d{4}-.*\.jsonl$/);
    const recording = parseRecording(readFileSync(join(recordings, file), 'utf8'));
    expect(recording).toMatchObject({ ok: true, value: { header: { driver: 'sdt' } } });
  });

  it('are reached over a port of this machine where one is given, whatever line the profile has', async () => {
    const reader = new SdtEmulator({ clock: systemClock, cards: specimenCards() });
    const entry = { id: 'glass', profile: 'sdt-identity-card-reader', path: '/dev/there-is-no-such-port' };
    const port = await portOf(reader);
    const loaded = makeDevices(await profilesOf([entry]), [{ ...entry, port }], systemClock);
    if (!loaded.ok) throw new Error('was refused');
    cleanups.push(() => loaded.value.close());
    await loaded.value.open();
    expect(loaded.value.summaries()[0]?.status).toBe('online');
  });

  it('on one wire share its line', async () => {
    const wire = new CctalkWire();
    new CoinAcceptorEmulator({ clock: systemClock }).attach(wire.tap());
    new HopperEmulator({ clock: systemClock }).attach(wire.tap());
    const port = await portOf(wire);
    const entries = [
      { id: 'coins-in', profile: 'cctalk-coin-acceptor', port },
      { id: 'coins-out', profile: 'cctalk-coin-hopper', port },
    ];
    const loaded = makeDevices(await profilesOf(entries), entries, systemClock);
    if (!loaded.ok) throw new Error('was refused');
    cleanups.push(() => loaded.value.close());
    const bothOnline = new Promise<void>((resolve) => {
      loaded.value.onChanged(() => {
        if (loaded.value.summaries().every(({ status }) => status === 'online')) resolve();
      });
    });
    await loaded.value.open();
    await bothOnline;
  });

  it('may be several of a class: the first is used, the others stand by', async () => {
    const devices = await load([
      { id: 'near', profile: 'slips', port: await portOf(new EscPosEmulator({ clock: systemClock })) },
      { id: 'spare', profile: 'slips', port: await portOf(new EscPosEmulator({ clock: systemClock })) },
    ]);
    await devices.open();
    expect(devices.receiptPrinter?.id).toBe('near');
    expect(devices.summaries().map(({ id, status }) => `${id} ${status}`)).toEqual([
      'near online',
      'spare online',
    ]);
  });

  it('are tested together, and each says how it is', async () => {
    const printer = new EscPosEmulator({ clock: systemClock });
    printer.set('paper', 'out');
    const devices = await load([
      {
        id: 'glass',
        profile: 'reader',
        port: await portOf(new SdtEmulator({ clock: systemClock, cards: [] })),
      },
      { id: 'slips', profile: 'slips', port: await portOf(printer) },
      { id: 'away', profile: 'slips', port: 1 },
    ]);
    await devices.open();
    const reports = await devices.selfTest();
    expect(reports.map(({ device, passed }) => [device, passed])).toEqual([
      ['glass', true],
      ['slips', false],
      ['away', false],
    ]);
    expect(reports[0]?.checks.find(({ check }) => check === 'answers')?.detail).toMatch(/^security module /);
    expect(reports[1]?.checks.find(({ check }) => check === 'supplied')).toEqual({
      check: 'supplied',
      passed: false,
      detail: 'paper out',
    });
    expect(reports[2]?.checks).toEqual([
      { check: 'reachable', passed: false, detail: expect.stringContaining('offline') },
    ]);
    expect(() => JSON.stringify(reports)).not.toThrow();
  });

  it('do not wait for each other: a silent one delays nobody', async () => {
    const silent = new SdtEmulator({ clock: systemClock, cards: [] });
    silent.set('silent', true);
    const devices = await load([
      { id: 'glass', profile: 'reader', port: await portOf(silent) },
      { id: 'slips', profile: 'slips', port: await portOf(new EscPosEmulator({ clock: systemClock })) },
    ]);
    const order: string[] = [];
    devices.onChanged(() =>
      order.push(
        devices
          .summaries()
          .map(({ status }) => status)
          .join(' '),
      ),
    );
    await devices.open();
    expect(order[0]).toBe('starting online');
    expect(order.at(-1)).toBe('offline online');
    expect(devices.summaries()[0]?.reasons).toEqual(['noAnswer']);
  });
});

describe('a wrong list of devices', () => {
  async function problems(entries: Entries) {
    const loaded = makeDevices(await profilesOf(entries, directory), entries, systemClock);
    if (loaded.ok) throw new Error('was accepted');
    return loaded.error.map(({ message }) => message);
  }

  it('is told as a whole, and nothing is made', async () => {
    expect(
      await problems([
        { id: 'b', profile: 'reader' },
        { id: 'c', profile: 'slips' },
      ]),
    ).toEqual([
      'terminal.yaml devices.b (profile reader): expected a port, found none',
      'terminal.yaml devices.c (profile slips): expected a port, found none',
    ]);
  });

  it.each([
    ['sdt-identity-card-reader', 'expected a path such as /dev/ttyS0 or COM3'],
    ['escpos-receipt-printer', 'expected a path such as /dev/ttyS0 or COM3'],
    ['ccnet-note-acceptor', 'expected a path such as /dev/ttyS0 or COM3'],
    ['id003-note-acceptor', 'expected a path such as /dev/ttyS0 or COM3'],
    ['ipp-document-printer', 'expected a uri such as ipp://host:631/ipp/print'],
  ])('is refused where %s is not told where the device hangs', async (profile, expected) => {
    const entries = [{ id: 'unit', profile }];
    const loaded = makeDevices(await profilesOf(entries), entries, systemClock);
    expect(loaded).toMatchObject({ ok: false, error: [{ message: expect.stringContaining(expected) }] });
  });

  it('is none with the shipped profiles and a place for each', async () => {
    const entries = [
      { id: 'reader', profile: 'sdt-identity-card-reader', path: '/dev/ttyS0' },
      { id: 'printer', profile: 'ipp-document-printer', uri: 'ipp://127.0.0.1:631/ipp/print' },
      { id: 'slips', profile: 'escpos-receipt-printer', path: '/dev/ttyS1' },
    ];
    const loaded = makeDevices(await profilesOf(entries), entries, systemClock);
    expect(loaded.ok && loaded.value.summaries().map((one) => one.class)).toEqual([
      'identityCardReader',
      'documentPrinter',
      'receiptPrinter',
    ]);
  });
});
