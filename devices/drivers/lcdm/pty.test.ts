import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { LcdmCashDispenser } from './driver.ts';
import { LcdmEmulator } from './emulator.ts';
import { lcdm1000 } from './profile.ts';
import { expectDispensed, hundredYuan } from './test-bench.ts';

const quick = { powerUp: 1, question: 5, start: 50, note: 20, pickRetries: 100, purge: 50 };

describe.skipIf(socatMissing)(ptySuite, () => {
  it('notes are dispensed through a real serial port', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'cash-dispenser');
    const unit = new LcdmEmulator({ clock: systemClock, timing: quick });
    const wrap = (line: Parameters<typeof pacedLine>[0]) => pacedLine(line, systemClock, 9600);
    const host = await hostOnPty({ emulator: unit, path, wrap });
    const dispenser = new LcdmCashDispenser({
      id: 'dispenser',
      transport: serialTransport({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 }),
      clock: systemClock,
      profile: lcdm1000,
      item: hundredYuan,
      healthIntervalMs: 60_000,
    });
    expect(await dispenser.open()).toEqual({ ok: true, value: undefined });
    expectDispensed(await dispenser.dispense('cassette', 12, { timeoutMs: 75_000 }), 12);
    expect(unit.notes.exit).toBe(12);
    await dispenser.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });
});
