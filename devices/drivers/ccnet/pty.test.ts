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
import { expectOk, places } from '../note-acceptor/test-watch.ts';
import { CcnetNoteAcceptor } from './driver.ts';
import { CcnetEmulator } from './emulator.ts';
import { baudRate, options } from './test-bench.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  const quick = { initialise: 100, accept: 100, stack: 100, giveBack: 100 };
  const unit = new CcnetEmulator({ clock: systemClock, timing: quick });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const path = join(directory, 'note-acceptor');
  const acceptor = new CcnetNoteAcceptor({
    id: 'notes',
    transport: serialTransport({ path, baudRate, dataBits: 8, parity: 'none', stopBits: 1 }),
    clock: systemClock,
    unit: 'billValidator',
    baudRate,
    pollIntervalMs: 100,
    escrowHoldMs: 0,
    currencies: { CHN: 'CNY' },
    ticketDigits: null,
  });
  let host: LineHost;

  beforeAll(async () => {
    host = await hostOnPty({ emulator: unit, path, wrap: (line) => pacedLine(line, systemClock, baudRate) });
    expectOk(await acceptor.open());
  });

  afterAll(async () => {
    await acceptor.close();
    await host.unplug();
    rmSync(directory, { recursive: true });
  });

  function event(type: string): Promise<void> {
    return new Promise((resolve) => {
      const stop = acceptor.onEvent((told) => {
        if (told.type !== type) return;
        stop();
        resolve();
      });
    });
  }

  /** The unit has heard the last ACK. */
  function ready(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (unit.describe().holds[0] !== 'ready') return;
        stop();
        resolve();
      };
      const stop = unit.onChanged(look);
      look();
    });
  }

  it('a note is taken through a real serial port', async () => {
    expectOk(await acceptor.enable([10_000], options));
    const inEscrow = event('escrow');
    unit.set('insert', '100');
    await inEscrow;
    expect(expectOk(await acceptor.stack(options))).toEqual({
      item: { currency: 'CNY', value: 10_000 },
      place: 'cashbox',
    });
    expect(places(unit.items)).toBe('cashbox: 100');
  });

  it('a cable pulled while a note is stacked leaves it open, and the unit tells when it is back', async () => {
    await ready();
    const inEscrow = event('escrow');
    unit.set('insert', '100');
    await inEscrow;
    unit.set('deafToAck', 'always');
    const stacking = acceptor.stack(options);
    await host.unplug();
    expect(await stacking).toMatchObject({ ok: false, error: { outcome: 'indeterminate' } });
    unit.set('deafToAck', 'off');
    const online = new Promise<void>((resolve) => {
      const stop = acceptor.onStatusChanged(({ device }) => {
        if (device !== 'online') return;
        stop();
        resolve();
      });
    });
    await host.plug();
    await online;
    const fates = acceptor.powerUp.map((found) => (found.kind === 'itemInPath' ? found.fate : found.kind));
    expect(places(unit.items)).toContain(
      fates[0] === 'stacked' ? 'cashbox: 100; cashbox: 100' : 'escrow: 100',
    );
  });
});
