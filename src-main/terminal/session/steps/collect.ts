import type { FaultCode, ScreenOf } from '../../../../src-shared/view.ts';
import { claimBehind, collectClaim } from '../../cash/collect-claim.ts';
import type { CashGround } from '../../cash/ground.ts';
import { planPayOut } from '../../cash/paying-units.ts';
import type { CashClaim } from '../../store/store.ts';
import type { ItemContext, Step, StepResult } from '../context.ts';
import { showPayment } from './show-payment.ts';

/** Whoever has a slip in the hand needs no more. */
const mostTries = 5;

/** Money that this machine owes, paid out against the code on a slip: all of it, or nothing is begun. */
export const collect: Step<'collect'> = async (context, { code }) => {
  const ground = groundOf(context);
  if (ground === null) throw new Error('a claim was asked for on a machine that takes no notes');
  const { store, conversation, found, transaction } = context;
  const typed = found.answers[code];
  const claim = claimBehind(store.read, typeof typed === 'string' ? typed : '');
  if (typeof claim === 'string') {
    found.claimTries += 1;
    const { [code]: _, ...others } = found.answers;
    found.answers = others;
    return refuse(
      context,
      claim === 'unknown' ? 'claimUnknown' : 'claimSettled',
      found.claimTries < mostTries,
    );
  }
  if (!canPay(ground, claim)) return refuse(context, 'claimNotNow', false);

  const screen: ScreenOf<'collectClaim'> = { kind: 'collectClaim', amount: claim.amount, state: 'found' };
  const act = await conversation.ask(screen, ['next', 'back']);
  if (act.type === 'back') return 'back';
  // A unit may have failed while the screen stood.
  if (!canPay(ground, claim)) return refuse(context, 'claimNotNow', false);
  const paying = await conversation.during(
    { ...screen, state: 'payingOut' },
    () => collectClaim(ground, transaction.id, claim),
    [],
    { canLeave: false, patience: null },
  );
  if (paying.kind === 'act') throw new Error('nothing was offered');
  const { paid, claim: rest, open } = paying.value;
  context.wakeUplink();
  found.payment = {
    outcome: 'collected',
    cash: 0,
    code: 0,
    orderNumber: null,
    receiptNumber: null,
    repaid: paid,
    claim: rest,
    open,
  };
  await showPayment(context, claim.amount, found.payment);
  return 'next';
};

function groundOf(context: ItemContext): CashGround | null {
  const { store, clock, randomUUID, claimCode, devices } = context;
  const { cashRecycler: recycler, cashDispensers: dispensers } = devices;
  return recycler === undefined ? null : { store, clock, randomUUID, claimCode, recycler, dispensers, host };
}

/** Nothing is booked with the authority when a claim is paid. */
const host: CashGround['host'] = {
  post: () => Promise.reject(new Error('a claim was to be posted')),
  byKey: () => Promise.reject(new Error('a claim was asked about')),
};

function canPay(ground: CashGround, { amount }: CashClaim): boolean {
  const served = ground.store.read.openCashExchange() === undefined;
  return served && planPayOut(ground, amount).kind === 'mix';
}

async function refuse(context: ItemContext, code: FaultCode, again: boolean): Promise<StepResult> {
  const { store, transaction, conversation } = context;
  store.commit((write) =>
    write.journal({ type: 'stepRefused', transactionId: transaction.id, step: 'collect', reason: code }),
  );
  const choice = await conversation.fault(code, {
    actions: again ? ['retry'] : [],
    cardOnReader: false,
    reference: transaction.trace,
  });
  return choice === 'retry' ? { redo: 'form' } : { end: 'refused', reason: code };
}
