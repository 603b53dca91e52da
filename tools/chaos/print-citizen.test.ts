import { expect, it } from 'vitest';
import { SeededRandom } from '../../src-main/terminal/cash/simulation/random.ts';
import { printMotion, printStrikeOf, reprintStrikeOf } from './print-citizen.ts';

const many = (seed: number) => {
  const random = new SeededRandom(seed);
  return Array.from({ length: 400 }, () => printStrikeOf(random));
};

it('the seed chooses what happens', () => {
  expect(many(3)).toEqual(many(3));
  expect(many(3)).not.toEqual(many(4));
});

it('terminal, printer and server are struck wherever they have to do with the paper, and some people by nothing', () => {
  const struck = new Set(many(1).map((strike) => strike && `${strike.victim}: ${strike.stage}`));
  expect(struck).toEqual(
    new Set([
      null,
      'terminal: issuing',
      'server: issuing',
      'terminal: sending',
      'printer: sending',
      'server: sending',
      'terminal: printing',
      'printer: printing',
      'server: printing',
    ]),
  );
});

it('terminal and printer are struck while staff print again, and at times nothing', () => {
  const random = new SeededRandom(2);
  const strikes = Array.from({ length: 200 }, () => reprintStrikeOf(random));
  expect(new Set(strikes.map((strike) => strike?.victim))).toEqual(
    new Set([undefined, 'terminal', 'printer']),
  );
  const after = strikes.flatMap((strike) => strike?.afterMs ?? []);
  expect(Math.min(...after)).toBeLessThan(200);
  expect(Math.max(...after)).toBeGreaterThan(1_200);
});

it.each([
  [{ kind: 'printing', stage: 'issuing' }, 'issue'],
  [{ kind: 'printing', stage: 'sending' }, 'print sent'],
  [{ kind: 'printing', stage: 'printing' }, 'print'],
  [{ kind: 'rate' }, 'after print'],
] as const)('what a kill hits at %j', (screen, motion) => {
  expect(printMotion(screen)).toBe(motion);
});
