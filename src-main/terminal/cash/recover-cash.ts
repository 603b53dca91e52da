import type { CashAccount, CashCommand } from '../store/store.ts';
import { settleIntent } from '../transaction/effect.ts';
import { openCase } from './case.ts';
import { until } from './change.ts';
import { type CashGround, escrowOf, unitOf } from './ground.ts';
import { giveUpNote } from './keep-ledger.ts';
import { type Paid, type PayIntent, writePaid } from './paid.ts';
import { judgeByMemory } from './pay-from-dispenser.ts';
import { judgePayOut } from './pay-from-recycler.ts';
import { endCashIn } from './pay-in-cash.ts';
import { claimRest } from './pay-out.ts';
import { openPlaces, placesOf } from './paying-units.ts';
import { decideNote } from './take-note.ts';

const patienceMs = 60_000;
const strayMs = 5_000;

/**
 * After any crash, before anybody is served, with the recycler open and `keepLedger` running: ends the cash-in
 * that was cut off. Notes in escrow go back, each open intent is decided by asking, and what is still owed
 * becomes a claim: no money is pushed out of a machine in front of which nobody may be standing.
 */
export async function recoverCash(ground: CashGround): Promise<void> {
  openPlaces(ground);
  await endLast(ground);
  await compareStore(ground);
}

async function endLast(ground: CashGround): Promise<void> {
  const { store, recycler } = ground;
  const cashIn = store.read.activeCashIn();
  if (cashIn === undefined) return clearStrayNote(ground);
  const { transactionId, due } = cashIn;
  await until(ground, () => recycler.status.device !== 'offline', patienceMs);

  if (store.read.cashHolding(escrowOf(recycler.id)).length > 0) {
    const held = recycler.status.intermediateStacker === 'notEmpty';
    if (!held || !(await decideNote(ground, transactionId, 'returnEscrow')))
      store.commit((write) =>
        giveUpNote(ground, write, 'in escrow when the terminal stopped, and not there now'),
      );
  }
  for (const intent of store.read.intentsOf(transactionId)) {
    const { effect } = intent;
    if (intent.outcome !== null) continue;
    if (effect.kind === 'remote') await decideBooking(ground, intent.id, transactionId, due);
    else if (effect.kind === 'cash' && isPayment(effect.command))
      await decidePayment(ground, { ...intent, effect });
    else
      store.commit((write) =>
        settleIntent(write, intent, 'indeterminate', ['the terminal stopped before the recycler told']),
      );
  }
  claimRest(ground, transactionId);
  endCashIn(ground, transactionId, 'reset');
}

const isPayment = (command: CashCommand) => command === 'payOut' || command === 'dispense';

/** A unit was told to pay, and nobody heard the end of it: it is asked, and never told again. */
async function decidePayment(ground: CashGround, intent: PayIntent): Promise<void> {
  const { store, recycler, dispensers } = ground;
  const { device } = intent.effect;
  const dispenser = dispensers.find(({ id }) => id === device);
  const settle = (place: CashAccount, paid: Paid) =>
    store.commit((write) => {
      settleIntent(write, intent, paid.outcome, paid.evidence);
      writePaid(write, ground, intent, place, paid);
    });
  if (device === recycler.id) settle(unitOf(device, 'payout'), await judgePayOut(ground, intent));
  else if (dispenser !== undefined)
    settle(placesOf(dispenser).place, await judgeByMemory(ground, dispenser, intent));
  else settle(unitOf(device, 'none'), nobodyToAsk(intent));
}

/** It was taken out of terminal.yaml meanwhile. */
function nobodyToAsk({ effect: { amount } }: PayIntent): Paid {
  const evidence = ['no such unit is configured to ask'];
  return { outcome: 'indeterminate', left: [], unknown: amount, doubt: amount, evidence };
}

/** The payment that was being booked: asked by its key, never sent again. */
async function decideBooking(
  { store, host }: CashGround,
  intentId: string,
  transactionId: string,
  due: number,
): Promise<void> {
  const intent = store.read.intentsOf(transactionId).find(({ id }) => id === intentId);
  if (intent?.effect.kind !== 'remote') throw new Error(`intent ${intentId} is no booking`);
  const asked = await host.byKey({ idempotencyKey: intent.effect.idempotencyKey });
  const evidence = [asked.ok ? `asked by key: ${asked.value.state}` : asked.error.message];
  // Less than the price where the rest was paid by a code: all that the notes made up.
  const amount = Math.min(due, store.read.owedToCitizen(transactionId));
  const outcome = asked.ok ? (asked.value.state === 'posted' ? 'done' : 'notDone') : 'indeterminate';
  store.commit((write) => {
    if (outcome !== 'notDone') {
      const credit = outcome === 'done' ? 'host' : 'pending';
      write.moveCash({ transactionId, reason: 'payment', debit: 'citizen', credit, amount });
    }
    settleIntent(write, intent, outcome, evidence);
  });
}

/**
 * A note that came into escrow when nobody was paying, and was on its way back when the terminal died: it is given
 * back if it is still there. Where the unit has none, nobody heard what became of it, and a person looks.
 */
async function clearStrayNote(ground: CashGround): Promise<void> {
  const { store, recycler } = ground;
  const stray = () => store.read.cashHolding(escrowOf(recycler.id)).length > 0;
  if (!stray()) return;
  await until(ground, () => recycler.status.device !== 'offline', patienceMs);
  if (recycler.status.intermediateStacker === 'notEmpty')
    await recycler.returnEscrow({ timeoutMs: patienceMs });
  // What the unit tells of it is written by `keepLedger`, perhaps a poll later.
  if (await until(ground, () => !stray(), strayMs)) return;
  store.commit((write) =>
    giveUpNote(ground, write, 'on its way back when the terminal stopped, and not there now'),
  );
}

/**
 * While nobody listened a recycler may have moved notes of its store into the cashbox, as it does with those that it
 * does not recognise in a payout. Its own count of the store against the ledger tells: a person looks, once.
 */
export async function compareStore(ground: CashGround): Promise<void> {
  const { store, recycler, randomUUID } = ground;
  if (recycler.status.device !== 'online') return;
  // Somebody has their hands in it.
  if (store.read.openCashExchange() !== undefined) return;
  if (store.read.openCashCases().some(({ device }) => device === recycler.id)) return;
  const units = await recycler.units({ timeoutMs: 10_000 });
  const counts = units.ok ? units.value.find(({ kind }) => kind === 'recycler')?.counts : null;
  if (counts === null || counts === undefined) return;
  const held = store.read.cashHolding(unitOf(recycler.id, 'payout'));
  const differing = [...new Set([...held, ...counts].map(({ value }) => value))].flatMap((value) => {
    const ledger = held.find((one) => one.value === value)?.count ?? 0;
    const unit = counts.find((one) => one.value === value)?.count ?? 0;
    return ledger === unit ? [] : [{ value, ledger, unit }];
  });
  if (differing.length === 0) return;
  store.commit((write) =>
    openCase(write, {
      id: randomUUID(),
      transactionId: null,
      device: recycler.id,
      amount: differing.reduce((sum, one) => sum + one.value * Math.abs(one.ledger - one.unit), 0),
      evidence: differing.map(
        ({ value, ledger, unit }) =>
          `store, notes of ${value} fen: ${ledger} by the ledger, ${unit} by the unit`,
      ),
    }),
  );
}
