import { readFileSync } from 'node:fs';
import type Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { migrations } from './schema.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

function open(steps: readonly string[]): Database.Database {
  const opened = openDatabase(test.file, test.key, steps);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

const schemaOf = (database: Database.Database) =>
  database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
const versionOf = (database: Database.Database) => database.pragma('user_version');

/** Later steps as they may come: a table, a column with a value for old rows, a step that reads the data. */
const steps = [
  'CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT',
  "ALTER TABLE a ADD COLUMN place TEXT NOT NULL DEFAULT 'unknown'; CREATE TABLE b (name TEXT) STRICT",
  'INSERT INTO b (name) SELECT upper(name) FROM a',
];

describe('migration', () => {
  it.each([0, 1, 2, 3])('from version %i to the newest keeps the rows', (from) => {
    if (from > 0) {
      const old = open(steps.slice(0, from));
      old.exec("INSERT INTO a (id, name) VALUES (1, 'x')");
      old.close();
    }
    const database = open(steps);
    expect(versionOf(database)).toEqual([{ user_version: 3 }]);
    expect(database.prepare('SELECT * FROM a').all()).toEqual(
      from === 0 ? [] : [{ id: 1, name: 'x', place: 'unknown' }],
    );
    expect(database.prepare('SELECT * FROM b').all()).toEqual(
      from === 1 || from === 2 ? [{ name: 'X' }] : [],
    );
    database.close();
  });

  it('leaves a file at the last version that worked when a step fails', () => {
    const failing = [...steps.slice(0, 2), 'CREATE TABLE c (id INTEGER); INSERT INTO nowhere VALUES (1)'];
    expect(() => open(failing)).toThrow('nowhere');
    const database = open(steps.slice(0, 2));
    expect(versionOf(database)).toEqual([{ user_version: 2 }]);
    expect(schemaOf(database)).not.toContainEqual(expect.objectContaining({ name: 'c' }));
    database.close();
  });

  it.each(migrations.map((_, from) => from))(
    'of the real schema from version %i ends in the same tables',
    (from) => {
      const fresh = schemaOf(open(migrations));
      test.remove();
      test = new TestStore();
      if (from > 0) open(migrations.slice(0, from)).close();
      expect(schemaOf(open(migrations))).toEqual(fresh);
    },
  );

  it('refuses a file of a newer version and leaves it as it is', () => {
    open(steps).close();
    const before = readFileSync(test.file);
    expect(openDatabase(test.file, test.key, steps.slice(0, 2))).toEqual({
      ok: false,
      error: {
        code: 'newerSchema',
        message: `${test.file}: schema 3 is newer than 2, the newest that this software knows`,
      },
    });
    expect(readFileSync(test.file).equals(before)).toBe(true);
  });
});

it('opens with what durability needs switched on', () => {
  const database = open(migrations);
  const pragma = (name: string) => Object.values((database.pragma(name) as object[])[0] ?? {})[0];
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('secure_delete')).toBe(1);
  database.close();
});
