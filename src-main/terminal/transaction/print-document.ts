import type { DeviceError } from '../../../devices/contract/common.ts';
import type {
  DocumentPrinter,
  DocumentPrinterErrorCode,
  PrintProgress,
} from '../../../devices/contract/document-printer.ts';
import type { Store } from '../store/store.ts';
import { type EffectAnswer, performEffect } from './effect.ts';
import { openJobOf, writeJobClosed, writeOpenJob } from './open-job.ts';
import { report } from './report.ts';

export interface PrintSurroundings {
  readonly store: Store;
  readonly randomUUID: () => string;
  readonly wakeUplink: () => void;
}

/** A printer answers within its own time per sheet; this is only the end of all patience. */
const patienceMs = 120_000;

/**
 * Prints the stored certificate of a transaction once, as an intent of its own under a new job name. The
 * commit that settles it also closes the open job, or opens one: a paper that is owed is never forgotten.
 */
export async function printDocument(
  { store, randomUUID, wakeUplink }: PrintSurroundings,
  printer: DocumentPrinter,
  transactionId: string,
  by: 'citizen' | 'staff',
  onProgress: (progress: PrintProgress) => void,
): Promise<EffectAnswer<{ readonly pagesDone: number }, DeviceError<DocumentPrinterErrorCode>>> {
  const document = store.read.document(transactionId);
  if (document === undefined) throw new Error(`no certificate is kept for transaction ${transactionId}`);
  const id = randomUUID();
  const jobName = `zerowindow-${id}`;
  const answer = await performEffect<{ readonly pagesDone: number }, DeviceError<DocumentPrinterErrorCode>>(
    store,
    {
      id,
      transactionId,
      step: 'print',
      effect: { kind: 'motion', device: printer.id, jobName, sheets: document.pages },
    },
    async () => {
      const printed = await printer.print({
        jobName,
        pdf: document.pdf,
        pages: document.pages,
        timeoutMs: patienceMs,
        onProgress,
      });
      if (printed.ok) {
        const { jobId, pagesDone } = printed.value;
        return {
          outcome: 'done',
          value: { pagesDone },
          evidence: [`job ${jobId}: completed, ${pagesDone} sheets`],
        };
      }
      const { error } = printed;
      return { outcome: error.outcome, error, evidence: [error.description] };
    },
    (write, { outcome, evidence }) => {
      const job = openJobOf(store, transactionId);
      if (outcome !== 'done') {
        const { certificateNumber } = document;
        writeOpenJob(write, transactionId, { certificateNumber, state: outcome, evidence });
      } else if (job === undefined) {
        write.dropDocument(transactionId);
      } else {
        writeJobClosed(write, job, 'reprinted', by);
      }
      report(write, 'printOutcome', {
        transactionId,
        step: 'print',
        device: printer.id,
        outcome,
        evidence: [...evidence],
      });
    },
  );
  wakeUplink();
  return answer;
}
