import { cashDaysSchema } from './cash-days-schema.ts';
import { cashDifferencesSchema } from './cash-differences-schema.ts';
import { cashSchema } from './cash-schema.ts';
import { cashUnitsSchema } from './cash-units-schema.ts';
import { lockerSchema } from './locker-schema.ts';

/**
 * The schema, as the steps that lead to it. Step n takes a file from `user_version` n-1 to n. A step that
 * has been released is never edited: a terminal in the field may stand on any of them.
 *
 * Constraints and triggers repeat what the code promises, so that a wrong line of code is refused by the file.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE facts (
    name TEXT PRIMARY KEY NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Last number drawn. AUTOINCREMENT would do, but its table can be written by anybody and has no checks.
  CREATE TABLE counters (
    name TEXT PRIMARY KEY NOT NULL CHECK (name IN ('trace', 'report')),
    last INTEGER NOT NULL CHECK (last >= 0)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO counters (name, last) VALUES ('trace', 0), ('report', 0);
  CREATE TRIGGER counters_count BEFORE UPDATE ON counters
    WHEN NEW.name <> OLD.name OR NEW.last <> OLD.last + 1
    BEGIN SELECT raise(ABORT, 'a counter moves by one'); END;
  CREATE TRIGGER counters_stay BEFORE DELETE ON counters
    BEGIN SELECT raise(ABORT, 'a counter stays'); END;

  CREATE TABLE transactions (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    trace TEXT NOT NULL UNIQUE,
    item_code TEXT NOT NULL,
    configuration_version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    result TEXT CHECK (result IN ('completed', 'left', 'timedOut', 'refused', 'failed', 'interrupted')),
    CHECK ((ended_at IS NULL) = (result IS NULL))
  ) STRICT;
  CREATE INDEX transactions_unfinished ON transactions (id) WHERE ended_at IS NULL;
  CREATE TRIGGER transactions_end_once BEFORE UPDATE ON transactions
    WHEN OLD.ended_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a transaction ends once'); END;

  CREATE TABLE intents (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    transaction_id TEXT NOT NULL REFERENCES transactions (id),
    step TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('remote', 'motion', 'cash')),
    operation TEXT,
    idempotency_key TEXT,
    device TEXT,
    job_name TEXT,
    sheets INTEGER CHECK (sheets >= 0),
    amount INTEGER CHECK (amount > 0),
    at TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('done', 'notDone', 'indeterminate')),
    settled_at TEXT,
    evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_type(evidence) = 'array'),
    CHECK ((outcome IS NULL) = (settled_at IS NULL)),
    CHECK (CASE kind
      WHEN 'remote' THEN operation IS NOT NULL AND idempotency_key IS NOT NULL
        AND device IS NULL AND job_name IS NULL AND sheets IS NULL AND amount IS NULL
      WHEN 'motion' THEN operation IS NULL AND idempotency_key IS NULL
        AND device IS NOT NULL AND job_name IS NOT NULL AND sheets IS NOT NULL AND amount IS NULL
      ELSE operation IS NOT NULL AND idempotency_key IS NULL
        AND device IS NOT NULL AND job_name IS NULL AND sheets IS NULL AND amount IS NOT NULL END)
  ) STRICT;
  CREATE INDEX intents_of_transaction ON intents (transaction_id);
  CREATE INDEX intents_unsettled ON intents (id) WHERE outcome IS NULL;
  CREATE TRIGGER intents_settle BEFORE UPDATE ON intents
    WHEN OLD.outcome IN ('done', 'notDone')
    BEGIN SELECT raise(ABORT, 'a settled outcome is final'); END;
  CREATE TRIGGER intents_keep_effect BEFORE UPDATE ON intents
    WHEN NEW.outcome IS NULL OR NEW.id <> OLD.id OR NEW.transaction_id <> OLD.transaction_id
      OR NEW.step <> OLD.step OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
      OR NEW.operation IS NOT OLD.operation OR NEW.idempotency_key IS NOT OLD.idempotency_key
      OR NEW.device IS NOT OLD.device OR NEW.job_name IS NOT OLD.job_name OR NEW.sheets IS NOT OLD.sheets
      OR NEW.amount IS NOT OLD.amount
    BEGIN SELECT raise(ABORT, 'an intent changes only in its outcome'); END;
  CREATE TRIGGER intents_stay BEFORE DELETE ON intents
    BEGIN SELECT raise(ABORT, 'an intent stays'); END;

  CREATE TABLE documents (
    transaction_id TEXT PRIMARY KEY NOT NULL REFERENCES transactions (id),
    certificate_number TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    pages INTEGER NOT NULL CHECK (pages >= 1),
    pdf BLOB NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
  ) STRICT;

  CREATE TABLE open_jobs (
    transaction_id TEXT PRIMARY KEY NOT NULL REFERENCES transactions (id),
    certificate_number TEXT,
    state TEXT NOT NULL CHECK (state IN ('notDone', 'indeterminate')),
    evidence TEXT NOT NULL CHECK (json_type(evidence) = 'array'),
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    resolution TEXT CHECK (resolution IN ('reprinted', 'confirmedPrinted', 'voided', 'nothingIssued')),
    closed_by TEXT,
    CHECK ((closed_at IS NULL) = (resolution IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
  ) STRICT;
  CREATE TRIGGER open_jobs_close_once BEFORE UPDATE ON open_jobs
    WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a closed job stays closed'); END;
  CREATE TRIGGER open_jobs_stay BEFORE DELETE ON open_jobs
    BEGIN SELECT raise(ABORT, 'a job stays'); END;

  -- What the centre does not have yet. A row leaves when the centre has acknowledged it.
  CREATE TABLE reports (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL CHECK (json_type(body) = 'object')
  ) STRICT;
  CREATE TRIGGER reports_without_gap BEFORE INSERT ON reports
    WHEN NEW.sequence <> (SELECT last FROM counters WHERE name = 'report')
    BEGIN SELECT raise(ABORT, 'a report takes the number just drawn'); END;
  CREATE TRIGGER reports_stay BEFORE UPDATE ON reports
    BEGIN SELECT raise(ABORT, 'a report is never rewritten'); END;

  CREATE TABLE journal (
    sequence INTEGER PRIMARY KEY CHECK (sequence >= 1),
    at TEXT NOT NULL,
    event TEXT NOT NULL CHECK (json_type(event) = 'object'),
    previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
  ) STRICT;
  CREATE TRIGGER journal_append BEFORE INSERT ON journal
    WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM journal), 0) + 1
      OR NEW.previous_hash <> coalesce(
        (SELECT hash FROM journal WHERE sequence = NEW.sequence - 1), printf('%064d', 0))
    BEGIN SELECT raise(ABORT, 'the journal is only appended to'); END;
  CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is only appended to'); END;
  CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
    BEGIN SELECT raise(ABORT, 'the journal is only appended to'); END;
  `,
  cashSchema,
  cashUnitsSchema,
  cashDifferencesSchema,
  cashDaysSchema,
  lockerSchema,
];
