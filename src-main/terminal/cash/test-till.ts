import { unitOf } from './ground.ts';
import { type CashPaymentEnd, payInCash } from './pay-in-cash.ts';
import type { DeathPlan } from './simulation/mortal-store.ts';
import type { Filled } from './simulation/second-units.ts';
import { isDeath } from './simulation/simulate.ts';
import { SimulatedTerminal } from './simulation/terminal.ts';

export const transactionId = '00000000-0000-4000-8000-0000000000c1';

/** A terminal in front of which somebody pays, step by step, on virtual time. */
export async function openTill(plan: DeathPlan | null = null, seed = 1, filled: Filled | null = null) {
  const terminal = new SimulatedTerminal(seed, { filled });
  let life = await terminal.start(plan);
  const wish = new AbortController();
  let end: CashPaymentEnd | undefined;
  const { clock, unit, host, second } = terminal;
  const till = {
    clock,
    unit,
    host,
    taken: [] as number[],
    get store() {
      return life.ground.store;
    },
    get ground() {
      return life.ground;
    },
    second,
    /** The note dispenser and the coin hopper, of a till that was opened with them. */
    get units() {
      const { secondLines } = life;
      if (second === null || secondLines === null) throw new Error('it has a recycler alone');
      return { notes: second.notes, coins: second.coins, lines: secondLines };
    },
    get line() {
      return life.line;
    },
    get dead() {
      return life.dead();
    },
    get ended() {
      return end !== undefined;
    },
    /** Lets the process die at so many commits from now. */
    arm: (death: DeathPlan | null) => life.arm(death),
    cancel: () => wish.abort(),
    pay(due: number): void {
      const { ground } = life;
      const paying = async () => {
        ground.store.commit((write) =>
          write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' }),
        );
        const onTaken = (amount: number) => till.taken.push(amount / 100);
        return payInCash(ground, { transactionId, due: due * 100, signal: wish.signal, onTaken });
      };
      paying().then(
        (answer) => {
          end = answer;
        },
        (error: unknown) => {
          if (!isDeath(error)) throw error;
        },
      );
    },
    /** Pushes a note in, once the mouth is open, and gives it so long. */
    async insert(note: string, milliseconds = 6_000): Promise<void> {
      await clock.advanceUntil(() => life.dead() || life.ground.recycler.status.accepting, 60_000);
      unit.set('insert', `${note} CNY`);
      await clock.advance(milliseconds);
    },
    async end(): Promise<CashPaymentEnd> {
      await clock.advanceUntil(() => end !== undefined, 600_000);
      if (end === undefined) throw new Error('not ended');
      return end;
    },
    /** Kills the process and starts it again; what was cut off is put right. */
    async restart(): Promise<void> {
      await life.end();
      life = await terminal.start(null);
      await clock.advance(10_000);
    },
    /** Yuan, as the ledger has them: a place holds them, a negative party is owed them. */
    balance: (account: Parameters<typeof life.ground.store.read.cashBalance>[0]) =>
      (life.ground.store.read.cashBalance(account) ?? Number.NaN) / 100,
    /** Yuan that really lie in the units, less those that the ledger has there: always 0. */
    difference(): number {
      const { cashbox, payout } = unit.inventory();
      const real = [...cashbox, ...payout].reduce((sum, { value, count }) => sum + value * count, 0);
      const { read } = life.ground.store;
      const held = (['cashbox', 'payout'] as const).reduce(
        (sum, place) => sum + (read.cashBalance(unitOf('recycler-1', place)) ?? 0),
        0,
      );
      const others = (second?.inventory() ?? []).map(
        ({ place, value, count }) => value * count - (read.cashBalance(place) ?? 0),
      );
      return (real - held + others.reduce((sum, one) => sum + one, 0)) / 100;
    },
    async close(): Promise<void> {
      await life.end();
      terminal.remove();
    },
  };
  return till;
}

export type Till = Awaited<ReturnType<typeof openTill>>;
