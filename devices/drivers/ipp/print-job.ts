import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CompletionCode, DeviceError } from '../../contract/common.ts';
import type { DocumentPrinterErrorCode, PrintRequest } from '../../contract/document-printer.ts';
import { type IppClient, type IppFailure, type RequestOptions, statusCodes } from './client.ts';
import { jobTemplate, type PaperProfile } from './papers.ts';
import { blockingFault } from './printer-status.ts';
import type { JobReport, PrinterReport } from './reports.ts';
import type { IppAttribute } from './values.ts';

export interface IppPrintJob {
  readonly request: PrintRequest;
  readonly paper: PaperProfile;
  readonly client: IppClient;
  readonly clock: Clock;
  /** Milliseconds on `clock`. */
  readonly deadline: number;
  readonly answerMs: number;
  readonly followMs: number;
  readonly stallMs: number;
  readonly endingMs: number;
  readonly ask: (options: RequestOptions) => Promise<Result<PrinterReport, IppFailure>>;
}

export type Printed = Result<
  { readonly jobId: number; readonly pagesDone: number },
  DeviceError<DocumentPrinterErrorCode>
>;

/** Creates a job, sends its document, and follows it to its end. */
export async function printJob(job: IppPrintJob): Promise<Printed> {
  const { request, clock } = job;
  const ready = await makeReady(job);
  if (!ready.ok) return ready;

  const created = await createJob(job, ready.value);
  if (!created.ok) return created;
  const jobId = created.value;

  report(job, { state: 'sending', pagesDone: 0, reasons: [] });
  const sent = await job.client.sendDocument(jobId, request.pdf, {
    timeoutMs: Math.max(0, job.deadline - clock.now()),
    signal: request.signal,
  });
  if (!sent.ok && (sent.error.kind === 'notSent' || sent.error.kind === 'refused')) {
    // The job would wait for its document and keep the printer busy.
    await job.client.cancelJob(jobId, { timeoutMs: job.answerMs });
    return err(refusal(sent.error, 'the document'));
  }
  // `unanswered`: it may have arrived whole, so the job is followed as if it had.
  return follow(job, jobId);
}

/** Nothing is created on a printer that says that it cannot print. Answers what the job asks of it. */
async function makeReady(
  job: IppPrintJob,
): Promise<Result<readonly IppAttribute[], DeviceError<DocumentPrinterErrorCode>>> {
  const options = within(job);
  const report = await job.ask(options);
  if (!report.ok) return err(refusal(report.error, 'the question how it is'));
  const fault = blockingFault(report.value, job.paper);
  const reasons = report.value.reasons.join(', ') || 'no reason given';
  if (fault !== null) return err(coded(fault, `the printer is ${report.value.state}: ${reasons}`, 'notDone'));
  if (!report.value.accepting || report.value.state === 'stopped')
    return err(plain('deviceNotReady', `the printer is ${report.value.state}: ${reasons}`, 'notDone'));
  // Printers have been seen that take a job for a tray that they do not have, and print it from another.
  const { source } = job.paper;
  const { mediaSources } = report.value.supplies;
  if (source !== null && mediaSources.length > 0 && !mediaSources.includes(source))
    return err(coded('jobRefused', `no tray ${source}; there are ${mediaSources.join(', ')}`, 'notDone'));
  const template = jobTemplate(job.paper, report.value.jobAttributes);
  const valid = await job.client.validateJob(job.request.jobName, template, within(job));
  return valid.ok ? ok(template) : err(refusal(valid.error, 'the job'));
}

async function createJob(
  job: IppPrintJob,
  template: readonly IppAttribute[],
): Promise<Result<number, DeviceError<DocumentPrinterErrorCode>>> {
  for (;;) {
    const created = await job.client.createJob(job.request.jobName, template, within(job));
    if (created.ok) return created;
    const { error } = created;
    const waitable = error.status === statusCodes.busy && job.clock.now() + job.followMs < job.deadline;
    if (!waitable) {
      if (error.kind === 'unanswered' || error.kind === 'malformed') await cancelByName(job);
      // A job without a document prints nothing, even if it was made.
      return err(refusal(error, 'the job'));
    }
    await sleep(job.clock, job.followMs, job.request.signal);
  }
}

/** A job was perhaps made whose id we never heard. */
async function cancelByName({ client, request, answerMs }: IppPrintJob): Promise<void> {
  const jobs = await client.getJobs('not-completed', { timeoutMs: answerMs });
  if (!jobs.ok) return;
  for (const { id, name } of jobs.value)
    if (name === request.jobName) await client.cancelJob(id, { timeoutMs: answerMs });
}

/** Asks how the job stands until it has ended, stands still, or there is no more time. */
async function follow(job: IppPrintJob, jobId: number): Promise<Printed> {
  const { client, clock, request } = job;
  /** Since when it stands still, and where. */
  let standing: { readonly since: number; readonly sheets: number } | null = null;
  for (;;) {
    const asked = await client.getJob(jobId, { timeoutMs: job.answerMs });
    const lost = lostJob(job, jobId, asked);
    if (lost !== null) return lost;
    if (asked.ok) {
      const ended = endOf(job, asked.value, null);
      if (ended !== null) return ended;
      const stop = await findStop(job, asked.value);
      const sheets = asked.value.sheetsDone ?? 0;
      if (stop === null) standing = null;
      else if (standing === null || sheets > standing.sheets) standing = { since: clock.now(), sheets };
      else if (clock.now() - standing.since >= job.stallMs) return cancel(job, jobId, stop);
    }
    if (request.signal?.aborted === true) return cancel(job, jobId, plainly('canceled', 'canceled'));
    if (clock.now() >= job.deadline)
      return cancel(job, jobId, plainly('timeOut', `not done within ${request.timeoutMs} ms`));
    await sleep(clock, job.followMs, request.signal);
  }
}

