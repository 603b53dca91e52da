import { printReceipt } from '../../transaction/receipt.ts';
import type { Step } from '../context.ts';

/** A slip for the citizen. Without a receipt printer, or with one that fails, the item goes on and says so. */
export const receipt: Step<'receipt'> = async (context) => {
  const printer = context.devices.receiptPrinter;
  if (printer === undefined || printer.status.device !== 'online') return 'next';
  const pages = context.found.certificate?.pages ?? 0;
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
