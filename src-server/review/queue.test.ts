import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { firstBroken } from './chain.ts';
import type { FactValue } from './facts.ts';
import { installShipped } from './install.ts';
import { reviewCase, reviewOverview } from './overview.ts';
import { decideCase, recordAfterCheck } from './queue.ts';
import { recordRecallStep } from './recall.ts';
import { createReview, type Review } from './review.ts';
import { baseRequest, reviewDirectory, shippedTable } from './test-review.ts';
import { openReviewStore } from './test-store.ts';

const minute = 60_000;
const start = Date.parse('2026-11-26T10:00:00+08:00');
let store: Awaited<ReturnType<typeof openReviewStore>>;
let review: Review;
beforeAll(async () => {
  store = await openReviewStore(start);
  review = createReview({ ...store.parts, specimen: true });
  const installed = await installShipped(store.db, reviewDirectory, new Date(start), true);
  if (!installed.ok) throw new Error(installed.error.join('\n'));
}, 120_000);
afterAll(() => store.close());
beforeEach(async () => {
  await store.clock.advance(minute);
});

const now = () => new Date(store.clock.now());
const overview = () => reviewOverview(store, store.clock.now(), true);

/** A case of a table at this moment. */
async function reviewed(table: string, changes: Readonly<Record<string, FactValue>> = {}) {
  const made = baseRequest(shippedTable(table), changes, randomUUID());
  const at = now().toISOString();
  const facts = made.facts.map((fact) => ({ ...fact, retrievedAt: at, asOf: at }));
  const request = { ...made, appliedAt: at, facts };
  return { request, id: request.reviewId, outcome: await review.review(request) };
}

