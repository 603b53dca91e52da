/** China has one time zone and, since 1991, no summer time. */
const offsetMs = 8 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** The calendar month in Asia/Shanghai, `YYYY-MM`. */
export function chinaMonth(at: number): string {
  return new Date(at + offsetMs).toISOString().slice(0, 7);
}

/** The calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export function chinaDay(at: number): string {
  return new Date(at + offsetMs).toISOString().slice(0, 10);
}

/** The time of day too: `YYYY-MM-DD HH:MM:SS`. */
export function chinaSecond(at: number): string {
  return new Date(at + offsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** When the calendar day in Asia/Shanghai that holds `at` began. */
export function startOfChinaDay(at: number): Date {
  return new Date(Math.floor((at + offsetMs) / dayMs) * dayMs - offsetMs);
}
