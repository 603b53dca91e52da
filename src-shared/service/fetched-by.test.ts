import { expect, test } from 'vitest';
import { isOverdue, lastDayToFetch } from './fetched-by.ts';

const at = (instant: string) => Date.parse(`${instant}:00+08:00`);

test.each([
  ['2026-11-20T00:00', '2026-12-20'],
  ['2026-11-20T23:59', '2026-12-20'],
  ['2028-01-31T10:00', '2028-03-01'],
])('laid in at %s: to be fetched until %s', (laidIn, last) => {
  expect(lastDayToFetch(at(laidIn))).toBe(last);
});

test('all of that day, whatever zone the machine is set to', () => {
  const laidIn = at('2026-11-20T23:59');
  expect(isOverdue(laidIn, at('2026-12-20T23:59'))).toBe(false);
  expect(isOverdue(laidIn, at('2026-12-21T00:00'))).toBe(true);
});
