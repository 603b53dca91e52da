import { expect, it } from 'vitest';
import type { Progress } from './progress-reporter.ts';
import { readRun } from './unit-run.ts';

const planned: Progress = { event: 'planned', files: ['a', 'b', 'c'] };
const whole: Progress[] = [
  planned,
  { event: 'begun', file: 'a' },
  { event: 'tested', file: 'a', name: 'one', again: false },
  { event: 'ended', file: 'a', passed: 3, failed: 0 },
];

it('counts what ended, and knows what did not', () => {
  expect(readRun(whole)).toEqual({ passed: 3, failed: 0, unfinished: ['b', 'c'], again: [], stuck: [] });
});

it('names a file that began and did not end, with the last test that did', () => {
  const hung: Progress[] = [
    ...whole,
    { event: 'begun', file: 'b' },
    { event: 'tested', file: 'b', name: 'suite > second', again: true },
    { event: 'begun', file: 'c' },
  ];
  expect(readRun(hung)).toMatchObject({
    unfinished: ['b', 'c'],
    again: ['b: suite > second'],
    stuck: [
      { file: 'b', last: 'suite > second' },
      { file: 'c', last: null },
    ],
  });
});

it('errors outside of tests count as failures', () => {
  expect(readRun([...whole, { event: 'over', errors: 2 }]).failed).toBe(2);
});

it('nothing told is nothing passed', () => {
  expect(readRun([])).toEqual({ passed: 0, failed: 0, unfinished: [], again: [], stuck: [] });
});
