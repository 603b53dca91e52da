import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { climb, groundLevel, type Ladder, type LadderEvent, type LadderOrder } from './recovery-ladder.ts';
import type { Trouble } from './trouble.ts';

const status = (trouble: Trouble): LadderEvent => ({ type: 'status', trouble });
const due: LadderEvent = { type: 'due' };
const tried: LadderEvent = { type: 'tried' };

function play(events: readonly LadderEvent[], from: Ladder = groundLevel) {
  let ladder = from;
  const orders: LadderOrder[] = [];
  for (const event of events) {
    const [next, order] = climb(ladder, event);
    ladder = next;
    orders.push(order);
  }
  return { ladder, orders, said: orders.map(spoken) };
}

function spoken(order: LadderOrder): string {
  if (order.type === 'wait') return `wait ${order.milliseconds / 1000}`;
  return order.type === 'try' ? order.rung : order.type;
}

describe('the recovery ladder', () => {
  it('of a lost line: retry, reopen, power, give up, with more patience every time', () => {
    const { said, ladder } = play([status('line'), due, tried, due, tried, due, tried, due]);
    expect(said).toEqual([
      'wait 10',
      'retry',
      'wait 20',
      'reopen',
      'wait 30',
      'powerCycle',
      'wait 90',
      'giveUp',
    ]);
    expect(ladder.state).toBe('givenUp');
  });

  it('of a broken unit: re-initialised before its line is opened anew', () => {
    const { said } = play([status('unit'), due, tried, due, tried, due, tried, due, tried, due]);
    expect(said.filter((word) => !word.startsWith('wait'))).toEqual([
      'retry',
      'reinitialise',
      'reopen',
      'powerCycle',
      'giveUp',
    ]);
  });

  it('is left at once by a device that is well, and climbed no further', () => {
    expect(play([status('line'), status('none')]).said).toEqual(['wait 10', 'rest']);
    expect(play([status('line'), status('none'), due]).said.at(-1)).toBe('nothing');
  });

  it('goes on where it was when a recovered device falls ill again soon', () => {
    const { said } = play([status('line'), due, tried, status('none'), status('line'), due]);
    expect(said).toEqual(['wait 10', 'retry', 'wait 20', 'wait 300', 'wait 20', 'reopen']);
  });

  it('begins anew after a device has been well for five minutes', () => {
    const { said } = play([status('line'), due, status('none'), tried, due, status('line'), due]);
    expect(said).toEqual(['wait 10', 'retry', 'nothing', 'wait 300', 'rest', 'wait 10', 'retry']);
  });

  it('goes up, never down, when one trouble becomes another', () => {
    const { said } = play([status('unit'), due, tried, due, tried, status('line'), due, tried]);
    expect(said).toEqual([
      'wait 2',
      'retry',
      'wait 5',
      'reinitialise',
      'wait 15',
      'wait 20',
      'reopen',
      'wait 30',
    ]);
  });

  it('leaves to a person what is for a person', () => {
    expect(play([status('person'), due, due]).said).toEqual(['rest', 'nothing', 'nothing']);
    expect(play([status('unit'), due, tried, status('person')]).said.at(-1)).toBe('wait 300');
  });

  it('having given up stays so until the device is well, and then begins anew', () => {
    const up = play([status('line'), due, tried, due, tried, due, tried, due]).ladder;
    expect(play([due, tried, status('unit'), status('line')], up).said).toEqual([
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ]);
    expect(play([status('none'), status('line'), due], up).said).toEqual(['rest', 'wait 10', 'retry']);
  });

  it('ends for every device that stays ill, and tries nothing twice on the way', () => {
    const troubles = fc.constantFrom<Trouble>('line', 'unit');
    fc.assert(
      fc.property(fc.array(troubles, { minLength: 1, maxLength: 20 }), (course) => {
        let { ladder, orders } = play([status(course[0] ?? 'line')]);
        const rungs: string[] = [];
        for (let turn = 0; ladder.state !== 'givenUp'; turn++) {
          expect(turn).toBeLessThan(60);
          const order = orders.at(-1);
          const change = course[turn];
          const events: LadderEvent[] = change === undefined ? [] : [status(change)];
          if (order?.type === 'try') rungs.push(order.rung);
          events.push(ladder.state === 'climbing' ? tried : due);
          ({ ladder, orders } = play(events, ladder));
        }
        expect(new Set(rungs).size).toBe(rungs.length);
        expect(rungs.at(-1)).toBe('powerCycle');
      }),
      { numRuns: 50 },
    );
  });

  it('touches no device that is well, whatever happens in any order', () => {
    const events = fc.oneof(
      fc.constantFrom<Trouble>('none', 'line', 'unit', 'person').map(status),
      fc.constantFrom(due, tried),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (course) => {
        let ladder: Ladder = groundLevel;
        for (const event of course) {
          const [next, order] = climb(ladder, event);
          if (order.type === 'try' || order.type === 'giveUp') {
            expect(['line', 'unit']).toContain(ladder.trouble);
            expect(event.type).toBe('due');
          }
          ladder = next;
        }
      }),
      { numRuns: 100 },
    );
  });
});
