import { connect, type Socket } from 'node:net';
import { type Clock, systemClock } from '../../src-shared/clock.ts';
import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Transport, TransportError } from './transport.ts';

export interface TcpSettings {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds until an unanswered connection attempt counts as failed. */
const connectTimeoutMs = 3_000;

/** A unit behind a terminal server, or an emulator on a system that has no pseudo-terminals. */
export function tcpTransport(settings: TcpSettings, clock: Clock = systemClock): Transport {
  const name = `tcp ${settings.host}:${settings.port}`;
  const data = new Listeners<Uint8Array>();
  const lost = new Listeners<string>();
  let socket: Socket | undefined;

  return {
    name,
    get isOpen() {
      return socket?.readyState === 'open';
    },
    open() {
      if (socket !== undefined)
        return Promise.resolve(err({ code: 'busy', description: `${name} is open already` }));
      const opened = connect({ host: settings.host, port: settings.port, noDelay: true, keepAlive: true });
      socket = opened;
      opened.on('data', (bytes) => data.tell(bytes));
      return new Promise<Result<void, TransportError>>((resolve) => {
        let failure: NodeJS.ErrnoException | undefined;
        let connected = false;
        const cancel = clock.schedule(connectTimeoutMs, () => opened.destroy(new Error('no answer')));
        opened.on('error', (error) => {
          failure = error;
        });
        opened.on('connect', () => {
          cancel();
          connected = true;
          resolve(ok());
        });
        opened.on('close', () => {
          cancel();
          const wasOurs = socket === opened;
          if (wasOurs) socket = undefined;
          if (!connected) resolve(err(connectError(name, failure)));
          else if (wasOurs) lost.tell(`${name}: ${failure?.message ?? 'closed by the other end'}`);
        });
      });
    },
    write(bytes) {
      return new Promise<Result<void, TransportError>>((resolve) => {
        if (socket?.readyState !== 'open') {
          return resolve(err({ code: 'closed', description: `${name} is not open` }));
        }
        socket.write(bytes, (error) => {
          resolve(error ? err({ code: 'failed', description: `${name}: ${error.message}` }) : ok());
        });
      });
    },
    onData: (listener) => data.add(listener),
    onLost: (listener) => lost.add(listener),
    close() {
      const closing = socket;
      socket = undefined;
      return new Promise((resolve) => {
        if (closing === undefined || closing.closed) return resolve();
        closing.once('close', () => resolve());
        closing.destroy();
      });
    },
  };
}

function connectError(name: string, error: NodeJS.ErrnoException | undefined): TransportError {
  const description = `${name}: ${error?.message ?? 'closed while connecting'}`;
  if (error?.code === 'ECONNREFUSED') return { code: 'refused', description };
  if (error?.code === 'ENOTFOUND' || error?.code === 'EHOSTUNREACH') return { code: 'notFound', description };
  return { code: 'failed', description };
}
