import type { Clock } from '../../src-shared/clock.ts';

export interface RateLimit {
  /** Whether this one may pass; counts it. */
  allows(who: string): boolean;
}

/** So many per minute and address, in fixed windows: enough against guessing, and it forgets by itself. */
export function createRateLimit(clock: Clock, perMinute: number): RateLimit {
  let window = -1;
  let counts = new Map<string, number>();
  return {
    allows(who) {
      const now = Math.floor(clock.now() / 60_000);
      if (now !== window) {
        window = now;
        counts = new Map();
      }
      const count = (counts.get(who) ?? 0) + 1;
      counts.set(who, count);
      return count <= perMinute;
    },
  };
}
