import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep, systemClock } from '../../../src-shared/clock.ts';
import type { LineHost } from '../../emulation/line-host.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { slip } from './bench.test-support.ts';
import { EscPosPrinter } from './driver.ts';
import { EscPosEmulator } from './emulator.ts';
import { glyphRasteriser } from './glyph-raster.ts';

const baudRate = 115_200;

describe.skipIf(socatMissing)(ptySuite, () => {
  // A small buffer and the pace of a UART: without XOFF the long receipt would not come out whole.
  const unit = new EscPosEmulator({ clock: systemClock, bufferBytes: 2048, dotsPerSecond: 2400 });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const path = join(directory, 'receipt-printer');
  const printer = new EscPosPrinter({
    id: 'receipt',
    transport: serialTransport({ path, baudRate, dataBits: 8, parity: 'none', stopBits: 1 }),
    clock: systemClock,
    rasteriser: glyphRasteriser,
    pollMs: 300,
  });
  let host: LineHost;

  beforeAll(async () => {
    host = await hostOnPty({ emulator: unit, path, wrap: (line) => pacedLine(line, systemClock, baudRate) });
    expect(await printer.open()).toEqual({ ok: true, value: undefined });
  });

  afterAll(async () => {
    await printer.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });

  function once(device: string): Promise<void> {
    return new Promise((resolve) => {
      if (printer.status.device === device) return resolve();
      const stop = printer.onStatusChanged((status) => {
        if (status.device !== device) return;
        stop();
        resolve();
      });
    });
  }

  it('a receipt with drawn lines, larger than the buffer, comes out whole through a real serial port', async () => {
    const elements = [
      ...Array.from({ length: 30 }, (_, line) => ({
        kind: 'text' as const,
        text: `第${line + 1}行 社会保险`,
      })),
      { kind: 'pair' as const, label: '办理人', value: '张*䶮' },
      { kind: 'text' as const, text: '完' },
    ];
    expect(await printer.print({ elements }, { timeoutMs: 15_000 })).toEqual({ ok: true, value: undefined });
    expect(unit.lastReceipt?.lines).toEqual([
      ...Array.from({ length: 30 }, (_, line) => `第${line + 1}行 社会保险`),
      '(image)',
      '完',
    ]);
    expect(unit.describe().holds).not.toContainEqual(expect.stringContaining('not understood'));
  });

  it('a cable pulled in the middle is told at once; the next receipt is whole when it is back', async () => {
    const job = printer.print(slip, { timeoutMs: 15_000 });
    while (!unit.describe().holds.some((line) => line.startsWith('uncut:'))) await sleep(systemClock, 5);
    await host.unplug();
    expect(await job).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
    await host.plug();
    await once('online');
    expect(await printer.print(slip, { timeoutMs: 15_000 })).toEqual({ ok: true, value: undefined });
    expect(unit.lastReceipt?.lines).toHaveLength(slip.elements.length);
  });

  it('a cover opened by hand shows within the time of a poll', async () => {
    unit.set('coverOpen', true);
    await once('userError');
    expect(printer.status).toMatchObject({ cover: 'open', reasons: ['coverOpen'] });
    unit.set('coverOpen', false);
    await once('online');
  });
});
