import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { type Database, openDatabase } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { createVault } from '../store/vault.ts';
import { createPromises, keepFollowing } from './promises.ts';

const person = { name: '样本甲', idNumber: '445202199003030047' };
const phone = '13800000001';
const material = { zh: '近期证件照', en: 'Recent photo' };
const consequence = { zh: '到期没有补交的，这次申领取消', en: 'If it does not come, this is cancelled' };
/** By the clock of China. */
const at = (day: string, time = '10:00') => Date.parse(`${day}T${time}:00+08:00`);

let database: Database;
let db: Kysely<Schema>;
beforeAll(async () => {
  const opened = await openDatabase({ kind: 'embedded', directory: null });
  if (!opened.ok) throw new Error(opened.error.message);
  database = opened.value;
  db = database.db;
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  await db.deleteFrom('promised_paper').execute();
});

/** One paper, promised on 20 November, due on the 27th; the office and the phone as the test wants them. */
async function promised(day: string, time?: string) {
  const clock = new VirtualClock(at(day, time));
  const world = {
    owed: true as boolean | 'silent',
    phone: phone as string | null,
    smsFails: false,
    sent: [] as string[],
  };
  const no = () => Promise.reject(new Error('nobody asks this'));
  const promises = createPromises({
    db,
    vault: createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3)),
    clock,
    authority: {
      person: async () => ok(new Sensitive({ ...person, phone: world.phone } as never, 'somebody')) as never,
      participation: no,
      printCount: no,
      issue: no,
      certificateByKey: no,
      voidCertificate: no,
      checkCertificate: no,
    },
    sms: {
      send: async (to, text) => {
        if (world.smsFails) return err('unavailable');
        world.sent.push(`${to.reveal()} ${text.reveal()}`);
        return ok();
      },
    },
    business: {
      options: no,
      companyName: no,
      query: no,
      document: no,
      issue: no,
      assess: no,
      submit: no,
      submissionByKey: no,
      owes: async (_, { number, code }) => {
        expect([number, code]).toEqual(['YPSL2026112000001', 'photo']);
        return world.owed === 'silent' ? err('unavailable') : ok(world.owed);
      },
    },
  });
  const matter = {
    submissionKey: randomUUID(),
    number: 'YPSL2026112000001',
    itemCode: 'SSC-DCL-001',
    person: new Sensitive(person, 'somebody'),
    companyCode: null,
    promises: [{ code: 'photo', material, dueDate: '2026-11-27', consequence }],
  };
  await promises.keep(matter);
  const row = () => db.selectFrom('promised_paper').selectAll().executeTakeFirstOrThrow();
  return { world, promises, clock, matter, row };
}

describe('a reminder', () => {
  test.each([
    ['2026-11-25', '19:59', 0],
    ['2026-11-26', '08:59', 0],
    ['2026-11-26', '09:00', 1],
    ['2026-11-26', '19:59', 1],
    ['2026-11-26', '20:00', 0],
    ['2026-11-27', '19:00', 1],
  ])('the day before, by day: at %s %s there are %i', async (day, time, count) => {
    const { world, promises } = await promised(day, time);
    await promises.follow();
    expect(world.sent).toHaveLength(count);
  });

  test('names paper, day, number, place and consequence, and goes out once', async () => {
    const { world, promises } = await promised('2026-11-26');
    await promises.follow();
    await promises.follow();
    expect(world.sent).toHaveLength(1);
    for (const said of [phone, '样张', '近期证件照', '2026-11-27', 'YPSL2026112000001', consequence.zh])
      expect(world.sent[0]).toContain(said);
    expect(world.sent[0]).not.toContain(person.idNumber);
  });

  test('that did not go out goes out later', async () => {
    const { world, promises, row } = await promised('2026-11-26');
    world.smsFails = true;
    await promises.follow();
    expect((await row()).reminded_at).toBeNull();
    world.smsFails = false;
    await promises.follow();
    expect(world.sent).toHaveLength(1);
  });

  test('nobody is written to whose phone is unknown, or who came already', async () => {
    const { world, promises, row } = await promised('2026-11-26');
    world.phone = null;
    await promises.follow();
    expect((await row()).state).toBe('open');
    world.phone = phone;
    world.owed = false;
    await promises.follow();
    expect(world.sent).toEqual([]);
    expect(await row()).toMatchObject({ state: 'brought', person_sealed: null });
  });
});

describe('a paper that did not come', () => {
  test.each([
    ['2026-11-27', '23:59', 'open'],
    ['2026-11-28', '00:00', 'lapsed'],
  ])('lapses when its last day is over: at %s %s it is %s', async (day, time, state) => {
    const { promises, row } = await promised(day, time);
    await promises.follow();
    expect((await row()).state).toBe(state);
  });

  test('leaves what lapsed and its consequence, and nobody', async () => {
    const { world, promises, row } = await promised('2026-11-28');
    await promises.follow();
    expect(await row()).toMatchObject({
      number: 'YPSL2026112000001',
      state: 'lapsed',
      consequence,
      ended_at: new Date(at('2026-11-28')),
      person_sealed: null,
    });
    expect(world.sent).toEqual([]);
    // It stays so, whatever is said later.
    world.owed = false;
    await promises.follow();
    expect((await row()).state).toBe('lapsed');
  });

  test('does not lapse while nobody knows whether it came', async () => {
    const { world, promises, row } = await promised('2026-11-28');
    world.owed = 'silent';
    await promises.follow();
    expect((await row()).state).toBe('open');
    world.owed = false;
    await promises.follow();
    expect((await row()).state).toBe('brought');
  });
});

test('a matter that is handed in again promises nothing twice, and opens nothing that ended', async () => {
  const { promises, matter, row } = await promised('2026-11-28');
  await promises.follow();
  await promises.keep(matter);
  expect((await row()).state).toBe('lapsed');
  expect(await db.selectFrom('promised_paper').selectAll().execute()).toHaveLength(1);
});

test('the person is not in the database in clear', async () => {
  const { row } = await promised('2026-11-20');
  const held = JSON.stringify(await row()) + (await row()).person_sealed?.toString('latin1');
  expect(held).not.toContain(person.idNumber);
});

test('every ten minutes, after a failure too, until it is stopped', async () => {
  const clock = new VirtualClock();
  let rounds = 0;
  const failures: unknown[] = [];
  const follow = async () => {
    if (++rounds === 1) throw new Error('the database is away');
  };
  const stop = keepFollowing({ follow, keep: async () => {} }, clock, (error) => failures.push(error));
  await clock.advance(20 * 60_000);
  expect([rounds, failures.length]).toEqual([2, 1]);
  await stop();
  await clock.advance(60 * 60_000);
  expect(rounds).toBe(2);
});
