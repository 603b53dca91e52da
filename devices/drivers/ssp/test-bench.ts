import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashCount, CashError } from '../../contract/cash.ts';
import type { CashAcceptorEvent } from '../../contract/cash-acceptor.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { SspNoteRecycler } from './driver.ts';
import { SspEmulator, type SspEmulatorOptions } from './emulator.ts';
import { replayableRandom } from './replayable-random.ts';

export const fixedKey = 0x0123456701234567n;
const baudRate = 9600;

export type Bench = Awaited<ReturnType<typeof sspBench>>;

/** A recycler on a bench: driver and emulated unit on a line at UART pace, on virtual time. */
export async function sspBench(
  options: { open?: boolean; unit?: Partial<SspEmulatorOptions>; attempts?: number } = {},
) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new SspEmulator({ clock, random: replayableRandom(7), ...options.unit });
  unit.attach(pacedLine(line.unit, clock, baudRate));
  const cleanUp = new Set<() => void>();

  function newDriver(seed = 1) {
    const recycler = new SspNoteRecycler({
      id: 'recycler',
      transport: line.host,
      clock,
      random: replayableRandom(seed),
      currency: 'CNY',
      fixedKey,
      primeBits: 64,
      pollIntervalMs: 200,
      attempts: options.attempts ?? 21,
    });
    const events: CashAcceptorEvent[] = [];
    const statuses: string[] = [];
    recycler.onEvent((event) => events.push(event));
    recycler.onStatusChanged(({ device, reasons }) => statuses.push([device, ...reasons].join(' ')));
    return { recycler, events, statuses };
  }

  /** Runs virtual time until the promise has an answer. */
  async function finish<T>(promise: Promise<T>): Promise<T> {
    let done: { value: T } | undefined;
    void promise.then((value) => {
      done = { value };
    });
    await clock.advanceUntil(() => done !== undefined);
    if (done === undefined) throw new Error('not done');
    return done.value;
  }

  const first = newDriver();
  const bench = {
    clock,
    line,
    unit,
    finish,
    cleanUp,
    newDriver,
    ...first,
    /** Opens the mouth for all notes. */
    async enable(values = first.recycler.itemTypes.map(({ value }) => value)) {
      expect(await finish(first.recycler.enable(values, { timeoutMs: 10_000 }))).toEqual(okResult);
    },
    /** Pushes a note in and waits until it is in escrow. */
    async insert(name: string) {
      const before = first.events.length;
      unit.set('insert', name);
      await clock.advanceUntil(
        () => first.events.slice(before).some(({ type }) => type === 'escrow'),
        20_000,
      );
    },
    /** Runs until the driver has found the unit again. */
    async online() {
      await clock.advanceUntil(() => first.recycler.status.device !== 'offline', 300_000);
    },
    stack: (timeoutMs = 30_000) => finish(first.recycler.stack({ timeoutMs })),
    payOut: (amount: number, timeoutMs = 120_000, signal?: AbortSignal) =>
      finish(first.recycler.payOut(amount, signal === undefined ? { timeoutMs } : { timeoutMs, signal })),
    /** Notes of a place, as `5 x 100`. */
    notes: (place: keyof ReturnType<SspEmulator['inventory']>) => written(unit.inventory()[place]),
    switchValue: (id: string) => unit.describe().switches.find((one) => one.id === id)?.value,
  };
  if (options.open !== false) {
    expect(await finish(first.recycler.open())).toEqual(okResult);
    first.statuses.length = 0;
  }
  return bench;
}

export const okResult = { ok: true, value: undefined };
export const yuan = (value: number) => ({ currency: 'CNY', value: value * 100 });

export function written(counts: readonly CashCount[]): string {
  return counts.map(({ value, count }) => `${count} x ${value / 100}`).join(', ');
}

export function expectValue<T>(result: Result<T, CashError>): T {
  if (!result.ok) {
    const { completionCode, errorCode, outcome, description } = result.error;
    throw new Error(`${completionCode} ${errorCode ?? ''} ${outcome}: ${description}`);
  }
  return result.value;
}

export function expectError<T>(result: Result<T, CashError>): CashError {
  if (result.ok) throw new Error(`was done: ${JSON.stringify(result.value)}`);
  return result.error;
}
