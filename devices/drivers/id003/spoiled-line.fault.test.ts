import { describe, expect, it } from 'vitest';
import { cashboxValue, expectError, expectOk, places, toldValue } from '../note-acceptor/test-watch.ts';
import { id003Bench, options } from './test-bench.ts';

describe('a reply is spoiled', () => {
  it.each(['badCrc', 'lostByte', 'lostReply'])(
    '%s of VEND VALID: asked again, credited once',
    async (fault) => {
      const bench = await id003Bench();
      await bench.insert('100');
      const stacking = bench.acceptor.stack(options);
      await bench.clock.advanceUntil(() => bench.unit.describe().holds[0] === 'credit');
      bench.unit.set(fault, 'once');
      expectOk((await bench.finish(stacking)).value);
      await bench.clock.advance(1_000);
      expect(bench.events).toEqual(['escrow 10000', 'stacked 10000']);
      expect(cashboxValue(bench.unit.items)).toBe(10_000);
    },
  );

  it('a lost reply to a poll is asked for again', async () => {
    const bench = await id003Bench();
    bench.unit.set('lostReply', 'once');
    await bench.clock.advance(1_000);
    expect(bench.statuses).toEqual([]);
  });

  it('a lost answer to STACK is not asked for again: what the unit does tells', async () => {
    const bench = await id003Bench();
    await bench.insert('100');
    const sent = bench.sent.length;
    await bench.clock.advanceUntil(() => bench.sent.length > sent + 1);
    bench.unit.set('lostReply', 'once');
    const { value } = await bench.finish(bench.acceptor.stack(options));
    expect(expectOk(value).item.value).toBe(10_000);
    expect(bench.commands().filter((name) => name === 'stack1')).toHaveLength(1);
    expect(cashboxValue(bench.unit.items)).toBe(10_000);
  });

  it('every reply is wrong for ever: the line is given up, and begun again', async () => {
    const bench = await id003Bench();
    bench.unit.set('badCrc', 'always');
    await bench.clock.advance(8_000);
    expect(bench.acceptor.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
    bench.unit.set('badCrc', 'off');
    await bench.clock.advance(10_000);
    expect(bench.acceptor.status.device).toBe('online');
  });
});

describe('the unit', () => {
  it('that puts garbage before every reply is understood', async () => {
    const bench = await id003Bench();
    bench.unit.set('garbageBefore', true);
    await bench.insert('20');
    expectOk((await bench.finish(bench.acceptor.stack(options))).value);
    await bench.clock.advance(3_000);
    expect(bench.acceptor.status.device).toBe('online');
    expect(bench.events).toEqual(['escrow 2000', 'stacked 2000']);
  });

  it.each(['silent', 'babble'])('that is %s is given up, and taken up when it is well', async (fault) => {
    const bench = await id003Bench();
    bench.unit.set(fault, true);
    await bench.clock.advance(5_000);
    expect(bench.acceptor.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
    expect(expectError((await bench.finish(bench.acceptor.stack(options))).value).completionCode).toBe(
      'deviceNotReady',
    );
    bench.unit.set(fault, false);
    await bench.clock.advance(10_000);
    expect(bench.acceptor.status.device).toBe('online');
  });

  it('that is sluggish is waited for', async () => {
    const bench = await id003Bench();
    bench.unit.set('slow', 'sluggish');
    await bench.insert('20');
    expectOk((await bench.finish(bench.acceptor.stack(options))).value);
    expect(bench.events).toEqual(['escrow 2000', 'stacked 2000']);
  });

  it('that answers when it was given up credits nothing twice', async () => {
    const bench = await id003Bench();
    await bench.insert('100');
    const stacking = bench.acceptor.stack({ timeoutMs: 30_000 });
    await bench.clock.advance(100);
    bench.unit.set('slow', 'late');
    await bench.clock.advance(20_000);
    bench.unit.set('slow', 'off');
    await bench.clock.advance(20_000);
    await bench.finish(stacking);
    expect(bench.acceptor.status.device).toBe('online');
    expect(toldValue(bench.events, bench.findings)).toBe(cashboxValue(bench.unit.items));
    expect(places(bench.unit.items)).toBe('cashbox: 100');
  });
});
