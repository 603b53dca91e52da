import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTill, type Till } from '../test-till.ts';
import { expectMadeWhole } from './made-whole.test-support.ts';

let till: Till;
beforeEach(async () => {
  till = await openTill();
});
afterEach(() => till.close());

const journal = () => till.store.read.journal(0, 10_000).map(({ event }) => event);

it('a note on a string is not credited, and the attempt is on record', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('insert', 'pulled on a string');
  await till.clock.advance(8_000);
  expect(till.taken).toEqual([100]);
  till.cancel();
  expect(await till.end()).toMatchObject({ kind: 'refunded', repaid: { paid: 10_000 } });
  expectMadeWhole(till);
  expect(journal().map(({ type }) => type)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^(cashFraudAttempt|noteRefused)$/)]),
  );
});

it('somebody tampers with it: on record, and what was taken comes back', async () => {
  till.pay(150);
  await till.insert('100');
  till.unit.set('fraud', true);
  await till.clock.advance(5_000);
  till.cancel();
  const end = await till.end();
  if (end.kind !== 'refunded') throw new Error(end.kind);
  expect(end.repaid.paid + (end.repaid.claim?.amount ?? 0)).toBe(10_000);
  expect(journal()).toContainEqual(expect.objectContaining({ type: 'cashFraudAttempt' }));
  expectMadeWhole(till);
});
