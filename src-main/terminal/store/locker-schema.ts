/**
 * What lies in the compartments of the certificate cabinet, by the number of its matter: nothing of a person.
 *
 * `loading` and `removing` are written before staff get their door open, `unclear` is what nobody could decide.
 * A row leaves when the compartment is empty again.
 */
export const lockerSchema = `
  CREATE TABLE locker_papers (
    compartment INTEGER PRIMARY KEY CHECK (compartment >= 1),
    matter TEXT NOT NULL UNIQUE CHECK (matter <> ''),
    state TEXT NOT NULL CHECK (state IN ('loading', 'inside', 'removing', 'unclear')),
    changed_by TEXT NOT NULL CHECK (changed_by IN ('citizen', 'staff', 'two staff', 'machine')),
    loaded_at TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER locker_papers_keep_matter BEFORE UPDATE ON locker_papers
    WHEN NEW.compartment <> OLD.compartment OR NEW.matter <> OLD.matter OR NEW.loaded_at <> OLD.loaded_at
    BEGIN SELECT raise(ABORT, 'a paper changes only in its state'); END;
`;
