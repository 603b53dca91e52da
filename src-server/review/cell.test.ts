import { evaluateUnaryExpressionSync } from '@gorules/zen-engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from './cell.ts';

const words = fc.constantFrom('', 'own', 'other', '样本市', 'true', '80');
const number = fc.integer({ min: -300, max: 300 }).map((value) => value / 100);
const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
const quoted = words.map((word) => `'${word}'`);
const oneOf = (one: fc.Arbitrary<string>) =>
  fc.array(one, { minLength: 1, maxLength: 3 }).map((all) => `in [${all.join(', ')}]`);

const cells: fc.Arbitrary<readonly [string, unknown]> = fc.oneof(
  fc.tuple(
    fc.oneof(
      fc.tuple(operator, number).map(([sign, value]) => `${sign} ${value}`),
      fc
        .tuple(fc.constantFrom('[', '('), number, number, fc.constantFrom(']', ')'))
        .map(([open, a, b, close]) => `${open}${Math.min(a, b)}..${Math.max(a, b)}${close}`),
    ),
    number,
  ),
  fc.tuple(
    fc.oneof(
      quoted,
      quoted.map((one) => `== ${one}`),
      quoted.map((one) => `!= ${one}`),
      oneOf(quoted),
    ),
    words,
  ),
  fc.tuple(fc.oneof(fc.constantFrom('true', 'false'), oneOf(fc.constantFrom('true', 'false'))), fc.boolean()),
  fc.tuple(
    fc.constantFrom('len($) == 0', 'len($) > 0'),
    fc.array(fc.record({ code: words }), { maxLength: 2 }),
  ),
);

test('a cell is read as ZEN reads it', () => {
  fc.assert(
    fc.property(cells, ([cell, value]) => {
      expect(holds(cell, value)).toBe(evaluateUnaryExpressionSync(cell, { $: value }));
    }),
    { numRuns: 1000, seed: 7 },
  );
});

test.each([
  ['< 80', '79'],
  ['< 80', null],
  ['< 80', undefined],
  ['< 80', true],
  ["== 'own'", 3],
  ['true', 'true'],
  ['len($) == 0', 0],
  ['len($) == 0', {}],
  ['<< 80', 79],
  ['< 80 or true', 79],
  ['', 79],
])('%s is not about %j', (cell, value) => {
  expect(holds(cell, value)).toBeNull();
});
