import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { EppPinPad } from './driver.ts';
import { EppEmulator } from './emulator.ts';
import { specimenEpp } from './profile.ts';
import { account, hexOf } from './test-bench.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  it('a PIN is read through a real serial port', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'pin-pad');
    const timing = { powerUp: 1, answer: 1, encryption: 5, selfTest: 5 };
    const unit = new EppEmulator({ clock: systemClock, profile: specimenEpp, timing });
    const wrap = (line: Parameters<typeof pacedLine>[0]) => pacedLine(line, systemClock, 9600);
    const host = await hostOnPty({ emulator: unit, path, wrap });
    const transport = serialTransport({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 });
    const pad = new EppPinPad({
      id: 'pad',
      transport,
      clock: systemClock,
      profile: specimenEpp,
      healthIntervalMs: 60_000,
    });
    expect(await pad.open()).toEqual({ ok: true, value: undefined });
    // One key after the other: the first when the pad listens, each other when the one before was heard.
    const keys = ['1', '2', '3', '4', 'enter'];
    const block = await pad.readPinBlock({
      format: 'iso0',
      keyName: 'pin',
      account: new Sensitive(account, '****'),
      minimumLength: 4,
      maximumLength: 6,
      timeoutMs: 20_000,
      onProgress: () => unit.set(`key_${keys.shift()}`, true),
    });
    expect(hexOf(block)).toBe('B4BF8522DFFB6FFB');
    await pad.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });
});
