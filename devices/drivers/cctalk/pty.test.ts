import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import type { CoinAcceptorEvent } from '../../contract/cash-dispenser.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { hostOnPty } from '../../emulation/pty.ts';
import { ptySuite, socatMissing } from '../../emulation/test-socat.ts';
import { serialTransport } from '../../transport/serial.ts';
import { CctalkBus } from './bus.ts';
import { CctalkCoinAcceptor } from './coin-acceptor.ts';
import { CoinAcceptorEmulator } from './coin-acceptor-emulator.ts';
import { CctalkHopper } from './hopper.ts';
import { HopperEmulator } from './hopper-emulator.ts';
import { expectPaid, oneYuan } from './test-bench.ts';
import { CctalkWire } from './wire.ts';

describe.skipIf(socatMissing)(ptySuite, () => {
  it('coins are taken and paid through one real serial port', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const path = join(directory, 'coins');
    const clock = systemClock;
    const wire = new CctalkWire();
    const acceptorUnit = new CoinAcceptorEmulator({ clock });
    acceptorUnit.attach(wire.tap());
    new HopperEmulator({ clock }).attach(wire.tap());
    const wrap = (line: Parameters<typeof pacedLine>[0]) => pacedLine(line, clock, 9600);
    const host = await hostOnPty({ emulator: wire, path, wrap });
    const bus = new CctalkBus(
      serialTransport({ path, baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 }),
      clock,
    );
    const acceptor = new CctalkCoinAcceptor({
      id: 'in',
      bus,
      unit: { address: 2, mode: 'checksum' },
      clock,
      coins: [{ position: 3, ...oneYuan }],
      places: {},
      pollIntervalMs: 100,
    });
    const hopper = new CctalkHopper({
      id: 'out',
      bus,
      unit: { address: 3, mode: 'checksum' },
      clock,
      item: oneYuan,
      security: { kind: 'fixed', bytes: [0, 0, 0, 0, 0, 0, 0, 0] },
      levelSensors: true,
      healthIntervalMs: 60_000,
    });
    const online = (device: typeof acceptor | typeof hopper) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (device.status.device === 'online') resolve();
        };
        device.onStatusChanged(look);
        look();
      });
    // The hopper needs a second to come up; the line is tried again meanwhile.
    await Promise.all([acceptor.open(), hopper.open()]);
    await Promise.all([online(acceptor), online(hopper)]);

    expect((await acceptor.enable([100], { timeoutMs: 10_000 })).ok).toBe(true);
    const accepted = new Promise<CoinAcceptorEvent>((resolve) => acceptor.onEvent(resolve));
    acceptorUnit.set('insertCoin3', true);
    expectPaid(await hopper.dispense('hopper', 3, { timeoutMs: 20_000 }), 3);
    expect(await accepted).toMatchObject({ type: 'accepted', item: oneYuan, place: 'cashbox' });
    await Promise.all([acceptor.close(), hopper.close()]);
    await host.unplug();
    rmSync(directory, { recursive: true });
  });
});
