import { afterEach, expect, test } from 'vitest';
import { memoryDatabase } from './database.ts';

const migrations = [
  'CREATE TABLE notes (value INTEGER PRIMARY KEY CHECK (value > 0)) STRICT',
  'INSERT INTO notes VALUES (7)',
];
const lent: ReturnType<typeof memoryDatabase>[] = [];
afterEach(() => {
  for (const database of lent.splice(0)) database.close();
});

function life() {
  const database = memoryDatabase(migrations);
  lent.push(database);
  const step = (sql: string) => database.prepare(sql).run();
  return {
    database,
    values: () =>
      database
        .prepare('SELECT value FROM notes')
        .all()
        .map((row) => (row as { value: number }).value),
    commit(value: number) {
      step('BEGIN IMMEDIATE');
      try {
        database.prepare('INSERT INTO notes VALUES (?)').run(value);
        step('COMMIT');
      } catch (error) {
        step('ROLLBACK');
        throw error;
      }
    },
  };
}

test('what one life committed, the next does not find', () => {
  const first = life();
  first.commit(1);
  expect(first.values()).toEqual([1, 7]);
  first.database.close();
  expect(life().values()).toEqual([7]);
});

test('what the schema refuses is undone, and what was committed before stays', () => {
  const { commit, values } = life();
  commit(1);
  expect(() => commit(-1)).toThrow('CHECK');
  commit(2);
  expect(values()).toEqual([1, 2, 7]);
});

test('two at once know nothing of each other', () => {
  const [one, other] = [life(), life()];
  one.commit(1);
  other.commit(2);
  expect([one.values(), other.values()]).toEqual([
    [1, 7],
    [2, 7],
  ]);
});

test('whoever holds on to one that is closed writes nothing into the next life', () => {
  const late = life();
  late.database.close();
  expect(late.database.open).toBe(false);
  const next = life();
  expect(() => late.database.prepare('BEGIN IMMEDIATE').run()).toThrow('closed');
  next.commit(3);
  expect(next.values()).toEqual([3, 7]);
});

test('closed twice, it is lent to one alone', () => {
  const first = life();
  first.database.close();
  first.database.close();
  const [one, other] = [life(), life()];
  one.commit(1);
  expect(other.values()).toEqual([7]);
});
