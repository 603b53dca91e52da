import { z } from 'zod';

/**
 * What follows from dates. Days are `YYYY-MM-DD`, months `YYYY-MM`; no time of day and no time zone: which day an
 * application was made on is decided once, by the clock of Asia/Shanghai.
 */

const dayMs = 24 * 3_600_000;

export const derivation = z.enum([
  'wholeYears',
  'dayAfterYears',
  'daysUntil',
  'daysBefore',
  'monthNumber',
  'monthDay',
  'paper',
]);

/** Years completed on `today`. Who was born on 29 February completes a year on 1 March of a common year. */
export function wholeYears(from: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(from.slice(0, 4));
  return today.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The day on which `years` are completed. */
export function dayAfterYears(from: string, years: number): string {
  const same = Date.UTC(
    Number(from.slice(0, 4)) + years,
    Number(from.slice(5, 7)) - 1,
    Number(from.slice(8)),
  );
  return dayOf(same);
}

/** 0 on the day itself, negative after it. */
export function daysUntil(day: string, today: string): number {
  return (Date.parse(day) - Date.parse(today)) / dayMs;
}

export function plusDays(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * dayMs);
}

/** 1 in the month itself, 13 a year later; 0 where there was none. */
export function monthNumber(month: string, today: string): number {
  return month === '' ? 0 : monthIndex(today) - monthIndex(month) + 1;
}

/** 101 on 1 January, 1231 on 31 December. */
export function monthDay(today: string): number {
  return Number(today.slice(5, 7)) * 100 + Number(today.slice(8));
}

export function firstOfNextMonth(today: string): string {
  return dayOf(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)), 1));
}

/** The last day of the twelfth month, the current one being the first. */
export function endOf12thMonth(today: string): string {
  return dayOf(Date.UTC(Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1 + 12, 0));
}

function monthIndex(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
