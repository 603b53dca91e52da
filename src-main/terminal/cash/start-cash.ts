import type { Store } from '../store/store.ts';
import { type CashGround, escrowOf, unitOf } from './ground.ts';
import { keepLedger } from './keep-ledger.ts';
import { resolvePending } from './pay-in-cash.ts';
import { openPlaces } from './paying-units.ts';
import { compareStore, recoverCash } from './recover-cash.ts';

/** Notes up to this value, fen, are kept at hand for change; larger ones go into the cashbox. */
const changeUpTo = 5_000;

export interface RunningCash {
  /** After the devices have opened and before anybody is served: ends what the last run left. */
  recover(): Promise<void>;
  /** The centre is back: asks about payments that nobody could answer for. Answers how many are decided. */
  resolve(): Promise<number>;
  stop(): void;
}

/** The notes of this terminal, from the boot on. Call it before the recycler is opened: no note is missed. */
export function startCash(ground: CashGround): RunningCash {
  const { store, recycler } = ground;
  openPlaces(ground);
  const stopKeeping = keepLedger(ground);
  let stopWaiting = () => {};
  const prepare = () => {
    if (recycler.status.device !== 'online') return;
    stopWaiting();
    stopWaiting = () => {};
    void setUp(ground);
  };
  return {
    async recover() {
      if (leftOpen(store, recycler.id)) await recoverCash(ground);
      stopWaiting = recycler.onStatusChanged(prepare);
      prepare();
    },
    async resolve() {
      const waiting = store.read.pendingCashTransactions();
      for (const transactionId of waiting) await resolvePending(ground, transactionId);
      return waiting.length - store.read.pendingCashTransactions().length;
    },
    stop() {
      stopWaiting();
      stopKeeping();
    },
  };
}

/** Whether the last run left a payment, or a note in the mouth. */
export function leftOpen(store: Store, device: string): boolean {
  return store.read.activeCashIn() !== undefined || store.read.cashHolding(escrowOf(device)).length > 0;
}

async function setUp(ground: CashGround): Promise<void> {
  const { store, recycler } = ground;
  for (const { value } of recycler.itemTypes)
    await recycler.setRoute(value, value <= changeUpTo ? 'payout' : 'cashbox', { timeoutMs: 10_000 });
  const known = store.read.fact(takenOver(recycler.id)) !== undefined;
  if (!known) await takeOver(ground);
  else if (store.read.activeCashIn() === undefined) await compareStore(ground);
}

const takenOver = (device: string) => `cashTakenOver:${device}`;

/**
 * The first time that this terminal sees its recycler: the notes in its store were loaded before there was a ledger,
 * and are taken over by the unit's own count. Never again: from then on a difference is a difference.
 */
async function takeOver({ store, recycler }: CashGround): Promise<void> {
  const fact = takenOver(recycler.id);
  const units = await recycler.units({ timeoutMs: 10_000 });
  const held = units.ok ? units.value.find(({ kind }) => kind === 'recycler')?.counts : undefined;
  if (held === undefined || held === null || store.read.fact(fact) !== undefined) return;
  const place = unitOf(recycler.id, 'payout');
  store.commit((write) => {
    let amount = 0;
    for (const { value, count } of held) {
      if (count === 0) continue;
      amount += value * count;
      write.moveCash({
        transactionId: null,
        reason: 'takenOver',
        debit: place,
        credit: 'vault',
        amount: { value, count },
      });
    }
    write.setCashAccuracy(place, 'accurate');
    write.journal({ type: 'cashTakenOver', place, amount });
    write.setFact(fact, 'yes');
  });
}
