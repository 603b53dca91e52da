/**
 * How long a paper waits in a certificate cabinet. One number for all terminals: the centre tells whoever it belongs to until
 * when it lies there, and the terminal tells its staff when that is over.
 */
const keptDays = 30;
const dayMs = 24 * 3_600_000;
/** China has one time zone. */
const offsetMs = 8 * 3_600_000;
const chinaDay = (at: number) => new Date(at + offsetMs).toISOString().slice(0, 10);

/** The last day on which a paper that was laid in at this instant can be fetched, `YYYY-MM-DD` by the clock of China. */
export const lastDayToFetch = (laidInAt: number): string => chinaDay(laidInAt + keptDays * dayMs);

export const isOverdue = (laidInAt: number, now: number): boolean => lastDayToFetch(laidInAt) < chinaDay(now);