interface Stop {
  readonly completionCode: CompletionCode;
  readonly errorCode: DocumentPrinterErrorCode | null;
  readonly description: string;
}

/**
 * What keeps the job from going on. Printers say it in two places: most stop the job, some (ippeveprinter)
 * leave it processing and say it only in printer-state-reasons.
 */
async function findStop(job: IppPrintJob, current: JobReport): Promise<Stop | null> {
  const printer = await job.ask({ timeoutMs: job.answerMs });
  const reasons = [...current.reasons, ...(printer.ok ? printer.value.reasons : [])];
  const fault = printer.ok ? blockingFault({ ...printer.value, reasons }, job.paper) : null;
  const stopped = current.state === 'processingStopped' || (printer.ok && printer.value.state === 'stopped');
  const waiting = current.state === 'pending' || current.state === 'pendingHeld';
  report(job, {
    state: stopped || fault !== null ? 'stopped' : waiting ? 'queued' : 'printing',
    pagesDone: current.sheetsDone ?? 0,
    reasons: printer.ok ? printer.value.reasons : current.reasons,
  });
  if (fault === null && !stopped) return null;
  return {
    completionCode: fault === null ? 'hardwareError' : 'commandErrorCode',
    errorCode: fault,
    description: `the job stands still: ${reasons.join(', ') || 'no reason given'}`,
  };
}

/** Cancels the job and answers what then is known of it. */
async function cancel(job: IppPrintJob, jobId: number, stop: Stop): Promise<Printed> {
  const { client, clock } = job;
  const end = clock.now() + job.endingMs;
  let accepted = false;
  let last = 'the printer did not answer any more';
  while (clock.now() < end) {
    if (!accepted) accepted = (await client.cancelJob(jobId, { timeoutMs: job.answerMs })).ok;
    const asked = await client.getJob(jobId, { timeoutMs: job.answerMs });
    const lost = lostJob(job, jobId, asked);
    if (lost !== null) return lost;
    if (asked.ok) {
      const ended = endOf(job, asked.value, stop);
      if (ended !== null) return ended;
      last = `job ${jobId} is still ${asked.value.state} (${asked.value.reasons.join(', ')})`;
    }
    await sleep(clock, job.followMs);
  }
  return err(stopError(stop, last, 'indeterminate'));
}

/** A printer that was switched off forgets its jobs, and may give an old number to another's job. */
function lostJob(job: IppPrintJob, jobId: number, asked: Result<JobReport, IppFailure>): Printed | null {
  const unknown = asked.ok
    ? asked.value.name !== job.request.jobName
    : asked.error.status === statusCodes.notFound;
  if (!unknown) return null;
  return err(plain('hardwareError', `the printer knows no job ${jobId} of ours any more`, 'indeterminate'));
}

/** Null while the job has not ended. `stop` is why it was canceled by us, if it was. */
function endOf(job: IppPrintJob, ended: JobReport, stop: Stop | null): Printed | null {
  const { id: jobId, state, sheetsDone, reasons } = ended;
  const said = `job ${jobId} is ${state}, ${sheetsDone ?? 'unknown'} sheets out (${reasons.join(', ')})`;
  if (state === 'completed') {
    if (reasons.includes('job-completed-with-errors')) return err(coded('jobAborted', said, 'indeterminate'));
    // Many printers count nothing; completed means that all is out.
    const sheets = Math.ceil(job.request.pages / (job.paper.sides === 'one-sided' ? 1 : 2));
    const pagesDone = sheetsDone === null || sheetsDone === 0 ? sheets : sheetsDone;
    report(job, { state: 'printing', pagesDone, reasons: [] });
    return ok({ jobId, pagesDone });
  }
  if (state !== 'canceled' && state !== 'aborted') return null;
  // Proven only by a printer that counts: no sheet had left when the job ended for good.
  const outcome = sheetsDone === 0 ? 'notDone' : 'indeterminate';
  if (stop !== null) return err(stopError(stop, said, outcome));
  return err(coded('jobAborted', said, outcome));
}

function report(job: IppPrintJob, progress: Parameters<NonNullable<PrintRequest['onProgress']>>[0]): void {
  job.request.onProgress?.(progress);
}

function within(job: IppPrintJob): RequestOptions {
  const left = Math.max(0, job.deadline - job.clock.now());
  return { timeoutMs: Math.min(job.answerMs, left), signal: job.request.signal };
}

/** Nothing can have been printed. */
function refusal(failure: IppFailure, what: string): DeviceError<DocumentPrinterErrorCode> {
  if (failure.description === 'canceled') return plain('canceled', 'canceled before printing', 'notDone');
  if (failure.kind === 'refused')
    return coded('jobRefused', `the printer refused ${what}: ${failure.description}`, 'notDone');
  return plain('deviceNotReady', failure.description, 'notDone');
}

function plainly(completionCode: CompletionCode, description: string): Stop {
  return { completionCode, errorCode: null, description };
}

function stopError(
  { completionCode, errorCode, description }: Stop,
  evidence: string,
  outcome: 'notDone' | 'indeterminate',
): DeviceError<DocumentPrinterErrorCode> {
  const told = `${description}; ${evidence}`;
  return errorCode === null ? plain(completionCode, told, outcome) : coded(errorCode, told, outcome);
}

function coded(
  errorCode: DocumentPrinterErrorCode,
  description: string,
  outcome: 'notDone' | 'indeterminate',
): DeviceError<DocumentPrinterErrorCode> {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome };
}

function plain(
  completionCode: CompletionCode,
  description: string,
  outcome: 'notDone' | 'indeterminate',
): DeviceError<never> {
  return { completionCode, description, outcome };
}
