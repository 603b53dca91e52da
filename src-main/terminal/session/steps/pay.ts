import type { StepOf } from '../../../../src-shared/service/item.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { Bills, ItemContext, Payment, Step, StepResult } from '../context.ts';
import { payWithNotes } from './pay-cash.ts';
import { payWithCode } from './pay-code.ts';
import { showPayment } from './show-payment.ts';

/** Chooses how to pay, takes the money, and shows what became of it. Money that was taken is never left unsaid. */
export const pay: Step<'pay'> = async (context, settings) => {
  const { bills } = context.found;
  if (bills === null) throw new Error(`${context.item.code}: a step before bills`);
  for (;;) {
    const method = await chooseMethod(context, settings, bills);
    if (method === 'back') return 'back';
    const payment =
      method === 'cash'
        ? await payWithNotes(context, bills, settings.methods.includes('code'))
        : await payWithCode(context, bills);
    writeEnd(context, payment);
    context.found.payment = payment;
    const shown = await showPayment(context, bills.due, payment);
    if (shown === 'retry') continue;
    return endOf(payment);
  }
};

async function chooseMethod(
  context: ItemContext,
  { methods, mostCash }: StepOf<'pay'>,
  bills: Bills,
): Promise<'cash' | 'code' | 'back'> {
  const offered = methods.includes('cash') && bills.due <= mostCash * 100;
  const cash = (): ScreenOf<'choosePayment'>['cash'] => {
    const { cashRecycler } = context.devices;
    if (!offered || cashRecycler === undefined) return 'absent';
    // One that is only starting up takes no note yet; the screen changes when it does.
    const served = context.store.read.openCashExchange() === undefined;
    return served && ['online', 'deviceBusy'].includes(cashRecycler.status.device)
      ? 'available'
      : 'unavailable';
  };
  const screen = (): ScreenOf<'choosePayment'> => ({
    kind: 'choosePayment',
    lines: [...bills.lines],
    due: bills.due,
    cash: cash(),
    code: methods.includes('code'),
    notes: [...context.notes].sort((a, b) => b - a),
  });
  for (;;) {
    const answer = await context.conversation.during(
      screen(),
      (signal, amend) =>
        new Promise<void>((resolve) => {
          const stop = context.devices.onChanged(() => amend(screen()));
          signal.addEventListener('abort', () => {
            stop();
            resolve();
          });
        }),
      ['choosePayment', 'back'],
    );
    if (answer.kind === 'done') throw new Error('nobody chose how to pay');
    if (answer.act.type === 'back') return 'back';
    const { method } = answer.act;
    if (method === 'cash' ? cash() === 'available' : methods.includes('code')) return method;
  }
}

function writeEnd({ store, transaction }: ItemContext, payment: Payment): void {
  const outcome = { paid: 'posted', waiting: 'waiting', refused: 'refused' } as const;
  const ended = payment.outcome in outcome ? outcome[payment.outcome as keyof typeof outcome] : 'refunded';
  const { cash, code } = payment;
  store.commit((write) =>
    write.journal({ type: 'paymentEnded', transactionId: transaction.id, outcome: ended, cash, code }),
  );
}

function endOf({ outcome }: Payment): StepResult {
  if (outcome === 'paid' || outcome === 'waiting') return 'next';
  if (outcome === 'refused') return { end: 'refused', reason: 'paymentRefused' };
  return { end: outcome === 'unavailable' ? 'failed' : 'left', reason: `payment ${outcome}` };
}
