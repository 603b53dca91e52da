import type { CashClaim } from '../store/store.ts';
import { openClaim } from './case.ts';
import type { CashGround } from './ground.ts';
import { unknownOf } from './paid.ts';
import { payFromDispenser } from './pay-from-dispenser.ts';
import { payFromRecycler } from './pay-from-recycler.ts';
import { planPayOut } from './paying-units.ts';
import { giveBackLast } from './take-note.ts';

export interface Repaid {
  /** Fen that surely left to the citizen. */
  readonly paid: number;
  /** For what could not be paid here. */
  readonly claim: CashClaim | null;
  /** Fen of which nobody knows whether they came out: staff look, and the citizen is told so. */
  readonly open: number;
}

/**
 * Gives the citizen back what this transaction owes: pays out, and turns what stays owed into a claim. No order to
 * pay is ever repeated by itself, for nobody knows what a second one would add to.
 */
export async function repay(ground: CashGround, transactionId: string): Promise<Repaid> {
  const { read } = ground.store;
  const owed = read.owedToCitizen(transactionId);
  await payOut(ground, transactionId);
  const open = unknownOf(ground, transactionId);
  const paid = owed - read.owedToCitizen(transactionId) - open;
  return { paid, claim: claimRest(ground, transactionId), open };
}

/** What is still owed becomes a claim. */
export function claimRest(ground: CashGround, transactionId: string): CashClaim | null {
  const amount = ground.store.read.owedToCitizen(transactionId);
  if (amount === 0) return null;
  const claim = { code: ground.claimCode(), transactionId, amount };
  ground.store.commit((write) => openClaim(write, claim, 'citizen'));
  return claim;
}

/**
 * One unit after the other, each with its own intent and outcome, until nothing is owed. What the next one pays is
 * planned anew out of the ledger, so that whatever a unit did not do is completed by the others, or stays owed; a unit
 * that did not do as it was told is not asked again.
 */
async function payOut(ground: CashGround, transactionId: string): Promise<void> {
  const { store, dispensers } = ground;
  const failed = new Set<string>();
  for (;;) {
    // It counts as owed as long as it lies in the mouth, and is paid by being given back.
    await giveBackLast(ground, transactionId);
    const owed = store.read.owedToCitizen(transactionId);
    if (owed <= 0) return;
    const plan = planPayOut(ground, owed, failed);
    if (plan.kind === 'notDispensable') {
      const { nearest } = plan;
      store.commit((write) =>
        write.journal({ type: 'cashNotDispensable', transactionId, amount: owed, nearest }),
      );
      return;
    }
    const [first] = plan.items;
    if (first === undefined) return;
    const { device } = first;
    const share = plan.items.filter((item) => item.device === device);
    const dispenser = dispensers.find(({ id }) => id === device);
    const amount = share.reduce((sum, { value, count }) => sum + value * count, 0);
    const paid =
      dispenser === undefined
        ? await payFromRecycler(ground, transactionId, amount)
        : await payFromDispenser(ground, transactionId, dispenser, amount);
    // Nobody stands there: nothing more is pushed out.
    if (paid === 'notTaken') return;
    if (paid === 'failed') failed.add(device);
  }
}
