import { describe, expect, it } from 'vitest';
import { cashboxValue, expectError, places, toldValue } from '../note-acceptor/test-watch.ts';
import { id003Bench, options } from './test-bench.ts';

describe('the line is cut', () => {
  it('and stack answers at once that nobody knows', async () => {
    const bench = await id003Bench();
    await bench.insert('100');
    const stacking = bench.acceptor.stack(options);
    await bench.clock.advance(500);
    bench.line.cut();
    const { value, ms } = await bench.finish(stacking);
    expect(expectError(value)).toMatchObject({ completionCode: 'deviceNotReady', outcome: 'indeterminate' });
    expect(ms).toBe(0);
    expect(bench.acceptor.status).toMatchObject({
      device: 'offline',
      reasons: ['lineLost'],
      accepting: false,
    });
    // The unit goes on by itself and keeps its word until it is heard.
    await bench.clock.advance(3_000);
    bench.line.mend();
    await bench.clock.advance(10_000);
    expect(bench.findings).toEqual(['stacked 10000']);
    expect(bench.events).toEqual(['escrow 10000']);
    expect(places(bench.unit.items)).toBe('cashbox: 100');
  });

  it('with a note in escrow, and mended in time: the note is still held, and can be stacked', async () => {
    const bench = await id003Bench();
    await bench.insert('100');
    bench.line.cut();
    await bench.clock.advance(100);
    bench.line.mend();
    await bench.clock.advance(1_500);
    expect(bench.findings).toEqual(['held 10000']);
    expect(bench.acceptor.status.intermediateStacker).toBe('notEmpty');
    expect((await bench.finish(bench.acceptor.stack(options))).value.ok).toBe(true);
    expect(bench.events).toEqual(['escrow 10000', 'stacked 10000']);
    // Nobody opened it since.
    await bench.clock.advance(1_000);
    expect(bench.acceptor.status.accepting).toBe(false);
    expect(bench.unit.describe().holds[1]).toBe('mouth shut');
  });

  it('with a note in escrow, and mended too late: the unit gave it back', async () => {
    const bench = await id003Bench();
    await bench.insert('100');
    bench.line.cut();
    await bench.clock.advance(30_000);
    bench.line.mend();
    await bench.clock.advance(10_000);
    expect(bench.findings).toEqual(['returned 10000']);
    expect(places(bench.unit.items)).toBe('customer: 100');
  });

  it('at any moment of a stacking: what was told is what lies in the cashbox, never more, never less', async () => {
    for (let at = 0; at < 1_500; at += 11) {
      const bench = await id003Bench();
      await bench.insert('100');
      const stacking = bench.acceptor.stack(options);
      await bench.clock.advance(at);
      bench.line.cut();
      const result = (await bench.finish(stacking)).value;
      await bench.clock.advance(4_000);
      bench.line.mend();
      await bench.clock.advance(30_000);
      const moment = `cut after ${at} ms: ${bench.events.join(', ')}; found ${bench.findings.join(', ')}`;
      expect(bench.acceptor.status.device, moment).toBe('online');
      expect(toldValue(bench.events, bench.findings), moment).toBe(cashboxValue(bench.unit.items));
      // Done and not done are never said of what was otherwise.
      if (result.ok) expect(cashboxValue(bench.unit.items), moment).toBe(10_000);
      else if (result.error.outcome === 'notDone') expect(cashboxValue(bench.unit.items), moment).toBe(0);
      expect(bench.commands().filter((name) => name === 'stack1').length, moment).toBeLessThanOrEqual(1);
    }
  }, 60_000);

  it('while the unit is given its settings: it gets them on the next line, and does not wait for ever', async () => {
    for (let at = 20; at < 300; at += 17) {
      const bench = await id003Bench();
      const resetting = bench.acceptor.reset(options);
      await bench.clock.advance(at);
      bench.line.cut();
      await bench.finish(resetting);
      bench.line.mend();
      await bench.clock.advance(20_000);
      expect(bench.acceptor.status.device, `cut after ${at} ms`).toBe('online');
    }
  });

  it('is opened again with back-off, and asked what it holds every time', async () => {
    const bench = await id003Bench();
    bench.line.cut();
    await bench.clock.advance(60_000);
    expect(bench.statuses).toEqual(['offline lineLost']);
    bench.line.mend();
    await bench.clock.advance(6_000);
    expect(bench.statuses.at(-1)).toBe('online');
    expect(bench.commands()).toEqual(['versionRequest', 'currencyAssignRequest']);
  });
});

describe('the process dies and another one comes', () => {
  it.each([
    ['in escrow', 0, 'held 10000', 'escrow: 100'],
    // VEND VALID does not say which note it was: only who saw it in escrow knows.
    ['while it is stacked', 400, 'stacked null', 'cashbox: 100'],
    ['that is stacked, and its last word was not heard', 3_000, 'stacked null', 'cashbox: 100'],
  ])('with a note %s', async (_when, at, found, where) => {
    const first = await id003Bench();
    await first.insert('100');
    first.unit.set('deafToAck', 'always');
    if (at > 0) void first.acceptor.stack(options);
    await first.clock.advance(at);
    await first.acceptor.close();
    first.unit.set('deafToAck', 'off');
    const second = await id003Bench({ before: first, open: false });
    await second.finish(second.acceptor.open());
    expect(second.findings).toEqual([found]);
    expect(second.events).toEqual([]);
    expect(places(second.unit.items)).toBe(where);
  });
});
