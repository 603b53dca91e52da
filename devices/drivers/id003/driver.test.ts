import { describe, expect, it } from 'vitest';
import { cashboxValue, expectError, expectOk, places } from '../note-acceptor/test-watch.ts';
import { id003Bench, options } from './test-bench.ts';

describe('coming up', () => {
  it('resets a unit that was switched on, gives it its settings, and leaves its mouth shut', async () => {
    const { acceptor, finish, commands } = await id003Bench({ open: false });
    expectOk((await finish(acceptor.open())).value);
    expect(commands()).toEqual([
      'reset',
      'enableDenomination',
      'security',
      'direction',
      'optionalFunction',
      'inhibit',
      'versionRequest',
      'currencyAssignRequest',
    ]);
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
  });

  it('takes the values of the profile where the unit does not tell its own', async () => {
    const { acceptor, unit, finish } = await id003Bench({
      open: false,
      denominations: new Map([[0x67, 10_000]]),
    });
    unit.set('tellsCurrency', false);
    expectOk((await finish(acceptor.open())).value);
    expect(acceptor.itemTypes).toEqual([{ currency: 'CNY', value: 10_000 }]);
  });
});

describe('taking notes', () => {
  it('opens, tells the note in escrow, stacks it on command, and credits it once', async () => {
    const { acceptor, insert, events, finish, unit, clock, sent } = await id003Bench();
    await insert('100');
    expect(events).toEqual(['escrow 10000']);
    const { value } = await finish(acceptor.stack(options));
    expect(value).toEqual({
      ok: true,
      value: { item: { currency: 'CNY', value: 10_000 }, place: 'cashbox' },
    });
    await clock.advance(3_000);
    expect(events).toEqual(['escrow 10000', 'stacked 10000']);
    expect(sent.filter(({ name }) => name === 'ack')).toHaveLength(1);
    expect(places(unit.items)).toBe('cashbox: 100');
    expect(acceptor.status).toMatchObject({ accepting: true, intermediateStacker: 'empty' });
  });

  it('gives back on command', async () => {
    const { acceptor, insert, events, finish, unit } = await id003Bench();
    await insert('50');
    expectOk((await finish(acceptor.returnEscrow(options))).value);
    expect(events).toEqual(['escrow 5000', 'returned 5000']);
    expect(places(unit.items)).toBe('customer: 50');
  });

  it('takes one note after the other, and the cashbox holds what was credited', async () => {
    const { acceptor, insert, events, finish, unit } = await id003Bench();
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
  });

  it('opens only for the values asked for; the unit itself returns the others', async () => {
    const { insert, events } = await id003Bench();
    await insert('5', [10_000]);
    await insert('100', [10_000]);
    expect(events).toEqual(['refused inhibited', 'escrow 10000']);
  });

  it('is shut on command', async () => {
    const { acceptor, insert, finish, unit, clock } = await id003Bench();
    await insert('1');
    expectOk((await finish(acceptor.stack(options))).value);
    expectOk((await finish(acceptor.disable(options))).value);
    expect(acceptor.status.accepting).toBe(false);
    unit.set('insert', '100');
    await clock.advance(5_000);
    expect(places(unit.items)).toBe('cashbox: 1');
  });

  it('refuses to stack or return what is not there', async () => {
    const { acceptor, finish, commands } = await id003Bench();
    expect(expectError((await finish(acceptor.stack(options))).value)).toMatchObject({ outcome: 'notDone' });
    expect(expectError((await finish(acceptor.returnEscrow(options))).value)).toMatchObject({
      outcome: 'notDone',
    });
    expect(commands()).toEqual([]);
  });
});

describe('a note that nobody decides about', () => {
  it('is rejected by the unit after ten seconds, which is a return', async () => {
    const { insert, events, clock, unit } = await id003Bench();
    await insert('100');
    await clock.advance(12_000);
    expect(events).toEqual(['escrow 10000', 'returned 10000']);
    expect(places(unit.items)).toBe('customer: 100');
  });

  it('is held as long as the profile says, and can be stacked meanwhile', async () => {
    const { insert, events, clock, acceptor, commands, finish } = await id003Bench({ escrowHoldMs: 60_000 });
    await insert('20');
    await clock.advance(30_000);
    expect(commands().filter((name) => name === 'hold').length).toBeGreaterThanOrEqual(5);
    expect(events).toEqual(['escrow 2000']);
    expect(expectOk((await finish(acceptor.stack(options))).value).item.value).toBe(2_000);
  });

  it('is given back by a unit that is not polled for three seconds', async () => {
    const { insert, clock, unit, acceptor } = await id003Bench({ escrowHoldMs: 60_000 });
    await insert('100');
    await acceptor.close();
    await clock.advance(2_500);
    expect(places(unit.items)).toBe('escrow: 100');
    await clock.advance(2_000);
    expect(places(unit.items)).toBe('customer: 100');
  });
});

describe('the line', () => {
  it('is polled every 100 to 200 ms', async () => {
    const { sent, clock } = await id003Bench();
    await clock.advance(3_000);
    const gaps = sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(200);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  });

  it('leaves no timer behind when it is closed', async () => {
    const { acceptor, clock, insert } = await id003Bench();
    await insert('5');
    const pending = acceptor.stack(options);
    await clock.advance(300);
    await acceptor.close();
    expect(expectError(await pending)).toMatchObject({ outcome: 'indeterminate' });
    await clock.advance(20_000);
    expect(clock.pending).toBe(0);
  });
});
