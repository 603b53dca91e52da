/**
 * XFS4IoT Storage: what the ledger does not say by itself of a cash unit, and its exchange.
 *
 * Counters are not kept here: they are what the moves since `counted_from` add up to, so that nothing can differ
 * from the ledger. `accuracy` says whether that is believed.
 */
export const cashUnitsSchema = `
  CREATE TABLE cash_units (
    place TEXT PRIMARY KEY NOT NULL REFERENCES cash_accounts (name),
    -- The last move before its counters began.
    counted_from INTEGER NOT NULL CHECK (counted_from >= 0),
    accuracy TEXT NOT NULL CHECK (accuracy IN ('accurate', 'accurateSet', 'inaccurate', 'unknown'))
  ) STRICT, WITHOUT ROWID;

  -- Load and collect: XFS4IoT StartExchange ... EndExchange. No cash moves for a citizen meanwhile.
  CREATE TABLE cash_exchanges (
    id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
    state TEXT NOT NULL CHECK (state IN ('open', 'completed')),
    started_at TEXT NOT NULL,
    started_by TEXT NOT NULL CHECK (started_by IN ('staff', 'two staff')),
    completed_at TEXT,
    completed_by TEXT CHECK (completed_by IN ('staff', 'two staff')),
    CHECK ((state = 'open') = (completed_at IS NULL)),
    CHECK ((completed_at IS NULL) = (completed_by IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX cash_exchanges_one_open ON cash_exchanges (state) WHERE state = 'open';
  CREATE TRIGGER cash_exchanges_end_once BEFORE UPDATE ON cash_exchanges
    WHEN OLD.state <> 'open' OR NEW.id <> OLD.id OR NEW.started_at <> OLD.started_at
    BEGIN SELECT raise(ABORT, 'an exchange is completed once'); END;
  CREATE TRIGGER cash_exchanges_stay BEFORE DELETE ON cash_exchanges
    BEGIN SELECT raise(ABORT, 'an exchange stays'); END;
  CREATE TRIGGER cash_exchanges_wait BEFORE INSERT ON cash_exchanges
    WHEN EXISTS (SELECT 1 FROM cash_ins WHERE status = 'active')
    BEGIN SELECT raise(ABORT, 'cashInActive: an exchange begins when nobody is paying'); END;
  CREATE TRIGGER cash_ins_not_in_exchange BEFORE INSERT ON cash_ins
    WHEN EXISTS (SELECT 1 FROM cash_exchanges WHERE state = 'open')
    BEGIN SELECT raise(ABORT, 'exchangeActive: no cash-in while an exchange is open'); END;
  CREATE TRIGGER intents_not_in_exchange BEFORE INSERT ON intents
    WHEN NEW.kind = 'cash' AND EXISTS (SELECT 1 FROM cash_exchanges WHERE state = 'open')
    BEGIN SELECT raise(ABORT, 'exchangeActive: no cash is moved while an exchange is open'); END;

  -- What staff say lies in a unit now; booked when the exchange is completed.
  CREATE TABLE cash_exchange_units (
    exchange_id TEXT NOT NULL REFERENCES cash_exchanges (id),
    place TEXT NOT NULL REFERENCES cash_units (place),
    items TEXT NOT NULL CHECK (json_type(items) = 'array'),
    PRIMARY KEY (exchange_id, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER cash_exchange_units_open BEFORE INSERT ON cash_exchange_units
    WHEN NOT EXISTS (SELECT 1 FROM cash_exchanges WHERE id = NEW.exchange_id AND state = 'open')
    BEGIN SELECT raise(ABORT, 'noExchangeActive'); END;
  CREATE TRIGGER cash_exchange_units_stay BEFORE UPDATE ON cash_exchange_units
    WHEN NOT EXISTS (SELECT 1 FROM cash_exchanges WHERE id = OLD.exchange_id AND state = 'open')
    BEGIN SELECT raise(ABORT, 'noExchangeActive'); END;

  CREATE TRIGGER cash_units_reset BEFORE UPDATE ON cash_units
    WHEN NEW.place <> OLD.place OR (NEW.counted_from <> OLD.counted_from
      AND NOT EXISTS (SELECT 1 FROM cash_exchange_units, cash_exchanges
        WHERE id = exchange_id AND state = 'open' AND cash_exchange_units.place = OLD.place))
    BEGIN SELECT raise(ABORT, 'counters begin anew by an exchange alone'); END;

  -- A unit that was never counted holds what nobody knows.
  CREATE TRIGGER cash_units_come AFTER INSERT ON cash_accounts WHEN NEW.name GLOB 'unit:*'
    BEGIN INSERT INTO cash_units (place, counted_from, accuracy) VALUES (NEW.name, 0, 'unknown'); END;
  -- A jam, a note that nobody knows the place of: what the device holds is not believed until it is counted.
  CREATE TRIGGER cash_units_doubted AFTER INSERT ON cash_cases BEGIN
    UPDATE cash_units SET accuracy = 'inaccurate'
      WHERE substr(place, 1, length('unit:' || NEW.device || '/')) = 'unit:' || NEW.device || '/';
  END;

  -- Of a file from before there were counters: since it was last loaded, collected or taken over.
  INSERT INTO cash_units (place, counted_from, accuracy)
    SELECT name,
      coalesce((SELECT max(sequence) FROM cash_moves
        WHERE (debit = name AND credit = 'vault') OR (credit = name AND debit = 'vault')), 0),
      CASE
        WHEN EXISTS (SELECT 1 FROM cash_cases WHERE closed_at IS NULL
          AND substr(name, 1, length('unit:' || device || '/')) = 'unit:' || device || '/') THEN 'inaccurate'
        WHEN EXISTS (SELECT 1 FROM cash_moves WHERE name IN (debit, credit)
          AND reason IN ('takenOver', 'loaded', 'collected', 'countedLong', 'countedShort')) THEN 'accurateSet'
        ELSE 'unknown' END
    FROM cash_accounts WHERE name GLOB 'unit:*';
`;
