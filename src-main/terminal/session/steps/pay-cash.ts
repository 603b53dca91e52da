import type { PaymentPart } from '../../../../src-shared/contract/payments.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { centreHostFor } from '../../cash/centre-host.ts';
import { type CashPaymentEnd, payInCash } from '../../cash/pay-in-cash.ts';
import type { Bills, ItemContext, Payment } from '../context.ts';
import { showCode } from './pay-code.ts';
import { whilePaying } from './while-paying.ts';

type PayCash = ScreenOf<'payCash'>;
type Order = { readonly orderKey: string; readonly orderNumber: string; readonly amount: number };

/** In notes, and, where the citizen has no more of them, the rest by a code. */
export async function payWithNotes(context: ItemContext, bills: Bills, codeToo: boolean): Promise<Payment> {
  const recycler = context.devices.cashRecycler;
  if (recycler === undefined) throw new Error('notes were chosen on a machine that takes none');
  const { due, assessmentId, charges } = bills;
  const orders: Order[] = [];
  const byCode = () =>
    orders.map(({ orderKey, amount }): PaymentPart => ({ method: 'qr', amount, orderKey }));
  const host = centreHostFor(context.centre.payments, { assessmentId, charges, byCode });
  const { store, clock, randomUUID, claimCode } = context;
  const { cashDispensers: dispensers } = context.devices;
  const ground = { store, clock, randomUUID, claimCode, recycler, dispensers, host };
  let screen: PayCash = { kind: 'payCash', due, taken: 0, notes: [], state: 'opening', canPayRest: false };
  let mostTaken = 0;

  const end = await whilePaying(context, {
    offers: ['cancelPayment', 'payRest'],
    screen: () => screen,
    // Whoever goes away while notes are taken gets them back; everything else ends by itself.
    mayBeCalledOff: () => screen.state === 'opening' || screen.state === 'taking',
    run: (wish, amend, noticed, aside) => {
      const change = (part: Partial<PayCash>) => {
        screen = { ...screen, ...part };
        screen = { ...screen, canPayRest: codeToo && screen.state === 'taking' && screen.taken > 0 };
        amend();
      };
      return payInCash(ground, {
        transactionId: context.transaction.id,
        due,
        signal: wish.cancelled,
        accept: context.notes,
        onPhase(state) {
          change({ state });
          noticed();
        },
        onTaken(taken) {
          const note = taken - screen.taken;
          mostTaken = Math.max(mostTaken, taken);
          change({ taken, notes: note > 0 ? [...screen.notes, note] : screen.notes });
        },
        rest: {
          wanted: wish.rest,
          pay: (amount) =>
            aside(async () => {
              const paid = await showCode(context, bills, amount, screen.taken);
              if (paid.kind === 'notPaid') return false;
              orders.push({ ...paid, amount });
              // Nobody knows: the centre books it when the phone has paid, and the slip says so.
              return true;
            }),
        },
      });
    },
  });
  context.wakeUplink();
  if (end.kind === 'refunded')
    for (const { orderKey } of orders) await context.centre.payments.refundOrder({ orderKey });
  return paymentOf(end, due, mostTaken, orders);
}

function paymentOf(end: CashPaymentEnd, due: number, taken: number, orders: readonly Order[]): Payment {
  const code = orders.reduce((sum, { amount }) => sum + amount, 0);
  const orderNumber = orders.at(-1)?.orderNumber ?? null;
  switch (end.kind) {
    case 'paid':
    case 'pending':
      return {
        outcome: end.kind === 'paid' ? 'paid' : 'waiting',
        cash: due - code,
        code,
        orderNumber,
        receiptNumber: end.kind === 'paid' ? end.receiptNumber : null,
        repaid: end.change.paid,
        claim: end.change.claim,
        open: end.change.open,
      };
    case 'refunded': {
      const { paid: repaid, claim, open } = end.repaid;
      const outcome = { cancelled: 'refunded', refused: 'refused', recyclerLost: 'unavailable' } as const;
      return {
        outcome: outcome[end.why],
        cash: taken,
        code,
        orderNumber,
        receiptNumber: null,
        repaid,
        claim,
        open,
      };
    }
  }
}
