import type { CashDayTotals } from '../../src-shared/contract/cash-day.ts';
import type { CashState } from '../../src-shared/contract/cash-unit.ts';

/** What the server tells the console of cash. Instants are ISO 8601, amounts fen; nobody is named. */

interface OfTerminal {
  readonly terminalNumber: string;
}

export interface CashTerminalRow {
  readonly id: string;
  readonly number: string;
  readonly online: boolean;
  readonly cash: CashState;
}

export interface PaymentRow extends OfTerminal {
  readonly key: string;
  readonly trace: string | null;
  readonly itemName: string | null;
  readonly state: 'waiting' | 'posted' | 'void';
  readonly cash: number;
  readonly code: number;
  readonly receiptNumber: string | null;
  readonly why: string | null;
  readonly at: string;
}

/** Of one transaction: what was claimed, and what a teller has paid of it. */
export interface ClaimRow extends OfTerminal {
  readonly transactionId: string;
  readonly trace: string | null;
  readonly claimed: number;
  readonly settled: number;
  readonly openedAt: string;
  readonly at: string;
}

export interface CashCaseRow extends OfTerminal {
  readonly id: string;
  readonly trace: string | null;
  readonly device: string;
  readonly amount: number;
  readonly evidence: readonly string[];
  /** Null while it is open. */
  readonly finding: string | null;
  readonly openedAt: string;
}

export interface DifferenceRow extends OfTerminal {
  readonly number: number;
  readonly place: string;
  readonly amount: number;
  readonly by: string;
  readonly state: string;
  readonly finding: string | null;
  readonly openedAt: string;
}

/** In which a day of a terminal and the books of the centre differ. */
export interface DayDifference {
  readonly kind:
    | 'notAtCentre'
    | 'notAtTerminal'
    | 'amountDiffers'
    | 'paymentTwice'
    | 'reportedTwice'
    | 'openingDiffers'
    | 'doesNotAddUp'
    | 'suspenseDiffers'
    | 'countDiffers';
  /** Trace number of a transaction, its id where the trace is not known, or a unit. */
  readonly what: string | null;
  readonly terminal: number;
  readonly centre: number;
}

export interface CashDayRow extends OfTerminal {
  readonly sequence: number;
  readonly day: string;
  readonly totals: CashDayTotals;
  readonly opening: number;
  readonly closing: number;
  /** What the centre has booked of the payments that are of this day. */
  readonly hostAtCentre: number;
  readonly payments: number;
  readonly underWay: number;
  /** How many of its units were counted by hand, of how many. */
  readonly counted: number;
  readonly units: number;
  /** None: it agrees. */
  readonly differences: readonly DayDifference[];
}

export interface CashOverview {
  readonly terminals: readonly CashTerminalRow[];
  readonly payments: readonly PaymentRow[];
  readonly claims: readonly ClaimRow[];
  readonly cases: readonly CashCaseRow[];
  readonly differences: readonly DifferenceRow[];
  readonly days: readonly CashDayRow[];
}
