import { describe, expect, it } from 'vitest';
import { done, errorOf, lockerBench } from './test-bench.ts';

describe('what the cabinet says', () => {
  it('is known when the line comes up', async () => {
    const { locker, at } = await lockerBench();
    expect(locker.status).toMatchObject({ device: 'online', reasons: [] });
    expect(locker.status.compartments).toHaveLength(16);
    expect(at(7)).toEqual({ number: 7, door: 'closed', item: 'present' });
    expect(at(8)).toEqual({ number: 8, door: 'closed', item: 'notPresent' });
  });

  it('follows hands: door, paper, door', async () => {
    const { open, hands, clock, at } = await lockerBench();
    expect(await open(7)).toEqual(done);
    expect(at(7)).toEqual({ number: 7, door: 'open', item: 'present' });
    hands(7, 'takeOut');
    await clock.advance(1_000);
    expect(at(7)).toEqual({ number: 7, door: 'open', item: 'notPresent' });
    hands(7, 'closeDoor');
    await clock.advance(1_000);
    expect(at(7)).toEqual({ number: 7, door: 'closed', item: 'notPresent' });
  });

  it('a cabinet with fewer doors than the board has locks', async () => {
    const { locker } = await lockerBench({ compartments: 8 });
    expect(locker.status.compartments.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('a door', () => {
  it('opens once and alone', async () => {
    const { open, unit, orders } = await lockerBench();
    expect(await open(3)).toEqual(done);
    expect(unit.openDoors).toEqual([3]);
    expect(orders()).toEqual(['unlock 2']);
  });

  it('that is open already is told nothing', async () => {
    const { open, hands, orders } = await lockerBench();
    hands(5, 'emergencyKey');
    expect(await open(5)).toEqual(done);
    expect(orders()).toEqual([]);
  });

  it.each([0, 9, 1.5, Number.NaN])('%d is not there', async (compartment) => {
    const { open, orders } = await lockerBench({ compartments: 8 });
    expect(errorOf(await open(compartment))).toMatchObject({
      completionCode: 'invalidData',
      outcome: 'notDone',
    });
    expect(orders()).toEqual([]);
  });

  it('two at once open one after the other', async () => {
    const { locker, finish, unit } = await lockerBench();
    const both = Promise.all([1, 2].map((one) => locker.openDoor(one, { timeoutMs: 10_000 })));
    expect(await finish(both)).toEqual([done, done]);
    expect(unit.openDoors).toEqual([1, 2]);
  });

  it('canceled before the lock was told: not done', async () => {
    const { locker, finish, orders } = await lockerBench();
    const cancel = new AbortController();
    const opening = locker.openDoor(1, { timeoutMs: 10_000, signal: cancel.signal });
    cancel.abort();
    expect(errorOf(await finish(opening))).toMatchObject({ completionCode: 'canceled', outcome: 'notDone' });
    expect(orders()).toEqual([]);
  });
});

it('nothing is left behind after close', async () => {
  const { locker, clock, finish } = await lockerBench();
  await finish(locker.close());
  expect(locker.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  await clock.advance(5_000);
  expect(clock.pending).toBe(0);
});
