import { printReceipt } from '../../transaction/receipt.ts';
import type { ItemContext, Payment } from '../context.ts';

/** Shows how it ended until the citizen has read it; what is owed is printed first, and a claim's code shown besides. */
export async function showPayment(
  context: ItemContext,
  due: number,
  payment: Payment,
): Promise<'next' | 'retry'> {
  const settled = payment.outcome === 'paid' || payment.outcome === 'waiting';
  // With a claim in the hand nobody begins anew before it is put away.
  const canRetry = !settled && payment.claim === null && !['refused', 'collected'].includes(payment.outcome);
  // The slip of a payment comes with the step receipt; one that says what is owed does not wait for it, for this screen says
  // whether the code is on paper.
  const slip = (payment.claim !== null || payment.open > 0) && (await printClaim(context));
  const act = await context.conversation.ask(
    {
      kind: 'paymentResult',
      outcome: payment.outcome,
      due,
      cash: payment.cash,
      code: payment.code,
      receiptNumber: payment.receiptNumber,
      repaid: payment.repaid,
      open: payment.open,
      claim: payment.claim === null ? null : { code: payment.claim.code, amount: payment.claim.amount, slip },
      canRetry,
      reference: context.transaction.trace,
    },
    canRetry ? ['next', 'retry'] : ['next'],
    // Nobody is hurried away from the only place where a claim's code stands.
    { canLeave: false, ...(payment.claim !== null && !slip ? { patience: unhurried } : {}) },
  );
  return act.type;
}

const unhurried = { idleMs: 300_000, warningMs: 60_000 };

async function printClaim(context: ItemContext): Promise<boolean> {
  const printer = context.devices.receiptPrinter;
  if (printer === undefined || printer.status.device !== 'online') return false;
  const printed = await printReceipt(context, printer);
  context.found.receiptPrinted = printed.outcome === 'done';
  return context.found.receiptPrinted;
}