describe('a case that no rule was sure of', () => {
  test('waits, and says why, with nothing personal in clear', async () => {
    const { id } = await reviewed('T1', { deathRecord: true, birthDate: '1941-07-09' });
    const waiting = (await overview()).queue.find((one) => one.id === id);
    expect(waiting).toMatchObject({
      tableId: 'T1',
      kind: 'toPerson',
      why: { sentence: { zh: expect.stringContaining('死亡登记') } },
    });
    const detail = await reviewCase(store, id);
    expect(detail?.facts).toContainEqual({
      label: { zh: '出生日期', en: 'date of birth' },
      source: 'identity',
      value: '1941-**-**',
      asOf: now().toISOString(),
    });
    expect(JSON.stringify(detail)).not.toContain('1941-07-09');
  });

  test('a date that follows from a birthday is no more shown than the birthday', async () => {
    const { id, outcome } = await reviewed('T1', { birthDate: '1946-11-27' });
    expect(outcome.reasons[0]?.zh).toContain('2026-11-27');
    const detail = await reviewCase(store, id);
    expect(detail?.reasons[0]?.zh).toContain('〔满龄日期〕');
    expect(JSON.stringify(detail)).not.toContain('11-27');
  });

  test('tells which source was silent', async () => {
    const { request } = await reviewed('T4');
    const facts = request.facts.map((fact) => (fact.source === 'terminal' ? { ...fact, value: null } : fact));
    const reviewId = randomUUID();
    await review.review({ ...request, reviewId, facts });
    const waiting = (await overview()).queue.find((one) => one.id === reviewId);
    expect(waiting?.why.doubts[0]).toEqual({
      label: { zh: '本人核验', en: 'check of the person' },
      doubt: 'unavailable',
    });
  });

  test('a decision becomes the outcome, once, and is audited', async () => {
    const { id, request } = await reviewed('T1', { deathRecord: true });
    const decision = {
      kind: 'approve' as const,
      reason: { zh: '已电话核实本人健在，登记有误', en: 'Alive, as a call showed: the register is wrong' },
    };
    const decided = await decideCase(store, id, decision, 'lin', now());
    expect(decided).toMatchObject({
      ok: true,
      value: { reviewId: id, kind: 'approve', decidedBy: 'person', validFrom: '2026-12-01' },
    });
    const held = await review.outcomeOf(id, request.terminalId);
    expect(held).toEqual(decided.ok ? decided.value : null);
    expect(await review.review(request)).toEqual(held);
    expect(await decideCase(store, id, decision, 'wu', now())).toEqual({ ok: false, error: 'notWaiting' });
    expect((await overview()).queue.some((one) => one.id === id)).toBe(false);
    expect((await reviewCase(store, id))?.history).toMatchObject([
      { kind: 'review', operator: null, what: 'toPerson' },
      { kind: 'decision', operator: 'lin', what: 'approve' },
    ]);
    const entries = await store.db.selectFrom('review_entry').select('body').execute();
    expect(JSON.stringify(entries)).not.toContain('健在');
  });

  test('two clerks at once: one decides', async () => {
    const { id } = await reviewed('T8', { contactGiven: true, registration: 'active' });
    const decide = (operator: string) =>
      decideCase(
        store,
        id,
        { kind: 'correct', reason: { zh: '请按补报流程提交', en: 'Please report it as a late one' } },
        operator,
        now(),
      );
    const answers = await Promise.all([decide('lin'), decide('wu')]);
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  test('refused with a remedy, accepted with a promise of the table, and nothing else', async () => {
    const refused = await reviewed('T9', { residenceMatches: false });
    const remedy = {
      zh: '请到居住地派出所更正住址后再来',
      en: 'Have your address corrected at the police station first',
    };
    const reason = { zh: '住址与登记不符', en: 'The address is not the registered one' };
    expect(
      await decideCase(store, refused.id, { kind: 'refuse', reason, remedy }, 'lin', now()),
    ).toMatchObject({ ok: true, value: { kind: 'refuse', reasons: [reason], remedy } });
    const promised = await reviewed('T9', { residenceMatches: false });
    const promise = (code: string) => ({
      kind: 'acceptWithPromise' as const,
      reason: { zh: '住址新近变更', en: 'The address changed lately' },
      promise: code,
    });
    expect(await decideCase(store, promised.id, promise('card'), 'lin', now())).toEqual({
      ok: false,
      error: 'noSuchPromise',
    });
    expect(await decideCase(store, promised.id, promise('residence'), 'lin', now())).toMatchObject({
      ok: true,
      value: { promises: [{ code: 'residence', dueDate: '2026-12-01' }] },
    });
  });

  test('what a machine decided is not decided again, and what is not there neither', async () => {
    const { id } = await reviewed('T4');
    const decision = {
      kind: 'approve' as const,
      reason: { zh: '符合申请条件', en: 'All conditions are met' },
    };
    expect(await decideCase(store, id, decision, 'lin', now())).toEqual({ ok: false, error: 'notWaiting' });
    expect(await decideCase(store, randomUUID(), decision, 'lin', now())).toEqual({
      ok: false,
      error: 'unknown',
    });
    expect(await reviewCase(store, randomUUID())).toBeNull();
  });

  test('the database itself keeps the machine from being overwritten', async () => {
    const { id } = await reviewed('T4');
    const overwrite = sql`update review_case set kind = 'refuse' where id = ${id}`;
    await expect(overwrite.execute(store.db)).rejects.toThrow('review_case');
  });
});

describe('an after-check', () => {
  test('that finds the decision right ends there', async () => {
    const { id } = await reviewed('T4');
    expect((await overview()).queue.find((one) => one.id === id)).toMatchObject({
      kind: 'approve',
      afterCheck: 'due',
    });
    expect(await recordAfterCheck(store, id, 'right', '与档案一致', 'wu', now())).toEqual({ ok: true });
    expect((await overview()).queue.some((one) => one.id === id)).toBe(false);
    expect(await recordAfterCheck(store, id, 'wrong', '再看一次', 'wu', now())).toEqual({
      ok: false,
      error: 'notWaiting',
    });
    expect((await overview()).recalls.some((one) => one.caseId === id)).toBe(false);
  });

  test('that finds it wrong opens a recall, whose steps are done in order, each once', async () => {
    const { id } = await reviewed('T4');
    await recordAfterCheck(store, id, 'wrong', '卡在前一天已挂失', 'wu', now());
    const recall = async () => (await overview()).recalls.find((one) => one.caseId === id);
    expect(await recall()).toMatchObject({ openedBy: 'wu', steps: [], closedAt: null });
    const done = (step: Parameters<typeof recordRecallStep>[2]) =>
      recordRecallStep(store, id, step, '办理记录如下', 'lin', now());
    expect(await done('decidedAnew')).toEqual({ ok: false, error: 'notTheNext' });
    expect(await done('effectStopped')).toEqual({ ok: true, value: false });
    expect(await done('effectStopped')).toEqual({ ok: false, error: 'notTheNext' });
    expect(await done('personHeard')).toEqual({ ok: true, value: false });
    expect(await done('decidedAnew')).toEqual({ ok: true, value: false });
    expect(await done('othersChecked')).toEqual({ ok: true, value: true });
    expect(await done('othersChecked')).toEqual({ ok: false, error: 'closed' });
    expect((await recall())?.closedAt).not.toBeNull();
    const history = (await reviewCase(store, id))?.history ?? [];
    expect(history.map(({ kind }) => kind)).toEqual([
      'review',
      'afterCheck',
      'recallOpened',
      'recallStep',
      'recallStep',
      'recallStep',
      'recallStep',
      'recallClosed',
    ]);
    expect(history[1]).toMatchObject({ operator: 'wu', what: 'wrong', note: '卡在前一天已挂失' });
  });

  test('is not of a case that waits, nor of one that is not there; and no recall without it', async () => {
    const { id } = await reviewed('T1', { deathRecord: true });
    expect(await recordAfterCheck(store, id, 'right', '与档案一致', 'wu', now())).toEqual({
      ok: false,
      error: 'notWaiting',
    });
    expect(await recordAfterCheck(store, randomUUID(), 'right', '与档案一致', 'wu', now())).toEqual({
      ok: false,
      error: 'unknown',
    });
    expect(await recordRecallStep(store, id, 'effectStopped', '办理记录如下', 'wu', now())).toEqual({
      ok: false,
      error: 'unknown',
    });
  });
});

describe('the overview', () => {
  test('counts what the machine said in 30 days, and lists every table with who approved it', async () => {
    const before = (await overview()).counts;
    await reviewed('T4');
    await reviewed('T4', { cardState: 'lost' });
    await reviewed('T4', { writeResult: 'unknown' });
    const { counts, ruleSets } = await overview();
    expect([
      counts.approve - before.approve,
      counts.refuse - before.refuse,
      counts.toPerson - before.toPerson,
    ]).toEqual([1, 1, 1]);
    expect(ruleSets.map(({ tableId }) => tableId)).toEqual([
      'T1',
      'T2',
      'T3',
      'T4',
      'T5',
      'T6',
      'T7',
      'T8',
      'T9',
      'T10',
    ]);
    expect(ruleSets.every(({ inForce, approvals }) => inForce && approvals.length === 2)).toBe(true);
    const real = await reviewOverview(store, store.clock.now(), false);
    expect(real.ruleSets.some(({ inForce }) => inForce)).toBe(false);
    const later = await reviewOverview(store, store.clock.now() + 31 * 24 * 60 * minute, true);
    expect(later.counts.approve).toBe(0);
  });

  test('the tables of a release are taken over once', async () => {
    const count = async () =>
      (await store.db.selectFrom('review_rule_set').select('sha256').execute()).length;
    expect(await installShipped(store.db, reviewDirectory, now(), true)).toEqual({ ok: true });
    expect(await count()).toBe(10);
  });

  test('and the chain is whole after all of this', async () => {
    expect(await firstBroken(store.db)).toBeNull();
  });
});
