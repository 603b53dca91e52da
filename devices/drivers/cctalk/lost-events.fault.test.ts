import { expect, it } from 'vitest';
import { cctalkBench } from './test-bench.ts';

it('up to five coins inserted while the line was away are told when it is back', async () => {
  const { enable, insert, events, clock, line, acceptor } = await cctalkBench();
  await enable(100);
  line.cut();
  await insert('insertCoin3', 'insertCoin3', 'insertCoin3', 'insertCoin3', 'insertCoin3');
  expect(acceptor.status).toMatchObject({ device: 'offline', reasons: ['lineLost'], accepting: false });
  line.mend();
  await clock.advance(10_000);
  expect(acceptor.status).toEqual({ device: 'online', reasons: [], accepting: true });
  expect(events.map(({ type }) => type)).toEqual(Array(5).fill('accepted'));
});

it('more than five: the rest is lost, and says so before the five', async () => {
  const { enable, insert, events, clock, line, acceptorUnit } = await cctalkBench();
  await enable(100);
  line.cut();
  for (let coin = 0; coin < 7; coin++) await insert('insertCoin3');
  line.mend();
  await clock.advance(10_000);
  expect(events[0]).toEqual({ type: 'eventsLost', count: 2 });
  expect(events.slice(1).map(({ type }) => type)).toEqual(Array(5).fill('accepted'));
  expect(acceptorUnit.coins.sorted).toBe(7);
});

it('nothing is told twice over 300 coins, when the counter passes 255', async () => {
  const { enable, insert, events, clock } = await cctalkBench();
  await enable(10, 50, 100);
  for (let coin = 0; coin < 98; coin++) await insert('insertCoin1', 'insertCoin2', 'insertCoin3');
  await clock.advance(1_000);
  expect(events).toHaveLength(294);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['accepted']));
});

it('an acceptor that restarts takes what it took before, and no event is made up', async () => {
  const { enable, insert, events, clock, acceptorUnit, told } = await cctalkBench();
  await enable(100);
  await insert('insertCoin3');
  await clock.advance(1_000);
  acceptorUnit.set('powerCycle', true);
  await clock.advance(5_000);
  expect(told.at(-1)).toBe('online accepting');
  await insert('insertCoin3');
  await clock.advance(1_000);
  expect(events.map(({ type }) => type)).toEqual(['accepted', 'accepted']);
});

it('one that restarted before its first coin says inhibited, and is told again', async () => {
  const { enable, insert, events, clock, acceptorUnit } = await cctalkBench();
  await enable(100);
  acceptorUnit.set('powerCycle', true);
  await clock.advance(700);
  await insert('insertCoin3');
  await clock.advance(3_000);
  await insert('insertCoin3');
  await clock.advance(1_000);
  expect(events.at(-1)?.type).toBe('accepted');
});

it('what was in the buffer before this process is not told as new', async () => {
  const { acceptor, acceptorUnit, clock, finish, events } = await cctalkBench({ open: false });
  await clock.advance(1_000);
  acceptorUnit.set('pressReturn', true);
  acceptorUnit.set('insertSlug', true);
  await finish(acceptor.open());
  await clock.advance(2_000);
  expect(events).toEqual([]);
});
