/**
 * Business days (日切). A day is a range of moves: those after the end of the day before, up to its own end. Which
 * transaction was under way and not posted yet at its end belongs to the next one, whole.
 */
export const cashDaysSchema = `
  CREATE TABLE cash_days (
    day TEXT PRIMARY KEY NOT NULL CHECK (day IS date(day)),
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    opened_at TEXT NOT NULL,
    -- The last move of the days before, and the transaction of whose moves among them all are of this day.
    after_move INTEGER NOT NULL CHECK (after_move >= 0),
    carried_in TEXT REFERENCES transactions (id),
    -- The last count of the days before.
    after_count INTEGER NOT NULL CHECK (after_count >= 0),
    closed_at TEXT,
    through_move INTEGER CHECK (through_move >= after_move),
    carried_out TEXT REFERENCES transactions (id),
    -- As it was reported to the centre.
    report TEXT CHECK (json_type(report) = 'object'),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((state = 'open') = (through_move IS NULL)),
    CHECK ((state = 'open') = (report IS NULL)),
    CHECK (state = 'closed' OR carried_out IS NULL)
  ) STRICT;
  CREATE UNIQUE INDEX cash_days_one_open ON cash_days (state) WHERE state = 'open';
  CREATE TRIGGER cash_days_follow BEFORE INSERT ON cash_days
    WHEN NEW.state <> 'open' OR NEW.day <= (SELECT max(day) FROM cash_days)
      OR NEW.after_move <> coalesce((SELECT through_move FROM cash_days ORDER BY day DESC LIMIT 1), 0)
      OR NEW.carried_in IS NOT (SELECT carried_out FROM cash_days ORDER BY day DESC LIMIT 1)
    BEGIN SELECT raise(ABORT, 'a day begins where the one before has ended'); END;
  CREATE TRIGGER cash_days_end_once BEFORE UPDATE ON cash_days
    WHEN OLD.state <> 'open' OR NEW.day <> OLD.day OR NEW.after_move <> OLD.after_move
      OR NEW.opened_at <> OLD.opened_at OR NEW.carried_in IS NOT OLD.carried_in
    BEGIN SELECT raise(ABORT, 'a day ends once'); END;
  CREATE TRIGGER cash_days_stay BEFORE DELETE ON cash_days
    BEGIN SELECT raise(ABORT, 'a day stays'); END;
`;
