import { expect, it } from 'vitest';
import { done, errorOf, lockerBench } from './test-bench.ts';

it('a door that does not spring open: not done, and told once; the next time it opens', async () => {
  const { open, unit, orders, at } = await lockerBench();
  unit.set('stuck', true);
  expect(errorOf(await open(7))).toMatchObject({
    completionCode: 'commandErrorCode',
    errorCode: 'doorNotOpened',
    outcome: 'notDone',
  });
  expect(orders()).toEqual(['unlock 6']);
  expect(at(7)).toEqual({ number: 7, door: 'closed', item: 'present' });
  unit.set('stuck', false);
  expect(await open(7)).toEqual(done);
});
