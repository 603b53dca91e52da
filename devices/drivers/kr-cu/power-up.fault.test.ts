import { expect, it } from 'vitest';
import { errorOf, lockerBench } from './test-bench.ts';

it('what hands did while the board had no power is seen when it has', async () => {
  const { unit, hands, clock, open, at, locker } = await lockerBench();
  await open(7);
  unit.set('powerOff', true);
  await clock.advance(5_000);
  expect(locker.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  expect(errorOf(await open(7))).toMatchObject({ completionCode: 'deviceNotReady', outcome: 'notDone' });
  hands(7, 'takeOut', 'closeDoor');
  unit.set('powerOff', false);
  await clock.advance(15_000);
  expect(at(7)).toEqual({ number: 7, door: 'closed', item: 'notPresent' });
});

it('a board with another address is not there, and is told nothing', async () => {
  const { unit, clock, open, orders, locker } = await lockerBench();
  unit.set('otherAddress', true);
  await clock.advance(5_000);
  expect(locker.status.device).toBe('offline');
  expect(errorOf(await open(7)).outcome).toBe('notDone');
  expect(orders()).toEqual([]);
  expect(unit.openings).toBe(0);
});
