import { expect, test } from 'vitest';
import { chinaMonth, startOfChinaDay } from './china-time.ts';

test('a month begins at 16:00 UTC of the day before', () => {
  expect(chinaMonth(Date.parse('2026-11-30T15:59:59.999Z'))).toBe('2026-11');
  expect(chinaMonth(Date.parse('2026-11-30T16:00:00.000Z'))).toBe('2026-12');
  expect(chinaMonth(Date.parse('2026-12-31T16:00:00.000Z'))).toBe('2027-01');
});

test('so does a day', () => {
  const began = (at: string) => startOfChinaDay(Date.parse(at)).toISOString();
  expect(began('2026-11-22T15:59:59.999Z')).toBe('2026-11-21T16:00:00.000Z');
  expect(began('2026-11-22T16:00:00.000Z')).toBe('2026-11-22T16:00:00.000Z');
});
