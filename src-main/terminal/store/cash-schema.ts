/**
 * The cash ledger: every note and coin, from the mouth to the cash unit, and to whom its value belongs.
 *
 * Double entry by construction: a move takes from one account (credit) and gives to another (debit), so that all
 * balances add up to zero whatever is written. A `place` holds items, by face value, and can never hold fewer
 * than none; a `party` holds value only: a negative balance is money that the machine owes to it.
 * Amounts are integers of fen.
 */
export const cashSchema = `
  CREATE TABLE cash_accounts (
    name TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('place', 'party')),
    balance INTEGER NOT NULL DEFAULT 0,
    CHECK (kind = 'party' OR balance >= 0),
    CHECK ((kind = 'party') = (name IN ('citizen', 'host', 'pending', 'claims', 'suspense', 'vault')))
  ) STRICT, WITHOUT ROWID;
  -- citizen: of the transaction under way. host: of the authority that was paid. pending: paid in for something
  -- whose answer is not known yet. claims: to be paid out by a teller. suspense: differences. vault: the cash centre.
  INSERT INTO cash_accounts (name, kind) VALUES
    ('citizen', 'party'), ('host', 'party'), ('pending', 'party'), ('claims', 'party'), ('suspense', 'party'),
    ('vault', 'party');
  CREATE TRIGGER cash_accounts_stay BEFORE DELETE ON cash_accounts
    BEGIN SELECT raise(ABORT, 'an account stays'); END;

  CREATE TABLE cash_holdings (
    place TEXT NOT NULL REFERENCES cash_accounts (name),
    value INTEGER NOT NULL CHECK (value > 0),
    count INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (place, value)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE cash_moves (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    transaction_id TEXT REFERENCES transactions (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    debit TEXT NOT NULL REFERENCES cash_accounts (name),
    credit TEXT NOT NULL REFERENCES cash_accounts (name),
    value INTEGER CHECK (value > 0),
    count INTEGER CHECK (count > 0),
    amount INTEGER NOT NULL CHECK (amount > 0),
    CHECK (debit <> credit),
    CHECK ((value IS NULL) = (count IS NULL)),
    CHECK (value IS NULL OR amount = value * count),
    CHECK (transaction_id IS NOT NULL OR (debit <> 'citizen' AND credit <> 'citizen'))
  ) STRICT;
  CREATE INDEX cash_moves_of_transaction ON cash_moves (transaction_id);
  CREATE TRIGGER cash_moves_name_items BEFORE INSERT ON cash_moves
    WHEN NEW.value IS NULL AND EXISTS (
      SELECT 1 FROM cash_accounts WHERE kind = 'place' AND name IN (NEW.debit, NEW.credit))
    BEGIN SELECT raise(ABORT, 'what enters or leaves a place are items of a face value'); END;
  CREATE TRIGGER cash_moves_count AFTER INSERT ON cash_moves BEGIN
    UPDATE cash_accounts SET balance = balance - NEW.amount WHERE name = NEW.credit;
    UPDATE cash_accounts SET balance = balance + NEW.amount WHERE name = NEW.debit;
    INSERT INTO cash_holdings (place, value, count)
      SELECT name, NEW.value, 0 FROM cash_accounts WHERE kind = 'place' AND name IN (NEW.credit, NEW.debit)
      ON CONFLICT DO NOTHING;
    UPDATE cash_holdings SET count = count - NEW.count WHERE place = NEW.credit AND value = NEW.value;
    UPDATE cash_holdings SET count = count + NEW.count WHERE place = NEW.debit AND value = NEW.value;
  END;
  CREATE TRIGGER cash_moves_no_update BEFORE UPDATE ON cash_moves
    BEGIN SELECT raise(ABORT, 'a move is corrected by another move'); END;
  CREATE TRIGGER cash_moves_no_delete BEFORE DELETE ON cash_moves
    BEGIN SELECT raise(ABORT, 'a move is corrected by another move'); END;

  -- One cash-in at a time, until it is ended: XFS4IoT CashInStart ... CashInEnd or CashInRollback.
  CREATE TABLE cash_ins (
    transaction_id TEXT PRIMARY KEY NOT NULL REFERENCES transactions (id),
    device TEXT NOT NULL,
    due INTEGER NOT NULL CHECK (due > 0),
    status TEXT NOT NULL CHECK (status IN ('active', 'ok', 'rollback', 'reset'))
  ) STRICT;
  CREATE UNIQUE INDEX cash_ins_one_active ON cash_ins (status) WHERE status = 'active';
  CREATE TRIGGER cash_ins_end_once BEFORE UPDATE ON cash_ins
    WHEN OLD.status <> 'active' OR NEW.transaction_id <> OLD.transaction_id OR NEW.due <> OLD.due
      OR NEW.device <> OLD.device
    BEGIN SELECT raise(ABORT, 'a cash-in ends once'); END;
  CREATE TRIGGER cash_ins_owe_nothing BEFORE UPDATE ON cash_ins
    WHEN NEW.status <> 'active' AND 0 <> (SELECT coalesce(sum(
        CASE WHEN debit = 'citizen' THEN amount WHEN credit = 'citizen' THEN -amount ELSE 0 END), 0)
      FROM cash_moves WHERE transaction_id = NEW.transaction_id)
    BEGIN SELECT raise(ABORT, 'a cash-in ends when nothing is owed to the citizen any more'); END;

  -- What a teller must pay out by hand, against the code on the slip.
  CREATE TABLE cash_claims (
    code TEXT PRIMARY KEY NOT NULL CHECK (code <> ''),
    transaction_id TEXT NOT NULL REFERENCES transactions (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    opened_at TEXT NOT NULL,
    settled_at TEXT,
    settled_by TEXT,
    CHECK ((settled_at IS NULL) = (settled_by IS NULL))
  ) STRICT;
  CREATE TRIGGER cash_claims_settle_once BEFORE UPDATE ON cash_claims
    WHEN OLD.settled_at IS NOT NULL OR NEW.amount <> OLD.amount OR NEW.code <> OLD.code
    BEGIN SELECT raise(ABORT, 'a claim is settled once'); END;

  -- What the machine could not find out alone: a person looks, with the evidence.
  CREATE TABLE cash_cases (
    id TEXT PRIMARY KEY NOT NULL,
    transaction_id TEXT REFERENCES transactions (id),
    device TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    evidence TEXT NOT NULL CHECK (json_type(evidence) = 'array'),
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    finding TEXT,
    CHECK ((closed_at IS NULL) = (finding IS NULL))
  ) STRICT;
  CREATE TRIGGER cash_cases_close_once BEFORE UPDATE ON cash_cases
    WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT raise(ABORT, 'a closed case stays closed'); END;
`;
