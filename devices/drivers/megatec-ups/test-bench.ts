import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { DeviceError } from '../../contract/common.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { LineParser } from './codec.ts';
import { MegatecUps } from './driver.ts';
import { MegatecUpsEmulator } from './emulator.ts';

export const done = { ok: true, value: undefined };

/** A UPS on a bench: driver and emulated unit on a line at 2400 baud, on virtual time. */
export async function upsBench(options: { open?: boolean; batteryVolts?: number; switches?: string[] } = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new MegatecUpsEmulator({ clock });
  for (const one of options.switches ?? []) unit.set(one, true);
  const sent: string[] = [];
  const hostParser = new LineParser();
  line.unit.onData((bytes) => {
    for (const heard of hostParser.push(bytes)) {
      if (heard.kind === 'message' && heard.message.kind === 'line') sent.push(heard.message.text);
    }
  });
  unit.attach(pacedLine(line.unit, clock, 2_400));
  const { batteryVolts } = options;
  const ups = new MegatecUps({ id: 'ups', transport: line.host, clock, pollIntervalMs: 2_000, batteryVolts });
  const statuses: string[] = [];
  ups.onStatusChanged(({ device, reasons }) => statuses.push([device, ...reasons].join(' ')));

  /** Runs virtual time until the promise has an answer; says how long that took. */
  async function finish<T>(promise: Promise<T>): Promise<{ value: T; ms: number }> {
    const began = clock.now();
    let answer: { value: T } | undefined;
    void promise.then((value) => {
      answer = { value };
    });
    await clock.advanceUntil(() => answer !== undefined);
    if (answer === undefined) throw new Error('not done');
    return { ...answer, ms: clock.now() - began };
  }

  if (options.open !== false) {
    expect((await finish(ups.open())).value).toEqual(done);
    statuses.length = 0;
    sent.length = 0;
  }
  return {
    clock,
    line,
    unit,
    ups,
    statuses,
    /** Commands that the driver sent. */
    sent,
    finish,
    orders: () => sent.filter((one) => one !== 'Q1' && one !== 'F'),
    shutdown: async (afterMs: number) =>
      (await finish(ups.scheduleShutdown(afterMs, { timeoutMs: 20_000 }))).value,
    cancelShutdown: async () => (await finish(ups.cancelShutdown({ timeoutMs: 20_000 }))).value,
  };
}

export function errorOf(answer: Result<unknown, DeviceError>): DeviceError {
  if (answer.ok) throw new Error('it was done');
  return answer.error;
}
