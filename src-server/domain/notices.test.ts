import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { firstBroken } from '../review/chain.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { createVault } from '../store/vault.ts';
import type { MessageFailure } from './messenger.ts';
import { createNotices } from './notices.ts';

const named = { name: '样本甲', idNumber: '445202199003030047' };
const person: Person = new Sensitive(named, '样*甲');
const notice = {
  id: 'decision 1',
  kind: 'decision',
  number: 'YPSL2026112000001',
  text: '已通过',
  person,
} as const;

let database: Database;
let db: Kysely<Schema>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  await db.deleteFrom('notice').execute();
});

function centre(time = '10:00') {
  const clock = new VirtualClock(Date.parse(`2026-11-20T${time}:00+08:00`));
  const world = { fails: null as MessageFailure | null, tries: 0, sent: [] as string[], dies: false };
  const notices = createNotices({
    db,
    vault: createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3)),
    clock,
    messenger: async (to, text) => {
      world.tries += 1;
      if (world.fails === null) world.sent.push(`${to.reveal().idNumber} ${text}`);
      if (world.dies) throw new Error('the server dies');
      return world.fails;
    },
  });
  return { clock, world, notices };
}
const row = () => db.selectFrom('notice').selectAll().executeTakeFirstOrThrow();

describe('a notice', () => {
  test('goes out once, however often it is owed, and with it goes the person', async () => {
    const { world, notices } = centre();
    await notices.owe(notice);
    expect((await row()).person_sealed).not.toBeNull();
    await notices.send();
    await notices.owe(notice);
    await notices.send();
    expect(world.sent).toEqual([`${named.idNumber} 已通过`]);
    expect(await row()).toMatchObject({
      person_sealed: null,
      sent_at: new Date('2026-11-20T10:00:00+08:00'),
    });
  });

  test.each([
    ['08:59', 0],
    ['09:00', 1],
    ['19:59', 1],
    ['20:00', 0],
  ])('by day: at %s there are %i', async (time, count) => {
    const { world, notices } = centre(time);
    await notices.owe(notice);
    await notices.send();
    expect(world.sent).toHaveLength(count);
  });

  test('that fails is tried six times with growing gaps, and then a person has to tell them', async () => {
    const { clock, world, notices } = centre('09:00');
    world.fails = 'unavailable';
    await notices.owe(notice);
    const tried: number[] = [];
    for (let minutes = 0; minutes < 600; minutes += 10) {
      const before = world.tries;
      await notices.send();
      if (world.tries > before) tried.push(minutes);
      await clock.advance(10 * 60_000);
    }
    expect(tried).toEqual([0, 10, 30, 70, 150, 310]);
    expect(await row()).toMatchObject({ failures: 6, failure: 'unavailable', sent_at: null });
    expect((await row()).given_up_at).not.toBeNull();
    // Whoever rings them up has to know who it is.
    expect((await row()).person_sealed).not.toBeNull();
  });

  test('that fails once goes out the next time', async () => {
    const { clock, world, notices } = centre();
    world.fails = 'noPhone';
    await notices.owe(notice);
    await notices.send();
    world.fails = null;
    await clock.advance(10 * 60_000);
    await notices.send();
    expect(world.sent).toHaveLength(1);
    expect(await row()).toMatchObject({ failures: 1, given_up_at: null });
  });

  test('is owed in the transaction in which it became true, or not at all', async () => {
    const { notices } = centre();
    const undone = db.transaction().execute(async (trx) => {
      await notices.owe(notice, trx);
      throw new Error('the server dies');
    });
    await expect(undone).rejects.toThrow();
    expect(await db.selectFrom('notice').selectAll().execute()).toEqual([]);
  });

  test('goes out again where the server dies between the answer of the gateway and its commit', async () => {
    const dying = centre();
    await dying.notices.owe(notice);
    dying.world.dies = true;
    await expect(dying.notices.send()).rejects.toThrow('dies');
    expect(dying.world.sent).toHaveLength(1);
    expect(await row()).toMatchObject({ sent_at: null, failures: 0 });
    const next = centre();
    await next.notices.send();
    await next.notices.send();
    expect(next.world.sent).toHaveLength(1);
  });

  test('to nobody who is named waits for staff at once, and is never sent', async () => {
    const { world, notices } = centre();
    await notices.owe({ ...notice, person: null });
    await notices.send();
    expect(world.tries).toBe(0);
    expect(await row()).toMatchObject({ failure: 'nobodyNamed', person_sealed: null });
  });
});

describe('a person tells them', () => {
  test('what no message could, once, with name and note in the chain', async () => {
    const { notices } = centre();
    await notices.owe({ ...notice, person: null });
    expect(await notices.toldByPerson(notice.id, 'lin', '电话告知了本人')).toBe(true);
    expect(await notices.toldByPerson(notice.id, 'lin', '电话告知了本人')).toBe(false);
    expect(await row()).toMatchObject({ told_by: 'lin', person_sealed: null });
    const entries = await db.selectFrom('review_entry').selectAll().execute();
    const last = entries.at(-1);
    expect(last).toMatchObject({ kind: 'noticeTold', body: { operator: 'lin', number: notice.number } });
    expect(JSON.stringify(last)).not.toContain('电话');
    expect(await firstBroken(db)).toBeNull();
  });

  test('nothing that still goes out, went out, or is not known', async () => {
    const { notices } = centre();
    await notices.owe(notice);
    expect(await notices.toldByPerson(notice.id, 'lin', '电话告知了本人')).toBe(false);
    await notices.send();
    expect(await notices.toldByPerson(notice.id, 'lin', '电话告知了本人')).toBe(false);
    expect(await notices.toldByPerson('decision 2', 'lin', '电话告知了本人')).toBe(false);
  });
});
