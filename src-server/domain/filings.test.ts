import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import type { ReviewOutcome } from '../review/outcome.ts';
import { sealDecision } from '../review/record.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { openTestDatabase } from '../store/test-database.ts';
import { createVault } from '../store/vault.ts';
import { createFilings } from './filings.ts';
import { createNotices } from './notices.ts';
import { createPapers } from './papers.ts';
import { createPromises, promiser } from './promises.ts';
import { eraseExpired } from './retention.ts';

const person = { name: '样本甲', idNumber: '445202199003030047' };
const licence = {
  licenceId: 'YPZZ000001',
  materialId: 'registerPage',
  issuer: { zh: '样本市公安局样本分局', en: 'Specimen District Police' },
  number: 'YPH1234560001',
  validUntil: null,
  state: 'valid' as const,
};
const filed: Outcome = {
  kind: 'acceptedWithPromise',
  number: 'YPSL2026112000001',
  sentences: [{ zh: '容缺受理成功', en: 'Accepted with a promise' }],
  corrections: [],
  law: [],
  remedy: null,
  human: { zh: '到窗口', en: 'At the counter' },
  workdays: 5,
  sheet: null,
  promises: [
    {
      code: 'photo',
      material: { zh: '近期证件照', en: 'Recent photo' },
      dueDate: '2026-11-27',
      consequence: { zh: '到期没有补交的，这次申领取消', en: 'If it does not come, this is cancelled' },
    },
  ],
};
const refused: Outcome = { ...filed, kind: 'refused', number: null, promises: [] };

let database: Database;
let db: Kysely<Schema>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ['notice', 'filing', 'promised_paper', 'submitted_paper', 'material_paper'] as const)
    await db.deleteFrom(table).execute();
});

const no = () => Promise.reject(new Error('nobody asks this'));

/** What a server process has; another one with the same database comes after it. */
function server(
  clock: VirtualClock,
  world: {
    outcome: Outcome | null | 'silent' | ((key: string) => Outcome | 'silent');
    keepFails?: boolean;
    told?: ReviewOutcome[];
  },
) {
  const random = (count: number) => Buffer.alloc(count, 3);
  const vault = createVault(Buffer.alloc(32, 7), random);
  const papers = createPapers({ db, vault, clock, random });
  const asked: string[] = [];
  const outcomeOf = (key: string) =>
    typeof world.outcome === 'function' ? world.outcome(key) : world.outcome;
  const promises = createPromises({ db, vault, clock, messenger: no, business: { owes: no } as never });
  const notices = createNotices({ db, vault, clock, messenger: no });
  const filings = createFilings({
    ...{ db, vault, clock, papers, notices },
    items: new Map([['MED-REG-001', { name: { zh: '居民医保参保登记', en: 'Enrolment' } }]]),
    promises: { keep: (matter) => (world.keepFails ? no() : promises.keep(matter)) },
    business: {
      submissionByKey: async (key) => {
        asked.push(key);
        const outcome = outcomeOf(key);
        return outcome === 'silent' ? err('unavailable') : ok(outcome);
      },
      decided: async ({ person: whose }, { idempotencyKey, decision }) => {
        expect(whose?.reveal()).toEqual(person);
        world.told?.push(decision);
        const outcome = outcomeOf(idempotencyKey);
        if (outcome === 'silent') return err('unavailable');
        return outcome === null ? err('keyVoid') : ok(outcome);
      },
    },
  });
  return { filings, papers, asked };
}

async function begun() {
  const clock = new VirtualClock(Date.parse('2026-11-20T10:00:00+08:00'));
  const [key, terminalId, transactionId] = [randomUUID(), randomUUID(), randomUUID()];
  const first = server(clock, { outcome: null });
  const matter = {
    submissionKey: key,
    terminalId,
    itemCode: 'MED-REG-001',
    subject: person.idNumber,
  };
  const paper = await first.papers.begin({
    ...{ terminalId, transactionId, itemCode: matter.itemCode, subject: person.idNumber },
    material: { id: 'photo', name: { zh: '近期证件照', en: 'Recent photo' } },
    by: 'phone',
  });
  if (!paper.ok) throw new Error(paper.error);
  const { paperId } = paper.value;
  const filing = {
    matter,
    transactionId,
    given: [
      { kind: 'eLicence' as const, materialId: 'registerPage', licenceId: licence.licenceId },
      { kind: 'upload' as const, materialId: 'photo', paperId },
    ],
    licences: [licence],
    person: new Sensitive(person, 'somebody'),
    agent: null,
    companyCode: null,
  };
  expect(await first.filings.begin(filing)).toBe(true);
  return { clock, key, terminalId, transactionId, filing, paperId };
}

