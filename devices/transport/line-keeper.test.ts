import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { type LineFault, LineKeeper } from './line-keeper.ts';
import { memoryLine } from './memory.ts';

let clock: VirtualClock;
let line: ReturnType<typeof memoryLine>;
let answer: Result<void, string>;
let log: string[];
let keeper: LineKeeper;

beforeEach(() => {
  clock = new VirtualClock(0);
  line = memoryLine();
  answer = ok();
  log = [];
  keeper = new LineKeeper({
    transport: line.host,
    clock,
    probe: async () => {
      log.push(`${clock.now()} probe`);
      return answer;
    },
    onUp: () => log.push(`${clock.now()} up`),
    onDown: (fault: LineFault) => log.push(`${clock.now()} ${fault.reason}`),
  });
});

describe('a line that is kept', () => {
  it('is up when the device answers', async () => {
    expect(await keeper.start()).toEqual({ ok: true, value: undefined });
    expect(keeper.isUp).toBe(true);
    expect(log).toEqual(['0 probe', '0 up']);
    expect(clock.pending).toBe(0);
  });

  it('is lost at once when unplugged, and up again when plugged in, with back-off', async () => {
    await keeper.start();
    line.cut();
    expect(keeper.isUp).toBe(false);
    await clock.advance(10_000);
    line.mend();
    await clock.advance(5_000);
    expect(log).toEqual([
      '0 probe',
      '0 up',
      '0 lineLost',
      '250 lineLost',
      '750 lineLost',
      '1750 lineLost',
      '3750 lineLost',
      '7750 lineLost',
      '12750 probe',
      '12750 up',
    ]);
  });

  it('begins with the shortest delay again after it was up', async () => {
    await keeper.start();
    for (const _ of [1, 2]) {
      const at = clock.now();
      line.cut();
      line.mend();
      await clock.advance(250);
      expect(log.at(-1)).toBe(`${at + 250} up`);
    }
  });

  it('tells a port that is not there from a device that is silent', async () => {
    line.cut();
    expect(await keeper.start()).toMatchObject({ ok: false, error: { reason: 'lineNotFound' } });
    line.mend();
    answer = err('asked for its status, nothing came in 300 ms');
    await clock.advance(250);
    expect(log.at(-1)).toBe('250 noAnswer');
    expect(line.host.isOpen).toBe(false);
    answer = ok();
    await clock.advance(500);
    expect(log.at(-1)).toBe('750 up');
  });

  it('begins again when its user gives it up', async () => {
    await keeper.start();
    keeper.giveUp({ reason: 'noAnswer', description: 'three commands without an answer' });
    expect(keeper.isUp).toBe(false);
    await clock.advance(250);
    expect(log.slice(2)).toEqual(['0 noAnswer', '250 probe', '250 up']);
  });

  it('is left alone after stop, also in the middle of a retry', async () => {
    line.cut();
    await keeper.start();
    await keeper.stop();
    line.mend();
    await clock.advance(60_000);
    expect(line.host.isOpen).toBe(false);
    expect(log).toEqual(['0 lineNotFound']);
    expect(clock.pending).toBe(0);
  });

  it('does not come up when it was lost while the device was asked', async () => {
    const starting = keeper.start();
    line.host.onLost(() => {});
    await Promise.resolve();
    await Promise.resolve();
    line.cut();
    await starting;
    expect(keeper.isUp).toBe(false);
  });
});
