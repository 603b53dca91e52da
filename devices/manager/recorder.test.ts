import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { specimenCards } from '../drivers/sdt/cards.ts';
import { SdtIdentityCardReader } from '../drivers/sdt/driver.ts';
import { SdtEmulator } from '../drivers/sdt/emulator.ts';
import { EchoUnit } from '../emulation/test-echo-unit.ts';
import { memoryLine } from '../transport/memory.ts';
import { parseRecording } from '../transport/recording/format.ts';
import { maskOf, recordToFile } from './recorder.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the recorder', () => {
  it('never lets a card reach the disk, though the driver reads it', async () => {
    const clock = new VirtualClock();
    const memory = memoryLine();
    const unit = new SdtEmulator({ clock, cards: specimenCards() });
    unit.attach(memory.unit);
    const file = join(directory, 'recordings', 'reader.jsonl');
    const reader = new SdtIdentityCardReader({
      id: 'reader',
      transport: recordToFile(memory.host, { driver: 'sdt', file, clock }),
      clock,
      baudRate: 115_200,
      pollIntervalMs: 200,
      healthIntervalMs: 10_000,
    });
    void reader.open();
    await clock.advance(1_000);
    unit.set('card', 'specimen-b');
    const read = reader.readCard({ timeoutMs: 5_000 });
    await clock.advance(5_000);
    const card = await read;
    if (!card.ok) throw new Error(card.error.description);
    await reader.close();

    const text = readFileSync(file, 'utf8');
    const recording = parseRecording(text);
    if (!recording.ok) throw new Error(recording.error);
    expect(recording.value.header).toMatchObject({ recording: 1, driver: 'sdt', line: 'memory' });
    expect(recording.value.entries.length).toBeGreaterThan(6);
    const device = recording.value.entries.map((entry) => ('device' in entry ? entry.device : '')).join('');
    for (const personal of [card.value.name, card.value.number, card.value.birthDate, card.value.address]) {
      const word = personal?.reveal() ?? '';
      expect(word.length).toBeGreaterThan(1);
      expect(text).not.toContain(word);
      expect(device).not.toContain(Buffer.from(word, 'utf16le').toString('hex').toUpperCase());
    }
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('of a driver that nobody has looked through writes only how many bytes there were', async () => {
    const clock = new VirtualClock();
    const memory = memoryLine();
    new EchoUnit().attach(memory.unit);
    const file = join(directory, 'pad.jsonl');
    const line = recordToFile(memory.host, { driver: 'epp', file, clock });
    await line.open();
    await line.write(Uint8Array.of(1, 2, 3));
    await clock.advance(1);
    await line.close();
    const recording = parseRecording(readFileSync(file, 'utf8'));
    expect(recording.ok && recording.value.entries).toEqual([
      { t: 0, event: 'open' },
      { t: 0, hostBytes: 3 },
      { t: 0, deviceBytes: 3 },
      { t: 1, event: 'close' },
    ]);
  });

  it('never writes down what a printer prints, a ticket number, or a driver of a borrowed name', () => {
    const bytes = Uint8Array.of(0x02, 0x03, 0x06, 0x3a, 0, 0);
    expect(maskOf('escpos').host(bytes)).toBeNull();
    expect(maskOf('escpos').device(bytes)).toEqual(bytes);
    const ccnet = maskOf('ccnet');
    expect(ccnet.device(bytes)).toEqual(bytes);
    ccnet.host(bytes);
    expect(ccnet.device(bytes)).toBeNull();
    ccnet.host(Uint8Array.of(0x02, 0x03, 0x06, 0x00, 0, 0));
    expect(ccnet.device(bytes)).toBeNull();
    ccnet.host(Uint8Array.of(0x02, 0x03, 0x06, 0x33, 0, 0));
    expect(ccnet.device(bytes)).toEqual(bytes);
    for (const driver of ['epp', 'social-security-card', 'hid-pos', 'toString', 'constructor']) {
      expect(maskOf(driver).host(bytes), driver).toBeNull();
      expect(maskOf(driver).device(bytes), driver).toBeNull();
    }
  });

  it('ends with a note when the file is full, and never writes over another', async () => {
    const clock = new VirtualClock();
    const memory = memoryLine();
    new EchoUnit().attach(memory.unit);
    const file = join(directory, 'full.jsonl');
    const line = recordToFile(memory.host, { driver: 'lcdm', file, clock, limit: 400 });
    await line.open();
    for (let count = 0; count < 20; count++) await line.write(new Uint8Array(20));
    const recording = parseRecording(readFileSync(file, 'utf8'));
    expect(recording.ok && recording.value.entries.at(-1)).toEqual({ t: 0, event: 'full' });
    expect(statSync(file).size).toBeLessThan(600);
    expect(existsSync(file)).toBe(true);
    expect(() => recordToFile(memory.host, { driver: 'lcdm', file, clock })).toThrow('EEXIST');
  });
});
