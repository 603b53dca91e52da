import { describe, expect, test } from 'vitest';
import type { Step } from './item.ts';
import { stepOf } from './item-parts.ts';
import { schema, shippedItem } from './test-items.ts';

const shipped = shippedItem();
const without = (kind: Step['kind']) => shipped.steps.filter((step) => step.kind !== kind);

/** What the schema says of an item that differs from the shipped one only in this. */
function problems(changes: object): string[] {
  const parsed = schema.safeParse({ ...shipped, ...changes });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('the shipped item plays all steps in order', () => {
  expect(shipped.steps.map(({ kind }) => kind)).toEqual([
    'notice',
    'consent',
    'identify',
    'verify',
    'principal',
    'parameters',
    'preview',
    'confirm',
    'print',
    'receipt',
    'rate',
    'take',
  ]);
  expect(stepOf(shipped, 'parameters').defaultPeriod).toBe(24);
});

test('asking for a step that the item has not got is a bug', () => {
  expect(() => stepOf({ ...shipped, steps: [] }, 'print')).toThrow('SIN-PRT-001 has no step print');
});

describe('an item that would do harm is refused', () => {
  test.each<[string, Step[], string]>([
    ['reads a card without consent', without('consent'), 'a step consent before the step identify'],
    ['prints without asking', without('confirm'), 'a step confirm before the step print'],
    [
      'shows records to a card without its holder',
      without('verify'),
      'a step verify before the step parameters',
    ],
    ['lets people forget their card', without('take'), 'a step take'],
    ['says nothing beforehand', without('notice'), 'a step notice'],
    [
      'prints twice',
      [...without('take'), { kind: 'print', document: 'participationCertificate' }, { kind: 'take' }],
      'each kind of step once; print is there already',
    ],
    ['goes on after the end', [...shipped.steps, { kind: 'rate' }], 'take as the last step'],
    [
      'consents too late',
      [
        ...shipped.steps.slice(0, 1),
        ...shipped.steps.slice(2, 3),
        ...shipped.steps.slice(1, 2),
        ...shipped.steps.slice(3),
      ],
      'a step consent before the step identify',
    ],
  ])('%s', (_, steps, expected) => {
    expect(problems({ steps }).join('\n')).toContain(expected);
  });

  test('P2 needs a second factor', () => {
    const steps = shipped.steps.filter(({ kind }) => kind === 'notice' || kind === 'take');
    expect(problems({ steps, identityProfile: 'P0' })).toEqual([]);
    expect(problems({ steps, identityProfile: 'P2' })).toEqual([
      expect.stringContaining('a step identify'),
      expect.stringContaining('a step verify'),
    ]);
  });

  test('a default that cannot be chosen', () => {
    const steps = shipped.steps.map((step) =>
      step.kind === 'parameters' ? { ...step, defaultPeriod: 18 } : step,
    );
    expect(problems({ steps })).toEqual(['steps.5.defaultPeriod: one of the periods of this step']);
  });

  test('a second factor that does not exist, another code than the file, an unknown category, an unknown setting', () => {
    const steps = shipped.steps.map((step) =>
      step.kind === 'verify' ? { ...step, methods: ['face'] } : step,
    );
    expect(problems({ steps, code: 'SIN-PRT-002', categoryId: 'hats', colour: 'red' })).toHaveLength(4);
  });
});
