import type { CashAccount, IntentRecord, SettledOutcome, Write } from '../store/store.ts';
import type { EffectAnswer } from '../transaction/effect.ts';
import { openCase } from './case.ts';
import type { Held } from './denominate.ts';
import type { CashGround } from './ground.ts';

/** What became of one unit's order to pay, as far as anybody knows. */
export interface Paid {
  readonly outcome: SettledOutcome;
  /** What surely left to the citizen. */
  readonly left: readonly Held[];
  /** What the unit put aside. */
  readonly rejected?: { readonly items: Held; readonly place: CashAccount } | undefined;
  /** Fen that may have been paid or not: nobody is promised them a second time before somebody has looked. */
  readonly unknown: number;
  /** Fen over which a person has to look at the unit; null where nobody has to. */
  readonly doubt: number | null;
  readonly evidence: readonly string[];
}

export type PayIntent = Pick<IntentRecord, 'id' | 'transactionId' | 'step'> & {
  readonly effect: Extract<IntentRecord['effect'], { kind: 'cash' }>;
};

const payoutUnknown = 'payoutUnknown';

/** Writes what follows from it; the caller holds the commit, and settles the intent in it. */
export function writePaid(
  write: Write,
  ground: Pick<CashGround, 'randomUUID'>,
  { transactionId, effect: { device } }: PayIntent,
  place: CashAccount,
  { left, rejected, unknown, doubt, evidence }: Paid,
): void {
  for (const { value, count } of left) {
    if (count === 0) continue;
    const amount = { value, count };
    write.moveCash({ transactionId, reason: 'paidOut', debit: 'citizen', credit: place, amount });
  }
  if (rejected !== undefined && rejected.items.count > 0)
    write.moveCash({
      transactionId: null,
      reason: 'rejected',
      debit: rejected.place,
      credit: place,
      amount: rejected.items,
    });
  if (unknown > 0)
    write.moveCash({
      transactionId,
      reason: payoutUnknown,
      debit: 'citizen',
      credit: 'suspense',
      amount: unknown,
    });
  if (doubt !== null)
    openCase(write, { id: ground.randomUUID(), transactionId, device, amount: doubt, evidence });
}

/** Fen of a transaction of which nobody knows whether they came out. */
export function unknownOf({ store }: Pick<CashGround, 'store'>, transactionId: string): number {
  return store.read
    .cashMoves(transactionId)
    .filter(({ reason }) => reason === payoutUnknown)
    .reduce((sum, { amount }) => sum + (typeof amount === 'number' ? amount : 0), 0);
}

export function asAnswer(paid: Paid): EffectAnswer<Paid, Paid> {
  const { outcome, evidence } = paid;
  return outcome === 'done' ? { outcome, value: paid, evidence } : { outcome, error: paid, evidence };
}
