import type { PaymentPart } from '../../../../src-shared/contract/payments.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { bookPayment } from '../../cash/book-payment.ts';
import { centreHostFor } from '../../cash/centre-host.ts';
import { type CodePaymentEnd, payByCode } from '../../transaction/pay-by-code.ts';
import type { Bills, ItemContext, Payment } from '../context.ts';
import { whilePaying } from './while-paying.ts';

type PayCode = ScreenOf<'payCode'>;

/** All of it by a code that a phone scans. */
export async function payWithCode(context: ItemContext, bills: Bills): Promise<Payment> {
  const { due } = bills;
  const end = await showCode(context, bills, due, 0);
  const nothing = {
    cash: 0,
    code: 0,
    orderNumber: null,
    receiptNumber: null,
    repaid: 0,
    claim: null,
    open: 0,
  };
  if (end.kind === 'notPaid') return { ...nothing, outcome: end.why === 'cancelled' ? 'refunded' : end.why };
  const { orderKey, orderNumber } = end;
  const part: PaymentPart = { method: 'qr', amount: due, orderKey };
  const { assessmentId, charges } = bills;
  const host = centreHostFor(context.centre.payments, { assessmentId, charges, byCode: () => [part] });
  const booking = { transactionId: context.transaction.id, step: 'pay', amount: 0 } as const;
  const idempotencyKey = context.randomUUID();
  const working = await context.conversation.during(
    { kind: 'payCode', amount: due, taken: 0, code: null, expiresAt: null, state: 'booking' },
    () => bookPayment({ ...context, host }, { ...booking, idempotencyKey }, () => {}),
    [],
    { canLeave: false, patience: null },
  );
  if (working.kind === 'act') throw new Error('nothing was offered');
  const booked = working.value;
  context.wakeUplink();
  if (booked.outcome === 'done')
    return { ...nothing, outcome: 'paid', code: due, orderNumber, receiptNumber: booked.value };
  if (booked.outcome === 'indeterminate' || end.kind === 'unknown')
    return { ...nothing, outcome: 'waiting', code: due, orderNumber };
  await context.centre.payments.refundOrder({ orderKey });
  return { ...nothing, outcome: 'refused', code: due, orderNumber };
}

/** The code on the screen, until it is paid, given up, or nobody knows. */
export function showCode(
  context: ItemContext,
  { assessmentId }: Bills,
  amount: number,
  taken: number,
): Promise<CodePaymentEnd> {
  let screen: PayCode = { kind: 'payCode', amount, taken, code: null, expiresAt: null, state: 'preparing' };
  const { store, clock, randomUUID } = context;
  return whilePaying(context, {
    offers: ['cancelPayment'],
    screen: () => screen,
    // A code expires by itself.
    mayBeCalledOff: () => false,
    run: (wish, amend) =>
      payByCode(
        { store, clock, randomUUID, payments: context.centre.payments },
        {
          transactionId: context.transaction.id,
          assessmentId,
          amount,
          signal: wish.cancelled,
          onShown(code, expiresAt) {
            screen = { ...screen, code, expiresAt, state: 'waiting' };
            amend();
          },
          onState(state) {
            if (screen.state === state) return;
            screen = { ...screen, state };
            amend();
          },
        },
      ),
  });
}
