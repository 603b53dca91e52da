import { createHash } from 'node:crypto';
import type Database from 'libsql';
import { createCashRead } from './cash-read.ts';
import {
  type DocumentRow,
  type IntentRow,
  type JournalRow,
  type LockerPaperRow,
  type OpenJobRow,
  type ReportRow,
  type TransactionRow,
  toDocument,
  toIntent,
  toJournalRecord,
  toLockerPaper,
  toOpenJob,
  toReport,
  toTransaction,
} from './rows.ts';
import type { Read } from './store.ts';

/** Reads what is committed; inside `commit`, also what that transaction wrote so far. */
export function createRead(database: Database.Database): Read {
  const unsettledIntents = database.prepare('SELECT * FROM intents WHERE outcome IS NULL ORDER BY rowid');
  const indeterminateIntents = database.prepare(
    "SELECT * FROM intents WHERE outcome = 'indeterminate' ORDER BY rowid",
  );
  const intentsOf = database.prepare('SELECT * FROM intents WHERE transaction_id = ? ORDER BY rowid');
  const transaction = database.prepare('SELECT * FROM transactions WHERE id = ?');
  const unfinishedTransactions = database.prepare(
    'SELECT * FROM transactions WHERE ended_at IS NULL ORDER BY rowid',
  );
  const openJobs = database.prepare(
    `SELECT transactions.*, certificate_number, state, evidence,
       EXISTS (SELECT 1 FROM documents WHERE documents.transaction_id = transactions.id) AS has_document
     FROM open_jobs JOIN transactions ON transactions.id = open_jobs.transaction_id
     WHERE closed_at IS NULL ORDER BY open_jobs.rowid`,
  );
  const document = database.prepare('SELECT * FROM documents WHERE transaction_id = ?');
  const unsentReports = database.prepare('SELECT * FROM reports ORDER BY sequence LIMIT ?');
  const unsentReportCount = database.prepare('SELECT count(*) AS count FROM reports');
  const journal = database.prepare('SELECT * FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?');
  const fact = database.prepare('SELECT value FROM facts WHERE name = ?');

  const lockerPapers = database.prepare('SELECT * FROM locker_papers ORDER BY compartment');

  return {
    unsettledIntents: () => (unsettledIntents.all() as IntentRow[]).map(toIntent),
    indeterminateIntents: () => (indeterminateIntents.all() as IntentRow[]).map(toIntent),
    intentsOf: (transactionId) => (intentsOf.all(transactionId) as IntentRow[]).map(toIntent),
    transaction(id) {
      const [row] = transaction.all(id) as TransactionRow[];
      return row && toTransaction(row);
    },
    unfinishedTransactions: () => (unfinishedTransactions.all() as TransactionRow[]).map(toTransaction),
    openJobs: () => (openJobs.all() as OpenJobRow[]).map(toOpenJob),
    document(transactionId) {
      const [row] = document.all(transactionId) as DocumentRow[];
      if (row === undefined) return undefined;
      const found = toDocument(row);
      // The cipher has no authentication tag: without this, damaged bytes would go to the printer.
      if (sha256(found.pdf) !== found.sha256)
        throw new Error(`the stored document of transaction ${transactionId} is damaged`);
      return found;
    },
    unsentReports: (limit) => (unsentReports.all(limit) as ReportRow[]).map(toReport),
    unsentReportCount: () => (unsentReportCount.all() as { count: number }[])[0]?.count ?? 0,
    journal: (after, limit) => (journal.all(after, limit) as JournalRow[]).map(toJournalRecord),
    fact: (name) => (fact.all(name) as { value: string }[])[0]?.value,
    lockerPapers: () => (lockerPapers.all() as LockerPaperRow[]).map(toLockerPaper),
    ...createCashRead(database),
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
