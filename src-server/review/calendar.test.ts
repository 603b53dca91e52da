import { expect, test } from 'vitest';
import {
  dayAfterYears,
  daysUntil,
  endOf12thMonth,
  firstOfNextMonth,
  monthDay,
  monthNumber,
  plusDays,
  wholeYears,
} from './calendar.ts';

test('years are completed on the day, and for the 29th of February on the 1st of March of a common year', () => {
  expect(wholeYears('1946-11-26', '2026-11-25')).toBe(79);
  expect(wholeYears('1946-11-26', '2026-11-26')).toBe(80);
  expect(wholeYears('2024-02-29', '2027-02-28')).toBe(2);
  expect(wholeYears('2024-02-29', '2027-03-01')).toBe(3);
  expect(wholeYears('2024-02-29', '2028-02-28')).toBe(3);
  expect(wholeYears('2024-02-29', '2028-02-29')).toBe(4);
});

test('the day of completion is the first on which they are', () => {
  for (const from of ['1946-11-26', '1948-02-29', '2024-02-29', '2000-12-31'])
    for (const years of [3, 16, 80]) {
      const day = dayAfterYears(from, years);
      expect([wholeYears(from, plusDays(day, -1)), wholeYears(from, day)]).toEqual([years - 1, years]);
    }
});

test('days to a day, over months and leap days', () => {
  expect(daysUntil('2026-11-26', '2026-11-26')).toBe(0);
  expect(daysUntil('2026-11-25', '2026-11-26')).toBe(-1);
  expect(daysUntil('2028-03-01', '2028-02-28')).toBe(2);
  expect(plusDays('2026-12-27', 5)).toBe('2027-01-01');
});

test('the thirteenth month is the same month of the next year', () => {
  expect(monthNumber('2025-11', '2025-11-30')).toBe(1);
  expect(monthNumber('2025-12', '2026-11-01')).toBe(12);
  expect(monthNumber('2025-11', '2026-11-01')).toBe(13);
  expect(monthNumber('', '2026-11-01')).toBe(0);
});

test('terms end with months', () => {
  expect(endOf12thMonth('2026-11-01')).toBe('2027-10-31');
  expect(endOf12thMonth('2027-03-31')).toBe('2028-02-29');
  expect(endOf12thMonth('2026-01-31')).toBe('2026-12-31');
  expect(firstOfNextMonth('2026-12-31')).toBe('2027-01-01');
  expect(firstOfNextMonth('2026-01-31')).toBe('2026-02-01');
  expect([monthDay('2026-01-01'), monthDay('2026-12-31')]).toEqual([101, 1231]);
});
