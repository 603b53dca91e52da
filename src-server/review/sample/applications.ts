import type { Fact, FactValue } from '../facts.ts';
import type { ReviewRequest } from '../outcome.ts';
import type { HashedTable } from '../table.ts';
import { type Lives, livesOf, type Truth } from './lives.ts';
import { rates } from './rates.ts';

/**
 * Applications as a city might see them in a month: mostly in order, some not, and business systems with their bad
 * days. The same seed gives the same ones.
 */

export interface Application {
  readonly request: ReviewRequest;
  readonly now: number;
  /** What is so, whatever the systems say. */
  readonly truth: Truth;
  /** What is wrong with the answers; null: nothing. */
  readonly disturbance: 'down' | 'stale' | 'differs' | 'noConsent' | null;
}

export function sampleApplications(
  tables: readonly HashedTable[],
  seed: number,
  count: number,
): Application[] {
  const chance = dice(seed);
  return Array.from({ length: count }, () => {
    const table = tables[Math.floor(chance() * tables.length)];
    const lives = livesOf[table?.id ?? ''];
    if (table === undefined || lives === undefined) throw new Error('a table without a sample');
    return application(table, lives, chance);
  });
}

const day = 24 * 3_600_000;
/** Office days of 2026, at any time of the day: a terminal serves at night as well. */
const firstDay = Date.parse('2026-01-01T00:00:00+08:00');

function application(table: HashedTable, lives: Lives, chance: () => number): Application {
  // Annual reports are made in their season, to its last day, nearly always.
  const season = table.id === 'T8' && chance() < rates.annualReport.inSeason ? 181 : 365;
  const now = firstDay + Math.floor(chance() * season) * day + Math.floor(chance() * day);
  const at = new Date(now).toISOString();
  const truth = lives.truth(chance, now);
  const disturbance = disturbanceOf(chance);
  const sources = [...new Set(table.facts.flatMap((fact) => fact.sources))];
  const troubled = sources[Math.floor(chance() * sources.length)];
  const facts = table.facts.flatMap(({ name, sources: asked }) =>
    asked.map((source): Fact => {
      const value = truth.facts[name] ?? null;
      const age = chance() * 0.9 * day;
      const fact = { name, source, retrievedAt: at, asOf: new Date(now - age).toISOString(), value };
      if (source !== troubled) return fact;
      if (disturbance === 'down') return { ...fact, value: null, asOf: null };
      // What a stale book says was so once.
      if (disturbance === 'stale')
        return {
          ...fact,
          asOf: new Date(now - day * (1.01 + chance() * 30)).toISOString(),
          value: lives.facts[name] ?? value,
        };
      return fact;
    }),
  );
  const one = facts.find(({ source }) => source === troubled);
  const differing =
    disturbance === 'differs' && one !== undefined && one.value !== null
      ? [{ ...one, value: another(one.value) }]
      : [];
  return {
    now,
    truth,
    disturbance,
    request: {
      reviewId: '00000000-0000-4000-8000-000000000003',
      tableId: table.id,
      itemCode: table.items[0] ?? '',
      terminalId: '00000000-0000-4000-8000-000000000001',
      transactionId: '00000000-0000-4000-8000-000000000002',
      appliedAt: at,
      consent: disturbance !== 'noConsent',
      applicant: { name: '样*', idNumber: '000***********0000' },
      facts: [...facts, ...differing],
      promises: [...truth.promises],
    },
  };
}

function disturbanceOf(chance: () => number): Application['disturbance'] {
  const drawn = chance();
  const { down, stale, differing } = rates.answers;
  if (drawn < down) return 'down';
  if (drawn < down + stale) return 'stale';
  if (drawn < down + stale + differing) return 'differs';
  return drawn < down + stale + differing + rates.noConsent ? 'noConsent' : null;
}

function another(value: FactValue): FactValue {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `${value} `;
}

/** Mulberry32: small, and the same everywhere. 0 <= x < 1. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
