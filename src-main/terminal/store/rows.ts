import type { Report } from '../../../src-shared/contract/server.ts';
import type { JournalEvent, JournalRecord } from '../journal/events.ts';
import type {
  CashAccount,
  CashCase,
  CashCommand,
  CashDifference,
  CashMove,
  IntentRecord,
  LockerPaper,
  OpenJobRecord,
  SettledOutcome,
  StoredDocument,
  TransactionRecord,
  TransactionResult,
} from './store.ts';

/** The rows as SQLite gives them. STRICT tables and CHECK constraints vouch for the types. */
export interface TransactionRow {
  id: string;
  trace: string;
  item_code: string;
  configuration_version: string;
  started_at: string;
  ended_at: string | null;
  result: TransactionResult | null;
}

export interface IntentRow {
  id: string;
  transaction_id: string;
  step: string;
  kind: 'remote' | 'motion' | 'cash';
  operation: string;
  idempotency_key: string;
  device: string;
  job_name: string;
  sheets: number;
  amount: number;
  at: string;
  outcome: SettledOutcome | null;
  settled_at: string | null;
  evidence: string;
}

export interface DocumentRow {
  transaction_id: string;
  certificate_number: string;
  idempotency_key: string;
  pages: number;
  pdf: ArrayBuffer;
  sha256: string;
}

export interface OpenJobRow extends TransactionRow {
  certificate_number: string | null;
  state: OpenJobRecord['state'];
  evidence: string;
  has_document: number;
}

export interface ReportRow {
  sequence: number;
  id: string;
  at: string;
  kind: Report['kind'];
  body: string;
}

export interface JournalRow {
  sequence: number;
  at: string;
  event: string;
  previous_hash: string;
  hash: string;
}

export interface CashMoveRow {
  transaction_id: string | null;
  reason: string;
  debit: CashAccount;
  credit: CashAccount;
  value: number | null;
  count: number | null;
  amount: number;
}

export interface CashCaseRow {
  id: string;
  transaction_id: string | null;
  device: string;
  amount: number;
  evidence: string;
}

export interface CashDifferenceRow {
  number: number;
  place: string;
  amount: number;
  opened_at: string;
  found_by: CashDifference['foundBy'];
  case_id: string | null;
  state: CashDifference['state'];
  finding: CashDifference['finding'];
}

export interface LockerPaperRow {
  compartment: number;
  matter: string;
  state: LockerPaper['state'];
  changed_by: LockerPaper['by'];
  loaded_at: string;
}

export function toLockerPaper(row: LockerPaperRow): LockerPaper {
  const { compartment, matter, state, changed_by: by, loaded_at: loadedAt } = row;
  return { compartment, matter, state, by, loadedAt };
}

export function toTransaction(row: TransactionRow): TransactionRecord {
  return {
    id: row.id,
    trace: row.trace,
    itemCode: row.item_code,
    configurationVersion: row.configuration_version,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    result: row.result,
  };
}

export function toIntent(row: IntentRow): IntentRecord {
  return {
    id: row.id,
    transactionId: row.transaction_id,
    step: row.step,
    effect: toEffect(row),
    at: row.at,
    outcome: row.outcome,
    settledAt: row.settled_at,
    evidence: JSON.parse(row.evidence) as string[],
  };
}

function toEffect(row: IntentRow): IntentRecord['effect'] {
  switch (row.kind) {
    case 'remote':
      return { kind: 'remote', operation: row.operation, idempotencyKey: row.idempotency_key };
    case 'motion':
      return { kind: 'motion', device: row.device, jobName: row.job_name, sheets: row.sheets };
    case 'cash':
      return {
        kind: 'cash',
        device: row.device,
        command: row.operation as CashCommand,
        amount: row.amount,
      };
  }
}

export function toDocument(row: DocumentRow): StoredDocument {
  return {
    transactionId: row.transaction_id,
    certificateNumber: row.certificate_number,
    idempotencyKey: row.idempotency_key,
    pages: row.pages,
    pdf: new Uint8Array(row.pdf),
    sha256: row.sha256,
  };
}

export function toOpenJob(row: OpenJobRow): OpenJobRecord {
  return {
    transaction: toTransaction(row),
    certificateNumber: row.certificate_number,
    state: row.state,
    evidence: JSON.parse(row.evidence) as string[],
    hasDocument: row.has_document === 1,
  };
}

export function toReport(row: ReportRow): Report {
  return {
    sequence: row.sequence,
    id: row.id,
    at: row.at,
    kind: row.kind,
    body: JSON.parse(row.body) as Report['body'],
  };
}

export function toJournalRecord(row: JournalRow): JournalRecord {
  return {
    sequence: row.sequence,
    at: row.at,
    event: JSON.parse(row.event) as JournalEvent,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

export function toCashMove(row: CashMoveRow): CashMove {
  const { value, count } = row;
  return {
    transactionId: row.transaction_id,
    reason: row.reason,
    debit: row.debit,
    credit: row.credit,
    amount: value === null || count === null ? row.amount : { value, count },
  };
}

export function toCashCase(row: CashCaseRow): CashCase {
  return {
    id: row.id,
    transactionId: row.transaction_id,
    device: row.device,
    amount: row.amount,
    evidence: JSON.parse(row.evidence) as string[],
  };
}

export function toCashDifference(row: CashDifferenceRow): CashDifference {
  return {
    number: row.number,
    place: row.place,
    amount: row.amount,
    openedAt: row.opened_at,
    foundBy: row.found_by,
    caseId: row.case_id,
    state: row.state,
    finding: row.finding,
  };
}
