import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { CashError } from '../../contract/cash.ts';
import type { Dispensed, DispenseError } from '../../contract/cash-dispenser.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { LcdmParser } from './codec.ts';
import { LcdmCashDispenser } from './driver.ts';
import { LcdmEmulator } from './emulator.ts';
import { type LcdmProfile, lcdm1000 } from './profile.ts';

const baudRate = 9600;
export const hundredYuan = { currency: 'CNY', value: 10_000 };
/** What a caller should give a dispense. */
export const ampleMs = 75_000;

interface BenchOptions {
  readonly open?: boolean;
  readonly profile?: LcdmProfile;
  readonly notesInCassette?: number;
}

/** A dispenser on a bench: driver and emulated unit on a line at 9600 baud, on virtual time. */
export async function lcdmBench(options: BenchOptions = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const profile = options.profile ?? lcdm1000;
  const unit = new LcdmEmulator({ clock, profile, notesInCassette: options.notesInCassette ?? 200 });
  const total = sum(unit.notes);
  const sent: string[] = [];
  const hostParser = new LcdmParser('host', profile.communicationId);
  line.unit.onData((bytes) => {
    for (const message of hostParser.push(bytes)) {
      if (message.kind !== 'frame') sent.push(message.kind);
      else sent.push(`${message.code.toString(16)}${Buffer.from(message.data).toString('latin1')}`);
    }
  });
  unit.attach(pacedLine(line.unit, clock, baudRate));
  const dispenser = new LcdmCashDispenser({
    id: 'dispenser',
    transport: line.host,
    clock,
    profile,
    item: hundredYuan,
    healthIntervalMs: 10_000,
  });
  const statuses: string[] = [];
  dispenser.onStatusChanged(({ device, reasons }) => statuses.push([device, ...reasons].join(' ')));

  /** Runs virtual time until the promise has an answer; says how long that took. */
  async function finish<T>(promise: Promise<T>): Promise<{ value: T; ms: number }> {
    const began = clock.now();
    let done: { value: T } | undefined;
    void promise.then((value) => {
      done = { value };
    });
    await clock.advanceUntil(() => done !== undefined);
    if (done === undefined) throw new Error('not done');
    return { ...done, ms: clock.now() - began };
  }

  const bench = {
    clock,
    line,
    unit,
    dispenser,
    statuses,
    /** What the driver sent: command codes with their data, `ack`, `nck`. */
    sent,
    finish,
    /** Commands that move notes. */
    motions: () => sent.filter((one) => /^(44|45|76)/.test(one)),
    dispense: async (count: number, timeoutMs = ampleMs) =>
      (await finish(dispenser.dispense('cassette', count, { timeoutMs }))).value,
    reset: async () => (await finish(dispenser.reset({ timeoutMs: ampleMs }))).value,
    last: async () => (await finish(dispenser.lastDispense({ timeoutMs: ampleMs }))).value,
    /** No note was made or lost. */
    expectNotesKept: () => expect(sum(unit.notes)).toBe(total),
  };
  if (options.open !== false) {
    await clock.advance(3_000);
    const opened = await finish(dispenser.open());
    expect(opened.value).toEqual({ ok: true, value: undefined });
    statuses.length = 0;
    sent.length = 0;
  }
  return bench;
}

function sum(notes: Readonly<Record<string, number>>): number {
  return Object.values(notes).reduce((all, count) => all + count, 0);
}

export function notes(count: number) {
  return count === 0 ? [] : [{ ...hundredYuan, count }];
}

export function expectDispensed(answer: Result<Dispensed, DispenseError>, count: number, rejected = 0): void {
  expect(answer).toEqual({ ok: true, value: { presented: notes(count), rejected } });
}

export function errorOf<E extends CashError>(answer: Result<unknown, E>): E {
  if (answer.ok) throw new Error('it was done');
  return answer.error;
}
