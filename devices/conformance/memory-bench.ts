import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { Device } from '../contract/common.ts';
import { inWords, isUp, judge, type Seen } from './judge.ts';
import type { CommandCase, DriverConformance, Rig, Time, Unit } from './kit.ts';
import { fail } from './report.ts';
import { type TappedLine, tappedLine } from './tapped-line.ts';

/** Longer than any back-off, self-test and repetition of a driver. */
export const settleMs = 120_000;
const lookMs = 5_000;

/** A driver on its unit over a line in memory, on virtual time: made anew for every scenario. */
export interface MemoryBench extends Rig {
  readonly line: TappedLine;
  /** The same unit under a new process. */
  anotherDriver(): MemoryBench;
  /** Closes the driver, and looks at what must hold at the end of every life. */
  end(): Promise<void>;
}

export function memoryBench(conformance: DriverConformance): MemoryBench {
  const clock = new VirtualClock();
  const line = tappedLine();
  const unit = conformance.makeUnit(clock);
  const attach = () => unit.attach(line.unit);
  let detach = attach();
  if (conformance.connected) {
    line.host.onLost(() => detach());
    line.onMended(() => {
      detach();
      detach = attach();
    });
  }
  return benchOn(conformance, clock, line, unit, []);
}

function benchOn(
  conformance: DriverConformance,
  clock: VirtualClock,
  line: TappedLine,
  unit: Unit,
  told: string[],
): MemoryBench {
  const device = conformance.makeDriver(line.host, clock);
  conformance.watch?.(device, told);
  return {
    line,
    unit,
    device,
    time: virtualTime(clock),
    anotherDriver: () => benchOn(conformance, clock, line, unit, told),
    async end() {
      await virtualTime(clock).answer(device.close());
      await clock.advance(settleMs);
      if (clock.pending > 0) fail(`${clock.pending} timers are left after close`);
      if (line.host.isOpen) fail('the line is open after close');
      const wrong = conformance.invariant?.(unit, told) ?? null;
      if (wrong !== null) fail(wrong);
    },
  };
}

function virtualTime(clock: VirtualClock): Time {
  return {
    clock,
    pause: (milliseconds) => clock.advance(milliseconds),
    async answer(promise) {
      let done = false;
      const settled = promise.finally(() => {
        done = true;
      });
      settled.catch(() => {});
      await clock.advanceUntil(() => done, 600_000);
      return settled;
    },
    async until(what, holds, limitMs) {
      const end = clock.now() + limitMs;
      while (!holds()) {
        if (clock.now() >= end) fail(`${what}: not within ${limitMs} ms`);
        await clock.advance(50);
      }
    },
  };
}

/** Switches on and opens. */
export async function openBench(conformance: DriverConformance): Promise<MemoryBench> {
  const bench = memoryBench(conformance);
  await bench.time.pause(conformance.startMs ?? 3_000);
  const opened = await bench.time.answer(bench.device.open());
  if (!opened.ok) fail(`open: ${inWords(opened)}`);
  await bench.time.until('up after open', () => isUp(bench.device), settleMs);
  return bench;
}

export interface Disturbance {
  /** Just before the command starts, in its situation. */
  readonly before?: (abort: () => void) => void;
  readonly excess?: number;
  /** What people do before what the unit did is looked at. */
  readonly hands?: () => void;
}

/** Runs a command in its situation and looks whether the answer is true. */
export async function runAndJudge(
  bench: MemoryBench,
  command: CommandCase<Unit, Device>,
  whole: number,
  { before, excess = 0, hands }: Disturbance = {},
): Promise<Seen> {
  await command.prepare?.(bench);
  const count = () => command.moved?.(bench.unit) ?? 0;
  const movedBefore = count();
  const expected = command.whole?.(bench.unit) ?? whole;
  const stop = new AbortController();
  before?.(() => stop.abort());
  const answer = await bench.time.answer(
    command.run(bench, { timeoutMs: command.timeoutMs, signal: stop.signal }),
  );
  hands?.();
  await bench.time.pause(command.settleMs ?? lookMs);
  const all = count() - movedBefore;
  const moved = all > expected ? Math.max(expected, all - excess) : Math.max(0, all);
  const changesNothing = command.moved === undefined && command.motion === undefined;
  const seen: Seen = { answer, moved, whole: expected, changesNothing };
  judge(seen);
  return seen;
}

/** What the command does when nothing is in its way, and how many bytes that takes. */
export async function undisturbed(
  conformance: DriverConformance,
  command: CommandCase<Unit, Device>,
): Promise<{ readonly whole: number; readonly bytes: number }> {
  const bench = await openBench(conformance);
  await command.prepare?.(bench);
  const before = command.moved?.(bench.unit) ?? 0;
  const bytesBefore = bench.line.passed;
  const answer = await bench.time.answer(command.run(bench, { timeoutMs: command.timeoutMs }));
  const bytes = bench.line.passed - bytesBefore;
  await bench.time.pause(command.settleMs ?? lookMs);
  if (!answer.ok) fail(inWords(answer));
  const whole = (command.moved?.(bench.unit) ?? 0) - before;
  if (command.moved !== undefined && whole === 0) fail('done, and the unit moved nothing');
  await bench.end();
  return { whole, bytes };
}

/** After trouble: the driver finds its unit again, people put it in order, and the command works. */
export async function worksAgain(
  conformance: DriverConformance,
  bench: MemoryBench,
  command: CommandCase<Unit, Device>,
  whole: number,
): Promise<void> {
  conformance.hands?.(bench.unit);
  // Until a driver that looks a few times a second has seen it.
  await bench.time.pause(1_000);
  await bench.time.until('up again', () => isUp(bench.device), settleMs);
  await conformance.recover?.(bench);
  const { answer } = await runAndJudge(bench, command, whole);
  if (!answer.ok) fail(`once more, with everything in order: ${inWords(answer)}`);
  await bench.end();
}
