/**
 * The register of differences: every long and short, from the count that found it to its end. What lies in `suspense`
 * is always what is open here, plus what open cases hold.
 */
export const cashDifferencesSchema = `
  -- What people found by counting, also where it agreed.
  CREATE TABLE cash_counts (
    number INTEGER PRIMARY KEY,
    place TEXT NOT NULL REFERENCES cash_units (place),
    at TEXT NOT NULL,
    counted_by TEXT NOT NULL CHECK (counted_by IN ('staff', 'two staff')),
    ledger INTEGER NOT NULL CHECK (ledger >= 0),
    counted INTEGER NOT NULL CHECK (counted >= 0)
  ) STRICT;
  CREATE TRIGGER cash_counts_no_update BEFORE UPDATE ON cash_counts
    BEGIN SELECT raise(ABORT, 'a count is never rewritten'); END;
  CREATE TRIGGER cash_counts_no_delete BEFORE DELETE ON cash_counts
    BEGIN SELECT raise(ABORT, 'a count stays'); END;

  CREATE TABLE cash_differences (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    -- A unit, or the device of the case that left it.
    place TEXT NOT NULL CHECK (place <> ''),
    -- Long is positive, short is negative.
    amount INTEGER NOT NULL CHECK (amount <> 0),
    opened_at TEXT NOT NULL,
    found_by TEXT NOT NULL CHECK (found_by IN ('staff', 'two staff', 'machine')),
    case_id TEXT UNIQUE REFERENCES cash_cases (id),
    state TEXT NOT NULL DEFAULT 'open'
      CHECK (state IN ('open', 'explained', 'writtenOff', 'returned', 'madeGood')),
    finding TEXT CHECK (finding IN
      ('miscounted', 'misloaded', 'foundInMachine', 'ofCitizen', 'offsetsAnother', 'causeUnknown')),
    closed_at TEXT,
    closed_by TEXT CHECK (closed_by IN ('staff', 'two staff')),
    CHECK ((state = 'open') = (finding IS NULL)),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((state = 'open') = (closed_by IS NULL)),
    -- What is too much can be given back, what is missing can be made good; not the other way round.
    CHECK (state <> 'returned' OR amount > 0),
    CHECK (state <> 'madeGood' OR amount < 0)
  ) STRICT;
  CREATE TRIGGER cash_differences_without_gap BEFORE INSERT ON cash_differences
    WHEN NEW.state <> 'open' OR NEW.number <> coalesce((SELECT max(number) FROM cash_differences), 0) + 1
    BEGIN SELECT raise(ABORT, 'a difference takes the next number, and is open'); END;
  CREATE TRIGGER cash_differences_end_once BEFORE UPDATE ON cash_differences
    WHEN OLD.state <> 'open' OR NEW.state = 'open' OR NEW.number <> OLD.number OR NEW.place <> OLD.place
      OR NEW.amount <> OLD.amount OR NEW.opened_at <> OLD.opened_at OR NEW.found_by <> OLD.found_by
      OR NEW.case_id IS NOT OLD.case_id
    BEGIN SELECT raise(ABORT, 'a difference ends once, and is not rewritten'); END;
  CREATE TRIGGER cash_differences_stay BEFORE DELETE ON cash_differences
    BEGIN SELECT raise(ABORT, 'a difference stays'); END;

  -- What open cases hold: what their transactions put into suspense, less what has passed into the register. The
  -- first open case of a transaction has it.
  CREATE VIEW cash_case_holds AS
    SELECT id AS case_id,
      (SELECT coalesce(sum(CASE 'suspense' WHEN credit THEN amount WHEN debit THEN -amount ELSE 0 END), 0)
        FROM cash_moves WHERE cash_moves.transaction_id = cash_cases.transaction_id)
      - (SELECT coalesce(sum(cash_differences.amount), 0) FROM cash_differences
        JOIN cash_cases AS closed ON closed.id = cash_differences.case_id
        WHERE closed.transaction_id = cash_cases.transaction_id) AS amount
    FROM cash_cases
    WHERE closed_at IS NULL AND transaction_id IS NOT NULL AND rowid = (SELECT min(first.rowid) FROM cash_cases AS first
      WHERE first.transaction_id = cash_cases.transaction_id AND first.closed_at IS NULL);

  -- Of a file from before there was a register: all that nobody has explained, in one number. A note in the mouth
  -- that nobody is paying with is on its way back.
  INSERT INTO cash_differences (number, place, amount, opened_at, found_by)
    SELECT 1, 'suspense', unexplained, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'machine'
    FROM (SELECT
      - (SELECT balance FROM cash_accounts WHERE name = 'suspense')
      - (SELECT coalesce(sum(amount), 0) FROM cash_case_holds)
      - (SELECT coalesce(sum(balance), 0) FROM cash_accounts WHERE name GLOB 'escrow:*'
          AND NOT EXISTS (SELECT 1 FROM cash_ins WHERE status = 'active')) AS unexplained)
    WHERE unexplained <> 0;
`;
