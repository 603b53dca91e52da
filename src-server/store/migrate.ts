import { type Kysely, sql } from 'kysely';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { migrations } from './migrations.ts';
import type { Schema } from './schema.ts';

/** Any number will do; it only must be the same in every version of this server. */
const migrationLock = 7_205_513;

export interface NewerSchema {
  readonly code: 'newerSchema';
  readonly message: string;
}

/** Brings the schema up to date in one transaction. Answers the version it stands at. */
export async function migrate(db: Kysely<Schema>): Promise<Result<number, NewerSchema>> {
  const target = migrations.length;
  return db.transaction().execute(async (trx) => {
    // Two servers that start on one database at once take turns.
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(trx);
    await sql`create table if not exists schema_version (
      version integer primary key check (version >= 1), applied_at timestamptz not null default now()
    )`.execute(trx);
    const held = await sql<{ version: number }>`
      select coalesce(max(version), 0)::integer as version from schema_version`.execute(trx);
    const current = held.rows[0]?.version ?? 0;
    if (current > target) {
      return err({
        code: 'newerSchema',
        message: `the database has schema ${current}, this server knows up to ${target}: start the newer server, or restore a backup made before the upgrade`,
      });
    }
    for (const { version, statements } of migrations.slice(current)) {
      for (const statement of statements) await sql.raw(statement).execute(trx);
      await sql`insert into schema_version (version) values (${version})`.execute(trx);
    }
    return ok(target);
  });
}
