import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { UnitLine } from '../transport/transport.ts';
import type { Emulator } from './emulator.ts';
import type { LineHost } from './line-host.ts';

export interface PtyOptions {
  readonly emulator: Emulator;
  /** Where the line comes out, for example `/tmp/zerowindow/identity-card-reader`. */
  readonly path: string;
  /** Puts something between the unit and the line, for example the pace of a UART. */
  readonly wrap?: (line: UnitLine) => UnitLine;
}

/** Puts an emulated unit behind a pseudo-terminal (Linux, macOS), which a driver opens as a serial port. */
export async function hostOnPty(options: PtyOptions): Promise<LineHost> {
  let plugged: Plugged | undefined;
  /** Plugging takes a moment: a plug that is put in while it is being pulled waits until it is out. */
  let turn: Promise<void> = Promise.resolve();
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }
  const host: LineHost = {
    address: options.path,
    get plugged() {
      return plugged !== undefined;
    },
    plug() {
      return inTurn(async () => {
        plugged ??= await plugIn(options, () => {
          plugged = undefined;
        });
      });
    },
    unplug() {
      return inTurn(async () => {
        await plugged?.pull();
      });
    },
  };
  await host.plug();
  return host;
}

interface Plugged {
  pull(): Promise<void>;
}

async function plugIn(options: PtyOptions, onEnded: () => void): Promise<Plugged> {
  await rm(options.path, { force: true });
  const socat = spawn('socat', ['-d', '-d', `PTY,link=${options.path},raw,echo=0,mode=666`, 'STDIO'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await transferring(socat);
  // Somebody must hold the unit's end open: with the last closer gone the other end reads an error and socat
  // leaves, as if a driver that closes its port pulled the plug.
  const holder: FileHandle = await open(options.path, constants.O_RDWR | constants.O_NOCTTY);

  const detach = options.emulator.attach((options.wrap ?? ((line) => line))(lineOf(socat)));
  const ended = new Promise<void>((resolve) => {
    socat.once('exit', () => {
      detach();
      onEnded();
      void holder
        .close()
        .then(() => rm(options.path, { force: true }))
        .then(resolve);
    });
  });
  return {
    async pull() {
      socat.kill('SIGTERM');
      await ended;
    },
  };
}

/** Resolves when socat says that both ends are open; its second end opens after the link was made. */
function transferring(socat: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    socat.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('starting data transfer loop')) {
        resolve();
        said = '';
      }
    });
    socat.once('error', (error) => reject(new Error(`socat did not start: ${error.message}`)));
    socat.once('exit', (code) => reject(new Error(`socat left with ${code}: ${said.trim()}`)));
  });
}

function lineOf(socat: ChildProcess): UnitLine {
  // The cable may be pulled while the unit speaks: those bytes are gone, as on a real one.
  socat.stdin?.on('error', () => {});
  return {
    write(bytes) {
      if (socat.stdin?.writable) socat.stdin.write(bytes);
    },
    onData(listener) {
      const hear = (bytes: Buffer) => listener(bytes);
      socat.stdout?.on('data', hear);
      return () => socat.stdout?.off('data', hear);
    },
  };
}
