import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { firstBroken } from '../review/chain.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { createVault } from '../store/vault.ts';
import { createMessenger } from './messenger.ts';
import { createPromises, keepFollowing } from './promises.ts';

const person = { name: '样本甲', idNumber: '445202199003030047' };
const phone = '13800000001';
const material = { zh: '近期证件照', en: 'Recent photo' };
const consequence = { zh: '到期没有补交的，这次申领取消', en: 'If it does not come, this is cancelled' };
/** By the clock of China. */
const minute = 60_000;
const at = (day: string, time = '10:00') => Date.parse(`${day}T${time}:00+08:00`);

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

/** One paper, promised on 20 November, due on the 27th; the office and the phone as the test wants them. */
async function promised(day: string, time?: string, byClerk = false) {
  const clock = new VirtualClock(at(day, time));
  const world = {
    owed: true as boolean | 'silent',
    asked: 0,
    /** What the business system was told that came. */
    told: [] as string[],
    authorityFails: false,
    meanwhile: async () => {},
    phone: phone as string | null,
    smsFails: false,
    sent: [] as string[],
    /** Whose paper was asked after. */
    owedBy: [] as string[],
    /** Whose phone was looked for. */
    looked: [] as string[],
  };
  const no = () => Promise.reject(new Error('nobody asks this'));
  const promises = createPromises({
    db,
    vault: createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3)),
    clock,
    messenger: createMessenger({
      authority: {
        person: async (idNumber) => {
          world.looked.push(idNumber.reveal());
          return world.authorityFails
            ? err('unavailable')
            : (ok(new Sensitive({ ...person, phone: world.phone } as never, 'somebody')) as never);
        },
      },
      sms: {
        send: async (to, text) => {
          if (world.smsFails) return err('unavailable');
          world.sent.push(`${to.reveal()} ${text.reveal()}`);
          return ok();
        },
      },
    }),
    business: {
      options: no,
      companyName: no,
      query: no,
      document: no,
      issue: no,
      assess: no,
      submit: no,
      decided: no,
      submissionByKey: no,
      readyPapers: no,
      readyPaper: no,
      received: async (_, { number, code }) => {
        if (world.owed === 'silent') return err('unavailable');
        world.told.push(`${number} ${code}`);
        return ok();
      },
      owes: async (of, { number, code }) => {
        world.owedBy.push(of.person.reveal().idNumber);
        expect([number, code]).toEqual(['YPSL2026112000001', 'photo']);
        world.asked += 1;
        await world.meanwhile();
        return world.owed === 'silent' ? err('unavailable') : ok(world.owed);
      },
    },
  });
  const matter = {
    submissionKey: randomUUID(),
    number: 'YPSL2026112000001',
    itemCode: 'SSC-DCL-001',
    person: new Sensitive(person, 'somebody'),
    agent: null,
    companyCode: null,
    promises: [{ code: 'photo', material, dueDate: '2026-11-27', consequence }],
    byClerk,
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

  test('goes to who promised it in the place of somebody else; whether it came, is asked for that one', async () => {
    const { world, promises, matter, row } = await promised('2026-11-26');
    await db.deleteFrom('promised_paper').execute();
    const agent = new Sensitive({ name: '样本代', idNumber: '445202199003030047' }, 'the agent');
    await promises.keep({ ...matter, agent });
    await promises.follow();
    expect(world.sent).toHaveLength(1);
    expect(world.looked).toEqual(['445202199003030047']);
    expect(world.owedBy).toEqual([person.idNumber]);
    expect((await row()).person_sealed?.toString('latin1')).not.toContain('445202199003030047');
  });

  test('that did not go out goes out later', async () => {
    const { world, promises, clock, row } = await promised('2026-11-26');
    world.smsFails = true;
    await promises.follow();
    expect((await row()).reminded_at).toBeNull();
    world.smsFails = false;
    await clock.advance(10 * minute - 1);
    await promises.follow();
    expect(world.sent).toEqual([]);
    await clock.advance(1);
    await promises.follow();
    expect(world.sent).toHaveLength(1);
  });

  test('that fails again and again is tried with growing gaps, six times; then a person has to tell them', async () => {
    const { world, promises, clock, row } = await promised('2026-11-26', '09:00');
    world.phone = null;
    const tries: string[] = [];
    for (let round = 0; round < 150; round++) {
      const before = world.looked.length;
      await promises.follow();
      if (world.looked.length > before)
        tries.push(new Date(clock.now() + 8 * 3_600_000).toISOString().slice(11, 16));
      expect((await row()).given_up_at === null).toBe(tries.length < 6);
      await clock.advance(10 * minute);
    }
    expect(tries).toEqual(['09:00', '09:10', '09:30', '10:10', '11:30', '14:10']);
    expect(await row()).toMatchObject({ message_failures: 6, state: 'open' });
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

describe('a promise that a clerk made', () => {
  test('is told by a notice at once, by day, and is reminded of like any other', async () => {
    const { world, promises, clock, row } = await promised('2026-11-20', '20:30', true);
    await promises.follow();
    expect(world.sent).toEqual([]);
    await clock.advance(at('2026-11-21', '09:00') - clock.now());
    await promises.follow();
    await promises.follow();
    expect(world.sent).toHaveLength(1);
    for (const said of [
      phone,
      '经工作人员审核',
      '近期证件照',
      '2026-11-27',
      'YPSL2026112000001',
      consequence.zh,
    ])
      expect(world.sent[0]).toContain(said);
    expect((await row()).notified_at).toEqual(new Date(at('2026-11-21', '09:00')));
    await clock.advance(at('2026-11-26') - clock.now());
    await promises.follow();
    expect(world.sent).toHaveLength(2);
    expect(world.sent[1]).toContain('您承诺补交');
  });

  test('that the citizen made at a machine is not told again', async () => {
    const { world, promises } = await promised('2026-11-20');
    await promises.follow();
    expect(world.sent).toEqual([]);
  });

  test('whose notice was given up is reminded of all the same, with tries of its own', async () => {
    const { world, promises, clock, row } = await promised('2026-11-20', '09:00', true);
    world.smsFails = true;
    for (let round = 0; round < 40; round++) {
      await promises.follow();
      await clock.advance(10 * minute);
    }
    expect((await row()).given_up_at).not.toBeNull();
    expect(world.looked).toHaveLength(6);
    await clock.advance(at('2026-11-26', '09:00') - clock.now());
    await promises.follow();
    expect(await row()).toMatchObject({ message_failures: 1, given_up_at: null });
    world.smsFails = false;
    await clock.advance(10 * minute);
    await promises.follow();
    expect(await row()).toMatchObject({ reminded_at: new Date(clock.now()), given_up_at: null });
  });

  test('is told by a person where no message arrives: once, with who and how, sealed, in the chain', async () => {
    const { world, promises, clock, matter, row } = await promised('2026-11-20', '09:00', true);
    const act = { submissionKey: matter.submissionKey, code: 'photo', operator: 'lin', note: '已打座机告知' };
    expect(await promises.toldByPerson(act)).toBe(false);
    world.phone = null;
    for (let round = 0; round < 40; round++) {
      await promises.follow();
      await clock.advance(10 * minute);
    }
    expect(await promises.toldByPerson(act)).toBe(true);
    expect(await promises.toldByPerson(act)).toBe(false);
    expect(await row()).toMatchObject({ notified_at: new Date(clock.now()), given_up_at: null });
    const last = await db
      .selectFrom('review_entry')
      .select(['kind', 'body'])
      .orderBy('sequence', 'desc')
      .executeTakeFirstOrThrow();
    expect(last).toMatchObject({ kind: 'paperReminded', body: { operator: 'lin', code: 'photo', material } });
    expect(JSON.stringify(last)).not.toContain('座机');
    // The reminder is another message: it is still tried.
    world.phone = phone;
    await clock.advance(at('2026-11-26') - clock.now());
    await promises.follow();
    expect(world.sent).toHaveLength(1);
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

describe('what staff can see of it', () => {
  test.each([
    ['noPhone', { phone: null }],
    ['unavailable', { smsFails: true }],
    ['unavailable', { authorityFails: true }],
  ])('a reminder that did not go out, why (%s), how often and when', async (why, trouble) => {
    const { world, promises, clock, row } = await promised('2026-11-26');
    Object.assign(world, trouble);
    await promises.follow();
    await clock.advance(600_000);
    await promises.follow();
    expect(await row()).toMatchObject({
      reminded_at: null,
      message_failures: 2,
      message_failure: why,
      message_failed_at: new Date(at('2026-11-26', '10:10')),
    });
  });

  test('one that came early has come before its reminder is due; it is asked for every six hours, not every round', async () => {
    const { world, promises, clock, row } = await promised('2026-11-20');
    await promises.follow();
    await promises.follow();
    expect([world.asked, (await row()).asked_at]).toEqual([1, new Date(at('2026-11-20'))]);
    world.owed = false;
    await clock.advance(6 * 3_600_000 - 1);
    await promises.follow();
    expect((await row()).state).toBe('open');
    await clock.advance(1);
    await promises.follow();
    expect(await row()).toMatchObject({ state: 'brought', person_sealed: null });
    expect(world.sent).toEqual([]);
  });

  test('a business system that is silent has not said that it is owed', async () => {
    const { world, promises, row } = await promised('2026-11-20');
    world.owed = 'silent';
    await promises.follow();
    expect((await row()).asked_at).toBeNull();
  });
});

describe('a paper that came to a counter', () => {
  const note = '样本区大厅 3 号窗口，原件已核对';
  const came = (submissionKey: string, code = 'photo') => ({ submissionKey, code, operator: 'lin', note });
  const entries = () => db.selectFrom('review_entry').select(['kind', 'body']).execute();

  test('is told to the business system, is not owed any more, and leaves nobody', async () => {
    const { world, promises, matter, row } = await promised('2026-11-26');
    expect(await promises.cameToCounter(came(matter.submissionKey))).toEqual(ok(true));
    expect(world.told).toEqual(['YPSL2026112000001 photo']);
    expect(await row()).toMatchObject({ state: 'brought', person_sealed: null });
    await promises.follow();
    expect([world.sent, world.asked]).toEqual([[], 0]);
  });

  test('does not lapse while the business system is silent, and is told to it later', async () => {
    const { world, promises, matter, clock, row } = await promised('2026-11-27', '23:59');
    world.owed = 'silent';
    expect(await promises.cameToCounter(came(matter.submissionKey))).toEqual(ok(false));
    await clock.advance(24 * 3_600_000);
    await promises.follow();
    expect(await row()).toMatchObject({ state: 'open', counter_at: new Date(at('2026-11-27', '23:59')) });
    world.owed = true;
    await promises.follow();
    expect(await row()).toMatchObject({ state: 'brought' });
    expect([world.told.length, world.asked]).toEqual([1, 0]);
  });

  test('does not lapse either when it came while the business system was asked', async () => {
    const { world, promises, matter, row } = await promised('2026-11-28', '00:00');
    world.meanwhile = async () => {
      world.owed = 'silent';
      await promises.cameToCounter(came(matter.submissionKey));
      world.owed = true;
    };
    await promises.follow();
    expect((await row()).state).toBe('open');
    await promises.follow();
    expect((await row()).state).toBe('brought');
  });

  test('is recorded once, with who and why, sealed, in the chain', async () => {
    const before = (await entries()).length;
    const { promises, matter } = await promised('2026-11-26');
    await promises.cameToCounter(came(matter.submissionKey));
    expect(await promises.cameToCounter(came(matter.submissionKey))).toEqual(err('notOpen'));
    expect(await promises.cameToCounter(came(matter.submissionKey, 'lease'))).toEqual(err('unknown'));
    expect(await promises.cameToCounter(came(randomUUID()))).toEqual(err('unknown'));
    const added = (await entries()).slice(before);
    expect(added).toMatchObject([
      {
        kind: 'paperCame',
        body: { reviewId: matter.submissionKey, code: 'photo', material, operator: 'lin' },
      },
    ]);
    expect(JSON.stringify(added)).not.toContain('3 号窗口');
    expect(await firstBroken(db)).toBeNull();
  });

  test('comes too late for what lapsed', async () => {
    const { promises, matter, row } = await promised('2026-11-28');
    await promises.follow();
    expect(await promises.cameToCounter(came(matter.submissionKey))).toEqual(err('notOpen'));
    expect((await row()).state).toBe('lapsed');
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

test('every ten minutes, after a failure too, which holds up no other; until it is stopped', async () => {
  const clock = new VirtualClock();
  const rounds = { one: 0, other: 0 };
  const failures: unknown[] = [];
  const stop = keepFollowing(
    {
      async one() {
        if (++rounds.one === 1) throw new Error('the database is away');
      },
      async other() {
        rounds.other += 1;
      },
    },
    clock,
    (name) => failures.push(name),
  );
  await clock.advance(20 * 60_000);
  expect([rounds, failures]).toEqual([{ one: 2, other: 2 }, ['one']]);
  await stop();
  await clock.advance(60 * 60_000);
  expect(rounds).toEqual({ one: 2, other: 2 });
});
