import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { MegatecUps } from './driver.ts';
import { MegatecUpsEmulator } from './emulator.ts';
import { done } from './test-bench.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  it('a loss of mains is seen through a real serial port, and a shutdown is ordered', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'ups');
    const unit = new MegatecUpsEmulator({ clock: systemClock, timing: { answer: 1 } });
    const host = await hostOnPty({ emulator: unit, path });
    const transport = serialTransport({ path, baudRate: 2400, dataBits: 8, parity: 'none', stopBits: 1 });
    const ups = new MegatecUps({ id: 'ups', transport, clock: systemClock, pollIntervalMs: 50 });
    expect(await ups.open()).toEqual(done);
    const failed = new Promise<void>((resolve) => {
      ups.onStatusChanged(({ mains }) => mains === 'failed' && resolve());
    });
    unit.set('mainsFailed', true);
    await failed;
    expect(await ups.scheduleShutdown(600_000, { timeoutMs: 15_000 })).toEqual(done);
    expect(await ups.cancelShutdown({ timeoutMs: 15_000 })).toEqual(done);
    unit.set('mainsFailed', false);
    await ups.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });
});
