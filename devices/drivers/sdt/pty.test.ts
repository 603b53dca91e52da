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
import { specimenCards } from './cards.ts';
import { SdtIdentityCardReader } from './driver.ts';
import { SdtEmulator } from './emulator.ts';
import { baudRate, expectCard, expectError } from './test-bench.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  const unit = new SdtEmulator({ clock: systemClock, cards: specimenCards() });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const path = join(directory, 'identity-card-reader');
  const reader = new SdtIdentityCardReader({
    id: 'reader',
    transport: serialTransport({ path, baudRate, dataBits: 8, parity: 'none', stopBits: 1 }),
    clock: systemClock,
    baudRate,
    // So that the rate of a real port is set.
    baudSearch: true,
    pollIntervalMs: 50,
    healthIntervalMs: 60_000,
  });
  let host: LineHost;

  beforeAll(async () => {
    host = await hostOnPty({ emulator: unit, path, wrap: (line) => pacedLine(line, systemClock, baudRate) });
    expect(await reader.open()).toEqual({ ok: true, value: undefined });
  });

  afterAll(async () => {
    await reader.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });

  function online(): Promise<void> {
    return new Promise((resolve) => {
      if (reader.status.device === 'online') return resolve();
      const stop = reader.onStatusChanged(({ device }) => {
        if (device !== 'online') return;
        stop();
        resolve();
      });
    });
  }

  it('a card is read through a real serial port', async () => {
    unit.set('card', 'rare-character');
    const card = expectCard(await reader.readCard({ timeoutMs: 10_000 }));
    expect(card.name.reveal()).toBe('李䶮样');
    unit.set('card', 'none');
  });

  it('a cable pulled in the middle of a read is told at once, and the same read works when it is back', async () => {
    unit.set('card', 'specimen-a');
    const reading = reader.readCard({
      timeoutMs: 10_000,
      onProgress: (stage) => {
        if (stage === 'reading') void host.unplug();
      },
    });
    expect(expectError(await reading).completionCode).toBe('deviceNotReady');
    expect(reader.status).toMatchObject({ device: 'offline', reasons: ['lineLost'] });
    await host.plug();
    await online();
    unit.set('card', 'none');
    unit.set('card', 'specimen-a');
    expectCard(await reader.readCard({ timeoutMs: 10_000 }));
  });
});
