import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole, outside } from './made-whole.test-support.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(() => till.close());

it('the answer to "pay out" is lost: the order is not given a second time', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('loseReplyTo', 'payoutAmount');
  till.unit.set('loseReply', 'once');
  till.cancel();
  const end = await till.end();
  if (end.kind !== 'refunded') throw new Error(end.kind);
  await till.clock.advance(60_000);
  expect(outside(till)).toBeLessThanOrEqual(100);
  expect(outside(till) + (end.repaid.claim?.amount ?? 0) / 100).toBeGreaterThanOrEqual(100);
  expectMadeWhole(till);
});

it.each(['hold', 'eventAck', 'pollWithAck', 'enable'])(
  'the answer to %s is lost: a note counts once',
  async (command) => {
    till.pay(150);
    till.unit.set('loseReplyTo', command);
    till.unit.set('loseReply', 'once');
    await till.insert('100', 10_000);
    await till.insert('50', 10_000);
    expect(await till.end()).toMatchObject({ kind: 'paid' });
    expect(till.host.total).toBe(15_000);
    expectMadeWhole(till);
  },
);

it('the line is cut while a note is in escrow, and comes back: the note counts once or is given back', async () => {
  till.pay(150);
  await till.clock.advanceUntil(() => till.ground.recycler.status.accepting, 60_000);
  till.unit.set('insert', '100 CNY');
  await till.clock.advanceUntil(() => till.balance('escrow:recycler-1') > 0 || till.taken.length > 0, 20_000);
  till.line.cut();
  await till.clock.advance(3_000);
  till.line.mend();
  await till.clock.advance(30_000);
  till.cancel();
  const end = await till.end();
  expect(['refunded', 'paid']).toContain(end.kind);
  expect(till.host.total).toBe(0);
  expectMadeWhole(till);
});
