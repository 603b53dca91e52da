import { openTill, type Till, transactionId } from '../test-till.ts';

/** A till with one note of 5 yuan in its store, 20 of 100 in a dispenser, and 60 coins. */
export const openSmallStore = (filled = { notes: 20, coins: 60 }) => openTill(null, 5, filled);
/** One with a store full of notes for change. */
export const openFullStore = (filled = { notes: 20, coins: 60 }) => openTill(null, 1, filled);

/** Of a payment that is called off after these notes: everything back. */
export async function refund(till: Till, notes: readonly string[], meanwhile: () => void = () => {}) {
  till.pay(900);
  for (const note of notes) await till.insert(note);
  meanwhile();
  till.cancel();
  const end = await till.end();
  if (end.kind !== 'refunded') throw new Error(end.kind);
  return end.repaid;
}

/** What each unit was told to pay, in yuan, and what became of it. */
export function orders(till: Till): [device: string, yuan: number, outcome: string | null][] {
  return till.store.read
    .intentsOf(transactionId)
    .flatMap(({ effect, outcome }) =>
      effect.kind === 'cash' && ['payOut', 'dispense'].includes(effect.command)
        ? [[effect.device, effect.amount / 100, outcome] as [string, number, string | null]]
        : [],
    );
}
