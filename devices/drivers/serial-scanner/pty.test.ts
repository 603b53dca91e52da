import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { serialTransport } from '../../transport/serial.ts';
import { ScannerEmulator } from '../scanner/emulator.ts';
import { specimenCodes } from '../scanner/specimens.ts';
import { serialScanner } from './driver.ts';
import { serialScannerForm } from './emulator.ts';

const noSocat = process.platform === 'win32' || spawnSync('socat', ['-V']).error !== undefined;

describe.skipIf(noSocat)('over a real serial port', () => {
  it('a code is read by a scanner that is switched on for it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'scanner');
    const format = { suffix: Uint8Array.of(0x0d, 0x0a), aim: true };
    const trigger = { on: Uint8Array.of(0x16, 0x54, 0x0d), off: Uint8Array.of(0x16, 0x55, 0x0d) };
    const unit = new ScannerEmulator({
      clock: systemClock,
      codes: specimenCodes(),
      form: serialScannerForm(format, trigger),
    });
    const wrap = (line: Parameters<typeof pacedLine>[0]) => pacedLine(line, systemClock, 9_600);
    const host = await hostOnPty({ emulator: unit, path, wrap });
    const scanner = serialScanner({
      id: 'scanner',
      transport: serialTransport({ path, baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 }),
      clock: systemClock,
      format,
      // Long, for the unit is a program on the same busy machine.
      gapMs: 500,
      encoding: 'utf-8',
      trigger,
    });
    try {
      expect(await scanner.open()).toEqual({ ok: true, value: undefined });
      unit.set('code', 'chinese');
      const read = await scanner.read({ timeoutMs: 15_000 });
      expect(read.ok && read.value.data.reveal()).toBe('样本：网上预约 0001');
    } finally {
      await scanner.close();
      await host.unplug();
      rmSync(directory, { recursive: true });
    }
  });
});
