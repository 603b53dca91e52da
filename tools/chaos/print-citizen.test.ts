import { expect, it } from 'vitest';
import { SeededRandom } from '../../src-main/terminal/cash/simulation/random.ts';
import { printMotion, printStrikeOf } from './print-citizen.ts';

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

it.each([
  [{ kind: 'printing', stage: 'issuing' }, 'issue'],
  [{ kind: 'printing', stage: 'sending' }, 'print sent'],
  [{ kind: 'printing', stage: 'printing' }, 'print'],
  [{ kind: 'rate' }, 'after print'],
] as const)('what a kill hits at %j', (screen, motion) => {
  expect(printMotion(screen)).toBe(motion);
});
