import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { firstBroken } from './chain.ts';
import type { FactValue } from './facts.ts';
import { openRecord } from './record.ts';
import { evidenceOf, replay } from './replay.ts';
import { createReview } from './review.ts';
import { approveRuleSet, proposeRuleSet, testRuleSet } from './rule-change.ts';
import { tableInForce } from './rule-sets.ts';
import { baseRequest, shippedTable } from './test-review.ts';
import { openReviewStore } from './test-store.ts';

const day = 24 * 3_600_000;
const base = shippedTable('T1');
const start = Date.parse(base.cases.base.at);
let store: Awaited<ReturnType<typeof openReviewStore>>;
beforeAll(async () => {
  store = await openReviewStore(start);
}, 120_000);
afterAll(() => store.close());
beforeEach(async () => {
  await sql`truncate review_entry, review_case, review_approval, review_test_run, review_rule_set cascade`.execute(
    store.db,
  );
  store.dice(0xff);
});

const secret = { salt: Buffer.alloc(16), password_hash: Buffer.alloc(32), must_change: false };
beforeAll(async () => {
  const operators = ['chen', 'lin', 'wu', 'zheng'].map((name) => ({
    name,
    role: 'operator' as const,
    ...secret,
  }));
  await store.db
    .insertInto('operator')
    .values([...operators, { name: 'admin', role: 'administrator', ...secret }])
    .execute();
});

const now = () => new Date(store.clock.now());
/** Version `version` of T1. */
function version(number: number, change: (text: string) => string = (text) => text) {
  const content = JSON.stringify({ ...(JSON.parse(change(base.content)) as object), version: number });
  return { content, cases: base.casesText };
}
async function proposed(number = 1): Promise<string> {
  const sha256 = await proposeRuleSet(store.db, version(number), 'chen', now());
  if (!sha256.ok) throw new Error(sha256.error.code);
  return sha256.value;
}
async function released(number = 1): Promise<string> {
  const sha256 = await proposed(number);
  await testRuleSet(store.db, sha256, 'chen', now());
  await approveRuleSet(store.db, sha256, 'lin', now());
  await approveRuleSet(store.db, sha256, 'wu', now());
  return sha256;
}
/** An application at this moment, with fresh answers. */
function request(changes: Readonly<Record<string, FactValue>> = {}) {
  const made = baseRequest(base, changes, randomUUID());
  const at = now().toISOString();
  return {
    ...made,
    appliedAt: at,
    facts: made.facts.map((fact) => ({ ...fact, retrievedAt: at, asOf: at })),
  };
}
const doubts = async (reviewId: string) => {
  const row = await store.db
    .selectFrom('review_case')
    .select('record_sealed')
    .where('id', '=', reviewId)
    .executeTakeFirstOrThrow();
  return openRecord(store.vault, reviewId, row.record_sealed).explanation.doubts;
};

