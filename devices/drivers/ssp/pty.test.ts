import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import type { LineHost } from '../../emulation/line-host.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { SspNoteRecycler } from './driver.ts';
import { SspEmulator } from './emulator.ts';
import { replayableRandom } from './replayable-random.ts';
import { expectValue, fixedKey, okResult, written, yuan } from './test-bench.ts';

const timing = { initialise: 50, read: 50, accept: 50, stow: 50, reject: 50, payout: 50, take: 20 };

describe.skipIf(socatMissing)(ptySuite, () => {
  const clock = systemClock;
  const unit = new SspEmulator({ clock, random: replayableRandom(7), timing, filled: [5_000, 1_000] });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const path = join(directory, 'note-recycler');
  const recycler = new SspNoteRecycler({
    id: 'recycler',
    transport: serialTransport({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 2 }),
    clock,
    random: replayableRandom(),
    currency: 'CNY',
    fixedKey,
    primeBits: 64,
    pollIntervalMs: 50,
    attempts: 21,
  });
  let host: LineHost;

  beforeAll(async () => {
    host = await hostOnPty({ emulator: unit, path, wrap: (line) => pacedLine(line, clock, 9600) });
    expect(await recycler.open()).toEqual(okResult);
  });

  afterAll(async () => {
    await recycler.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });

  function next(type: string): Promise<unknown> {
    return new Promise((resolve) => {
      const stop = recycler.onEvent((event) => {
        if (event.type !== type) return;
        stop();
        resolve(event);
      });
    });
  }

  it('a note is taken and change is paid through a real serial port', async () => {
    const soon = { timeoutMs: 10_000 };
    expect(await recycler.setRoute(10_000, 'payout', soon)).toEqual(okResult);
    expect(await recycler.enable([10_000], soon)).toEqual(okResult);
    const escrow = next('escrow');
    unit.set('insert', '100 CNY');
    expect(await escrow).toEqual({ type: 'escrow', item: yuan(100) });
    expect(expectValue(await recycler.stack(soon))).toEqual({ item: yuan(100), place: 'payout' });
    expect(await recycler.disable(soon)).toEqual(okResult);
    expect(written(expectValue(await recycler.payOut(6_000, soon)))).toBe('1 x 10, 1 x 50');
  });

  it('a cable pulled is told at once, and the unit is found again', async () => {
    const lost = new Promise<void>((resolve) => {
      const stop = recycler.onStatusChanged(({ device }) => {
        if (device !== 'offline') return;
        stop();
        resolve();
      });
    });
    await host.unplug();
    await lost;
    expect(recycler.status.reasons).toEqual(['lineLost']);
    const back = new Promise<void>((resolve) => {
      recycler.onStatusChanged(({ device }) => device === 'online' && resolve());
    });
    await host.plug();
    await back;
    expect(recycler.powerUp).toEqual([{ kind: 'clear' }]);
  });
});
