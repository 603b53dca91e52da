import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { cashboxValue, expectError, expectOk, places } from '../note-acceptor/test-watch.ts';
import { CcnetEmulator } from './emulator.ts';
import { ccnetBench, options } from './test-bench.ts';

describe('coming up', () => {
  it('resets a unit that was switched on, learns what it takes, and leaves its mouth shut', async () => {
    const { acceptor, finish, commands, statuses } = await ccnetBench({ open: false });
    expect(acceptor.status.device).toBe('starting');
    expectOk((await finish(acceptor.open())).value);
    expect(commands()).toEqual(['reset', 'identification', 'getBillTable']);
    expect(acceptor.itemTypes).toEqual(
      [100, 500, 1_000, 2_000, 5_000, 10_000].map((value) => ({ currency: 'CNY', value })),
    );
    expect(acceptor.powerUp).toEqual([{ kind: 'clear' }]);
    expect(acceptor.status).toEqual({
      device: 'online',
      reasons: [],
      intermediateStacker: 'empty',
      transport: 'ok',
      accepting: false,
    });
    expect(statuses).toEqual(['online']);
  });

  it('leaves currencies out that the profile does not name', async () => {
    const { acceptor } = await ccnetBench({ currencies: { USA: 'USD' } });
    expect(acceptor.itemTypes).toEqual([]);
  });

  it('talks to a bill-to-bill unit at address 01', async () => {
    const { insert, events } = await ccnetBench({ unit: 'billToBill' });
    await insert('100');
    expect(events).toEqual(['escrow 10000']);
  });

  it('does not take a unit at another address for its own', async () => {
    const clock = new VirtualClock();
    const before = { clock, unit: new CcnetEmulator({ clock, unit: 'billToBill' }) };
    const { acceptor, finish } = await ccnetBench({ open: false, before });
    expect(expectError((await finish(acceptor.open())).value).completionCode).toBe('deviceNotReady');
    expect(acceptor.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  });
});

describe('taking notes', () => {
  it('opens, tells the note in escrow, stacks it on command, and credits it once', async () => {
    const { acceptor, insert, events, statuses, finish, unit, clock } = await ccnetBench();
    await insert('100');
    expect(events).toEqual(['escrow 10000']);
    expect(acceptor.status.intermediateStacker).toBe('notEmpty');
    const { value, ms } = await finish(acceptor.stack(options));
    expect(value).toEqual({
      ok: true,
      value: { item: { currency: 'CNY', value: 10_000 }, place: 'cashbox' },
    });
    expect(ms).toBeLessThan(1_500);
    await clock.advance(3_000);
    expect(events).toEqual(['escrow 10000', 'stacked 10000']);
    expect(places(unit.items)).toBe('cashbox: 100');
    expect(acceptor.status).toMatchObject({ accepting: true, intermediateStacker: 'empty' });
    expect(statuses[0]).toBe('online accepting');
  });

  it('gives back on command', async () => {
    const { acceptor, insert, events, finish, unit, clock } = await ccnetBench();
    await insert('50');
    expectOk((await finish(acceptor.returnEscrow(options))).value);
    await clock.advance(1_000);
    expect(events).toEqual(['escrow 5000', 'returned 5000']);
    expect(places(unit.items)).toBe('customer: 50');
  });

  it('takes one note after the other, and the cashbox holds what was credited', async () => {
    const { acceptor, insert, events, finish, unit } = await ccnetBench();
    for (const key of ['1', '5', '10', '10', '20', '50', '100']) {
      await insert(key);
      if (key === '20') expectOk((await finish(acceptor.returnEscrow(options))).value);
      else expectOk((await finish(acceptor.stack(options))).value);
    }
    const credits = events
      .filter((event) => event.startsWith('stacked'))
      .map((event) => Number(event.split(' ')[1]));
    expect(credits).toEqual([100, 500, 1_000, 1_000, 5_000, 10_000]);
    expect(cashboxValue(unit.items)).toBe(credits.reduce((sum, value) => sum + value, 0));
    expect(places(unit.items)).toContain('customer: 20');
  });

  it('opens only for the values asked for; the unit itself returns the others', async () => {
    const { insert, events, unit } = await ccnetBench();
    await insert('5', [10_000]);
    await insert('100', [10_000]);
    expect(events).toEqual(['refused inhibited', 'escrow 10000']);
    expect(places(unit.items)).toBe('customer: 5; escrow: 100');
  });

  it('knows no other values', async () => {
    const { acceptor, finish } = await ccnetBench();
    const error = expectError((await finish(acceptor.enable([20_000], options))).value);
    expect(error).toMatchObject({ completionCode: 'invalidData', outcome: 'notDone' });
  });

  it('pulls nothing in when it is shut', async () => {
    const { acceptor, insert, events, finish, unit, clock } = await ccnetBench();
    await insert('1');
    expectOk((await finish(acceptor.stack(options))).value);
    expectOk((await finish(acceptor.disable(options))).value);
    expect(acceptor.status.accepting).toBe(false);
    unit.set('insert', '100');
    await clock.advance(5_000);
    expect(events).toEqual(['escrow 100', 'stacked 100']);
    expect(places(unit.items)).toBe('cashbox: 1');
  });

  it('refuses to stack or return what is not there', async () => {
    const { acceptor, finish, commands } = await ccnetBench();
    expect(expectError((await finish(acceptor.stack(options))).value).errorCode).toBe('noItems');
    expect(expectError((await finish(acceptor.returnEscrow(options))).value).errorCode).toBe('noItems');
    expect(commands()).toEqual([]);
  });

  it('tells its one cashbox, which it does not count', async () => {
    const { acceptor, finish } = await ccnetBench();
    expect(expectOk((await finish(acceptor.units(options))).value)).toEqual([
      { id: 'cashbox', kind: 'cashbox', status: 'ok', replenishmentStatus: 'unknown', counts: null },
    ]);
  });
});

describe('a note that nobody decides about', () => {
  it('is given back by the unit after ten seconds', async () => {
    const { insert, events, clock, unit } = await ccnetBench();
    await insert('100');
    await clock.advance(9_000);
    expect(events).toEqual(['escrow 10000']);
    await clock.advance(3_000);
    expect(events).toEqual(['escrow 10000', 'returned 10000']);
    expect(places(unit.items)).toBe('customer: 100');
  });

  it('is held as long as the profile says, and is told once', async () => {
    const { insert, events, clock, unit, acceptor, commands } = await ccnetBench({ escrowHoldMs: 20_000 });
    await insert('100');
    await clock.advance(20_000);
    expect(commands().filter((name) => name === 'hold')).toHaveLength(3);
    expect(acceptor.status.intermediateStacker).toBe('notEmpty');
    expect(events).toEqual(['escrow 10000']);
    await clock.advance(13_000);
    expect(events).toEqual(['escrow 10000', 'returned 10000']);
    expect(places(unit.items)).toBe('customer: 100');
  });

  it('can be stacked while it is held', async () => {
    const { insert, clock, acceptor, finish } = await ccnetBench({ escrowHoldMs: 60_000 });
    await insert('20');
    await clock.advance(30_000);
    expect(expectOk((await finish(acceptor.stack(options))).value).item.value).toBe(2_000);
  });
});

describe('the line', () => {
  it('is polled every 150 ms, and every data reply is confirmed within 10 ms', async () => {
    const { sent, clock } = await ccnetBench();
    await clock.advance(3_000);
    const polls = sent.filter(({ name }) => name === 'poll');
    const gaps = polls.slice(1).map(({ at }, index) => at - (polls[index]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(200);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    for (const [index, { name, at }] of sent.entries()) {
      if (name !== 'poll' || sent[index + 1] === undefined) continue;
      const next = sent[index + 1];
      expect(next?.name).toBe('ack');
      // Six bytes there, six back, at 9600: 12.5 ms. The rest is ours.
      expect((next?.at ?? 0) - at).toBeLessThan(12.5 + 10);
    }
  });

  it('is left in peace for 20 ms after a confirmation', async () => {
    const { sent, acceptor, finish } = await ccnetBench();
    await finish(acceptor.enable([100], options));
    await finish(acceptor.disable(options));
    for (const [index, { name, at }] of sent.entries()) {
      const next = sent[index + 1];
      if (name === 'ack' && next !== undefined) expect(next.at - at).toBeGreaterThanOrEqual(20);
    }
  });

  it('leaves no timer behind when it is closed', async () => {
    const { acceptor, clock, insert } = await ccnetBench();
    await insert('5');
    const pending = acceptor.stack(options);
    await clock.advance(300);
    await acceptor.close();
    expect(expectError(await pending)).toMatchObject({
      completionCode: 'deviceNotReady',
      outcome: 'indeterminate',
    });
    await clock.advance(20_000);
    expect(clock.pending).toBe(0);
    expect(acceptor.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
    expect(expectError(await acceptor.enable([100], options)).completionCode).toBe('deviceNotReady');
    expect(expectError(await acceptor.units(options)).completionCode).toBe('deviceNotReady');
  });
});