const count = async (table: 'filing' | 'promised_paper' | 'submitted_paper') =>
  (await db.selectFrom(table).selectAll().execute()).length;
const written = async () => ({
  filing: await count('filing'),
  papers: await count('submitted_paper'),
  promises: await count('promised_paper'),
});
const lastKey = 'ffffffff-ffff-4fff-8fff-ffffffffffff';
const manyKeys = (count: number) =>
  Array.from({ length: count }, (_, at) => `00000000-0000-4000-8000-${`${at}`.padStart(12, '0')}`);
const all = { filing: 0, papers: 2, promises: 1 };
const nothing = { filing: 0, papers: 0, promises: 0 };

describe('the server dies after the matter was filed', () => {
  test('the next one writes papers and promises when it is asked by the key, once', async () => {
    const { clock, key, terminalId, paperId } = await begun();
    expect(await written()).toEqual({ filing: 1, papers: 0, promises: 0 });
    const { filings } = server(clock, { outcome: filed });
    await filings.settle(key, terminalId, filed);
    expect(await written()).toEqual(all);
    await filings.settle(key, terminalId, filed);
    expect(await written()).toEqual(all);
    const uploaded = await db.selectFrom('material_paper').select(['id', 'used_at']).executeTakeFirst();
    expect(uploaded).toMatchObject({ id: paperId, used_at: expect.any(Date) });
    const promised = await db.selectFrom('promised_paper').selectAll().executeTakeFirstOrThrow();
    expect(promised).toMatchObject({ number: filed.number, code: 'photo', state: 'open' });
  });

  test('whoever did it for somebody else is known to the next one, and is reminded', async () => {
    const { clock, filing, terminalId } = await begun();
    const agent = { name: '样本代', idNumber: '445202199003030047' };
    const [key, before, after] = [
      randomUUID(),
      server(clock, { outcome: null }),
      server(clock, { outcome: filed }),
    ];
    const matter = { ...filing.matter, submissionKey: key };
    await before.filings.begin({ ...filing, matter, given: [], agent: new Sensitive(agent, 'the agent') });
    await after.filings.settle(key, terminalId, filed);
    const row = await db
      .selectFrom('promised_paper')
      .selectAll()
      .where('submission_key', '=', key)
      .executeTakeFirstOrThrow();
    const vault = createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3));
    const known = promiser(vault, row, row.person_sealed ?? Buffer.alloc(0));
    expect([known.person.reveal(), known.agent?.reveal()]).toEqual([person, agent]);
  });

  test('between papers and promises: what is missing is written, and nothing twice', async () => {
    const { clock, key, terminalId } = await begun();
    const dying = server(clock, { outcome: filed, keepFails: true });
    await expect(dying.filings.settle(key, terminalId, filed)).rejects.toThrow();
    expect(await written()).toEqual({ filing: 1, papers: 2, promises: 0 });
    await server(clock, { outcome: filed }).filings.settle(key, terminalId, filed);
    expect(await written()).toEqual(all);
  });

  test('no terminal asks any more: after an hour the business system is asked', async () => {
    const { clock, key } = await begun();
    const world = { outcome: 'silent' as Outcome | null | 'silent' };
    const { filings, asked } = server(clock, world);
    await clock.advance(3_599_000);
    await filings.settleForgotten();
    expect(asked).toEqual([]);
    await clock.advance(1_000);
    await filings.settleForgotten();
    expect(asked).toEqual([key]);
    expect(await written()).toEqual({ filing: 1, papers: 0, promises: 0 });
    world.outcome = filed;
    await filings.settleForgotten();
    expect(await written()).toEqual(all);
  });

  test('more than a page of them that nobody answers for hold up none behind them', async () => {
    const { clock, filing } = await begun();
    await db.deleteFrom('filing').execute();
    const silent = manyKeys(201);
    const world = { outcome: (key: string) => (silent.includes(key) ? ('silent' as const) : filed) };
    const { filings, asked } = server(clock, world);
    for (const submissionKey of [...silent, lastKey])
      await filings.begin({ ...filing, matter: { ...filing.matter, submissionKey }, given: [] });
    await clock.advance(3_600_000);
    await filings.settleForgotten();
    expect(asked).toEqual([...silent, lastKey]);
    expect(await written()).toMatchObject({ filing: 201, promises: 1 });
  });

  test('what was given is not erased before it is known whether it was handed in', async () => {
    const { clock, key, terminalId } = await begun();
    const pages = () => db.selectFrom('material_paper').selectAll().execute();
    await eraseExpired(db, clock.now() + 7_200_000);
    expect(await pages()).toHaveLength(1);
    await server(clock, { outcome: null }).filings.settle(key, terminalId, null);
    await eraseExpired(db, clock.now() + 7_200_000);
    expect(await pages()).toEqual([]);
  });
});

