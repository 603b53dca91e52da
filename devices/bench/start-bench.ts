import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../src-shared/clock.ts';
import { CcnetEmulator } from '../drivers/ccnet/emulator.ts';
import { CoinAcceptorEmulator } from '../drivers/cctalk/coin-acceptor-emulator.ts';
import { HopperEmulator } from '../drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../drivers/cctalk/wire.ts';
import { EscPosEmulator } from '../drivers/escpos/emulator.ts';
import { custom80mm } from '../drivers/escpos/profile.ts';
import { Id003Emulator } from '../drivers/id003/emulator.ts';
import { LcdmEmulator } from '../drivers/lcdm/emulator.ts';
import { specimenCards } from '../drivers/sdt/cards.ts';
import { SdtEmulator } from '../drivers/sdt/emulator.ts';
import { SspEmulator } from '../drivers/ssp/emulator.ts';
import type { Emulator } from '../emulation/emulator.ts';
import type { LineHost } from '../emulation/line-host.ts';
import { pacedLine } from '../emulation/paced-line.ts';
import { hostOnPty } from '../emulation/pty.ts';
import { hostOnTcp } from '../emulation/tcp.ts';
import { type RunningBench, serveBench } from './bench-server.ts';
import { peripheralUnits } from './peripheral-units.ts';
import { supply } from './supply.ts';
import type { Artifact, BenchUnit } from './unit.ts';

export interface BenchOptions {
  /** Where the serial lines come out: `<directory>/identity-card-reader`, `<directory>/receipt-printer`. */
  readonly directory: string;
  /** Of the page on 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** Of the central server, for the messages that its sandbox sends; null = none. */
  readonly serverUrl: string | null;
  /** Units that somebody else started, such as a printer daemon with its controls. */
  readonly moreUnits?: readonly BenchUnit[];
}

export interface DeviceBench extends RunningBench {
  /** What a terminal opens, by unit: a path, or `host:port` where there are no pseudo-terminals. */
  readonly addresses: Readonly<Record<string, string>>;
}

const baudRate = 115_200;

/** Puts the emulated units behind their lines and serves the page on which a person or a test handles them. */
export async function startBench(options: BenchOptions): Promise<DeviceBench> {
  const clock = systemClock;
  await mkdir(options.directory, { recursive: true });
  const reader = new SdtEmulator({ clock, cards: specimenCards() });
  const printer = new EscPosEmulator({ clock });
  const presenter = new EscPosEmulator({ clock, profile: custom80mm });
  const dispenser = new LcdmEmulator({ clock });
  const filled = [10_000, 10_000, 5_000, 5_000, 1_000, 1_000, 1_000, 500, 500, 100, 100, 100];
  const recycler = new SspEmulator({ clock, random: (count) => randomBytes(count), filled });
  const ccnet = new CcnetEmulator({ clock });
  const id003 = new Id003Emulator({ clock });
  const wire = new CctalkWire();
  const coinAcceptor = new CoinAcceptorEmulator({ clock });
  const hopper = new HopperEmulator({ clock });
  coinAcceptor.attach(wire.tap());
  hopper.attach(wire.tap());
  // One line for both: pulling its plug silences both.
  const coins = await lineFor(wire, join(options.directory, 'coins'), clock, 9_600);
  const units: BenchUnit[] = [
    {
      id: 'identity-card-reader',
      class: 'identityCardReader',
      emulator: reader,
      line: await lineFor(reader, join(options.directory, 'identity-card-reader'), clock),
      artifacts: {},
    },
    {
      id: 'receipt-printer',
      class: 'receiptPrinter',
      emulator: printer,
      line: await lineFor(printer, join(options.directory, 'receipt-printer'), clock),
      artifacts: receipts(printer),
    },
    {
      id: 'presenter-receipt-printer',
      class: 'receiptPrinter',
      emulator: presenter,
      line: await lineFor(presenter, join(options.directory, 'presenter-receipt-printer'), clock),
      artifacts: receipts(presenter),
    },
    {
      id: 'cash-dispenser',
      class: 'cashDispenser',
      emulator: dispenser,
      line: await lineFor(dispenser, join(options.directory, 'cash-dispenser'), clock, 9_600),
      artifacts: {},
    },
    {
      id: 'note-recycler',
      class: 'cashAcceptor',
      emulator: recycler,
      line: await lineFor(recycler, join(options.directory, 'note-recycler'), clock, 9_600),
      artifacts: {},
    },
    {
      id: 'ccnet-note-acceptor',
      class: 'cashAcceptor',
      emulator: ccnet,
      line: await lineFor(ccnet, join(options.directory, 'ccnet-note-acceptor'), clock, 9_600),
      artifacts: {},
    },
    {
      id: 'id003-note-acceptor',
      class: 'cashAcceptor',
      emulator: id003,
      line: await lineFor(id003, join(options.directory, 'id003-note-acceptor'), clock, 9_600),
      artifacts: {},
    },
    { id: 'coin-acceptor', class: 'coinAcceptor', emulator: coinAcceptor, line: coins, artifacts: {} },
    { id: 'coin-hopper', class: 'cashDispenser', emulator: hopper, line: coins, artifacts: {} },
    ...(await peripheralUnits(
      clock,
      (emulator, id, baud) => lineFor(emulator, join(options.directory, id), clock, baud),
      (deviceId, on) => supply(units, deviceId, on),
    )),
    ...(options.moreUnits ?? []),
  ];
  const server = await serveBench({ units, port: options.port, serverUrl: options.serverUrl });
  return {
    url: server.url,
    addresses: Object.fromEntries(units.flatMap(({ id, line }) => (line ? [[id, line.address]] : []))),
    async close() {
      await server.close();
      await Promise.all(units.map(({ line }) => line?.unplug()));
    },
  };
}

function receipts(printer: EscPosEmulator): BenchUnit['artifacts'] {
  const form = (contentType: string, name: 'png' | 'bin'): Artifact => ({
    contentType,
    exists: () => printer.lastReceipt !== null,
    read: async () => printer.lastReceipt?.[name] ?? new Uint8Array(),
  });
  return {
    'receipt.png': form('image/png', 'png'),
    'receipt.bin': form('application/octet-stream', 'bin'),
  };
}

function lineFor(emulator: Emulator, path: string, clock: Clock, baud = baudRate): Promise<LineHost> {
  const wrap = (line: Parameters<typeof pacedLine>[0]) => pacedLine(line, clock, baud);
  const hasSocat = process.platform !== 'win32' && spawnSync('socat', ['-V']).error === undefined;
  return hasSocat ? hostOnPty({ emulator, path, wrap }) : hostOnTcp({ emulator, port: 0, wrap });
}
