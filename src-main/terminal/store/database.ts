import { closeSync, constants, copyFileSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { checkKey, keyCheckFile, writeKeyCheck } from './key-check.ts';
import { syncDirectory } from './replace-file.ts';
import type { StoreError } from './store.ts';
import { storeError } from './store-error.ts';
import { damagedText } from './text-check.ts';

/**
 * Opens or creates the encrypted SQLite file and brings its schema up to date. The caller holds the lock.
 *
 * Everything that can refuse a file is asked before the first write to it; a refused file stays as it is,
 * byte for byte.
 */
export function openDatabase(
  file: string,
  key: Uint8Array,
  migrations: readonly string[],
  flush = true,
): Result<Database.Database, StoreError> {
  if (key.length !== 32) throw new RangeError(`the store key has 32 bytes, not ${key.length}`);
  const keyCheck = checkKey(file, key);
  if (keyCheck === 'mismatch')
    return err({ code: 'wrongKey', message: `${file}: encrypted with another key than the one given` });

  if (!existsSync(file) || statSync(file).size === 0) {
    if (keyCheck === 'match')
      return err({
        code: 'corrupt',
        message: `${file}: missing or empty, though ${keyCheckFile(file)} says that it was in use; restore it, or remove that file too to begin anew`,
      });
    createEmpty(file);
  } else {
    const refusal = refuse(file, key, migrations.length, keyCheck === 'match');
    if (refusal !== undefined) return err(refusal);
  }

  const database = connect(file, key);
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${flush ? 'FULL' : 'OFF'}`);
  // Merging often keeps the log short and written over in place, where fsync has no new blocks to record:
  // 1.2 times a bare write + fdatasync instead of 1.8 with SQLite's 1000 pages (tests/bench/journal-commit.ts).
  database.pragma('wal_autocheckpoint = 64');
  database.pragma('foreign_keys = ON');
  database.pragma('secure_delete = ON');
  migrate(database, migrations);
  if (keyCheck === 'absent') writeKeyCheck(file, key);
  return ok(database);
}

/** Databases in memory that nobody lives on, by their schema: empty, and with their statements compiled. */
const idle = new WeakMap<readonly string[], Database.Database[]>();

/**
 * A database in memory with the same schema, for simulations that begin thousands of them: no file, no key. A process that
 * dies leaves in it what it had committed; what a disk does is for the tests of the file.
 *
 * Tables and statements cost more than a citizen does (5 ms), so that it is used again: all of one life is a transaction
 * that is rolled back at its end, and what commits meanwhile is a savepoint in it.
 */
export function memoryDatabase(migrations: readonly string[]): Database.Database {
  const others = idle.get(migrations) ?? [];
  idle.set(migrations, others);
  const database = others.pop() ?? emptyInMemory(migrations);
  database.exec('BEGIN');
  // Whoever holds on to one that is closed must not write into the life of the next.
  const lent = Object.create(database) as Database.Database & { open: boolean };
  lent.open = true;
  const begin = database.prepare('SAVEPOINT work');
  const commit = database.prepare('RELEASE work');
  const back = database.prepare('ROLLBACK TO work');
  const steps = new Map<string, () => unknown>([
    [
      'BEGIN IMMEDIATE',
      () => {
        if (!lent.open) throw new Error('this database in memory is closed');
        return begin.run();
      },
    ],
    ['COMMIT', () => commit.run()],
    [
      'ROLLBACK',
      () => {
        back.run();
        return commit.run();
      },
    ],
  ]);
  lent.prepare = ((sql: string) => {
    const run = steps.get(sql);
    return run === undefined ? database.prepare(sql) : { run };
  }) as typeof lent.prepare;
  lent.close = () => {
    if (!lent.open) return lent;
    lent.open = false;
    database.exec('ROLLBACK');
    others.push(database);
    return lent;
  };
  return lent;
}

/** Each statement is compiled once, for all who live on it one after the other. */
function emptyInMemory(migrations: readonly string[]): Database.Database {
  const database = new Database(':memory:');
  // A savepoint keeps a copy of each page that is written: smaller ones are copied sooner.
  database.pragma('page_size = 1024');
  database.pragma('foreign_keys = ON');
  migrate(database, migrations);
  const compiled = new Map<string, Database.Statement>();
  const compile = database.prepare.bind(database);
  const prepare = (sql: string) => {
    const statement = compiled.get(sql) ?? compile(sql);
    compiled.set(sql, statement);
    return statement;
  };
  database.prepare = prepare as typeof database.prepare;
  return database;
}

function connect(file: string, key: Uint8Array): Database.Database {
  return new Database(file, {
    encryptionCipher: 'aes256cbc',
    encryptionKey: Buffer.from(key).toString('hex'),
  } as Database.Options);
}

/** Owner-only from the first byte on; SQLite gives the same mode to the log beside it. */
function createEmpty(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  syncDirectory(dirname(file));
}

/**
 * Why this existing file cannot be used, if so. `PRAGMA quick_check` reads and decrypts all of it:
 * measured 3.5 ms a megabyte on two cores of a small server, where a megabyte holds 3,600 journal records.
 *
 * After a crash a write-ahead log is left, and SQLite merges it into the file on the way out even if it
 * finds damage. So in that case a copy is looked at.
 */
function refuse(file: string, key: Uint8Array, newest: number, keyIsRight: boolean): StoreError | undefined {
  if (!hasLog(file)) return inspect(file, file, key, newest, keyIsRight);
  const copy = `${file}.inspect`;
  try {
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    copyFileSync(`${file}-wal`, `${copy}-wal`, constants.COPYFILE_FICLONE);
    return inspect(copy, file, key, newest, keyIsRight);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true });
  }
}

function hasLog(file: string): boolean {
  return existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0;
}

function inspect(
  inspected: string,
  file: string,
  key: Uint8Array,
  newest: number,
  keyIsRight: boolean,
): StoreError | undefined {
  try {
    const database = connect(inspected, key);
    const version = userVersion(database);
    if (version > newest)
      return {
        code: 'newerSchema',
        message: `${file}: schema ${version} is newer than ${newest}, the newest that this software knows`,
      };
    const findings = (database.pragma('quick_check(1)') as { quick_check: string }[])[0]?.quick_check;
    const damaged = findings === 'ok' ? damagedText(database) : undefined;
    database.close();
    if (damaged !== undefined)
      return {
        code: 'corrupt',
        message: `${file}: damaged: text in table ${damaged} is not as it was written`,
      };
    if (findings !== 'ok') return { code: 'corrupt', message: `${file}: damaged: ${findings}` };
    if (version === 0 && keyIsRight)
      return { code: 'corrupt', message: `${file}: holds no tables, though it was in use` };
    return undefined;
  } catch (error) {
    return storeError(file, error, keyIsRight);
  }
}

/** One transaction per step: a crash in between leaves the file at a version that exists. */
function migrate(database: Database.Database, migrations: readonly string[]): void {
  for (let version = userVersion(database) + 1; version <= migrations.length; version++) {
    try {
      database.exec(`BEGIN IMMEDIATE; ${migrations[version - 1]}; PRAGMA user_version = ${version}; COMMIT`);
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

function userVersion(database: Database.Database): number {
  return (database.pragma('user_version') as { user_version: number }[])[0]?.user_version ?? 0;
}
