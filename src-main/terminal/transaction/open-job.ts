import type { JobResolution, OpenJobRecord, Store, Write } from '../store/store.ts';
import { report } from './report.ts';

/** Opens (or brings up to date) the job that staff and the centre see until somebody closes it. */
export function writeOpenJob(
  write: Write,
  transactionId: string,
  job: {
    readonly certificateNumber: string | null;
    readonly state: 'notDone' | 'indeterminate';
    readonly evidence: readonly string[];
  },
): void {
  write.openJob({ transactionId, ...job });
  write.journal({ type: 'jobOpened', transactionId, state: job.state });
  report(write, 'openJob', {
    transactionId,
    state: job.state,
    certificateNumber: job.certificateNumber,
    resolution: null,
  });
}

/** Closes a job and forgets its document. */
export function writeJobClosed(
  write: Write,
  job: OpenJobRecord,
  resolution: JobResolution,
  by: 'staff' | 'citizen' | 'centre',
): void {
  const transactionId = job.transaction.id;
  write.closeJob(transactionId, resolution, by);
  write.dropDocument(transactionId);
  write.journal({ type: 'jobClosed', transactionId, resolution, by });
  report(write, 'openJob', {
    transactionId,
    state: 'closed',
    certificateNumber: job.certificateNumber,
    resolution,
  });
}

export function openJobOf(store: Store, transactionId: string): OpenJobRecord | undefined {
  return store.read.openJobs().find((job) => job.transaction.id === transactionId);
}
