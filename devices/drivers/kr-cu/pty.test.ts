import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { KrCuLocker } from './driver.ts';
import { KrCuEmulator } from './emulator.ts';
import { done } from './test-bench.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  it('a door is opened through a real serial port, and its closing seen', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'locker');
    const unit = new KrCuEmulator({ clock: systemClock, filled: [7], timing: { answer: 1, springs: 5 } });
    const host = await hostOnPty({ emulator: unit, path });
    const transport = serialTransport({ path, baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 });
    const options = { board: 0, compartments: 16, pollIntervalMs: 50, closedBit: 1, presentBit: 1 } as const;
    const locker = new KrCuLocker({ id: 'locker', transport, clock: systemClock, ...options });
    expect(await locker.open()).toEqual(done);
    expect(await locker.openDoor(7, { timeoutMs: 15_000 })).toEqual(done);
    const closed = new Promise<void>((resolve) => {
      locker.onStatusChanged(({ compartments }) => compartments[6]?.door === 'closed' && resolve());
    });
    unit.set('at', '7');
    unit.set('closeDoor', true);
    await closed;
    await locker.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });
});
