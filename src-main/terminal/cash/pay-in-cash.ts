import type { CashClaim } from '../store/store.ts';
import { settleIntent } from '../transaction/effect.ts';
import { bookPayment } from './book-payment.ts';
import { openClaim } from './case.ts';
import { change } from './change.ts';
import { type CashGround, escrowOf } from './ground.ts';
import { noteOwner } from './keep-ledger.ts';
import { type Repaid, repay } from './pay-out.ts';
import { planPayOut } from './paying-units.ts';
import { decideNote, giveBackLast, giveUpLast } from './take-note.ts';

export interface CashPayment {
  readonly transactionId: string;
  /** Fen. */
  readonly due: number;
  /** Aborted when the citizen wants their money back, or is gone. */
  readonly signal: AbortSignal;
  /** Told at every change, with the fen taken so far. */
  readonly onTaken: (taken: number) => void;
  /** Face values that are taken here, fen; all that the unit knows when absent. */
  readonly accept?: readonly number[];
  /** Where the citizen may pay otherwise what the notes do not make up. */
  readonly rest?: {
    /** Aborted when the citizen asks for it; a new one for each time. */
    readonly wanted: () => AbortSignal;
    /** Answers whether these fen were paid. */
    pay(amount: number): Promise<boolean>;
  };
  readonly onPhase?: (phase: CashPhase) => void;
}

export type CashPhase = 'taking' | 'deciding' | 'booking' | 'payingOut';

export type CashPaymentEnd =
  | { readonly kind: 'paid'; readonly receiptNumber: string; readonly change: Repaid }
  /** Nobody knows yet whether the payment was booked: the slip says so, and the machine goes on asking. */
  | { readonly kind: 'pending'; readonly idempotencyKey: string; readonly change: Repaid }
  | {
      readonly kind: 'refunded';
      readonly why: 'cancelled' | 'refused' | 'recyclerLost';
      readonly repaid: Repaid;
    };

/**
 * Takes notes one at a time until `due` is reached, books the payment, and gives change; or gives everything
 * back. XFS4IoT CashInStart, CashIn, CashInEnd or CashInRollback. Every line of it may be the last one that
 * runs: `recoverCash` ends at the next start what was begun here.
 *
 * `keepLedger` must run.
 */
export async function payInCash(ground: CashGround, payment: CashPayment): Promise<CashPaymentEnd> {
  const { store, recycler } = ground;
  const { transactionId, due } = payment;
  store.commit((write) => write.beginCashIn({ transactionId, device: recycler.id, due }));
  let told = 0;
  const tellTaken = () => {
    const taken = store.read.owedToCitizen(transactionId);
    if (taken !== told) payment.onTaken(taken);
    told = taken;
  };
  // At the credit, and not when the note has come to rest behind it: `keepLedger` has written it by then.
  const stopTelling = recycler.onEvent(({ type }) => type === 'stacked' && tellTaken());
  let otherwise = 0;
  let taking = await takeNotes(ground, payment, otherwise, tellTaken);
  while (taking === 'rest') {
    const missing = due - store.read.owedToCitizen(transactionId);
    if (await payment.rest?.pay(missing)) otherwise = missing;
    taking = await takeNotes(ground, payment, otherwise, tellTaken);
  }
  stopTelling();
  if (taking !== 'enough') {
    payment.onPhase?.('payingOut');
    return refund(ground, transactionId, taking);
  }

  payment.onPhase?.('booking');
  const idempotencyKey = ground.randomUUID();
  const amount = due - otherwise;
  const booked = await bookPayment(
    ground,
    { transactionId, step: 'cash', amount, idempotencyKey },
    (write, outcome) => {
      if (outcome === 'notDone') return;
      const credit = outcome === 'done' ? 'host' : 'pending';
      write.moveCash({ transactionId, reason: 'payment', debit: 'citizen', credit, amount });
    },
  );
  payment.onPhase?.('payingOut');
  if (booked.outcome === 'notDone') return refund(ground, transactionId, 'refused');
  const change = await repay(ground, transactionId);
  endCashIn(ground, transactionId, 'ok');
  return booked.outcome === 'done'
    ? { kind: 'paid', receiptNumber: booked.value, change }
    : { kind: 'pending', idempotencyKey, change };
}

async function refund(
  ground: CashGround,
  transactionId: string,
  why: 'cancelled' | 'refused' | 'recyclerLost',
): Promise<CashPaymentEnd> {
  const repaid = await repay(ground, transactionId);
  endCashIn(ground, transactionId, 'rollback');
  return { kind: 'refunded', why, repaid };
}

/** Nothing is told in between; only for what would be forgotten. */
const lookAgainMs = 10_000;

type TakingEnd = 'enough' | 'cancelled' | 'recyclerLost' | 'rest';

