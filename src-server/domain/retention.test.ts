import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { eraseExpired, keepErasing } from './retention.ts';

const now = Date.parse('2026-11-22T01:00:00.000Z');
const terminal_id = randomUUID();
let database: Database;
let db: Kysely<Schema>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
  await db
    .insertInto('terminal')
    .values({
      id: terminal_id,
      number: '0001',
      serial_number: 's',
      public_key: 'k',
      enrolled_at: new Date(now),
      heartbeat_at: null,
      heartbeat: null,
    })
    .execute();
}, 120_000);
afterAll(() => database.close());

async function addVerification(sentAt: number, expiresAt: number): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto('verification')
    .values({
      id,
      terminal_id,
      transaction_id: randomUUID(),
      person_lookup: Buffer.from(id),
      person_sealed: Buffer.from('sealed'),
      code_hash: Buffer.alloc(32),
      state: 'passed',
      attempts_left: 4,
      sent_at: new Date(sentAt),
      expires_at: new Date(expiresAt),
      token_hash: Buffer.from(id),
    })
    .execute();
  return id;
}
const verification = (id: string) =>
  db.selectFrom('verification').selectAll().where('id', '=', id).executeTakeFirst();

test('for whom the holder of a token acted goes with the token', async () => {
  const grant = (verification_id: string) =>
    db
      .insertInto('principal_grant')
      .values({
        verification_id,
        asked: 1,
        item_code: 'SIN-PRT-001',
        relation: 'parent',
        basis: 'authorised',
        principal_sealed: Buffer.from('sealed'),
        asked_at: new Date(now),
      })
      .execute();
  const over = await addVerification(now - 600_000, now);
  const good = await addVerification(now, now + 1);
  await grant(over);
  await grant(good);
  await eraseExpired(db, now);
  const left = await db.selectFrom('principal_grant').select('verification_id').execute();
  expect(left).toEqual([{ verification_id: good }]);
});

test('a verification loses the person at its end, and its row after two days', async () => {
  const over = await addVerification(now - 600_000, now);
  const good = await addVerification(now, now + 1);
  const old = await addVerification(now - 48 * 3_600_000 - 1, now - 47 * 3_600_000);
  await eraseExpired(db, now);
  expect(await verification(over)).toMatchObject({ state: 'over', person_sealed: null, token_hash: null });
  expect(await verification(good)).toMatchObject({ state: 'passed', person_sealed: Buffer.from('sealed') });
  expect(await verification(old)).toBeUndefined();
});

test('secrets go when they open nothing any more; a used enrolment code stays', async () => {
  const past = new Date(now);
  const future = new Date(now + 1);
  const secret = { salt: Buffer.alloc(16), password_hash: Buffer.alloc(32), must_change: false };
  await db
    .insertInto('operator')
    .values({ name: 'admin', role: 'administrator', ...secret })
    .execute();
  for (const [name, expires_at] of [
    ['past', past],
    ['future', future],
  ] as const) {
    const hash = Buffer.from(name);
    await db.insertInto('client_assertion').values({ terminal_id, jti: name, expires_at }).execute();
    await db.insertInto('access_token').values({ terminal_id, token_hash: hash, expires_at }).execute();
    await db
      .insertInto('operator_session')
      .values({ token_hash: hash, operator: 'admin', expires_at })
      .execute();
    await db.insertInto('enrolment_code').values({ code_hash: hash, expires_at, used_by: null }).execute();
  }
  const used = { code_hash: Buffer.from('used'), expires_at: past, used_by: terminal_id };
  await db.insertInto('enrolment_code').values(used).execute();
  await eraseExpired(db, now);
  const left = async (table: 'access_token' | 'operator_session') =>
    (await db.selectFrom(table).select('token_hash').execute()).map((row) => row.token_hash.toString());
  expect(await left('access_token')).toEqual(['future']);
  expect(await left('operator_session')).toEqual(['future']);
  expect((await db.selectFrom('client_assertion').select('jti').execute()).map((row) => row.jti)).toEqual([
    'future',
  ]);
  const codes = await db.selectFrom('enrolment_code').select('code_hash').execute();
  expect(codes.map((row) => row.code_hash.toString()).sort()).toEqual(['future', 'used']);
});

