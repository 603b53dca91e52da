import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { specimenCards } from '../../drivers/sdt/cards.ts';
import { SdtEmulator } from '../../drivers/sdt/emulator.ts';
import type { LineHost } from '../../emulation/line-host.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { discover } from './discover.ts';

describe.skipIf(socatMissing)(`discovery ${ptySuite}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const path = join(directory, 'reader');
  let host: LineHost;
  beforeAll(async () => {
    const emulator = new SdtEmulator({ clock: systemClock, cards: specimenCards() });
    host = await hostOnPty({ emulator, path });
  });
  afterAll(async () => {
    await host.unplug();
    rmSync(directory, { recursive: true });
  });

  it('finds a reader through a real serial port, which it leaves free', async () => {
    const open = (port: string, serial: Parameters<Parameters<typeof discover>[1]['open']>[1]) =>
      serialTransport({ path: port, ...serial });
    const found = await discover([path], { clock: systemClock, open });
    expect(found[0]?.candidates[0]).toMatchObject({ driver: 'sdt', score: 100 });
    const again = serialTransport({ path, baudRate: 115_200, dataBits: 8, parity: 'none', stopBits: 1 });
    expect((await again.open()).ok).toBe(true);
    await again.close();
  });
});
