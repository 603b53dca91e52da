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
  /** PostgreSQL inside this process, in files of `directory`; in memory when null. */
  | { readonly kind: 'embedded'; readonly directory: string | null }
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
  const opened =
    location.kind === 'embedded' ? await openEmbedded(location.directory) : openServer(location.url);
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

/**
 * PGlite behind the connection of node-postgres, so that both databases are reached by the same driver. It has
 * one connection: a query outside a transaction that is open in the same call would wait for itself.
 */
async function openEmbedded(directory: string | null): Promise<Result<Opened, DatabaseError>> {
  const lock = directory === null ? ok(() => {}) : lockDirectory(directory);
  if (!lock.ok) return lock;
  const lite = directory === null ? new PGlite() : new PGlite(join(directory, 'postgres'));
  const pool = new Pool({ ...createPgConfig(lite), idleTimeoutMillis: 0, types: parsers });
  return ok({
    pool,
    async release() {
      await lite.close();
      lock.value();
    },
  });
}

function openServer(url: string): Result<Opened, DatabaseError> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    types: parsers,
    connectionTimeoutMillis: 5_000,
    application_name: 'zerowindow-server',
  });
  // An idle connection may break at any time; the next query opens another, so that this is no crash.
  pool.on('error', () => {});
  return ok({ pool, release: async () => {} });
}

/** 64-bit integers come as numbers: those used here are counts far below 2^53. */
const parsers: CustomTypesConfig = {
  getTypeParser: (id, format) =>
    id === types.builtins.INT8 && format !== 'binary' ? Number : types.getTypeParser(id, format),
};
