import { describe, expect, it } from 'vitest';
import type { SimulationResult } from '../src-main/terminal/cash/simulation/simulate.ts';
import { type SimulationTotal, simulationReport } from './simulate-report.ts';

const plan = { due: 100 } as unknown as NonNullable<SimulationResult['broken']>['plan'];
const total: SimulationTotal = {
  transactions: 1_000,
  deaths: 280,
  faults: 590,
  claims: 200,
  cases: 30,
  onFile: 20,
  ends: { paid: 600, refunded: 400 },
  broken: null,
};
const took = { wallSeconds: 8, cpuSeconds: 2 };
const run = (change: Partial<SimulationTotal> = {}, least: number | null = null) => {
  const { text, exitCode } = simulationReport({ ...total, ...change }, took, { digest: 'd1', least });
  const lines = text.split('\n');
  return { lines, text, exitCode, json: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
};

describe('what a run of the simulation came to', () => {
  it('for people and as JSON, with the rate by processor and by clock', () => {
    const { lines, json, exitCode } = run();
    expect(exitCode).toBe(0);
    expect(lines[0]).toBe('1000 transactions: 600 paid, 400 refunded');
    expect(lines).toContain('500 transactions in a second of one core, 125 in a second by the clock');
    expect(json).toMatchObject({ transactions: 1_000, perCpuSecond: 500, perSecond: 125, broken: 0 });
    expect(json.digest).toBe('d1');
  });

  it('a busy machine does not make it too slow: processor time counts', () => {
    const { exitCode, text, json } = run({}, 500);
    expect(exitCode).toBe(0);
    expect(text).not.toContain('TOO SLOW');
    expect(json.least).toBe(500);
  });

  it('fewer in a second of one core than were asked for end with 1', () => {
    const { exitCode, lines } = run({}, 501);
    expect(exitCode).toBe(1);
    expect(lines.at(-2)).toBe('TOO SLOW: 501 transactions in a second of one core were asked for');
  });

  it('a broken invariant ends with 1, and says what replays it', () => {
    const broken = { seed: 77, round: 12, plan, what: ['100 fen are owed', 'a gap'] };
    const { exitCode, text, json } = run({ broken });
    expect(exitCode).toBe(1);
    expect(text).toContain('BROKEN at seed 77, citizen 12: 100 fen are owed; a gap');
    expect(text).toContain('replay: npm run simulate -- --seed 77 --runs 12');
    expect(json.broken).toBe(1);
  });
});
