import type { CashDay } from '../../../src-shared/contract/cash-day.ts';
import type { Report } from '../../../src-shared/contract/server.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { JournalEvent, JournalRecord } from '../journal/events.ts';

/**
 * All that this terminal must still know after a power failure, in one encrypted SQLite file.
 *
 * Everything is written inside `commit`: the fact, its journal record and its report to the centre leave in
 * one database transaction (outbox), or none does. `commit` returns after the bytes are on the disk.
 */
export interface Store {
  /** Runs `work` in one durable transaction. If it throws, nothing was written. */
  commit<T>(work: (write: Write) => T): T;
  readonly read: Read;
  close(): void;
}

/** What the world was asked to do. Intent, commit, effect, outcome, commit. */
export interface Intent {
  readonly id: string;
  readonly transactionId: string;
  /** Step of the item, `issue`, `print`, `receipt` ... */
  readonly step: string;
  readonly effect:
    | { readonly kind: 'remote'; readonly operation: string; readonly idempotencyKey: string }
    | { readonly kind: 'motion'; readonly device: string; readonly jobName: string; readonly sheets: number }
    /** Notes or coins that a device is told to move; `amount` in fen. */
    | {
        readonly kind: 'cash';
        readonly device: string;
        readonly command: CashCommand;
        readonly amount: number;
      };
  readonly at: string;
}

export type CashCommand = 'stack' | 'returnEscrow' | 'payOut' | 'dispense';

export type SettledOutcome = 'done' | 'notDone' | 'indeterminate';

/** An intent with its latest outcome; `null` = it was begun and nothing is known yet. */
export interface IntentRecord extends Intent {
  readonly outcome: SettledOutcome | null;
  readonly settledAt: string | null;
  readonly evidence: readonly string[];
}

export type TransactionResult = 'completed' | 'left' | 'timedOut' | 'refused' | 'failed' | 'interrupted';

export interface TransactionRecord {
  readonly id: string;
  /** Short number of this terminal, on slip and screen: `0001-000042`. */
  readonly trace: string;
  readonly itemCode: string;
  /** The configuration with which it began; it ends with the same. */
  readonly configurationVersion: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly result: TransactionResult | null;
}

/** An issued certificate that may still have to be printed (again). Encrypted at rest; deleted when done. */
export interface StoredDocument {
  readonly transactionId: string;
  readonly certificateNumber: string;
  readonly idempotencyKey: string;
  readonly pages: number;
  readonly pdf: Uint8Array;
  readonly sha256: string;
}

/** A print for staff: not known to be done when its transaction ended or the terminal died. */
export interface OpenJobRecord {
  readonly transaction: TransactionRecord;
  readonly certificateNumber: string | null;
  readonly state: 'notDone' | 'indeterminate';
  readonly evidence: readonly string[];
  readonly hasDocument: boolean;
}

/** How an open job ended. `nothingIssued`: the centre says that the certificate was never issued. */
export type JobResolution = 'reprinted' | 'confirmedPrinted' | 'voided' | 'nothingIssued';

/** To whom value belongs; see cash-schema.ts. */
export type CashParty = 'citizen' | 'host' | 'pending' | 'claims' | 'suspense' | 'vault';

/** A place for items, `escrow:recycler-1`, or a party. */
export type CashAccount = CashParty | `${'escrow' | 'unit'}:${string}`;

/** Takes from `credit` and gives to `debit`. What enters or leaves a place is so many items of a face value. */
export interface CashMove {
  /** Null for what belongs to no citizen's transaction, as loading. */
  readonly transactionId: string | null;
  readonly reason: string;
  readonly debit: CashAccount;
  readonly credit: CashAccount;
  /** Fen, or items: face value in fen and their number. */
  readonly amount: number | { readonly value: number; readonly count: number };
}

/** A payment in cash under way. `due` in fen. */
export interface CashInRecord {
  readonly transactionId: string;
  readonly device: string;
  readonly due: number;
  readonly status: 'active' | 'ok' | 'rollback' | 'reset';
}

/** Money that the machine owes and a teller pays out, against the code on the slip. */
export interface CashClaim {
  readonly code: string;
  readonly transactionId: string;
  readonly amount: number;
}

export interface CashClaimRecord extends CashClaim {
  /** Null while it is open; `transaction:ID` where this machine paid out on it. */
  readonly settledBy: string | null;
}

/** What only a person can find out. `amount`: fen in question. */
export interface CashCase {
  readonly id: string;
  readonly transactionId: string | null;
  readonly device: string;
  readonly amount: number;
  readonly evidence: readonly string[];
}