describe('a review', () => {
  test('is decided by the table in force, and recorded with everything that it rests on', async () => {
    const sha256 = await released();
    const asked = request();
    const outcome = await store.review.review(asked);
    expect(outcome).toMatchObject({ reviewId: asked.reviewId, kind: 'approve', decidedBy: 'machine' });
    expect(outcome.validFrom).toBe('2026-12-01');
    const row = await store.db.selectFrom('review_case').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ rule_set: sha256, row: '8', kind: 'approve', after_check: 'due' });
    const record = openRecord(store.vault, row.id, row.record_sealed);
    expect(record).toMatchObject({ ruleSet: { id: 'T1', version: 1, sha256 }, request: asked, outcome });
    expect(record.explanation.rules.length).toBe(12);
  });

  test('has one outcome for an id, however often it is asked and whatever the answers are by then', async () => {
    await released();
    const asked = request();
    const [first, atOnce] = await Promise.all([store.review.review(asked), store.review.review(asked)]);
    const again = await store.review.review({ ...asked, facts: [] });
    expect([first.kind, atOnce, again]).toEqual(['approve', first, first]);
    expect(
      await store.db.selectFrom('review_entry').where('kind', '=', 'review').selectAll().execute(),
    ).toHaveLength(1);
    expect(await store.review.outcomeOf(asked.reviewId, asked.terminalId)).toEqual(first);
    expect(await store.review.outcomeOf(asked.reviewId, randomUUID())).toBeNull();
    await expect(store.review.review({ ...asked, terminalId: randomUUID() })).rejects.toThrow(
      'another terminal',
    );
  });

  test('an answer of no form counts as none given, and the record can be read', async () => {
    await released();
    for (const broken of [{ value: Number.NaN }, { value: 'x'.repeat(201) }, { asOf: 'yesterday' }]) {
      const made = request();
      const asked = {
        ...made,
        facts: made.facts.map((one, index) => (index === 2 ? { ...one, ...broken } : one)),
      };
      expect((await store.review.review(asked)).kind).toBe('toPerson');
      expect(await doubts(asked.reviewId)).toEqual([{ fact: 'registeredHere', doubt: 'unavailable' }]);
    }
    await expect(store.review.review({ ...request(), terminalId: 'no uuid' })).rejects.toThrow();
  });

  test('keeps nothing personal in clear', async () => {
    await released();
    await store.review.review(request({ birthDate: '1941-07-09' }));
    for (const table of ['review_case', 'review_entry'] as const) {
      const rows = await sql<{ text: string }>`select t::text as text from ${sql.table(table)} t`.execute(
        store.db,
      );
      const text = JSON.stringify(rows.rows);
      for (const personal of ['1941-07-09', '445***********0020', Buffer.from('1941-07-09').toString('hex')])
        expect(text).not.toContain(personal);
    }
  });
});

describe('a table that cannot be trusted goes to a person', () => {
  async function kindAndDoubt() {
    const asked = request();
    const { kind } = await store.review.review(asked);
    return [kind, (await doubts(asked.reviewId))[0]?.doubt];
  }

  test('none at all, and one that was only proposed, tested and approved once', async () => {
    expect(await kindAndDoubt()).toEqual(['toPerson', 'notInForce']);
    const sha256 = await proposed();
    await testRuleSet(store.db, sha256, 'chen', now());
    await approveRuleSet(store.db, sha256, 'lin', now());
    expect(await kindAndDoubt()).toEqual(['toPerson', 'notInForce']);
  });

  test.each([
    ['put into force past the approvals', sql`delete from review_approval where operator = 'wu'`],
    [
      'approved by the sandbox to itself',
      sql`update review_approval set specimen = true where operator = 'wu'`,
    ],
    ['changed after it was approved', sql`update review_rule_set set content = replace(content, '80', '60')`],
    ['whose last test run failed', sql`update review_test_run set failures = '["a case"]'`],
    ['of a version that it is not', sql`update review_rule_set set version = 2`],
    ['that cannot be read', sql`update review_rule_set set content = '{'`],
  ])('%s', async (_what, damage) => {
    await released();
    expect(await kindAndDoubt()).toEqual(['approve', undefined]);
    await damage.execute(store.db);
    expect(await kindAndDoubt()).toEqual(['toPerson', 'notInForce']);
  });

  test('the sandbox believes its own approvals', async () => {
    await released();
    await sql`update review_approval set specimen = true`.execute(store.db);
    const sandbox = createReview({ ...store.parts, specimen: true });
    expect((await sandbox.review(request())).kind).toBe('approve');
  });
});