async function takeNotes(
  ground: CashGround,
  { transactionId, due, signal, accept, rest, onPhase }: CashPayment,
  otherwise: number,
  tellTaken: () => void,
): Promise<TakingEnd> {
  const { store, recycler } = ground;
  const taken = () => store.read.owedToCitizen(transactionId);
  const missing = () => due - otherwise - taken();
  if (missing() <= 0) return 'enough';
  const restWanted = rest?.wanted();
  const woken = restWanted === undefined ? signal : AbortSignal.any([signal, restWanted]);
  const values = recycler.itemTypes.map(({ value }) => value);
  const openMouth = () =>
    recycler.enable(accept === undefined ? values : values.filter((value) => accept.includes(value)), {
      timeoutMs: 10_000,
    });
  if (!(await openMouth()).ok) return 'recyclerLost';
  onPhase?.('taking');
  let end: TakingEnd | null = null;
  let closed = false;
  while (end === null) {
    // Whoever wants no more of it may still push notes in: each would have to be given back, and it would never end.
    if (woken.aborted && !closed) {
      await recycler.disable({ timeoutMs: 10_000 });
      closed = true;
    }
    if (store.read.cashHolding(escrowOf(recycler.id)).length > 0) {
      onPhase?.('deciding');
      // One that went in before this cash-in began is on its way back.
      const ours = noteOwner(store) === transactionId;
      const wanted = ours && !woken.aborted && changeable(ground, -missing());
      const known = await decideNote(ground, transactionId, wanted ? 'stack' : 'returnEscrow');
      if (!known && !(await decideNote(ground, transactionId, 'returnEscrow'))) {
        giveUpLast(ground);
        end = 'recyclerLost';
      }
      tellTaken();
      onPhase?.('taking');
    } else if (missing() <= 0) end = 'enough';
    else if (signal.aborted) end = 'cancelled';
    else if (restWanted?.aborted) end = 'rest';
    else if (recycler.status.device === 'hardwareError') end = 'recyclerLost';
    // The line was lost and is back: the unit begins with its mouth closed.
    else if (!closed && recycler.status.device === 'online' && !recycler.status.accepting) await openMouth();
    else await change(ground, lookAgainMs, woken);
  }
  await recycler.disable({ timeoutMs: 10_000 });
  await giveBackLast(ground, transactionId);
  return end;
}

/**
 * Too much for the price is taken only where the rest can be given back. By the ledger: while its mouth is open
 * a recycler answers nothing about payouts.
 */
function changeable(ground: CashGround, change: number): boolean {
  return change <= 0 || planPayOut(ground, change).kind === 'mix';
}

export function endCashIn(
  { store }: CashGround,
  transactionId: string,
  status: 'ok' | 'rollback' | 'reset',
): void {
  const paid = store.read
    .cashMoves(transactionId)
    .filter(({ credit }) => credit === 'host')
    .reduce((sum, { amount }) => sum + (typeof amount === 'number' ? amount : 0), 0);
  store.commit((write) => {
    write.endCashIn(transactionId, status);
    write.journal({ type: 'cashInEnded', transactionId, status, paid });
  });
}

/**
 * Asks again about payments that nobody could answer for. Posted: the authority has them after all. Not posted:
 * they become claims. Called when the centre is back.
 */
export async function resolvePending(ground: CashGround, transactionId: string): Promise<CashClaim | null> {
  const { store, host } = ground;
  const intent = store.read
    .intentsOf(transactionId)
    .find(({ effect, outcome }) => effect.kind === 'remote' && outcome === 'indeterminate');
  const amount = pendingOf(ground, transactionId);
  if (intent?.effect.kind !== 'remote' || amount === 0) return null;
  const asked = await host.byKey({ idempotencyKey: intent.effect.idempotencyKey });
  if (!asked.ok) return null;
  const evidence = [`asked by key: ${asked.value.state}`];
  if (asked.value.state === 'posted') {
    store.commit((write) => {
      write.moveCash({ transactionId, reason: 'bookedAfterAll', debit: 'pending', credit: 'host', amount });
      settleIntent(write, intent, 'done', evidence);
    });
    return null;
  }
  const claim = { code: ground.claimCode(), transactionId, amount };
  store.commit((write) => {
    openClaim(write, claim, 'pending');
    settleIntent(write, intent, 'notDone', evidence);
  });
  return claim;
}

/** Fen of this transaction whose booking is not known. */
function pendingOf({ store }: CashGround, transactionId: string): number {
  let pending = 0;
  for (const { debit, credit, amount } of store.read.cashMoves(transactionId)) {
    if (typeof amount !== 'number') continue;
    if (credit === 'pending') pending += amount;
    if (debit === 'pending') pending -= amount;
  }
  return pending;
}
