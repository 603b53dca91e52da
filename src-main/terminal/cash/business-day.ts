/** China has one time zone, UTC+8, and no summer time. */
const offsetMs = 8 * 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** `17:30`, or `24:00` for the calendar day: until then a day lasts that bears the date of its end. */
export type DayEnd = `${number}:${number}`;

function sinceMidnight(dayEnds: DayEnd): number {
  const [hours = 0, minutes = 0] = dayEnds.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

/** The business day of an instant, `2026-11-22`: what happens after its end is of the next one. */
export function businessDay(at: number, dayEnds: DayEnd): string {
  return new Date(at + offsetMs + dayMs - sinceMidnight(dayEnds)).toISOString().slice(0, 10);
}

/** When the business day ends: the first instant of the next one. */
export function endOfBusinessDay(day: string, dayEnds: DayEnd): number {
  return Date.parse(`${day}T00:00:00Z`) - offsetMs + sinceMidnight(dayEnds);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}
