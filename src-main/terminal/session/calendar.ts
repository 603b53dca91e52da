import type { Clock } from '../../../src-shared/clock.ts';

/** Dates of the place where the machine stands: China has one time zone, UTC+8, and no summer time. */
const offsetMs = 8 * 60 * 60 * 1000;

function local(clock: Clock): Date {
  return new Date(clock.now() + offsetMs);
}

/** Today as YYYYMMDD. */
export function calendarDay(clock: Clock): string {
  return local(clock).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Today as YYYY-MM-DD. */
export function today(clock: Clock): string {
  return local(clock).toISOString().slice(0, 10);
}

/** The day so many days from today, YYYY-MM-DD. */
export function dayAhead(clock: Clock, days: number): string {
  return new Date(clock.now() + offsetMs + days * 86_400_000).toISOString().slice(0, 10);
}

/** Now as `2026-11-22 09:05`. */
export function localTime(clock: Clock): string {
  return local(clock).toISOString().slice(0, 16).replace('T', ' ');
}

/** The last `months` complete calendar months, as YYYY-MM: of the present one nothing is paid yet. */
export function lastMonths(clock: Clock, months: number): { from: string; to: string } {
  const now = local(clock);
  const month = (index: number) => new Date(index).toISOString().slice(0, 7);
  return {
    from: month(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)),
    to: month(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)),
  };
}
