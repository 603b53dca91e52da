import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src-shared/clock.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { UnitLine } from '../transport/transport.ts';
import { pacedLine } from './paced-line.ts';

function wire() {
  const written: { at: number; bytes: Uint8Array }[] = [];
  let hear: (bytes: Uint8Array) => void = () => {};
  const line = (now: () => number): UnitLine => ({
    write: (bytes) => written.push({ at: now(), bytes }),
    onData(listener) {
      hear = listener;
      return () => {
        hear = () => {};
      };
    },
  });
  return { written, line, arrive: (bytes: Uint8Array) => hear(bytes) };
}

const nominal = (bytes: number, baudRate: number) => (bytes * 10_000) / baudRate;

describe('a line at the pace of a UART', () => {
  it('needs 112.4 ms for 1295 bytes at 115200, in small portions', async () => {
    const clock = new VirtualClock(0);
    const { written, line } = wire();
    pacedLine(
      line(() => clock.now()),
      clock,
      115200,
    ).write(new Uint8Array(1295));
    await clock.advance(1000);
    const last = written.at(-1);
    expect(last?.at).toBeCloseTo(nominal(1295, 115200), 3);
    expect(written.length).toBeGreaterThan(30);
    expect(Math.max(...written.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(33);
    expect(clock.pending).toBe(0);
  });

  it('changes neither bytes nor order, and is never faster than the wire', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 0, max: 40 })), {
          maxLength: 10,
        }),
        fc.constantFrom(9600, 57600, 115200),
        async (writes, baudRate) => {
          const clock = new VirtualClock(0);
          const { written, line } = wire();
          const paced = pacedLine(
            line(() => clock.now()),
            clock,
            baudRate,
          );
          for (const [bytes, pause] of writes) {
            paced.write(bytes);
            await clock.advance(pause);
          }
          await clock.advance(10_000);
          expect(written.flatMap(({ bytes }) => [...bytes])).toEqual(writes.flatMap(([bytes]) => [...bytes]));
          let delivered = 0;
          for (const { at, bytes } of written) {
            delivered += bytes.length;
            expect(at).toBeGreaterThanOrEqual(nominal(delivered, baudRate) - 0.001);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('paces what the unit hears too, and lets go of the line', async () => {
    const clock = new VirtualClock(0);
    const { line, arrive } = wire();
    const heard: number[] = [];
    const stop = pacedLine(
      line(() => clock.now()),
      clock,
      9600,
    ).onData(() => heard.push(clock.now()));
    arrive(new Uint8Array(10));
    await clock.advance(100);
    expect(heard.at(-1)).toBeCloseTo(nominal(10, 9600), 3);
    stop();
    arrive(new Uint8Array(10));
    await clock.advance(100);
    expect(heard).toHaveLength(1);
  });

  it('begins an answer when the question had come, however late the timer was', async () => {
    // A clock whose timers are all two milliseconds late.
    const exact = new VirtualClock(0);
    const late = {
      now: () => exact.now(),
      schedule: (ms: number, callback: () => void) => exact.schedule(Math.max(0, ms) + 2, callback),
    };
    const { written, line, arrive } = wire();
    const paced = pacedLine(
      line(() => exact.now()),
      late,
      9600,
    );
    paced.onData((bytes) => paced.write(bytes));
    arrive(new Uint8Array(10));
    await exact.advance(1_000);
    const answered = written.at(-1)?.at ?? 0;
    expect(answered).toBeGreaterThanOrEqual(nominal(20, 9600));
    // One lateness, and not one for the question and one for the answer.
    expect(answered).toBeLessThan(nominal(20, 9600) + 3);
  });

  it('keeps the pace on the real clock, whose timers are late', async () => {
    const { written, line } = wire();
    let done: () => void = () => {};
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    let count = 0;
    const counting: UnitLine = {
      ...line(() => performance.now()),
      write(bytes) {
        written.push({ at: performance.now(), bytes });
        count += bytes.length;
        if (count === 1295) done();
      },
    };
    const start = performance.now();
    pacedLine(counting, systemClock, 115200).write(new Uint8Array(1295));
    await finished;
    const took = performance.now() - start;
    // Not faster than the wire but for the millisecond to which the clock is read.
    expect(took).toBeGreaterThan(nominal(1295, 115200) - 1.5);
  });
});
