import type { DocumentPrinterStatus } from '../../../../devices/contract/document-printer.ts';
import type { FaultCode } from '../../../../src-shared/view.ts';
import { toSummary } from '../../catalogue/present.ts';
import { availability } from '../availability.ts';
import type { ItemContext, Step, StepResult } from '../context.ts';
import { answeredRows } from './answered.ts';
import { askCentre } from './ask-centre.ts';
import { idNumberMasked, namesMasked } from './names-masked.ts';
import { needed } from './needed.ts';

/** Counts the prints of this month, asks the printer, and asks the citizen. Nothing is counted yet. */
export const confirm: Step<'confirm'> = async (context) => {
  const { range, company, prints } = context.found;
  for (;;) {
    // Whoever drafted the document counted its prints.
    const counted = prints === null ? await countPrints(context) : { answer: prints };
    if ('instead' in counted) return counted.instead;
    const { printed, limit, month } = counted.answer;
    if (limit !== null && printed >= limit) return refuse(context, limit, month);

    const printer = await printerReady(context);
    if (printer === 'retry') continue;
    if (printer !== 'ready') return printer;

    const act = await context.conversation.ask(
      {
        kind: 'confirm',
        item: toSummary(context.item, availability(context.item, context)),
        ...namesMasked(context.found),
        idNumberMasked: idNumberMasked(context.found),
        companyName: company?.name ?? null,
        period: range && { from: range.from, to: range.to },
        rows: answeredRows(context),
        pages: context.found.previewPages,
        ordinal: printed + 1,
        limit,
        receipt: context.devices.receiptPrinter?.status.device === 'online',
      },
      ['next', 'back'],
    );
    if (act.type === 'back') return 'back';

    // The citizen may have read for a minute: the paper must still be there before a print is counted.
    const again = await printerReady(context);
    if (again === 'ready') return 'next';
    if (again !== 'retry') return again;
  }
};

function countPrints(context: ItemContext) {
  const { token } = needed(context).person;
  return askCentre(context, 'checkingPrinter', (signal) =>
    context.centre.socialInsurance.printCount({ token }, { signal }),
  );
}

async function refuse(context: ItemContext, limit: number, month: string): Promise<StepResult> {
  context.store.commit((write) =>
    write.journal({
      type: 'stepRefused',
      transactionId: context.transaction.id,
      step: 'confirm',
      reason: 'printLimitReached',
    }),
  );
  await context.conversation.fault('printLimitReached', {
    actions: [],
    cardOnReader: true,
    reference: context.transaction.trace,
    details: { limit, month },
  });
  return { end: 'refused', reason: 'printLimitReached' };
}

/** Asks the printer now. What is wrong is said before a print is counted. */
async function printerReady(context: ItemContext): Promise<'ready' | 'retry' | Exclude<StepResult, string>> {
  const printer = context.devices.documentPrinter;
  const asked = await printer?.queryStatus({ timeoutMs: 5_000 });
  const fault = printerFault(asked?.ok ? asked.value : undefined);
  if (fault === null) return 'ready';
  context.store.commit((write) =>
    write.journal({
      type: 'stepRefused',
      transactionId: context.transaction.id,
      step: 'confirm',
      reason: fault,
    }),
  );
  const choice = await context.conversation.fault(fault, {
    actions: ['retry'],
    cardOnReader: true,
    reference: context.transaction.trace,
  });
  return choice === 'retry' ? 'retry' : { end: 'failed', reason: fault };
}

/** Why this printer cannot take a job now; null when it can. */
export function printerFault(status: DocumentPrinterStatus | undefined): FaultCode | null {
  if (status === undefined) return 'printerUnavailable';
  if (status.paper === 'out') return 'printerOutOfPaper';
  if (
    status.paper === 'jammed' ||
    status.media === 'jammed' ||
    status.cover === 'open' ||
    status.toner === 'out'
  ) {
    return 'printerUnavailable';
  }
  return status.device === 'online' || status.device === 'deviceBusy' ? null : 'printerUnavailable';
}
