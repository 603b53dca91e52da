import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ReportBodies } from '../../src-shared/contract/report-bodies.ts';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { createVault } from '../store/vault.ts';
import { keepLockerPaper, tellOfLockerPapers } from './locker-papers.ts';
import { createNotices } from './notices.ts';

const matter = 'YPSL2026112000001';
const itemName = { zh: '敬老卡申领', en: 'Senior card' };
const owner = { name: '样本乙', idNumber: '445202199003030047' };
const terminalId = randomUUID();
const day = 24 * 3_600_000;

let database: Database;
let db: Kysely<Schema>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
  await db
    .insertInto('terminal')
    .values({
      id: terminalId,
      number: sql<string>`'0001'`,
      serial_number: 's',
      public_key: 'specimen',
      enrolled_at: new Date(0),
      heartbeat_at: null,
      heartbeat: null,
    })
    .execute();
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  await db.deleteFrom('notice').execute();
  await db.deleteFrom('locker_paper').execute();
});

function centre() {
  const clock = new VirtualClock(Date.parse('2026-11-20T10:00:00+08:00'));
  const world = { silent: false, owner: owner as typeof owner | null, asked: 0, sent: [] as string[] };
  const notices = createNotices({
    db,
    vault: createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3)),
    clock,
    messenger: async (to, text) => {
      world.sent.push(`${to.reveal().idNumber} ${text}`);
      return null;
    },
  });
  const business = {
    readyPaper: async () => {
      world.asked += 1;
      if (world.silent) return err('unavailable' as const);
      const known = world.owner && new Sensitive(world.owner, 'somebody');
      return ok({ number: matter, itemName, counter: itemName, owner: known });
    },
  };
  const round = async () => {
    await tellOfLockerPapers({ db, clock, business, notices });
    await notices.send();
  };
  const says = (state: ReportBodies['locker']['state'], compartment = 7) =>
    keepLockerPaper(db, terminalId, {
      ...{ sequence: 1, id: randomUUID(), at: new Date(clock.now()).toISOString(), kind: 'locker' },
      body: { matter, compartment, state, transactionId: null, by: 'staff', evidence: [] },
    });
  return { clock, world, round, says };
}
const notices = () => db.selectFrom('notice').selectAll().orderBy('owed_at').execute();

test('whoever it belongs to is told once: where it lies, until when, and in which item', async () => {
  const { world, round, says } = centre();
  await says('inside');
  await round();
  await round();
  expect(world.sent).toHaveLength(1);
  for (const said of [
    owner.idNumber,
    '样张',
    itemName.zh,
    matter,
    '0001 号自助终端',
    '07 号格',
    '2026-12-20',
  ])
    expect(world.sent[0]).toContain(said);
  expect(world.sent[0]).toContain('办件进度查询与结果领取');
  // The business system is not asked again about what was told.
  expect(world.asked).toBe(1);
});

test('and once more three days before the last one, and then no more', async () => {
  const { clock, world, round, says } = centre();
  await says('inside');
  await round();
  await clock.advance(26 * day);
  await round();
  expect(world.sent).toHaveLength(1);
  await clock.advance(day);
  await round();
  await round();
  expect(world.sent).toHaveLength(2);
  expect(world.sent[1]).toContain('还在 0001 号');
  await clock.advance(4 * day);
  await round();
  expect(world.sent).toHaveLength(2);
});

test('that the terminal tells of it again makes it no younger, and tells nobody again', async () => {
  const { clock, world, round, says } = centre();
  await says('inside');
  await round();
  await clock.advance(day);
  await says('unclear');
  await round();
  await says('inside');
  await round();
  expect(world.sent).toHaveLength(1);
  const { since } = await db.selectFrom('locker_paper').selectAll().executeTakeFirstOrThrow();
  expect(since).toEqual(new Date('2026-11-20T10:00:00+08:00'));
});

test('laid in anew after it was taken out: told anew', async () => {
  const { clock, world, round, says } = centre();
  await says('inside');
  await round();
  await says('removed');
  await clock.advance(day);
  await says('inside', 9);
  await round();
  expect(world.sent[1]).toContain('09 号格');
});

test.each(['collected', 'removed'] as const)(
  '%s before it was told: nobody is sent for it',
  async (state) => {
    const { clock, world, round, says } = centre();
    await clock.advance(12 * 3_600_000);
    await says('inside');
    await round();
    expect([world.sent, await notices()]).toEqual([[], [expect.objectContaining({ kind: 'readyPaper' })]]);
    await says(state);
    await clock.advance(day);
    await round();
    expect([world.sent, await notices()]).toEqual([[], []]);
  },
);

test('the business system is silent: the next round tells it', async () => {
  const { world, round, says } = centre();
  await says('inside');
  world.silent = true;
  await round();
  expect(await notices()).toEqual([]);
  world.silent = false;
  await round();
  expect(world.sent).toHaveLength(1);
});

test('the business system names nobody: staff have to find out', async () => {
  const { world, round, says } = centre();
  world.owner = null;
  await says('inside');
  await round();
  await round();
  expect([world.sent, world.asked]).toEqual([[], 1]);
  expect(await notices()).toMatchObject([{ failure: 'nobodyNamed', sent_at: null }]);
});