describe('a change of rules', () => {
  test('needs two different people and a green run of this hash, in this order', async () => {
    const sha256 = await proposed();
    const approve = (operator: string) => approveRuleSet(store.db, sha256, operator, now());
    expect(await approve('lin')).toEqual({ ok: false, error: 'notTested' });
    expect(await testRuleSet(store.db, sha256, 'chen', now())).toEqual({ cases: 35, failures: [] });
    // Who makes accounts could be two people by himself.
    expect(await approve('admin')).toEqual({ ok: false, error: 'notAnApprover' });
    expect(await approve('nobody')).toEqual({ ok: false, error: 'notAnApprover' });
    expect(await approve('lin')).toEqual({ ok: true, value: false });
    expect(await approve('lin')).toEqual({ ok: false, error: 'alreadyApproved' });
    expect(await tableInForce(store.db, 'T1', false)).toBeNull();
    expect(await approve('wu')).toEqual({ ok: true, value: true });
    expect((await tableInForce(store.db, 'T1', false))?.table.sha256).toBe(sha256);
    expect(await approve('zheng')).toEqual({ ok: false, error: 'alreadyInForce' });
  });

  test('a red run is no run', async () => {
    const wrong = version(1, (text) => text.replaceAll('>= 80', '>= 60').replaceAll('< 80', '< 60'));
    const sha256 = await proposeRuleSet(store.db, wrong, 'chen', now());
    if (!sha256.ok) throw new Error(sha256.error.code);
    const run = await testRuleSet(store.db, sha256.value, 'chen', now());
    expect(run?.failures.join()).toContain('the day before 80');
    expect(await approveRuleSet(store.db, sha256.value, 'lin', now())).toEqual({
      ok: false,
      error: 'testFailed',
    });
  });

  test('a run of another hash does not count, and an old one does not', async () => {
    const first = await released(1);
    const second = await proposed(2);
    expect(second).not.toBe(first);
    const approve = () => approveRuleSet(store.db, second, 'lin', now());
    expect(await approve()).toEqual({ ok: false, error: 'notTested' });
    await testRuleSet(store.db, second, 'chen', now());
    await store.clock.advance(30 * day + 1);
    expect(await approve()).toEqual({ ok: false, error: 'testTooOld' });
    await testRuleSet(store.db, second, 'chen', now());
    await store.clock.advance(30 * day);
    expect(await approve()).toEqual({ ok: true, value: false });
  });

  test('a version is later than the one in force, and is used once', async () => {
    await released(2);
    const propose = async (number: number) => {
      const answer = await proposeRuleSet(store.db, version(number), 'chen', now());
      return answer.ok ? 'proposed' : answer.error.code;
    };
    expect(await propose(1)).toBe('versionTooLow');
    expect(await propose(2)).toBe('versionTooLow');
    expect(await propose(4)).toBe('proposed');
    expect(await propose(4)).toBe('versionTaken');
    expect(await propose(3)).toBe('proposed');
  });

  test('a version that was overtaken while it waited cannot come into force', async () => {
    const waiting = await proposed(2);
    await testRuleSet(store.db, waiting, 'chen', now());
    await released(3);
    expect(await approveRuleSet(store.db, waiting, 'lin', now())).toEqual({
      ok: false,
      error: 'versionTooLow',
    });
  });

  test('a file that breaks the rules, and cases of another table, are not even proposed', async () => {
    const refused = async (content: string, cases: string) => {
      const answer = await proposeRuleSet(store.db, { content, cases }, 'chen', now());
      return answer.ok ? 'proposed' : JSON.stringify(answer.error);
    };
    const { content, cases } = version(1);
    expect(await refused('{', cases)).toContain('malformed');
    expect(await refused(content.replaceAll('"objective":true', '"objective":false'), cases)).toContain(
      'objective',
    );
    expect(await refused(content, shippedTable('T2').casesText)).toContain('the cases are of T2');
    expect(await refused(content, 'table: T1')).toContain('cases:1');
  });

  test('what nobody proposed cannot be tested or approved', async () => {
    expect(await testRuleSet(store.db, 'f'.repeat(64), 'chen', now())).toBeNull();
    expect(await approveRuleSet(store.db, 'f'.repeat(64), 'lin', now())).toEqual({
      ok: false,
      error: 'unknown',
    });
  });
});

