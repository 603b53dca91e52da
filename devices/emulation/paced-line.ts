import type { Clock } from '../../src-shared/clock.ts';
import { Listeners } from '../../src-shared/listeners.ts';
import type { UnitLine } from '../transport/transport.ts';

/** A start bit, eight data bits, a stop bit. */
const bitsPerByte = 10;
/** UARTs and USB-serial chips hand over what their small FIFO holds, or what came before the line paused. */
const portionBytes = 32;

/**
 * Makes bytes take the time that a serial line of this speed needs, in both directions, for behind a
 * pseudo-terminal they take none. They arrive in small portions, so that a driver sees partial frames as it
 * does with real hardware.
 */
export function pacedLine(line: UnitLine, clock: Clock, baudRate: number): UnitLine {
  const received = new Listeners<Uint8Array>();
  /**
   * When on the wire the bytes came that the unit is just being told of. An answer that it gives at once begins
   * then, and not when the timer of this computer got round to telling it.
   */
  let heardAt: number | undefined;
  const now = () => heardAt ?? clock.now();
  const sending = pace(clock, baudRate, now, (bytes) => line.write(bytes));
  const receiving = pace(clock, baudRate, now, (bytes, at) => {
    heardAt = at;
    received.tell(bytes);
    heardAt = undefined;
  });
  return {
    write: sending,
    onData(listener) {
      const stopReceiving = received.add(listener);
      const stopLine = line.onData(receiving);
      return () => {
        stopReceiving();
        stopLine();
      };
    },
  };
}

function pace(
  clock: Clock,
  baudRate: number,
  now: () => number,
  deliver: (bytes: Uint8Array, at: number) => void,
): (bytes: Uint8Array) => void {
  const msPerByte = (bitsPerByte * 1000) / baudRate;
  const queue: number[] = [];
  /** When the last byte that was delivered had left the wire. Kept exact, so that late timers do not add up. */
  let wireTime = 0;
  let running = false;

  function next(): void {
    const portion = Math.min(portionBytes, queue.length);
    clock.schedule(wireTime + portion * msPerByte - clock.now(), () => {
      // Whatever has left the wire by now, if the timer was late: a FIFO gives all it holds.
      const passed = Math.floor((clock.now() - wireTime) / msPerByte);
      const count = Math.min(queue.length, Math.max(portion, passed));
      wireTime += count * msPerByte;
      deliver(Uint8Array.from(queue.splice(0, count)), wireTime);
      if (queue.length > 0) next();
      else running = false;
    });
  }

  return (bytes) => {
    for (const byte of bytes) queue.push(byte);
    if (running || queue.length === 0) return;
    running = true;
    wireTime = Math.max(wireTime, now());
    next();
  };
}
