import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { calendarDay, lastMonths, localTime } from './calendar.ts';

const at = (iso: string) => new VirtualClock(Date.parse(iso));

describe('dates of the place where the machine stands', () => {
  it('begin at midnight of China, eight hours before UTC', () => {
    expect(calendarDay(at('2026-11-22T15:59:59Z'))).toBe('20261122');
    expect(calendarDay(at('2026-11-22T16:00:00Z'))).toBe('20261123');
    expect(localTime(at('2026-12-31T16:05:00Z'))).toBe('2027-01-01 00:05');
  });

  it('count complete months back, over the turn of the year', () => {
    expect(lastMonths(at('2026-11-22T01:00:00Z'), 24)).toEqual({ from: '2024-11', to: '2026-10' });
    expect(lastMonths(at('2026-12-31T17:00:00Z'), 1)).toEqual({ from: '2026-12', to: '2026-12' });
    expect(lastMonths(at('2026-01-15T01:00:00Z'), 12)).toEqual({ from: '2025-01', to: '2025-12' });
  });
});
