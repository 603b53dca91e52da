import { ok } from '../../../src-shared/result.ts';
import type { MemoryLine } from '../../transport/memory.ts';
import type { Transport, UnitLine } from '../../transport/transport.ts';

/** For tests: a line whose two ends sample at rates of their own; where these differ, each hears noise. */
export function mismatchedUart(line: MemoryLine, unitRate: number) {
  const tried: number[] = [];
  let hostRate = 115_200;
  const heard = (bytes: Uint8Array, from: number, to: number) =>
    from === to ? bytes : noise(bytes, from, to);
  const host: Transport = {
    name: line.host.name,
    get isOpen() {
      return line.host.isOpen;
    },
    async open() {
      hostRate = 115_200;
      return line.host.open();
    },
    write: (bytes) => line.host.write(heard(bytes, hostRate, unitRate)),
    onData: (listener) => line.host.onData(listener),
    onLost: (listener) => line.host.onLost(listener),
    async setBaudRate(baudRate) {
      tried.push(baudRate);
      hostRate = baudRate;
      return ok();
    },
    close: () => line.host.close(),
  };
  const unit: UnitLine = {
    write: (bytes) => line.unit.write(heard(bytes, unitRate, hostRate)),
    onData: (listener) => line.unit.onData(listener),
  };
  return { host, unit, tried };
}

/** What a UART makes of another rate: fewer or more characters, none of which were sent. */
function noise(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const length = Math.max(1, Math.round((bytes.length * to) / from));
  return Uint8Array.from(
    { length },
    (_, index) => (bytes[Math.floor((index * from) / to)] ?? 0) ^ (0xff << (index % 7)),
  );
}
