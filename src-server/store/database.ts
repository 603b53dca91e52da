import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, PostgresDialect } from 'kysely';
import { type CustomTypesConfig, Pool, types } from 'pg';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { lockDirectory } from './directory-lock.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';

export type DatabaseLocation =
  /** PostgreSQL inside this process, in files of `directory`. */
  | { readonly kind: 'embedded'; readonly directory: string }
  /** The same, opened by the caller, who may have it in memory; it is closed with the database. */
  | { readonly kind: 'pglite'; readonly lite: PGlite }
  /** A PostgreSQL server, `postgres://...`. */
  | { readonly kind: 'server'; readonly url: string };

export interface DatabaseError {
  readonly code: 'locked' | 'newerSchema' | 'unreachable';
  readonly message: string;
}

export interface Database {
  readonly db: Kysely<Schema>;
  close(): Promise<void>;
}

/** Opens the database and brings its schema up to date. */
export async function openDatabase(location: DatabaseLocation): Promise<Result<Database, DatabaseError>> {
  const opened = open(location);
  if (!opened.ok) return opened;
  const { pool, release } = opened.value;
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await db.destroy();
    await release();
  };
  try {
    const migrated = await migrate(db);
    if (migrated.ok) return ok({ db, close });
    await close();
    return migrated;
  } catch (error) {
    await close();
    const reason = error instanceof Error ? error.message || error.name : String(error);
    return err({ code: 'unreachable', message: `the database does not open: ${reason}` });
  }
}

interface Opened {
  readonly pool: Pool;
  release(): Promise<void>;
}

function open(location: DatabaseLocation): Result<Opened, DatabaseError> {
  switch (location.kind) {
    case 'embedded':
      return openEmbedded(location.directory);
    case 'pglite':
      return ok(connect(location.lite));
    case 'server':
      return ok(openServer(location.url));
  }
}

/** The system keeps the files in memory already: a second copy of them, 128 MB by default, is filled with zeros first. */
export const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'];

function openEmbedded(directory: string): Result<Opened, DatabaseError> {
  const lock = lockDirectory(directory);
  if (!lock.ok) return lock;
  const { pool, release } = connect(new PGlite(join(directory, 'postgres'), { startParams }));
  return ok({
    pool,
    async release() {
      await release();
      lock.value();
    },
  });
}

/**
 * PGlite behind the connection of node-postgres, so that both databases are reached by the same driver. It has
 * one connection: a query outside a transaction that is open in the same call would wait for itself.
 */
function connect(lite: PGlite): Opened {
  const pool = new Pool({ ...createPgConfig(lite), idleTimeoutMillis: 0, types: parsers });
  return { pool, release: () => lite.close() };
}

function openServer(url: string): Opened {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    types: parsers,
    connectionTimeoutMillis: 5_000,
    application_name: 'zerowindow-server',
  });
  // An idle connection may break at any time; the next query opens another, so that this is no crash.
  pool.on('error', () => {});
  return { pool, release: async () => {} };
}

/** 64-bit integers come as numbers: those used here are counts far below 2^53. */
const parsers: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === types.builtins.INT8 && format !== 'binary' ? Number : types.getTypeParser(id, format),
};
