import { expect, it } from 'vitest';
import { encode } from './codec.ts';
import { done, lockerBench } from './test-bench.ts';

it.each(['wrongCheck', 'lostByte', 'lostReply'])(
  '%s once is asked again and nobody notices',
  async (fault) => {
    const { unit, clock, changes } = await lockerBench();
    unit.set(fault, 'once');
    await clock.advance(5_000);
    expect(changes()).toBe(0);
  },
);

it('garbage before every reply, and a sluggish board, do no harm', async () => {
  const { unit, open } = await lockerBench();
  unit.set('garbageBefore', true);
  unit.set('slow', 'sluggish');
  expect(await open(2)).toEqual(done);
});

it.each(['silent', 'babble'])('a board that is %s is offline, and is back by itself', async (fault) => {
  const { unit, clock, locker, at } = await lockerBench();
  unit.set(fault, true);
  await clock.advance(10_000);
  expect(locker.status).toMatchObject({ device: 'offline', reasons: ['noAnswer'] });
  unit.set(fault, false);
  await clock.advance(15_000);
  expect(at(7)).toEqual({ number: 7, door: 'closed', item: 'present' });
});

it('one state that is wrong and whose sum is right is not believed: no paper is gone', async () => {
  const { unit, line, clock, changes, at } = await lockerBench();
  // The board is silent, and somebody who answers in its place is wrong once.
  unit.set('silent', true);
  let answers = 0;
  line.unit.onData(() => {
    answers += 1;
    line.unit.write(encode({ kind: 'state', board: 0, hooks: 0xffff, infrared: answers === 1 ? 0 : 0x40 }));
  });
  await clock.advance(3_000);
  expect(answers).toBeGreaterThan(2);
  expect(changes()).toBe(0);
  expect(at(7)?.item).toBe('present');
});

it('a state of another board on the line is not taken for the own', async () => {
  const { line, clock, changes } = await lockerBench();
  clock.schedule(100, () => line.unit.write(encode({ kind: 'state', board: 1, hooks: 0, infrared: 0 })));
  await clock.advance(3_000);
  expect(changes()).toBe(0);
});