test('a paper that was not handed in goes with its transaction, or after an hour; one that was, after thirty days', async () => {
  const add = async (begun: number, used: number | null, ended: boolean) => {
    const id = randomUUID();
    const transaction_id = randomUUID();
    if (ended)
      await db
        .insertInto('terminal_transaction')
        .values({
          terminal_id,
          id: transaction_id,
          trace: null,
          item_code: null,
          item_name: null,
          started_at: null,
          ended_at: new Date(now),
          result: 'left',
          reason: null,
          certificate_number: null,
          rating: null,
          open_job: null,
          updated_at: new Date(now),
        })
        .execute();
    await db
      .insertInto('material_paper')
      .values({
        id,
        terminal_id,
        transaction_id,
        item_code: 'SSC-DCL-001',
        material_id: 'photo',
        material_name: JSON.stringify({ zh: '照片', en: 'Photo' }),
        subject_lookup: Buffer.alloc(32),
        by: 'scan',
        link_hash: null,
        phone_hash: null,
        state: 'given',
        begun_at: new Date(begun),
        link_ends_at: new Date(begun),
        used_at: used === null ? null : new Date(used),
      })
      .execute();
    await db
      .insertInto('material_page')
      .values({
        paper_id: id,
        page: 0,
        kind: 'jpeg',
        sheets: 1,
        bytes: 6,
        content_sealed: Buffer.from('sealed'),
      })
      .execute();
    return id;
  };
  const day = 24 * 3_600_000;
  const underWay = await add(now - 3_600_000 + 1, null, false);
  const old = await add(now - 3_600_000, null, false);
  const abandoned = await add(now - 1, null, true);
  const handedIn = await add(now - 2 * 3_600_000, now - 30 * day + 1, true);
  const longAgo = await add(now - 31 * day, now - 30 * day, true);
  await eraseExpired(db, now);
  const left = (await db.selectFrom('material_page').select('paper_id').execute()).map((row) => row.paper_id);
  expect(left.sort()).toEqual([underWay, handedIn].sort());
  expect(left).not.toContain(old);
  expect(left).not.toContain(abandoned);
  expect(left).not.toContain(longAgo);
});

test('the masked number of an e-licence goes thirty days after it was used; issuer and digest stay', async () => {
  const day = 24 * 3_600_000;
  const add = async (given: number) => {
    const submission_key = randomUUID();
    await db
      .insertInto('submitted_paper')
      .values({
        submission_key,
        material_id: 'registerPage',
        kind: 'eLicence',
        issuer: '样本市公安局样本分局',
        number_digest: Buffer.alloc(32, 1),
        number_masked_sealed: Buffer.from('sealed'),
        paper_id: null,
        given_at: new Date(given),
      })
      .execute();
    return () =>
      db
        .selectFrom('submitted_paper')
        .selectAll()
        .where('submission_key', '=', submission_key)
        .executeTakeFirstOrThrow();
  };
  const [held, gone] = [await add(now - 30 * day + 1), await add(now - 30 * day)];
  await eraseExpired(db, now);
  expect((await held()).number_masked_sealed).toEqual(Buffer.from('sealed'));
  expect(await gone()).toMatchObject({
    number_masked_sealed: null,
    issuer: '样本市公安局样本分局',
    number_digest: Buffer.alloc(32, 1),
  });
});

test('whom no message reached is forgotten thirty days after it was given up', async () => {
  const day = 24 * 3_600_000;
  const add = (id: string, givenUp: number) =>
    db
      .insertInto('notice')
      .values({
        ...{ id, kind: 'decision', number: 'YPSL2026112000001', text: '已通过' },
        ...{ person_sealed: Buffer.from('sealed'), owed_at: new Date(givenUp) },
        ...{ failed_at: new Date(givenUp), failure: 'noPhone', given_up_at: new Date(givenUp) },
      })
      .execute();
  await add('held', now - 30 * day + 1);
  await add('gone', now - 30 * day);
  await eraseExpired(db, now);
  const rows = await db.selectFrom('notice').select(['id', 'person_sealed']).orderBy('id').execute();
  expect(rows.map((row) => [row.id, row.person_sealed === null])).toEqual([
    ['gone', true],
    ['held', false],
  ]);
});

test('happens every minute until it is stopped, and a failure does not end it', async () => {
  const clock = new VirtualClock(now);
  const failures: unknown[] = [];
  const broken = new Proxy(db, {
    get(target, name) {
      if (name === 'updateTable' && clock.now() === now + 60_000) throw new Error('the database is away');
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  const stop = keepErasing(broken, clock, (error) => failures.push(error));
  const settled = async () => {
    for (let turn = 0; clock.pending === 0 && turn < 10_000; turn++)
      await new Promise((resolve) => setImmediate(resolve));
  };
  await settled();
  await clock.advance(60_000);
  await settled();
  expect(failures).toHaveLength(1);
  const id = await addVerification(now, now + 90_000);
  await clock.advance(60_000);
  await settled();
  expect(await verification(id)).toMatchObject({ person_sealed: null });
  await stop();
  expect(clock.pending).toBe(0);
});
