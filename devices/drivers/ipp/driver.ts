import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from '../../contract/common.ts';
import type {
  DocumentPrinter,
  DocumentPrinterErrorCode,
  DocumentPrinterStatus,
  JobFinding,
  PrintRequest,
} from '../../contract/document-printer.ts';
import { Turn } from '../turn.ts';
import { IppClient, type IppFailure, type RequestOptions } from './client.ts';
import { type IppPrinterProfile, paperOf } from './papers.ts';
import { printJob } from './print-job.ts';
import { statusOf, unknownStatus } from './printer-status.ts';
import type { JobReport, PrinterReport } from './reports.ts';

export interface IppPrinterOptions {
  readonly id: string;
  /** ipp://host:631/ipp/print */
  readonly uri: string;
  readonly clock: Clock;
  readonly profile?: IppPrinterProfile;
  /** Between two questions to an idle printer. */
  readonly pollMs?: number;
  /** Between two questions while a job runs. */
  readonly followMs?: number;
  /** How long a job may stand still behind a jam or an empty tray before it is canceled. */
  readonly stallMs?: number;
  /** After the deadline or a cancel: in this time the printer may still say how the job ended. */
  readonly endingMs?: number;
}

/** A printer in the network that is well answers within a second; an old one that wakes up takes some. */
const answerMs = 5000;

/** An IPP printer (RFC 8010, 8011): status by polling, one job at a time, each followed to its end. */
export class IppPrinter implements DocumentPrinter {
  readonly class = 'documentPrinter';
  readonly id: string;
  readonly #client: IppClient;
  readonly #clock: Clock;
  readonly #profile: IppPrinterProfile;
  readonly #pollMs: number;
  readonly #followMs: number;
  readonly #stallMs: number;
  readonly #endingMs: number;
  readonly #turn: Turn;
  readonly #listeners = new Listeners<DocumentPrinterStatus>();
  #status = unknownStatus('starting', 'notOpened');
  #open = false;
  #stopTimer = () => {};

  constructor(options: IppPrinterOptions) {
    this.id = options.id;
    this.#client = new IppClient(options.uri, options.clock);
    this.#clock = options.clock;
    this.#profile = options.profile ?? { papers: {}, tonerPages: null };
    this.#pollMs = options.pollMs ?? 3000;
    this.#followMs = options.followMs ?? 500;
    this.#stallMs = options.stallMs ?? 3000;
    this.#endingMs = options.endingMs ?? 10_000;
    this.#turn = new Turn(options.clock);
  }

  get status(): DocumentPrinterStatus {
    return this.#status;
  }

