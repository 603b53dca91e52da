import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { UnitLine } from '../transport/transport.ts';
import type { Emulator } from './emulator.ts';
import type { LineHost } from './line-host.ts';

export interface TcpHostOptions {
  readonly emulator: Emulator;
  /** On 127.0.0.1; 0 takes any free one, which is then kept. */
  readonly port: number;
  readonly wrap?: (line: UnitLine) => UnitLine;
}

/** Puts an emulated unit behind a loopback TCP port, for systems without pseudo-terminals. */
export async function hostOnTcp(options: TcpHostOptions): Promise<LineHost> {
  const wrap = options.wrap ?? ((line: UnitLine) => line);
  let server: Server | undefined;
  let release: () => void = () => {};
  let port = options.port;

  function serve(socket: Socket): void {
    // One cable: who comes later takes it over, for the one before may be gone without a word.
    release();
    const detach = options.emulator.attach(wrap(lineOf(socket)));
    release = () => {
      release = () => {};
      detach();
      socket.destroy();
    };
    const ours = release;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => {
      if (release === ours) release();
    });
  }

  const host: LineHost = {
    get address() {
      return `127.0.0.1:${port}`;
    },
    get plugged() {
      return server !== undefined;
    },
    plug() {
      if (server !== undefined) return Promise.resolve();
      const starting = createServer(serve);
      server = starting;
      return new Promise((resolve, reject) => {
        starting.once('error', (error) => {
          server = undefined;
          reject(error);
        });
        starting.listen(port, '127.0.0.1', () => {
          port = (starting.address() as AddressInfo).port;
          resolve();
        });
      });
    },
    unplug() {
      const stopping = server;
      server = undefined;
      release();
      return new Promise((resolve) => {
        if (stopping === undefined) return resolve();
        stopping.close(() => resolve());
      });
    },
  };
  await host.plug();
  return host;
}

/** A socket as the unit's end of a line. */
export function lineOf(socket: Socket): UnitLine {
  return {
    write(bytes) {
      if (socket.writable) socket.write(bytes);
    },
    onData(listener) {
      const hear = (bytes: Buffer) => listener(bytes);
      socket.on('data', hear);
      return () => socket.off('data', hear);
    },
  };
}
