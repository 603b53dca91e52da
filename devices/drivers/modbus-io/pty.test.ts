import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { ModbusIoBoard } from './driver.ts';
import { ModbusIoEmulator } from './emulator.ts';
import { specimenMap } from './map.ts';
import { done, recycler } from './test-bench.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  it('a door is seen, a light is lit and a supply is cut through a real serial port', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'io-board');
    const map = { ...specimenMap, outlets: { [recycler]: { coil: 8, cutsWhen: true, offMs: 50 } } };
    const unit = new ModbusIoEmulator({ clock: systemClock, map, timing: { powerUp: 1, answer: 1 } });
    const wrap = (line: Parameters<typeof pacedLine>[0]) => pacedLine(line, systemClock, 9600);
    const host = await hostOnPty({ emulator: unit, path, wrap });
    const transport = serialTransport({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 });
    const options = {
      id: 'io',
      transport,
      clock: systemClock,
      baudRate: 9600,
      unit: 1,
      map,
      pollIntervalMs: 100,
    };
    const board = new ModbusIoBoard(options);
    unit.set('safeDoor', true);
    const seen = new Promise<void>((resolve) => {
      board.onStatusChanged(({ safeDoor }) => safeDoor === 'open' && resolve());
    });
    expect(await board.open()).toEqual(done);
    await seen;
    expect(await board.setLight('billAcceptor', 'quick', { timeoutMs: 10_000 })).toEqual(done);
    expect(unit.light('billAcceptor')).toBe('quick');
    expect(await board.powerCycle(recycler, { timeoutMs: 15_000 })).toEqual(done);
    expect(unit.cuts[recycler]).toBe(1);
    expect(unit.supplied[recycler]).toBe(true);
    await board.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });
});
