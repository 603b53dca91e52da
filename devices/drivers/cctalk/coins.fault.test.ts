import { expect, it } from 'vitest';
import { cctalkBench } from './test-bench.ts';

it.each([
  ['rejected', 'refused', 'coin rejected'],
  ['goesBackwards', 'fraudAttempt', 'coin going backwards'],
])('a coin that is %s is told, and is no money', async (fault, type, description) => {
  const { enable, insert, events, clock, acceptorUnit, acceptor, expectCoinsKept } = await cctalkBench();
  await enable(100);
  acceptorUnit.set('nextCoin', fault);
  await insert('insertCoin3');
  await clock.advance(1_000);
  expect(events).toEqual([{ type, description }]);
  expect(acceptorUnit.coins.customer).toBe(300);
  expect(acceptor.status.device).toBe('online');
  expectCoinsKept();
});

it('a slug is an attempt at fraud', async () => {
  const { enable, events, clock, acceptorUnit } = await cctalkBench();
  await enable(100);
  acceptorUnit.set('insertSlug', true);
  acceptorUnit.set('pressReturn', true);
  await clock.advance(1_000);
  expect(events).toEqual([{ type: 'fraudAttempt', description: 'slug rejected' }]);
});

it('a coin that stands in the sensor is in the status until it is taken out', async () => {
  const { enable, insert, events, clock, acceptorUnit, acceptor, expectCoinsKept } = await cctalkBench();
  await enable(100);
  acceptorUnit.set('nextCoin', 'blocksSensor');
  await insert('insertCoin3');
  await clock.advance(1_000);
  expect(events).toEqual([]);
  expect(acceptor.status).toMatchObject({ device: 'hardwareError', reasons: ['selfCheck2'] });
  expect(acceptorUnit.coins.path).toBe(1);
  acceptorUnit.set('clearCoin', true);
  await clock.advance(1_000);
  expect(acceptor.status).toMatchObject({ device: 'online', reasons: [], accepting: true });
  expectCoinsKept();
});

it('a credit for a coin that nobody named is money of unknown value: somebody must look', async () => {
  const { enable, insert, events, clock, acceptorUnit } = await cctalkBench();
  await enable(100);
  acceptorUnit.set('nextCoin', 'unknownType');
  await insert('insertCoin3');
  await clock.advance(1_000);
  expect(events).toEqual([{ type: 'eventsLost', count: 1 }]);
});