describe('the after-check', () => {
  const due = async (changes: Readonly<Record<string, FactValue>> = {}) => {
    const asked = request(changes);
    await store.review.review(asked);
    const row = await store.db
      .selectFrom('review_case')
      .select('after_check')
      .where('id', '=', asked.reviewId)
      .executeTakeFirstOrThrow();
    return row.after_check;
  };

  test('takes everything of the first 30 days, then the share that is drawn', async () => {
    await released();
    expect(await due()).toBe('due');
    await store.clock.advance(30 * day - 1);
    expect(await due()).toBe('due');
    await store.clock.advance(1);
    expect(await due()).toBeNull();
    // 0x07070707 / 2^32 is 2.7 %, 0x08080808 is 3.1 %.
    store.dice(0x07);
    expect(await due()).toBe('due');
    store.dice(0x08);
    expect(await due()).toBeNull();
  });

  test('takes refusals as well, but nothing that the machine did not decide', async () => {
    await released();
    expect(await due({ registeredHere: false })).toBe('due');
    expect(await due({ accountActive: false })).toBeNull();
    expect(await due({ deathRecord: true })).toBeNull();
  });

  test('begins anew with a new version', async () => {
    await released(1);
    await store.clock.advance(40 * day);
    expect(await due()).toBeNull();
    await released(2);
    expect(await due()).toBe('due');
  });
});

describe('a replay', () => {
  async function evidenceAfter(changes: Readonly<Record<string, FactValue>> = {}) {
    const asked = request(changes);
    await store.review.review(asked);
    const found = await evidenceOf(store.db, store.vault, asked.reviewId);
    if (found === null) throw new Error('no record');
    return found;
  }

  test('gives the same outcome, also after another version came into force', async () => {
    const none = await evidenceAfter();
    await released(1);
    const kept = [
      none,
      await evidenceAfter(),
      await evidenceAfter({ registeredHere: false }),
      await evidenceAfter({ accountActive: false }),
      await evidenceAfter({ deathRecord: true }),
    ];
    await released(2);
    for (const one of kept) expect(await replay(one)).toMatchObject({ ok: true, value: { same: true } });
    expect(kept.map(({ record }) => record.outcome.kind)).toEqual([
      'toPerson',
      'approve',
      'refuse',
      'correct',
      'toPerson',
    ]);
  });

  test('finds a record that says another outcome than its facts', async () => {
    await released();
    const found = await evidenceAfter({ registeredHere: false });
    const outcome = { ...found.record.outcome, kind: 'approve' as const };
    expect(await replay({ ...found, record: { ...found.record, outcome } })).toMatchObject({
      ok: true,
      value: { same: false, recorded: 'approve 3', replayed: 'refuse 3' },
    });
  });

  test('takes no other table than the one that decided', async () => {
    await released();
    const found = await evidenceAfter();
    for (const table of [null, '{', version(2).content])
      expect((await replay({ ...found, table })).ok).toBe(false);
    expect(await evidenceOf(store.db, store.vault, randomUUID())).toBeNull();
  });
});

describe('the chain', () => {
  test('is whole after all that was done', async () => {
    await released();
    await store.review.review(request());
    expect(await firstBroken(store.db)).toBeNull();
    const kinds = await store.db.selectFrom('review_entry').select('kind').orderBy('sequence').execute();
    expect(kinds.map(({ kind }) => kind)).toEqual([
      'proposal',
      'testRun',
      'approval',
      'approval',
      'inForce',
      'review',
    ]);
  });

  test.each([
    ['a changed entry', 3, sql`update review_entry set body = '{}' where sequence = 3`],
    [
      'an entry at another time',
      2,
      sql`update review_entry set at = at + interval '1 ms' where sequence = 2`,
    ],
    ['an entry taken out', 4, sql`delete from review_entry where sequence = 4`],
    ['a record put in place of another', 6, sql`update review_case set record_sealed = '\\x00'`],
    ['a record taken out', 6, sql`delete from review_case`],
  ])('breaks at %s', async (_what, sequence, damage) => {
    await released();
    await store.review.review(request());
    await damage.execute(store.db);
    expect(await firstBroken(store.db)).toBe(sequence);
  });
});
