import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { type PromiseFilter, promiseFilters } from '../console/promise-model.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { createVault } from '../store/vault.ts';
import { listPromises, promiseDetail } from './promise-list.ts';
import { createPromises } from './promises.ts';

const material = { zh: '近期证件照', en: 'Recent photo' };
const consequence = { zh: '到期没有补交的，这次申领取消', en: 'If it does not come, this is cancelled' };
/** Half an hour into the 20th in China; in London it is still the 19th. */
const clock = new VirtualClock(Date.parse('2026-11-20T00:30:00+08:00'));
const vault = createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3));

let database: Database;
let db: Kysely<Schema>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  await db.deleteFrom('promised_paper').execute();
});

/** A promise of this number, as it is kept, and then as it became. */
async function promised(
  number: string,
  dueDate: string,
  since: object = {},
  companyCode: string | null = null,
) {
  const nobody = undefined as never;
  const promises = createPromises({ db, vault, clock, messenger: nobody, business: nobody });
  const submissionKey = randomUUID();
  await promises.keep({
    submissionKey,
    number,
    itemCode: 'SSC-DCL-001',
    person: new Sensitive({ name: '样本丁', idNumber: '445202199003030047' }, 'somebody'),
    agent: null,
    companyCode,
    promises: [{ code: 'photo', material, dueDate, consequence }],
    byClerk: false,
  });
  await db
    .updateTable('promised_paper')
    .set({ number, ...since })
    .where('submission_key', '=', submissionKey)
    .execute();
  return submissionKey;
}

const parts = () => ({ db, vault, clock, items: new Map() });
const at = (day: string) => new Date(`${day}T09:00:00+08:00`);
const ended = (state: 'brought' | 'lapsed', day: string) => ({
  state,
  ended_at: at(day),
  person_sealed: null,
});

describe('the lists', () => {
  beforeEach(async () => {
    await promised('after', '2026-11-23');
    await promised('soon', '2026-11-22');
    await promised('over', '2026-11-19');
    await promised('today', '2026-11-20', { given_up_at: at('2026-11-19') });
    await promised('counter', '2026-11-20', { counter_at: at('2026-11-20') });
    await promised('early', '2026-11-25', ended('brought', '2026-11-18'));
    await promised('late', '2026-11-15', { ...ended('lapsed', '2026-11-16'), given_up_at: at('2026-11-14') });
    await promised('later', '2026-11-17', ended('lapsed', '2026-11-18'));
  });

  test.each<[PromiseFilter, string[]]>([
    ['open', ['over', 'today', 'soon', 'after']],
    ['dueSoon', ['over', 'today', 'soon']],
    ['notReached', ['today']],
    ['came', ['counter', 'early']],
    ['lapsed', ['later', 'late']],
  ])('%s: what is due first, of what ended the newest', async (show, expected) => {
    const { rows, counts } = await listPromises(parts(), show);
    expect(rows.map(({ number }) => number)).toEqual(expected);
    expect(counts).toEqual({ open: 4, dueSoon: 3, notReached: 1, came: 2, lapsed: 2 });
  });

  test('every promise stands in one of them, with the days by the clock of China', async () => {
    const lists = await Promise.all(promiseFilters.map((show) => listPromises(parts(), show)));
    const [open, , , came, lapsed] = lists.map(({ rows }) => rows);
    expect([open, came, lapsed].flat()).toHaveLength(8);
    expect(open?.map(({ daysLeft }) => daysLeft)).toEqual([-1, 0, 2, 3]);
    expect(came?.map(({ state }) => state)).toEqual(['atCounter', 'came']);
  });
});

describe('one promise', () => {
  test('shows nobody in clear, and nobody at all when it ended', async () => {
    const open = await promised('open', '2026-11-25', {}, '91445202MA00000A1L');
    const over = await promised('over', '2026-11-15', ended('lapsed', '2026-11-16'));
    const shown = await promiseDetail(parts(), open, 'photo');
    expect(shown).toMatchObject({
      person: { name: '样*丁', idNumber: '445***********0047' },
      companyCode: '914***********0A1L',
      itemName: null,
    });
    expect(await promiseDetail(parts(), over, 'photo')).toMatchObject({ person: null, companyCode: null });
    expect(JSON.stringify(await listPromises(parts(), 'open'))).not.toContain('445202199003030047');
  });

  test('tells what happened in its order', async () => {
    const key = await promised('told', '2026-11-19', {
      ...ended('lapsed', '2026-11-21'),
      promised_at: at('2026-11-12'),
      reminded_at: at('2026-11-18'),
      by_clerk: true,
      notified_at: at('2026-11-14'),
      message_failures: 2,
      message_failed_at: at('2026-11-17'),
      message_failure: 'noPhone',
    });
    const detail = await promiseDetail(parts(), key, 'photo');
    expect(detail?.history.map(({ kind, what }) => [kind, what])).toEqual([
      ['promisedByClerk', null],
      ['notified', null],
      ['messageFailed', 'noPhone'],
      ['reminded', null],
      ['lapsed', null],
    ]);
    expect(detail?.messageFailure).toEqual({
      why: 'noPhone',
      times: 2,
      at: at('2026-11-17').toISOString(),
    });
  });

  test('that nobody made', async () => {
    const key = await promised('one', '2026-11-25');
    expect(await promiseDetail(parts(), key, 'lease')).toBeNull();
    expect(await promiseDetail(parts(), randomUUID(), 'photo')).toBeNull();
  });
});
