import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { damagedText } from './text-check.ts';

let database: Database.Database;
beforeEach(() => {
  database = new Database(':memory:');
  database.exec(`
    CREATE TABLE records (sequence INTEGER PRIMARY KEY, event TEXT NOT NULL, note TEXT) STRICT;
    CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE numbers (n INTEGER) STRICT;
    INSERT INTO records (event) VALUES ('样本 {}'), ('');
    INSERT INTO facts VALUES ('一', x'FF');
  `);
});
afterEach(() => database.close());

it('whole text is passed over, in any language, and so are bytes that are no text', () => {
  expect(damagedText(database)).toBeUndefined();
});

// Read as text, either would end this process.
it.each([
  ['records', "INSERT INTO records (event) VALUES (CAST(x'7B22FF227D' AS TEXT))"],
  ['records', "INSERT INTO records (event, note) VALUES ('{}', CAST(x'E6A0' AS TEXT))"],
  ['facts', "INSERT INTO facts VALUES (CAST(x'C080' AS TEXT), x'00')"],
])('text that is none is found in %s: %s', (table, statement) => {
  database.exec(statement);
  expect(damagedText(database)).toBe(table);
});