describe('a person decides', () => {
  const waiting: Outcome = { ...filed, kind: 'toPerson', promises: [] };
  const decision: Omit<ReviewOutcome, 'reviewId'> = {
    kind: 'acceptWithPromise',
    decidedBy: 'person',
    reasons: [{ zh: '单位已经核实', en: 'The employer confirmed it' }],
    ...{ corrections: [], promises: filed.promises, law: [], remedy: null, human: filed.human },
    ...{ validFrom: null, validUntil: null },
  };

  /** The matter was taken down, and nobody has decided it. */
  async function waits() {
    const { clock, key, terminalId, filing } = await begun();
    const vault = createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3));
    const row = {
      ...{ id: key, terminal_id: terminalId, transaction_id: randomUUID(), item_code: 'MED-REG-001' },
      ...({ table_id: 'T5', rule_set: null, row: null, machine_kind: 'toPerson', kind: 'toPerson' } as const),
      ...{ after_check: null, reviewed_at: new Date(clock.now()), record_sealed: Buffer.of(1) },
    };
    await db.insertInto('review_case').values(row).execute();
    await server(clock, { outcome: waiting }).filings.settle(key, terminalId, waiting);
    const decide = () =>
      db
        .updateTable('review_case')
        .set({
          ...{ kind: 'acceptWithPromise', decided_by: 'lin', decided_at: new Date(clock.now()) },
          decision_sealed: sealDecision(vault, { ...decision, reviewId: key }),
        })
        .where('id', '=', key)
        .execute();
    return { clock, key, terminalId, filing, decide };
  }

  test('papers are handed in at once; who it is for is kept until then, and no number of a licence', async () => {
    const { clock } = await waits();
    expect(await written()).toEqual({ filing: 1, papers: 2, promises: 0 });
    const row = await db.selectFrom('filing').selectAll().executeTakeFirstOrThrow();
    const vault = createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3));
    const kept = vault.open(`filing ${row.submission_key}`, row.sealed).toString();
    expect(kept).toContain(person.idNumber);
    expect(kept).not.toContain(licence.number);
    // It is not forgotten, and nobody is asked: a person takes as long as it takes.
    await clock.advance(30 * 24 * 3_600_000);
    const { filings, asked } = server(clock, { outcome: null });
    await filings.settleForgotten();
    await filings.passOnDecisions();
    expect([asked, await written()]).toEqual([[], { filing: 1, papers: 2, promises: 0 }]);
  });

  test('what they accept on a promise is told to the business system and followed, once', async () => {
    const { clock, key, decide } = await waits();
    await decide();
    const told: ReviewOutcome[] = [];
    const { filings } = server(clock, { outcome: filed, told });
    await filings.passOnDecisions();
    await filings.passOnDecisions();
    expect(told).toEqual([{ ...decision, reviewId: key }]);
    expect(await written()).toEqual(all);
    const promised = await db.selectFrom('promised_paper').selectAll().executeTakeFirstOrThrow();
    expect(promised).toMatchObject({ number: filed.number, code: 'photo', state: 'open', by_clerk: true });
  });

  test.each([
    ['approved', '已通过'],
    ['accepted', '已经受理'],
    ['refused', '不予办理'],
    ['corrections', '需要补正'],
  ] as const)('%s: whoever handed it in is told by a message, once', async (kind, words) => {
    const { clock, decide } = await waits();
    await decide();
    const decided: Outcome = { ...filed, kind, promises: [] };
    await server(clock, { outcome: decided }).filings.passOnDecisions();
    await server(clock, { outcome: decided }).filings.passOnDecisions();
    const notices = await db.selectFrom('notice').selectAll().execute();
    expect(notices).toMatchObject([{ kind: 'decision', number: filed.number, sent_at: null }]);
    for (const said of ['样张', '居民医保参保登记', filed.number, words])
      expect(notices[0]?.text).toContain(said);
    expect(notices[0]?.text).not.toContain(person.name);
    expect(notices[0]?.person_sealed?.includes(person.idNumber)).toBe(false);
  });

  test('more than a page of decisions that the business system does not take hold up none behind them', async () => {
    const { clock, filing, decide, key } = await waits();
    const refusing = manyKeys(201);
    const world = { outcome: (asked: string) => (asked === lastKey ? filed : ('silent' as const)) };
    const { filings } = server(clock, world);
    await decide();
    const decided = await db
      .selectFrom('review_case')
      .selectAll()
      .where('id', '=', key)
      .executeTakeFirstOrThrow();
    const vault = createVault(Buffer.alloc(32, 7), (count) => Buffer.alloc(count, 3));
    for (const submissionKey of [...refusing, lastKey]) {
      await filings.begin({ ...filing, matter: { ...filing.matter, submissionKey }, given: [] });
      const decision_sealed = sealDecision(vault, { ...decision, reviewId: submissionKey });
      await db
        .insertInto('review_case')
        .values({ ...decided, id: submissionKey, decision_sealed })
        .execute();
    }
    await db.updateTable('filing').set({ number: filed.number }).execute();
    await filings.passOnDecisions();
    expect(await written()).toMatchObject({ filing: 202, promises: 1 });
  });

  test('what is owed after it is told by its own message alone', async () => {
    const { clock, decide } = await waits();
    await decide();
    await server(clock, { outcome: filed }).filings.passOnDecisions();
    expect(await db.selectFrom('notice').selectAll().execute()).toEqual([]);
  });

  test('the business system is silent, or the server dies: the next round does it', async () => {
    const { clock, decide } = await waits();
    await decide();
    await server(clock, { outcome: 'silent' }).filings.passOnDecisions();
    expect(await written()).toEqual({ filing: 1, papers: 2, promises: 0 });
    const dying = server(clock, { outcome: filed, keepFails: true });
    await expect(dying.filings.passOnDecisions()).rejects.toThrow();
    await server(clock, { outcome: filed }).filings.passOnDecisions();
    expect(await written()).toEqual(all);
  });

  test('a terminal that asks by the key meanwhile takes the promise from nobody', async () => {
    const { clock, key, terminalId, decide } = await waits();
    await decide();
    const { filings } = server(clock, { outcome: filed });
    await filings.settle(key, terminalId, filed);
    await filings.settle(key, terminalId, null);
    expect(await written()).toEqual({ filing: 1, papers: 2, promises: 0 });
    await filings.passOnDecisions();
    expect((await db.selectFrom('promised_paper').selectAll().execute())[0]?.by_clerk).toBe(true);
  });

  test('whoever decides in the business system itself is not waited for', async () => {
    const { clock, key, terminalId } = await begun();
    await server(clock, { outcome: waiting }).filings.settle(key, terminalId, waiting);
    expect(await written()).toEqual({ filing: 0, papers: 2, promises: 0 });
  });
});

