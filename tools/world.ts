import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeviceBench, startBench } from '../devices/bench/start-bench.ts';
import { startTestPrinter, type TestPrinter } from '../devices/drivers/ipp/test-printer.ts';
import { createLog } from '../src-server/log.ts';
import { systemRandom } from '../src-server/random.ts';
import { type Server, startServer } from '../src-server/server.ts';
import { serverKeyFile } from '../src-server/store/server-key.ts';
import { projectDirectory } from './host.ts';

/**
 * Everything around a terminal, on this machine: the central server with the sandbox of the authority, the
 * emulated units on their lines, and a real IPP printer that keeps what it prints.
 */
export interface World {
  readonly serverUrl: string;
  readonly operatorPassword: string;
  readonly bench: DeviceBench;
  readonly printer: TestPrinter;
  /** What a terminal in this world gets in its environment. Each call draws a new enrolment code. */
  terminalEnvironment(): Promise<Record<string, string>>;
  /** The centre goes away, and comes back at the same address with what it held. */
  stopServer(): Promise<void>;
  resumeServer(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Data of the server, spool of the printer. */
  readonly directory: string;
  /** 0 takes any free port. */
  readonly ports: { readonly server: number; readonly bench: number; readonly printer: number };
  readonly operatorPassword: string;
  /** Photos of the people of the sandbox; `config/sandbox/photos` when not given. */
  readonly photoDirectory?: string;
  readonly progress: (line: string) => void;
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { directory, operatorPassword, progress } = options;
  const dataDirectory = join(directory, 'server');
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const key = serverKeyFile(dataDirectory, systemRandom);
  if (!key.ok) throw new Error(key.error.message);
  const open = (port: number): Promise<Server> =>
    startServer({
      port,
      database: { kind: 'embedded', directory: dataDirectory },
      serverKey: key.value,
      authority: 'sandbox',
      configDirectory: join(projectDirectory, 'config'),
      consoleDirectory: join(projectDirectory, 'build/console'),
      reviewDirectory: join(projectDirectory, 'config/review'),
      operatorPassword,
      ...(options.photoDirectory === undefined ? {} : { photoDirectory: options.photoDirectory }),
      log: createLog('error'),
    });

  progress('starting the central server and its sandbox');
  let server: Server | undefined = await open(options.ports.server);
  const serverUrl = server.url;

  progress('starting the IPP printer');
  const printer = await startTestPrinter({
    port: options.ports.printer,
    directory: join(directory, 'printer'),
  });

  progress('starting the emulated units and their bench');
  // The user that runs the kiosk must be able to open the lines.
  const lines = mkdtempSync(join(tmpdir(), 'zerowindow-lines-'));
  chmodSync(lines, 0o755);
  const bench = await startBench({
    directory: lines,
    port: options.ports.bench,
    serverUrl,
    moreUnits: [printer.benchUnit],
  });

  return {
    serverUrl,
    operatorPassword,
    bench,
    printer,
    async terminalEnvironment() {
      if (server === undefined) throw new Error('the server is stopped');
      return {
        ZEROWINDOW_SERVER_URL: serverUrl,
        ZEROWINDOW_ENROLMENT_CODE: await server.createEnrolmentCode(),
        ...deviceAddress('IDENTITY_CARD_READER', bench.addresses['identity-card-reader']),
        ...deviceAddress('RECEIPT_PRINTER', bench.addresses['receipt-printer']),
        ...deviceAddress('NOTE_RECYCLER', bench.addresses['note-recycler']),
        ...deviceAddress('CASH_DISPENSER', bench.addresses['cash-dispenser']),
        ...deviceAddress('COIN_HOPPER', bench.addresses['coin-hopper']),
        ...deviceAddress('BARCODE_READER', bench.addresses['barcode-reader']),
        ...deviceAddress('CARD_READER', bench.addresses['card-reader']),
        ...deviceAddress('PIN_PAD', bench.addresses['pin-pad']),
        ZEROWINDOW_DEVICE_DOCUMENT_PRINTER_URI: printer.uri,
      };
    },
    async stopServer() {
      await server?.close();
      server = undefined;
    },
    async resumeServer() {
      server ??= await open(Number(new URL(serverUrl).port));
    },
    async close() {
      await bench.close();
      await printer.close();
      await server?.close();
      rmSync(lines, { recursive: true, force: true });
    },
  };
}

/** A serial line by its path; where there are no pseudo-terminals, a socket by its port. */
function deviceAddress(device: string, address: string | undefined): Record<string, string> {
  if (address === undefined) throw new Error(`the bench has no ${device}`);
  const port = /^[^/]*:(\d+)$/.exec(address)?.[1];
  return port === undefined
    ? { [`ZEROWINDOW_DEVICE_${device}_PATH`]: address }
    : { [`ZEROWINDOW_DEVICE_${device}_PORT`]: port };
}
