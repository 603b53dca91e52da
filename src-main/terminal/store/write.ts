import type Database from 'libsql';
import type { JournalAppender } from '../journal/appender.ts';
import { changedOne, createCashWrite } from './cash-write.ts';
import { sha256 } from './read.ts';
import { type TransactionRow, toTransaction } from './rows.ts';
import type { Intent, Write } from './store.ts';

interface WriteParts {
  readonly database: Database.Database;
  readonly journal: JournalAppender;
  readonly terminalNumber: string;
  readonly newId: () => string;
  /** ISO 8601. */
  readonly now: () => string;
}

/** The writes of one open database transaction. The statements are prepared once per store. */
export function createWrite({ database, journal, terminalNumber, newId, now }: WriteParts): Write {
  const draw = database.prepare('UPDATE counters SET last = last + 1 WHERE name = ? RETURNING last');
  const insertReport = database.prepare(
    'INSERT INTO reports (sequence, id, at, kind, body) VALUES (?, ?, ?, ?, ?)',
  );
  const deleteReports = database.prepare('DELETE FROM reports WHERE sequence <= ?');
  const lastReport = database.prepare("SELECT last FROM counters WHERE name = 'report'");
  const insertTransaction = database.prepare(
    `INSERT INTO transactions (id, trace, item_code, configuration_version, started_at)
     VALUES (?, ?, ?, ?, ?) RETURNING *`,
  );
  const endTransaction = database.prepare('UPDATE transactions SET ended_at = ?, result = ? WHERE id = ?');
  const insertIntent = database.prepare(
    `INSERT INTO intents
       (id, transaction_id, step, kind, operation, idempotency_key, device, job_name, sheets, amount, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const settle = database.prepare(
    `UPDATE intents SET outcome = ?, settled_at = ?, evidence =
       (SELECT json_group_array(value) FROM (
         SELECT value FROM json_each(intents.evidence) UNION ALL SELECT value FROM json_each(?)))
     WHERE id = ?`,
  );
  const insertDocument = database.prepare(
    `INSERT INTO documents (transaction_id, certificate_number, idempotency_key, pages, pdf, sha256)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const deleteDocument = database.prepare('DELETE FROM documents WHERE transaction_id = ?');
  const openJob = database.prepare(
    `INSERT INTO open_jobs (transaction_id, certificate_number, state, evidence, opened_at)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (transaction_id) DO UPDATE
       SET certificate_number = excluded.certificate_number, state = excluded.state, evidence = excluded.evidence`,
  );
  const closeJob = database.prepare(
    'UPDATE open_jobs SET closed_at = ?, resolution = ?, closed_by = ? WHERE transaction_id = ?',
  );
  const setFact = database.prepare(
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );

  const addLockerPaper = database.prepare(
    `INSERT INTO locker_papers (compartment, matter, state, changed_by, loaded_at) VALUES (?, ?, 'loading', ?, ?)`,
  );
  const setLockerPaper = database.prepare(
    'UPDATE locker_papers SET state = ?, changed_by = ? WHERE compartment = ?',
  );
  const dropLockerPaper = database.prepare('DELETE FROM locker_papers WHERE compartment = ?');

  const drawNumber = (counter: 'trace' | 'report') => (draw.all(counter) as [{ last: number }])[0].last;

  return {
    journal: (event) => journal.append(event),
    report(kind, body) {
      const sequence = drawNumber('report');
      insertReport.run(sequence, newId(), now(), kind, JSON.stringify(body));
      return sequence;
    },
    beginTransaction({ id, itemCode, configurationVersion }) {
      // Beyond 999999 the number grows a digit: better than a number that comes twice.
      const trace = `${terminalNumber}-${String(drawNumber('trace')).padStart(6, '0')}`;
      const [row] = insertTransaction.all(id, trace, itemCode, configurationVersion, now());
      return toTransaction(row as TransactionRow);
    },
    endTransaction(id, result) {
      changedOne(endTransaction.run(now(), result, id), 'transaction', id);
    },
    intend({ id, transactionId, step, effect }) {
      insertIntent.run(id, transactionId, step, effect.kind, ...columnsOf(effect), now());
    },
    settle(intentId, outcome, evidence) {
      changedOne(settle.run(outcome, now(), JSON.stringify(evidence), intentId), 'intent', intentId);
    },
    keepDocument({ transactionId, certificateNumber, idempotencyKey, pages, pdf, sha256: expected }) {
      if (sha256(pdf) !== expected)
        throw new Error(`the document of transaction ${transactionId} is not the one that its digest names`);
      insertDocument.run(transactionId, certificateNumber, idempotencyKey, pages, pdf, expected);
    },
    dropDocument(transactionId) {
      deleteDocument.run(transactionId);
    },
    openJob({ transactionId, certificateNumber, state, evidence }) {
      openJob.run(transactionId, certificateNumber, state, JSON.stringify(evidence), now());
    },
    closeJob(transactionId, resolution, by) {
      changedOne(closeJob.run(now(), resolution, by, transactionId), 'open job', transactionId);
    },
    acknowledgeReports(through) {
      const [row] = lastReport.all() as [{ last: number }];
      if (through > row.last)
        throw new RangeError(`report ${through} cannot be at the centre: the last one is ${row.last}`);
      deleteReports.run(through);
    },
    setFact(name, value) {
      // SQLite's text ends at a NUL when it is read back.
      if (value.includes('\0')) throw new TypeError(`fact ${name}: a text without NUL is expected`);
      setFact.run(name, value);
    },
    addLockerPaper({ compartment, matter, by }) {
      addLockerPaper.run(compartment, matter, by, now());
    },
    setLockerPaper(compartment, state, by) {
      changedOne(setLockerPaper.run(state, by, compartment), 'paper in compartment', String(compartment));
    },
    dropLockerPaper(compartment) {
      changedOne(dropLockerPaper.run(compartment), 'paper in compartment', String(compartment));
    },
    ...createCashWrite(database, now),
  };
}

function columnsOf(effect: Intent['effect']): (string | number | null)[] {
  switch (effect.kind) {
    case 'remote':
      return [effect.operation, effect.idempotencyKey, null, null, null, null];
    case 'motion':
      return [null, null, effect.device, effect.jobName, effect.sheets, null];
    case 'cash':
      return [effect.command, null, effect.device, null, null, effect.amount];
  }
}
