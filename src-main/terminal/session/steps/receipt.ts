import { printReceipt } from '../../transaction/receipt.ts';
import type { ItemContext, Step } from '../context.ts';

/** The item ends with a slip, and there is a printer for it now. */
export function slipPossible({ item, devices }: ItemContext): boolean {
  return (
    item.steps.some(({ kind }) => kind === 'receipt') && devices.receiptPrinter?.status.device === 'online'
  );
}

/** A slip for the citizen. Without a receipt printer, or with one that fails, the item goes on and says so. */
export const receipt: Step<'receipt'> = async (context) => {
  const printer = context.devices.receiptPrinter;
  if (printer === undefined || printer.status.device !== 'online') return 'next';
  // The code of a claim could not wait for this step.
  if (context.found.receiptPrinted) return 'next';
  const { certificate, payment, outcome, pinSetAt, slipWanted } = context.found;
  // What was only looked up goes on paper where somebody wants it.
  const settled = certificate !== null || payment !== null || outcome !== null || pinSetAt !== null;
  if (!settled && !slipWanted) return 'next';
  const pages = certificate?.pages ?? 0;
  const answer = await context.conversation.during(
    { kind: 'printing', stage: 'receipt', pagesDone: pages, pages, usualSeconds: 4 },
    () => printReceipt(context, printer),
    [],
    { canLeave: false, patience: null },
  );
  if (answer.kind === 'act') throw new Error('nothing was offered');
  context.found.receiptPrinted = answer.value.outcome === 'done';
  return 'next';
};
