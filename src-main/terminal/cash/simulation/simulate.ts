import type { Store } from '../../store/store.ts';
import { closeCase } from '../case.ts';
import { bookCount } from '../count.ts';
import { closeDifference } from '../differences.ts';
import { unitOf } from '../ground.ts';
import { resolvePending } from '../pay-in-cash.ts';
import { brokenInvariants } from './invariants.ts';
import { Death } from './mortal-store.ts';
import { calmDown, planRound, playRound, type RoundPlan } from './round.ts';
import type { Filled } from './second-units.ts';
import { type DiskKind, type Life, SimulatedTerminal } from './terminal.ts';

export interface SimulationResult {
  transactions: number;
  deaths: number;
  faults: number;
  /** Transactions by how they ended. */
  ends: Record<string, number>;
  claims: number;
  cases: number;
  broken: {
    readonly seed: number;
    readonly round: number;
    readonly plan: RoundPlan;
    readonly what: string[];
  } | null;
}

/** Every other terminal has a dispenser and a hopper besides its recycler, full or nearly empty. */
const fillings: readonly (Filled | null)[] = [null, { notes: 60, coins: 90 }, null, { notes: 5, coins: 12 }];

/** All invariants are looked at after so many citizens, and after the last. */
const wholeEvery = 4;

/** A terminal that lives through so many citizens, with one seed. Stops at the first broken invariant. */
export async function simulateTerminal(
  seed: number,
  rounds: number,
  { disk = 'memory' as DiskKind } = {},
): Promise<SimulationResult> {
  const terminal = new SimulatedTerminal(seed, {
    pollIntervalMs: [1_000, 2_000, 3_000][seed % 3],
    disk,
    filled: fillings[seed % fillings.length] ?? null,
  });
  const result: SimulationResult = {
    transactions: 0,
    deaths: 0,
    faults: 0,
    ends: {},
    claims: 0,
    cases: 0,
    broken: null,
  };
  try {
    let life = await terminal.start(null);
    for (let round = 1; round <= rounds && result.broken === null; round++) {
      const plan = planRound(terminal);
      // Often enough the process is a new one, and may die in its first commits.
      if (terminal.random.chance(0.2)) {
        await life.end();
        life = await terminal.start(plan.death);
      } else life.arm(plan.death);
      const end = life.dead() ? null : await playRound(terminal, life, plan);
      result.transactions += 1;
      result.faults += (plan.unit.trouble === 'none' ? 0 : 1) + (plan.host === 'none' ? 0 : 1);
      const kind = end?.kind ?? 'died';
      result.ends[kind] = (result.ends[kind] ?? 0) + 1;
      await calmDown(terminal, life, { troubled: plan.unit.trouble !== 'none' });
      const died = life.dead();
      if (died) {
        result.deaths += 1;
        await life.end();
        life = await terminal.start(null);
        await calmDown(terminal, life, { troubled: false });
      } else life.arm(null);
      await settlePending(terminal, life);
      const what = [
        ...lookIntoCases(terminal, life, plan, died, result),
        ...brokenInvariants(terminal, life, round % wholeEvery === 0 || round === rounds),
      ];
      if (what.length > 0) result.broken = { seed, round, plan, what };
      result.claims = life.ground.store.read.openCashClaims().length;
    }
    await life.end();
  } finally {
    terminal.remove();
  }
  return result;
}

/** What the terminal does whenever the centre is back. */
async function settlePending(terminal: SimulatedTerminal, life: Life): Promise<void> {
  const { store } = life.ground;
  if ((store.read.cashBalance('pending') ?? 0) === 0) return;
  const resolving = (async () => {
    for (const id of terminal.begun) await resolvePending(life.ground, id);
  })();
  await terminal.runs(resolving, life);
}

/**
 * The people to whom the cases were handed: they count, book what differs, and close the case. What differs by
 * more than the cases told is money that went missing unnoticed; a case without a cause is a machine that calls
 * for people where it should know.
 */
function lookIntoCases(
  { unit, second }: SimulatedTerminal,
  { ground }: Life,
  plan: RoundPlan,
  died: boolean,
  result: SimulationResult,
): string[] {
  const { store, recycler } = ground;
  const cases = store.read.openCashCases();
  if (cases.length === 0) return [];
  if (plan.unit.trouble === 'none' && !died)
    return [`a case without a cause: ${cases[0]?.evidence.join('; ')}`];
  const inventory = unit.inventory();
  let difference = 0;
  const counted = [
    ...(['cashbox', 'payout'] as const).map((place) => ({
      place: unitOf(recycler.id, place),
      items: inventory[place],
    })),
    ...(second?.inventory() ?? []).map(({ place, ...items }) => ({ place, items: [items] })),
  ];
  for (const { place, items } of counted) difference += bookCount(store, { place, items, by: 'staff' });
  for (const { id } of cases) closeCase(store, id, 'counted', 'staff');
  result.cases += cases.length;
  const reported = store.read.unsentReports(1_000_000).filter(({ kind }) => kind === 'cashCase').length;
  if (reported !== 2 * result.cases)
    return [`${result.cases} cases, and the centre was told ${reported} times`];
  endDifferences(store);
  // A coin that a thief draws out comes on top of what was ordered.
  const stolen = plan.unit.trouble === 'coinsCheated' ? 100 : 0;
  const told = cases.reduce((sum, { amount }) => sum + amount, stolen);
  // Notes that the unit moved from one place to another while nobody listened are still there.
  return Math.abs(difference) <= told ? [] : [`${difference} fen differ, the cases told of ${told}`];
}

/** Every other one is followed to its end; the rest stays open, as it does for weeks on a real machine. */
function endDifferences(store: Store): void {
  for (const { number, amount } of store.read.openCashDifferences()) {
    if (number % 2 === 0) continue;
    const state = number % 3 === 0 ? 'explained' : amount > 0 ? 'returned' : 'madeGood';
    closeDifference(store, number, { state, finding: 'causeUnknown', by: 'staff' });
  }
}

/** Rejections of a process that is dead concern nobody. */
export function isDeath(error: unknown): boolean {
  return error instanceof Death;
}
