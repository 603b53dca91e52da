import { createRequire } from 'node:module';
import type { SerialPort } from 'serialport';
import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { endAtHangUp } from './serial-hang-up.ts';
import type { Transport, TransportError } from './transport.ts';

const require = createRequire(import.meta.url);

export interface SerialSettings {
  /** `/dev/ttyS0`, `/dev/serial/by-id/...`, `COM3`. */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/**
 * A serial port. Modem lines are neither read nor set: pseudo-terminals refuse both ("Inappropriate ioctl for
 * device"), and no unit of ours needs them.
 */
export function serialTransport(settings: SerialSettings): Transport {
  const parity = settings.parity === 'none' ? 'N' : settings.parity === 'even' ? 'E' : 'O';
  const name = `serial ${settings.path} ${settings.baudRate} ${settings.dataBits}${parity}${settings.stopBits}`;
  const data = new Listeners<Uint8Array>();
  const lost = new Listeners<string>();
  let port: SerialPort | undefined;

  return {
    name,
    get isOpen() {
      return port?.isOpen ?? false;
    },
    open() {
      if (port !== undefined)
        return Promise.resolve(err({ code: 'busy', description: `${name} is open already` }));
      // Only now: it takes as long as the rest of a device, and no screen waits for an open line.
      const serial = require('serialport') as typeof import('serialport');
      const opened = new serial.SerialPort({ ...settings, autoOpen: false });
      port = opened;
      // Before anything is read of it. On Windows the package is told of a line that has gone.
      opened.once('open', () => {
        if (opened.port !== undefined && 'poller' in opened.port) endAtHangUp(opened.port);
      });
      // At once and not when a driver listens: only a flowing port notices that its other end went away.
      opened.on('data', (bytes: Buffer) => data.tell(bytes));
      opened.on('error', () => {
        // Told again by the callback of the failed call, or by `close`.
      });
      opened.on('close', (reason: (Error & { disconnected?: boolean }) | null) => {
        if (port !== opened) return;
        port = undefined;
        lost.tell(`${name}: ${reason?.message ?? 'closed by the system'}`);
      });
      return new Promise((resolve) => {
        opened.open((error) => {
          if (error === null) return resolve(ok());
          if (port === opened) port = undefined;
          resolve(err(openError(name, error)));
        });
      });
    },
    write(bytes) {
      return new Promise<Result<void, TransportError>>((resolve) => {
        if (port === undefined || !port.isOpen) {
          return resolve(err({ code: 'closed', description: `${name} is not open` }));
        }
        port.write(bytes, (error) => {
          resolve(error ? err({ code: 'failed', description: `${name}: ${error.message}` }) : ok());
        });
      });
    },
    setBaudRate(baudRate) {
      return new Promise((resolve) => {
        if (port === undefined || !port.isOpen) {
          return resolve(err({ code: 'closed', description: `${name} is not open` }));
        }
        port.update({ baudRate }, (error) => {
          const description = `${name}: ${error?.message}`;
          resolve(error ? err({ code: 'failed', description }) : ok());
        });
      });
    },
    onData: (listener) => data.add(listener),
    onLost: (listener) => lost.add(listener),
    close() {
      const closing = port;
      // Forgotten first, so that the close event is not taken for a lost line.
      port = undefined;
      return new Promise((resolve) => {
        if (closing === undefined || !closing.isOpen) return resolve();
        closing.close(() => resolve());
      });
    },
  };
}

/** The bindings give only a sentence; its beginning is the system's own text for the error number. */
function openError(name: string, error: Error): TransportError {
  const text = error.message;
  const description = `${name}: ${text.replace(/^Error:\s*/, '')}`;
  if (/no such file|file not found|no such device/i.test(text)) return { code: 'notFound', description };
  if (/cannot lock|resource busy|access denied/i.test(text)) return { code: 'busy', description };
  if (/permission denied/i.test(text)) return { code: 'refused', description };
  return { code: 'failed', description };
}
