import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { migrations } from './migrations.ts';
import type { Schema } from './schema.ts';
import { createServerDatabase } from './test-database.ts';

interface Place {
  readonly name: string;
  make(): Promise<{ location: DatabaseLocation; remove(): Promise<void> }>;
}

const embedded: Place = {
  name: 'PGlite',
  async make() {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    return {
      location: { kind: 'embedded', directory },
      remove: async () => rmSync(directory, { recursive: true }),
    };
  },
};

const server: Place = {
  name: 'PostgreSQL',
  make: () => createServerDatabase(process.env.TEST_DATABASE_URL ?? ''),
};

const places = process.env.TEST_DATABASE_URL === undefined ? [embedded] : [embedded, server];

describe.each(places)('the store on $name', (place) => {
  let made: Awaited<ReturnType<Place['make']>>;
  let database: Database;
  let db: Kysely<Schema>;

  const open = async () => {
    const opened = await openDatabase(made.location);
    if (!opened.ok) throw new Error(opened.error.message);
    database = opened.value;
    db = database.db;
  };
  beforeAll(async () => {
    made = await place.make();
    await open();
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await made.remove();
  });

  async function addTerminal() {
    const id = randomUUID();
    await db
      .insertInto('terminal')
      .values({
        id,
        number: sql<string>`lpad(nextval('terminal_number')::text, 4, '0')`,
        serial_number: 's',
        public_key: randomUUID(),
        enrolled_at: new Date(0),
        heartbeat_at: null,
        heartbeat: null,
      })
      .execute();
    return id;
  }
  const report = (terminal_id: string, sequence: number, id = randomUUID()) => ({
    terminal_id,
    sequence,
    id,
    at: new Date(0),
    kind: 'start',
    body: '{}',
    content_hash: Buffer.alloc(32),
    transaction_id: null,
    received_at: new Date(0),
  });
  const certificate = (idempotency_key: string, certificate_number: string) => ({
    idempotency_key,
    terminal_id: randomUUID(),
    request_lookup: Buffer.alloc(1),
    certificate_number,
    code_lookup: randomBytes(8),
    code_sealed: Buffer.alloc(1),
    person_lookup: Buffer.alloc(1),
    holder_sealed: Buffer.alloc(1),
    month: '2026-11',
    ordinal: 1,
    pages: 1,
    pdf_sealed: Buffer.alloc(1),
    issued_at: new Date(0),
    state: 'issued' as const,
    void_reason: null,
    voided_at: null,
  });
  /** SQLSTATE of the refusal. */
  const stateOf = (query: { execute(): Promise<unknown> }) =>
    query.execute().then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );
  const unique = '23505';
  const check = '23514';

  test('the one password of before is the administrator’s, and who was signed in signs in again', async () => {
    const before = migrations[0]?.statements.filter((one) => /create table operator_/.test(one)) ?? [];
    const taken = migrations.find(({ version }) => version === 4)?.statements ?? [];
    await db.transaction().execute(async (trx) => {
      const run = (statement: string) => sql.raw(statement).execute(trx);
      for (const statement of [
        'drop table operator_session',
        'drop table operator',
        'drop index review_entry_of_case',
      ])
        await run(statement);
      for (const statement of before) await run(statement);
      await run("insert into operator_password (salt, password_hash) values ('\\x01', '\\x02')");
      await run("insert into operator_session values ('\\x03', now())");
      for (const statement of taken) await run(statement);
    });
    expect(await db.selectFrom('operator').selectAll().execute()).toEqual([
      {
        name: 'admin',
        role: 'administrator',
        salt: Buffer.from([1]),
        password_hash: Buffer.from([2]),
        must_change: false,
      },
    ]);
    expect(await db.selectFrom('operator_session').selectAll().execute()).toEqual([]);
    await db.deleteFrom('operator').execute();
  });

  test('values come back as they went in', async () => {
    const id = await addTerminal();
    const at = new Date('2026-11-22T01:02:03.456Z');
    await db
      .updateTable('terminal')
      .set({ heartbeat_at: at, heartbeat: JSON.stringify({ name: '终端 "1"' }) })
      .where('id', '=', id)
      .execute();
    const row = await db.selectFrom('terminal').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row.heartbeat_at).toEqual(at);
    expect(row.heartbeat).toEqual({ name: '终端 "1"' });
    const { count } = await db
      .selectFrom('terminal')
      .select((one) => one.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(1);
    await db.insertInto('server_fact').values({ name: 'x', value: 'y' }).execute();
    const bytes = Buffer.from([0, 255, 10, 92]);
    await db
      .insertInto('enrolment_code')
      .values({ code_hash: bytes, expires_at: at, used_by: null })
      .execute();
    const code = await db.selectFrom('enrolment_code').select('code_hash').executeTakeFirstOrThrow();
    expect(Buffer.compare(code.code_hash, bytes)).toBe(0);
  });

  test('a number of a terminal is held once, and so is the id of a report', async () => {
    const [one, other] = [await addTerminal(), await addTerminal()];
    const id = randomUUID();
    expect(await stateOf(db.insertInto('report').values(report(one, 1, id)))).toBe('done');
    expect(await stateOf(db.insertInto('report').values(report(one, 1)))).toBe(unique);
    expect(await stateOf(db.insertInto('report').values(report(one, 2, id)))).toBe(unique);
    expect(await stateOf(db.insertInto('report').values(report(other, 1, id)))).toBe('done');
    expect(await stateOf(db.insertInto('report').values(report(one, 0)))).toBe(check);
  });

  test('one key, one certificate, one number', async () => {
    const key = randomUUID();
    const add = (row: ReturnType<typeof certificate>) =>
      stateOf(db.insertInto('sandbox_certificate').values(row));
    expect(await add(certificate(key, 'A'))).toBe('done');
    expect(await add(certificate(key, 'B'))).toBe(unique);
    expect(await add(certificate(randomUUID(), 'A'))).toBe(unique);
    expect(await add({ ...certificate(randomUUID(), 'C'), ordinal: 4 })).toBe(check);
    const voidWithoutReason = db
      .updateTable('sandbox_certificate')
      .set({ state: 'void', voided_at: new Date(0) })
      .where('idempotency_key', '=', key);
    expect(await stateOf(voidWithoutReason)).toBe(check);
  });

  test('no print count below none and above three', async () => {
    const count = (printed: number) =>
      stateOf(
        db
          .insertInto('sandbox_print_count')
          .values({ person_lookup: randomBytes(8), month: '2026-11', printed }),
      );
    expect(await Promise.all([-1, 0, 3, 4].map(count))).toEqual([check, 'done', 'done', check]);
  });

  test('a transaction that throws leaves nothing', async () => {
    const before = await db.selectFrom('terminal').select('id').execute();
    const broken = db.transaction().execute(async (trx) => {
      await trx.insertInto('server_fact').values({ name: 'half', value: '' }).execute();
      throw new Error('in the middle');
    });
    await expect(broken).rejects.toThrow('in the middle');
    expect(await db.selectFrom('server_fact').where('name', '=', 'half').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('terminal').select('id').execute()).toHaveLength(before.length);
  });

  test('opens again with what it held, and migrates nothing twice', async () => {
    const id = await addTerminal();
    await database.close();
    await open();
    expect(await db.selectFrom('terminal').where('id', '=', id).selectAll().execute()).toHaveLength(1);
    const versions = await sql<{ version: number }>`select version from schema_version`.execute(db);
    expect(versions.rows.map((row) => row.version)).toEqual(migrations.map((migration) => migration.version));
  });

  test('refuses a schema that is newer, and leaves it as it is', async () => {
    const newer = migrations.length + 1;
    await sql`insert into schema_version (version) values (${newer})`.execute(db);
    await database.close();
    const refused = await openDatabase(made.location);
    await restoreAfter(made.location, newer);
    await open();
    expect(refused.ok).toBe(false);
    if (refused.ok) return;
    expect(refused.error.code).toBe('newerSchema');
    expect(refused.error.message).toMatch(
      new RegExp(`schema ${newer}.*up to ${migrations.length}.*newer server`),
    );
  });
});

/** Takes the future version out again, behind the back of the store. */
async function restoreAfter(location: DatabaseLocation, version: number): Promise<void> {
  if (location.kind === 'pglite') throw new Error('not one of these places');
  if (location.kind === 'server') {
    const client = new Client({ connectionString: location.url });
    await client.connect();
    await client.query('delete from schema_version where version = $1', [version]);
    return client.end();
  }
  const { PGlite } = await import('@electric-sql/pglite');
  const lite = new PGlite(join(location.directory, 'postgres'));
  await lite.query('delete from schema_version where version = $1', [version]);
  await lite.close();
}

test('a server that is not there is named as such', async () => {
  const refused = await openDatabase({ kind: 'server', url: 'postgres://nobody@127.0.0.1:1/none' });
  expect(refused).toMatchObject({ ok: false, error: { code: 'unreachable' } });
});

test('migrations are numbered without gaps', () => {
  expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, index) => index + 1));
});
