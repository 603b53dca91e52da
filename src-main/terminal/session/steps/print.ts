import type { DeviceError } from '../../../../devices/contract/common.ts';
import type {
  DocumentPrinter,
  DocumentPrinterErrorCode,
} from '../../../../devices/contract/document-printer.ts';
import { stepOf } from '../../../../src-shared/service/item-parts.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { issueCertificate } from '../../transaction/issue.ts';
import { printDocument } from '../../transaction/print-document.ts';
import type { ItemContext, Step, StepResult } from '../context.ts';
import { serviceRequest } from './ask-centre.ts';
import { centreFault } from './centre-fault.ts';
import { printerFault } from './confirm.ts';
import { needed } from './needed.ts';

/**
 * Issues the certificate (counted once, whatever happens to the answer), then prints it.
 *
 * From the moment the number is drawn the paper is owed: when it does not come out here, the certificate stays
 * in the store as an open job, and staff print it under the same number without a second count.
 */
export const print: Step<'print'> = async (context) => {
  const issued = await issue(context);
  if (issued !== 'issued') return issued;
  for (;;) {
    const printed = await printOnce(context);
    if (printed !== 'retry') return printed;
  }
};

async function issue(context: ItemContext): Promise<'issued' | Exclude<StepResult, string>> {
  const idempotencyKey = context.randomUUID();
  const request = issueRequest(context, idempotencyKey);
  for (;;) {
    const working = await context.conversation.during(
      printing(context, 'issuing', 0),
      () => issueCertificate(context, idempotencyKey, request),
      [],
      { canLeave: false, patience: null },
    );
    if (working.kind === 'act') throw new Error('nothing was offered');
    const answer = working.value;
    if (answer.outcome === 'done') {
      context.found.certificate = answer.value;
      return 'issued';
    }
    if (answer.outcome === 'notDone') {
      const fault = await centreFault(context, answer.error, limitDetails(answer.error.data));
      if (fault === 'retry') continue;
      return fault;
    }
    await context.conversation.fault('issueOutcomeUnknown', {
      actions: [],
      cardOnReader: true,
      reference: context.transaction.trace,
    });
    return { end: 'failed', reason: 'issueOutcomeUnknown' };
  }
}

function issueRequest(context: ItemContext, idempotencyKey: string) {
  const { centre, item } = context;
  if (stepOf(item, 'print').document === 'service') {
    const request = serviceRequest(context);
    return () => centre.services.issue({ ...request, idempotencyKey });
  }
  const { person, range } = needed(context);
  return () => centre.socialInsurance.issueCertificate({ ...range, token: person.token, idempotencyKey });
}

async function printOnce(context: ItemContext): Promise<'retry' | StepResult> {
  const printer = context.devices.documentPrinter;
  if (printer === undefined) throw new Error('the item needs a document printer and was offered without one');
  const working = await context.conversation.during(
    printing(context, 'sending', 0),
    (_signal, amend) =>
      printDocument(context, printer, context.transaction.id, 'citizen', (progress) =>
        amend(printing(context, progress.state === 'sending' ? 'sending' : 'printing', progress.pagesDone)),
      ),
    [],
    { canLeave: false, patience: null },
  );
  if (working.kind === 'act') throw new Error('nothing was offered');
  const answer = working.value;
  if (answer.outcome === 'done') {
    context.found.printed = true;
    return 'next';
  }
  if (answer.outcome === 'indeterminate') {
    await context.conversation.fault('printOutcomeUnknown', {
      actions: [],
      cardOnReader: true,
      reference: context.transaction.trace,
    });
    return { end: 'failed', reason: 'printOutcomeUnknown' };
  }
  return retryPrint(context, printer, answer.error);
}

/** Nothing came out, the printer is sure of it: the same certificate may be printed again, uncounted. */
async function retryPrint(
  context: ItemContext,
  printer: DocumentPrinter,
  error: DeviceError<DocumentPrinterErrorCode>,
): Promise<'retry' | Exclude<StepResult, string>> {
  let code = error.errorCode === 'paperOut' ? ('printerOutOfPaper' as const) : ('printFailed' as const);
  for (;;) {
    const choice = await context.conversation.fault(code, {
      actions: ['retry'],
      cardOnReader: true,
      reference: context.transaction.trace,
      details: { certificateKept: 1 },
    });
    if (choice !== 'retry') return { end: 'failed', reason: code };
    const asked = await printer.queryStatus({ timeoutMs: 5_000 });
    const fault = printerFault(asked.ok ? asked.value : undefined);
    if (fault === null) return 'retry';
    code = fault === 'printerOutOfPaper' ? 'printerOutOfPaper' : 'printFailed';
  }
}

function printing(
  context: ItemContext,
  stage: ScreenOf<'printing'>['stage'],
  pagesDone: number,
): ScreenOf<'printing'> {
  const pages = context.found.certificate?.pages ?? context.found.previewPages;
  return {
    kind: 'printing',
    stage,
    pagesDone,
    pages,
    usualSeconds: 3 + pages * context.usualSecondsPerSheet,
  };
}

function limitDetails(data: unknown): Record<string, string | number> {
  if (typeof data === 'object' && data !== null && 'limit' in data && typeof data.limit === 'number') {
    return { limit: data.limit };
  }
  return {};
}
