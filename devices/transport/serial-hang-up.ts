import { read } from 'node:fs';
import { promisify } from 'node:util';

/** What the `serialport` package has of an open line on Linux and macOS. */
export interface UnixPort {
  /** Null when it is closed. */
  readonly fd: number | null;
  readonly poller: {
    once(event: 'readable', callback: (error: Error | null) => void): unknown;
  };
  read(
    buffer: Buffer,
    offset: number,
    length: number,
  ): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }>;
}

const readAsync = promisify(read);

/**
 * Makes a line tell when its other end has gone. Such a line reads as empty, and the package takes that for "nothing yet": it
 * asks again at once, and for ever, until the memory is full (serialport/bindings-cpp, issue 162). Mostly the package waits
 * and is told; not where a unit is unplugged while it sends.
 */
export function endAtHangUp(port: UnixPort): void {
  port.read = async (buffer, offset, length) => {
    for (;;) {
      const bytesRead = await readAsync(fdOf(port), buffer, offset, length, null)
        .then((done) => done.bytesRead)
        .catch(nothingYet);
      if (bytesRead === 0) throw new Error('the other end of the line has gone');
      if (bytesRead !== null) return { buffer, bytesRead };
      // To ask the poller of a port that was closed meanwhile ends the process.
      fdOf(port);
      await readable(port);
    }
  };
}

function fdOf({ fd }: UnixPort): number {
  if (fd === null) throw Object.assign(new Error('the port is closed'), { canceled: true });
  return fd;
}

function nothingYet(error: NodeJS.ErrnoException): null {
  if (error.code === 'EAGAIN' || error.code === 'EINTR') return null;
  throw error;
}

/** Fails when the port is closed, or the system says that the line has gone. */
function readable({ poller }: UnixPort): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once('readable', (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
