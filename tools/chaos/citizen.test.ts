import { expect, it } from 'vitest';
import { SeededRandom } from '../../src-main/terminal/cash/simulation/random.ts';
import { citizenOf, killed } from './citizen.ts';

const many = (seed: number) => {
  const random = new SeededRandom(seed);
  return Array.from({ length: 500 }, () => citizenOf(random));
};

it('the seed chooses what happens', () => {
  expect(many(3)).toEqual(many(3));
  expect(many(3)).not.toEqual(many(4));
});

it('every process is struck in the middle of every motion that it has to do with', () => {
  const struck = new Set(
    many(1).flatMap(({ strikes }) => strikes.map(({ victim, motion }) => `${victim}: ${motion ?? 'any'}`)),
  );
  for (const victim of killed.filter((one) => one !== 'printer')) expect(struck).toContain(`${victim}: any`);
  for (const motion of ['accept', 'booking', 'recycler payout', 'note dispense', 'coin payout'])
    expect(struck).toContain(`terminal: ${motion}`);
  expect(struck).toContain('recycler: recycler payout');
  expect(struck).toContain('dispenser: note dispense');
  expect(struck).toContain('hopper: coin payout');
  expect(struck).toContain('server: booking');
});

it('whoever wants a unit to pay has pushed in what only that unit gives back', () => {
  const back = many(2).filter(({ tier }) => tier > 1);
  expect(back.length).toBeGreaterThan(200);
  for (const { notes, strikes, cancelAfterMs } of back) {
    expect(cancelAfterMs).toBeLessThan(5_000);
    const motion = strikes.at(-1)?.motion;
    expect(motion).toBe(
      notes.includes('1 CNY')
        ? 'coin payout'
        : notes.includes('100 CNY')
          ? 'note dispense'
          : 'recycler payout',
    );
  }
});

it('a report is struck in each of its moments, and nothing else strikes beside it', () => {
  const reports = many(4).flatMap(({ report, strikes }) => (report === null ? [] : [{ report, strikes }]));
  expect(new Set(reports.map(({ report: { victim, moment } }) => `${victim}: ${moment}`))).toEqual(
    new Set([
      'terminal: sent',
      'terminal: taken',
      'terminal: kept',
      'terminal: answered',
      'server: taken',
      'server: kept',
    ]),
  );
  for (const { strikes } of reports) expect(strikes).toEqual([]);
});