  onStatusChanged(listener: (status: DocumentPrinterStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async open(): Promise<Result<void, DeviceError>> {
    if (this.#open) return ok();
    this.#open = true;
    const asked = await this.#ask({ timeoutMs: answerMs });
    this.#schedulePoll();
    return asked.ok ? ok() : err(notReached(asked.error));
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#stopTimer();
    this.#tell(unknownStatus('offline', 'closed'));
  }

  async queryStatus(options: CommandOptions): Promise<Result<DocumentPrinterStatus, DeviceError>> {
    const asked = await this.#ask(options);
    return asked.ok ? ok(this.#status) : err(notReached(asked.error));
  }

  print(
    request: PrintRequest,
  ): Promise<
    Result<{ readonly jobId: number; readonly pagesDone: number }, DeviceError<DocumentPrinterErrorCode>>
  > {
    const deadline = this.#clock.now() + request.timeoutMs;
    const paper = paperOf(this.#profile, request.paper);
    if (paper === null) return Promise.resolve(err(noSuchPaper(request.paper)));
    return this.#turn.take(request, () =>
      printJob({
        request,
        paper,
        client: this.#client,
        clock: this.#clock,
        deadline,
        answerMs,
        followMs: this.#followMs,
        stallMs: this.#stallMs,
        endingMs: this.#endingMs,
        ask: (options) => this.#ask(options),
      }),
    );
  }

  async findJob(jobName: string, options: CommandOptions): Promise<Result<JobFinding, DeviceError>> {
    const deadline = this.#clock.now() + options.timeoutMs;
    const found: JobReport[] = [];
    // Open jobs first: one that ends between the two questions is then in both lists and not in neither.
    for (const which of ['not-completed', 'completed'] as const) {
      const timeoutMs = Math.max(0, deadline - this.#clock.now());
      const jobs = await this.#client.getJobs(which, { timeoutMs, signal: options.signal });
      if (!jobs.ok) return err(notReached(jobs.error));
      found.push(...jobs.value.filter(({ name }) => name === jobName));
    }
    return ok(findingOf(found.at(-1)));
  }

  async cancelJob(jobId: number, options: CommandOptions): Promise<Result<void, DeviceError>> {
    const deadline = this.#clock.now() + options.timeoutMs;
    const canceled = await this.#client.cancelJob(jobId, options);
    if (!canceled.ok && canceled.error.kind !== 'refused') return err(notReached(canceled.error));
    // A refusal may only mean that the job has ended already.
    for (;;) {
      const timeoutMs = Math.max(0, deadline - this.#clock.now());
      const job = await this.#client.getJob(jobId, { timeoutMs, signal: options.signal });
      if (!job.ok) return err(notReached(job.error));
      if (['canceled', 'aborted', 'completed'].includes(job.value.state)) return ok();
      if (!canceled.ok) return err(notReached(canceled.error));
      if (options.signal?.aborted === true || timeoutMs <= this.#followMs)
        return err({
          completionCode: 'timeOut',
          description: `job ${jobId} is still ${job.value.state} (${job.value.reasons.join(', ')})`,
          outcome: 'indeterminate',
        });
      await sleep(this.#clock, this.#followMs, options.signal);
    }
  }

  async #ask(options: RequestOptions): Promise<Result<PrinterReport, IppFailure>> {
    const report = await this.#client.getPrinter({
      timeoutMs: Math.min(answerMs, Math.max(0, options.timeoutMs)),
      signal: options.signal,
    });
    if (this.#open && options.signal?.aborted !== true)
      this.#tell(report.ok ? statusOf(report.value, this.#profile) : unknownStatus('offline', 'noAnswer'));
    return report;
  }

  #schedulePoll(): void {
    this.#stopTimer();
    if (!this.#open) return;
    this.#stopTimer = this.#clock.schedule(this.#pollMs, async () => {
      await this.#ask({ timeoutMs: answerMs });
      this.#schedulePoll();
    });
  }

  #tell(status: DocumentPrinterStatus): void {
    if (JSON.stringify(status) === JSON.stringify(this.#status)) return;
    this.#status = status;
    this.#listeners.tell(status);
  }
}

function noSuchPaper(name: string | undefined): DeviceError<never> {
  const description = `the printer's profile has no paper named ${name}`;
  return { completionCode: 'invalidData', description, outcome: 'notDone' };
}

function findingOf(job: JobReport | undefined): JobFinding {
  if (job === undefined) return { state: 'absent' };
  const { id: jobId, reasons, sheetsDone } = job;
  switch (job.state) {
    case 'completed':
      return { state: 'completed', jobId, pagesDone: sheetsDone ?? 0 };
    case 'canceled':
    case 'aborted':
      return sheetsDone === 0
        ? { state: 'notPrinted', jobId, reasons }
        : { state: 'partlyPrinted', jobId, pagesDone: sheetsDone, reasons };
    default:
      return { state: 'pending', jobId, pagesDone: sheetsDone ?? 0, reasons };
  }
}

/** For questions, which change nothing. */
function notReached(failure: IppFailure): DeviceError<never> {
  const completionCode = failure.description === 'canceled' ? 'canceled' : 'deviceNotReady';
  return { completionCode, description: failure.description, outcome: 'notDone' };
}
