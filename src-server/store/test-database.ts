import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { type Database, type DatabaseLocation, openDatabase, startParams } from './database.ts';

/** For tests only. */
export interface TestDatabase {
  readonly location: DatabaseLocation;
  /** After the database was closed. */
  remove(): Promise<void>;
}

/** A database of its own with no data: PGlite in memory, or where TEST_DATABASE_URL says. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = process.env.TEST_DATABASE_URL;
  if (admin !== undefined) return createServerDatabase(admin);
  const lite = new PGlite({
    loadDataDir: new Blob([readFileSync(await image())]),
    startParams,
  });
  return { location: { kind: 'pglite', lite }, remove: async () => {} };
}

/** The same, opened; it is gone when it is closed. */
export async function openTestDatabase(): Promise<Database> {
  const { location, remove } = await createTestDatabase();
  const opened = await openDatabase(location);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db, close } = opened.value;
  return {
    db,
    async close() {
      await close();
      await remove();
    },
  };
}

/** What `{ kind: 'embedded', directory }` opens, migrated and with no data, into a directory that holds none yet. */
export async function layTestDatabase(directory: string): Promise<void> {
  const files = join(directory, 'postgres');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  // Its names begin with a slash, of which tar warns.
  execFileSync('tar', ['-xf', await image(), '-C', files], { stdio: 'pipe' });
}

/** An empty database on the PostgreSQL server that `admin` names. */
export async function createServerDatabase(admin: string): Promise<TestDatabase> {
  const name = `zerowindow_test_${randomBytes(6).toString('hex')}`;
  const run = async (statement: string) => {
    const client = new Client({ connectionString: admin });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  const location: DatabaseLocation = { kind: 'server', url: url.href };
  return { location, remove: () => run(`drop database ${name} with (force)`) };
}

const folder = fileURLToPath(new URL('../../out/tests', import.meta.url));

/**
 * What a new PGlite holds when it was migrated, as a file of tar: to make one costs seconds, a copy a fraction of one. It
 * is kept for the next test file and the next run under a digest of all that it is made from.
 */
async function image(): Promise<string> {
  const digest = createHash('sha256');
  for (const source of [
    './migrations.ts',
    './migrate.ts',
    './database.ts',
    './test-database.ts',
    '../../package-lock.json',
  ])
    digest.update(readFileSync(new URL(source, import.meta.url)));
  const name = `database-${digest.digest('hex').slice(0, 16)}.tar`;
  const file = join(folder, name);
  if (existsSync(file)) return file;
  const made = await makeImage();
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder))
    if (/^database-.*\.tar$/.test(old) && old !== name) rmSync(join(folder, old), { force: true });
  // Another worker may make it at the same time: it comes whole, from whoever is last.
  writeFileSync(`${file}.${process.pid}`, made);
  renameSync(`${file}.${process.pid}`, file);
  return file;
}

async function makeImage(): Promise<Uint8Array> {
  const lite = new PGlite({ initDbStartParams: ['--wal-segsize=1'] });
  const opened = await openDatabase({ kind: 'pglite', lite });
  if (!opened.ok) throw new Error(opened.error.message);
  // What is only in the log of changes would be done again by everyone who starts from the image.
  await lite.exec('checkpoint');
  const dump = await lite.dumpDataDir('none');
  await opened.value.close();
  return new Uint8Array(await dump.arrayBuffer());
}