/** XFS4IoT: whether the counters of a unit are believed; `accurateSet` by what people typed. */
export type CashAccuracy = 'accurate' | 'accurateSet' | 'inaccurate' | 'unknown';

/** Who did it, as journal, ledger and centre name them: never a name. */
export type CashHands = 'staff' | 'two staff';

export interface CashItems {
  /** Face value in fen. */
  readonly value: number;
  readonly count: number;
}

/** Loading and collecting under way. `entered`: what staff say lies in the units now; booked at its completion. */
export interface CashExchange {
  readonly id: string;
  readonly startedAt: string;
  readonly startedBy: CashHands;
  readonly entered: readonly { readonly place: CashAccount; readonly items: readonly CashItems[] }[];
}

/** What went into or out of a unit since its counters began, of one kind. */
export interface CashFlow extends CashItems {
  readonly direction: 'in' | 'out';
  /** Whence, or whither. */
  readonly other: CashAccount;
  readonly reason: string;
}

/** How a difference ended. `returned` to the citizen whose it was, `madeGood` by whoever answers for it. */
export type CashDifferenceEnd = 'explained' | 'writtenOff' | 'returned' | 'madeGood';

export type CashDifferenceFinding =
  | 'miscounted'
  | 'misloaded'
  | 'foundInMachine'
  | 'ofCitizen'
  | 'offsetsAnother'
  | 'causeUnknown';

/** A long (positive) or a short (negative) of the register. Fen. */
export interface CashDifference {
  readonly number: number;
  /** A unit, or the device of the case that left it. */
  readonly place: string;
  readonly amount: number;
  readonly openedAt: string;
  readonly foundBy: CashHands | 'machine';
  readonly caseId: string | null;
  readonly state: 'open' | CashDifferenceEnd;
  readonly finding: CashDifferenceFinding | null;
}

/** A paper in the certificate cabinet, or on its way in or out. */
export interface LockerPaper {
  readonly compartment: number;
  /** Number under which the authority filed the matter. */
  readonly matter: string;
  readonly state: 'loading' | 'inside' | 'removing' | 'unclear';
  /** Who brought it into this state. */
  readonly by: LockerHands;
  readonly loadedAt: string;
}

export type LockerHands = 'citizen' | CashHands | 'machine';

/** The business day that is open: what was moved before it began is of the days before. */
export interface OpenCashDay {
  readonly day: string;
  readonly openedAt: string;
  /** The transaction that was under way when it began. */
  readonly carriedIn: string | null;
}

/** What has happened on the day that is open. */
export interface CashDaySoFar {
  /** Of this day, with all of what was carried in. */
  readonly moves: readonly CashMove[];
  /** By hand on this day, the latest of a unit only. Fen. */
  readonly counts: readonly {
    readonly place: CashAccount;
    readonly ledger: number;
    readonly counted: number;
  }[];
}

export interface Write {
  journal(event: JournalEvent): void;
  /** Queues a report to the centre under the next number, which it returns. */
  report(kind: Report['kind'], body: Report['body']): number;
  /** Draws the next trace number and stores the transaction. */
  beginTransaction(begin: { id: string; itemCode: string; configurationVersion: string }): TransactionRecord;
  endTransaction(id: string, result: TransactionResult): void;
  intend(intent: Omit<Intent, 'at'>): void;
  /** May settle again what was `indeterminate`; throws on changing a `done` or `notDone`. */
  settle(intentId: string, outcome: SettledOutcome, evidence: readonly string[]): void;
  keepDocument(document: StoredDocument): void;
  /** Overwrites and deletes the document of a transaction (`secure_delete`). */
  dropDocument(transactionId: string): void;
  openJob(job: {
    transactionId: string;
    certificateNumber: string | null;
    state: 'notDone' | 'indeterminate';
    evidence: readonly string[];
  }): void;
  closeJob(transactionId: string, resolution: JobResolution, by: string): void;
  /** Reports up to and including this number are at the centre. */
  acknowledgeReports(through: number): void;
  setFact(name: string, value: string): void;
  /** Makes a place for items; does nothing where it is there. */
  openCashPlace(place: CashAccount): void;
  moveCash(move: CashMove): void;
  beginCashIn(begin: Omit<CashInRecord, 'status'>): void;
  /** Throws while anything of the transaction is still owed to the citizen. */
  endCashIn(transactionId: string, status: 'ok' | 'rollback' | 'reset'): void;
  openCashClaim(claim: CashClaim): void;
  settleCashClaim(code: string, by: string): void;
  openCashCase(opened: CashCase): void;
  closeCashCase(id: string, finding: string): void;
  /** Whatever a count found. Fen. */
  recordCashCount(count: {
    readonly place: CashAccount;
    readonly by: CashHands;
    readonly ledger: number;
    readonly counted: number;
  }): void;
  openCashDifference(found: Pick<CashDifference, 'place' | 'amount' | 'foundBy' | 'caseId'>): CashDifference;
  closeCashDifference(
    number: number,
    end: {
      readonly state: CashDifferenceEnd;
      readonly finding: CashDifferenceFinding;
      readonly by: CashHands;
    },
  ): CashDifference;
  /** The first one, or the one after the last that was closed: it begins with the next move. */
  openCashDay(day: string): void;
  closeCashDay(day: string, end: { readonly carriedOut: string | null; readonly report: CashDay }): void;
  setCashAccuracy(place: CashAccount, accuracy: CashAccuracy): void;
  /** Throws while somebody is paying, or another one is open. */
  startCashExchange(started: { readonly id: string; readonly by: CashHands }): void;
  /** Once more for the same place replaces what was said before. */
  enterCashExchange(id: string, place: CashAccount, items: readonly CashItems[]): void;
  /** The counters of a place that was entered begin anew with the next move. */
  resetCashCounters(place: CashAccount): void;
  completeCashExchange(id: string, by: CashHands): void;
  /** A compartment, and a matter, has one paper at most. */
  addLockerPaper(paper: Pick<LockerPaper, 'compartment' | 'matter' | 'by'>): void;
  setLockerPaper(compartment: number, state: LockerPaper['state'], by: LockerHands): void;
  /** The compartment is empty. */
  dropLockerPaper(compartment: number): void;
}

