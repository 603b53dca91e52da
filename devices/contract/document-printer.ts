import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT Printer, for A4 documents. */
export interface DocumentPrinterStatus extends DeviceStatus {
  /** XFS4IoT Printer paper. */
  readonly paper: 'full' | 'low' | 'out' | 'jammed' | 'unknown';
  /** XFS4IoT Printer toner. */
  readonly toner: 'full' | 'low' | 'out' | 'notSupported' | 'unknown';
  readonly media: 'present' | 'notPresent' | 'jammed' | 'unknown';
  readonly cover: 'closed' | 'open' | 'unknown';
  /** For each paper of which something is known. */
  readonly forecast: readonly PagesForecast[];
}

export interface PagesForecast {
  /** Its name in the profile; null where the printer has but one. */
  readonly paper: string | null;
  /** Roughly: trays are weighed by their height, cartridges by what was printed. */
  readonly pagesLeft: number;
  readonly limitedBy: 'paper' | 'toner';
}

export type DocumentPrinterErrorCode =
  | 'paperOut'
  | 'paperJammed'
  | 'tonerOut'
  | 'coverOpen'
  | 'jobRefused'
  | 'jobAborted';

export interface PrintProgress {
  readonly state: 'sending' | 'queued' | 'printing' | 'stopped';
  /** Sheets that the printer says are out. */
  readonly pagesDone: number;
  /** Why it stopped: `media-jam`, `media-empty` ... as the printer says. */
  readonly reasons: readonly string[];
}

export interface PrintRequest extends CommandOptions {
  /** Unique for ever: after a crash the job is found again by it. No personal data. */
  readonly jobName: string;
  readonly pdf: Uint8Array;
  readonly pages: number;
  /** A paper of the printer's profile: plain, pre-printed. Without it the profile's first. */
  readonly paper?: string;
  readonly onProgress?: (progress: PrintProgress) => void;
}

/** What the printer says of a job. `absent`: it knows no job of this name (any more). */
export type JobFinding =
  | { readonly state: 'absent' }
  | { readonly state: 'completed'; readonly jobId: number; readonly pagesDone: number }
  /** It ended early, and sheets are out or were never counted (null). */
  | {
      readonly state: 'partlyPrinted';
      readonly jobId: number;
      readonly pagesDone: number | null;
      readonly reasons: readonly string[];
    }
  /** It ended early, and the printer says that no sheet is out. */
  | { readonly state: 'notPrinted'; readonly jobId: number; readonly reasons: readonly string[] }
  | {
      readonly state: 'pending';
      readonly jobId: number;
      readonly pagesDone: number;
      readonly reasons: readonly string[];
    };

export interface DocumentPrinter extends Device<DocumentPrinterStatus> {
  readonly class: 'documentPrinter';
  /** Asks the printer now. */
  queryStatus(options: CommandOptions): Promise<Result<DocumentPrinterStatus, DeviceError>>;
  /** Prints once and follows the job to its end. A job that stopped is cancelled before this answers. */
  print(
    request: PrintRequest,
  ): Promise<
    Result<{ readonly jobId: number; readonly pagesDone: number }, DeviceError<DocumentPrinterErrorCode>>
  >;
  /** After a crash: what became of the job of this name. */
  findJob(jobName: string, options: CommandOptions): Promise<Result<JobFinding, DeviceError>>;
  cancelJob(jobId: number, options: CommandOptions): Promise<Result<void, DeviceError>>;
}
