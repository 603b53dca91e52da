import { describe, expect, it } from 'vitest';
import { expectError, okResult, sspBench, yuan } from './test-bench.ts';

const soon = { timeoutMs: 10_000 };

async function cutWhile(stage: string, route: 'cashbox' | 'payout') {
  const bench = await sspBench({ attempts: 3 });
  const { finish, recycler, enable, unit, clock } = bench;
  expect(await finish(recycler.setRoute(10_000, route, soon))).toEqual(okResult);
  await enable();
  unit.set('cutDuring', stage);
  unit.set('insert', '100 CNY');
  return {
    ...bench,
    power: async () => {
      await clock.advance(3_000);
      unit.set('power', true);
      await bench.online();
    },
  };
}

describe('a loss of power while a note is taken in', () => {
  it('reading it: it comes out again', async () => {
    const { clock, power, recycler, events, notes } = await cutWhile('reading', 'cashbox');
    await clock.advance(6_000);
    expect(recycler.status.device).toBe('offline');
    await power();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: null, fate: 'returned' }]);
    expect(events).toEqual([]);
    expect(notes('outside')).toBe('1 x 100');
    expect(recycler.status).toMatchObject({ device: 'online', accepting: false });
  });

  it('holding it in escrow: it comes out again', async () => {
    const { clock, power, recycler, events, notes } = await cutWhile('escrow', 'cashbox');
    await clock.advance(8_000);
    await power();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'returned' }]);
    expect(events).toEqual([{ type: 'escrow', item: yuan(100) }]);
    expect(notes('outside')).toBe('1 x 100');
  });

  it.each([
    ['cashbox', 'stacked'],
    ['payout', 'stored'],
  ] as const)(
    'before its credit, on its way to the %s: indeterminate, then found there',
    async (route, fate) => {
      const { clock, events, finish, recycler, power, notes } = await cutWhile('stacking', route);
      await clock.advanceUntil(() => events.length > 0);
      expect(expectError(await finish(recycler.stack({ timeoutMs: 60_000 }))).outcome).toBe('indeterminate');
      await power();
      expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate }]);
      expect(events.map(({ type }) => type)).toEqual(['escrow']);
      expect(notes(route)).toBe('1 x 100');
    },
  );

  it.each([
    ['cashbox', 'cashbox'],
    ['payout', 'payout'],
  ] as const)(
    'behind its credit, on its way to the %s: credited once, and no finding',
    async (route, place) => {
      const { clock, events, finish, recycler, power, notes } = await cutWhile('credited', route);
      await clock.advanceUntil(() => events.length > 0);
      expect(await finish(recycler.stack({ timeoutMs: 60_000 }))).toEqual({
        ok: true,
        value: { item: yuan(100), place },
      });
      await power();
      expect(recycler.powerUp).toEqual([{ kind: 'clear' }]);
      expect(events.map(({ type }) => type)).toEqual(['escrow', 'stacked']);
      expect(notes(route)).toBe('1 x 100');
    },
  );

  it('giving it back: it comes out', async () => {
    const { clock, events, finish, recycler, power, notes } = await cutWhile('rejecting', 'cashbox');
    await clock.advanceUntil(() => events.length > 0);
    expect(expectError(await finish(recycler.returnEscrow({ timeoutMs: 60_000 }))).outcome).toBe(
      'indeterminate',
    );
    await power();
    expect(recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'returned' }]);
    expect(notes('outside')).toBe('1 x 100');
  });

  it('seen by a program that was started afterwards', async () => {
    const { clock, events, recycler, unit, finish, newDriver, notes } = await cutWhile('stacking', 'payout');
    await clock.advanceUntil(() => events.length > 0);
    void recycler.stack({ timeoutMs: 60_000 });
    await clock.advance(2_000);
    await recycler.close();
    unit.set('power', true);
    const next = newDriver(4);
    expect(await finish(next.recycler.open())).toEqual(okResult);
    expect(next.recycler.powerUp).toEqual([{ kind: 'itemInPath', item: yuan(100), fate: 'stored' }]);
    expect(notes('payout')).toBe('1 x 100');
  });
});

it('a restart in the middle of a reply is noticed by the lost session', async () => {
  const { unit, clock, recycler, statuses, online } = await sspBench();
  unit.set('resetDuringReply', true);
  await clock.advance(4_000);
  await online();
  expect(statuses[0]).toBe('offline noAnswer');
  expect(recycler.status.device).toBe('online');
});