export interface Read {
  /** Intents without an outcome, oldest first: what a restart must decide. */
  unsettledIntents(): IntentRecord[];
  /** What was asked and nobody could answer, oldest first. */
  indeterminateIntents(): IntentRecord[];
  intentsOf(transactionId: string): IntentRecord[];
  transaction(id: string): TransactionRecord | undefined;
  unfinishedTransactions(): TransactionRecord[];
  openJobs(): OpenJobRecord[];
  document(transactionId: string): StoredDocument | undefined;
  unsentReports(limit: number): Report[];
  unsentReportCount(): number;
  journal(after: number, limit: number): JournalRecord[];
  /** Small facts: terminal id, enrolment, last clean stop ... */
  fact(name: string): string | undefined;
  /** Fen; a place is never negative, a negative party is owed. Undefined: no such account. */
  cashBalance(account: CashAccount): number | undefined;
  cashBalances(): readonly { readonly account: CashAccount; readonly balance: number }[];
  /** What lies in a place, largest face value first; only what is there. */
  cashHolding(place: CashAccount): readonly { readonly value: number; readonly count: number }[];
  /** Fen that this transaction still owes to its citizen. */
  owedToCitizen(transactionId: string): number;
  cashMoves(transactionId: string): readonly CashMove[];
  /** The latest move for one of these reasons, whosever it is. */
  lastCashMove(reasons: readonly string[]): CashMove | undefined;
  activeCashIn(): CashInRecord | undefined;
  /** Transactions that paid in notes for what nobody knows to be booked. */
  pendingCashTransactions(): readonly string[];
  openCashClaims(): readonly CashClaim[];
  /** Settled ones too. */
  cashClaim(code: string): CashClaimRecord | undefined;
  cashClaimsOf(transactionId: string): readonly CashClaimRecord[];
  openCashCases(): readonly CashCase[];
  /** By number. */
  openCashDifferences(): readonly CashDifference[];
  /** Fen in suspense that belong to what an open case is about. */
  cashCaseHolds(): readonly { readonly caseId: string; readonly amount: number }[];
  openCashDay(): OpenCashDay | undefined;
  cashDaySoFar(): CashDaySoFar;
  /** As it was reported. */
  lastCashDay(): CashDay | undefined;
  cashUnits(): readonly { readonly place: CashAccount; readonly accuracy: CashAccuracy }[];
  /** Since the counters of this unit began. Loading and taking over are none: they are where it began. */
  cashFlows(place: CashAccount): readonly CashFlow[];
  openCashExchange(): CashExchange | undefined;
  /** By compartment. */
  lockerPapers(): readonly LockerPaper[];
}

export interface StoreError {
  readonly code: 'locked' | 'corrupt' | 'wrongKey' | 'newerSchema' | 'unwritable';
  /** Names the file and what was expected; the file is left as it is. */
  readonly message: string;
}

export type OpenStore = Result<Store, StoreError>;
