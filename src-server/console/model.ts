import type { CashState } from '../../src-shared/contract/cash-unit.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import type { DeviceSummary, Limitation } from '../../src-shared/view.ts';
import type { RatingLevel } from '../../src-shared/visit.ts';

/** What the server tells the console. Instants are ISO 8601. */

export interface TerminalRow {
  readonly id: string;
  readonly number: string;
  readonly serialNumber: string;
  readonly online: boolean;
  readonly heartbeatAt: string | null;
  /** What it last said of itself; null before its first heartbeat. */
  readonly state: {
    readonly softwareVersion: string;
    readonly screen: string;
    readonly limitations: readonly Limitation[];
    readonly devices: readonly DeviceSummary[];
    readonly openJobs: number;
    readonly unsentReports: number;
    /** Null on a machine without cash. */
    readonly cash: CashState | null;
  } | null;
  /** Reports held here. */
  readonly reports: number;
}

export interface TransactionRow {
  readonly terminalId: string;
  readonly id: string;
  readonly terminalNumber: string;
  readonly trace: string | null;
  readonly itemName: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** The last step entered. */
  readonly step: string | null;
  readonly result: string | null;
  readonly reason: string | null;
  readonly certificateNumber: string | null;
  readonly rating: RatingLevel | null;
  readonly openJob: 'notDone' | 'indeterminate' | 'closed' | null;
}

export interface Overview {
  readonly at: string;
  /** Made without a connection to the real authority. */
  readonly specimen: boolean;
  readonly terminals: readonly TerminalRow[];
  /** Newest first. */
  readonly transactions: readonly TransactionRow[];
}

export interface TransactionDetail {
  readonly transaction: TransactionRow;
  readonly reports: readonly (Report & { readonly receivedAt: string })[];
}