describe('nothing was filed', () => {
  test.each([
    ['the key is void', null],
    ['it was refused', refused],
  ])('%s: nothing is written and the person is forgotten', async (_, said) => {
    const { clock, key, terminalId } = await begun();
    await server(clock, { outcome: said }).filings.settle(key, terminalId, said);
    expect(await written()).toEqual(nothing);
  });

  test('another terminal that asks by the key changes nothing', async () => {
    const { clock, key } = await begun();
    await server(clock, { outcome: null }).filings.settle(key, randomUUID(), null);
    expect(await written()).toEqual({ filing: 1, papers: 0, promises: 0 });
  });

  test('a second request under the key does not take the place of the first', async () => {
    const { clock, key, terminalId, filing } = await begun();
    const { filings } = server(clock, { outcome: filed });
    expect(await filings.begin({ ...filing, given: [] })).toBe(false);
    await filings.settle(key, terminalId, filed);
    expect(await written()).toEqual(all);
  });
});

test('on its way nobody is known by it: person and number of a licence are sealed', async () => {
  await begun();
  const row = await db.selectFrom('filing').selectAll().executeTakeFirstOrThrow();
  const text = Object.values(row)
    .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
    .join();
  expect(text).not.toMatch(/445202199003030047|YPH1234560001/);
});
