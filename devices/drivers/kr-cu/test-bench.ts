import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { DeviceError } from '../../contract/common.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { FrameParser } from './codec.ts';
import { KrCuLocker } from './driver.ts';
import { KrCuEmulator } from './emulator.ts';

export const done = { ok: true, value: undefined };

/** A cabinet on a bench: driver and emulated board on a line at 19200 baud, on virtual time. A paper lies in 7. */
export async function lockerBench(options: { open?: boolean; compartments?: number } = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new KrCuEmulator({ clock, filled: [7] });
  const sent: string[] = [];
  const hostParser = new FrameParser();
  line.unit.onData((bytes) => {
    for (const heard of hostParser.push(bytes)) {
      if (heard.kind === 'message' && heard.message.kind !== 'state')
        sent.push(`${heard.message.kind} ${heard.message.lock}`);
    }
  });
  unit.attach(pacedLine(line.unit, clock, 19_200));
  const locker = new KrCuLocker({
    id: 'locker',
    transport: line.host,
    clock,
    board: 0,
    compartments: options.compartments ?? 16,
    pollIntervalMs: 500,
    closedBit: 1,
    presentBit: 1,
  });
  let changes = 0;
  locker.onStatusChanged(() => changes++);

  /** Runs virtual time until the promise has an answer. */
  async function finish<T>(promise: Promise<T>): Promise<T> {
    let answer: { value: T } | undefined;
    void promise.then((value) => {
      answer = { value };
    });
    await clock.advanceUntil(() => answer !== undefined);
    if (answer === undefined) throw new Error('not done');
    return answer.value;
  }

  if (options.open !== false) {
    expect(await finish(locker.open())).toEqual(done);
    sent.length = 0;
    changes = 0;
  }
  return {
    clock,
    line,
    unit,
    locker,
    finish,
    changes: () => changes,
    orders: () => sent.filter((one) => one.startsWith('unlock')),
    open: (compartment: number, timeoutMs = 10_000) => finish(locker.openDoor(compartment, { timeoutMs })),
    at: (compartment: number) => locker.status.compartments[compartment - 1],
    /** What hands do before a compartment. */
    hands(compartment: number, ...does: readonly string[]) {
      unit.set('at', String(compartment));
      for (const one of does) unit.set(one, true);
    },
  };
}

export function errorOf(answer: Result<unknown, DeviceError>): DeviceError {
  if (answer.ok) throw new Error('it was done');
  return answer.error;
}
