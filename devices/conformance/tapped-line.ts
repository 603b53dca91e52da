import { memoryLine } from '../transport/memory.ts';
import type { Transport, UnitLine } from '../transport/transport.ts';

/** A line in memory on which something happens exactly behind a byte. */
export interface TappedLine {
  readonly host: Transport;
  readonly unit: UnitLine;
  /** Bytes that went over it so far, in both directions. */
  readonly passed: number;
  /** Listeners that the host has on it. */
  readonly listeners: number;
  /** Calls `act` once, when so many more bytes have arrived and before the next one does. */
  after(bytes: number, act: () => void): void;
  cut(): void;
  mend(): void;
  onMended(listener: () => void): void;
  /** A dead line carries nothing in either direction, and nobody is told. */
  setDead(dead: boolean): void;
}

export function tappedLine(): TappedLine {
  const line = memoryLine();
  let passed = 0;
  let listeners = 0;
  let isDead = false;
  let mended = () => {};
  let tap: { readonly at: number; readonly act: () => void } | null = null;

  function carry(bytes: Uint8Array, send: (part: Uint8Array) => void): void {
    if (isDead) return;
    let rest = bytes;
    if (tap !== null && passed + rest.length >= tap.at) {
      const { at, act } = tap;
      tap = null;
      const before = rest.subarray(0, at - passed);
      rest = rest.subarray(before.length);
      if (before.length > 0) send(before);
      // The line carries in microtasks, in order: this one comes behind the bytes before it.
      queueMicrotask(act);
    }
    passed += bytes.length;
    if (rest.length > 0) send(rest);
  }

  function counted(stop: () => void): () => void {
    let on = true;
    listeners++;
    return () => {
      if (on) listeners--;
      on = false;
      stop();
    };
  }

  return {
    host: {
      name: line.host.name,
      get isOpen() {
        return line.host.isOpen;
      },
      open: () => line.host.open(),
      async write(bytes) {
        if (!line.host.isOpen) return line.host.write(bytes);
        carry(bytes, (part) => void line.host.write(part));
        return { ok: true, value: undefined };
      },
      onData: (listener) => counted(line.host.onData(listener)),
      onLost: (listener) => counted(line.host.onLost(listener)),
      close: () => line.host.close(),
    },
    unit: {
      write: (bytes) => carry(bytes, (part) => line.unit.write(part)),
      onData: (listener) => line.unit.onData(listener),
    },
    get passed() {
      return passed;
    },
    get listeners() {
      return listeners;
    },
    after(bytes, act) {
      tap = { at: passed + bytes, act };
    },
    cut: () => line.cut(),
    mend() {
      line.mend();
      mended();
    },
    onMended(listener) {
      mended = listener;
    },
    setDead(dead) {
      isDead = dead;
    },
  };
}
