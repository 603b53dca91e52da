import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import { journalTypes, reportBodies } from '../transaction/test-ground.ts';
import { openSession, type TestSession } from './test-session.ts';

/** The steps that every item of data shares: form, query, document, submit, and what the centre may say to them. */

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

async function begin(code: string): Promise<void> {
  const { act } = session;
  await act({ type: 'start' });
  await act({ type: 'chooseItem', code });
  await act({ type: 'next' });
  await act({ type: 'next' });
  session.lay();
}

async function verified(code: string): Promise<void> {
  await begin(code);
  await session.until('verify');
  await session.act({ type: 'submitCode', code: '123456' });
}

/** An item that may be done for another person too. */
async function beginForThemselves(code: string): Promise<void> {
  await begin(code);
  await session.until('forWhom');
  await session.act({ type: 'chooseWhom', whom: 'self' });
}

async function answer(value: string | string[]): Promise<void> {
  await session.until('field');
  await session.act({ type: 'answer', answer: value });
}

const said = (changes: Partial<Outcome> = {}): Outcome => ({
  kind: 'done',
  number: 'YPSL2026112200001',
  sentences: [{ zh: '认证成功', en: 'Confirmed' }],
  corrections: [],
  promises: [],
  law: ['《办法》'],
  remedy: null,
  human: { zh: '可拨打 12345', en: 'Call 12345' },
  workdays: 0,
  sheet: null,
  ...changes,
});

const found = () =>
  ok({
    state: 'found' as const,
    sheet: {
      title: { zh: '养老保险个人账户', en: 'Pension account' },
      sections: [
        {
          kind: 'fields' as const,
          rows: [{ label: { zh: '储存额', en: 'Balance' }, value: '¥47,213.60' }],
        },
      ],
    },
  });

describe('a query', () => {
  it('shows what is on record, prints no slip unasked, and ends', async () => {
    session.centre.found = found();
    await verified('SIN-QRY-002');
    const result = await session.until('result');
    expect(result).toMatchObject({ leadsTo: 'finish', slip: true });
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.receipts).toEqual([]);
  });

  it('prints a slip where it is wanted, with what was shown', async () => {
    session.centre.found = found();
    await verified('SIN-QRY-002');
    await session.until('result');
    await session.act({ type: 'nextWithSlip' });
    await session.until('rate');
    const slip = session.receipts[0]?.join('\n') ?? '';
    expect(slip).toContain('￥47,213.60');
    expect(slip).toContain('已查询');
  });

  it('says when nothing is on record, and gives the card back', async () => {
    session.centre.found = ok({
      state: 'refused' as const,
      outcome: said({ kind: 'nothingFound', number: null }),
    });
    await verified('SIN-QRY-002');
    await session.until('outcome');
    await session.act({ type: 'next' });
    await session.until('take');
    expect(reportBodies(session.disk.store, 'transaction')).toContainEqual(
      expect.objectContaining({ state: 'ended', result: 'refused', reason: 'nothingFound' }),
    );
  });

  it('asks for the second factor again when the centre does not know it any more', async () => {
    session.centre.refuse.query = 'VERIFICATION_REQUIRED';
    await verified('SIN-QRY-002');
    await session.until('verify');
  });

  it('may be tried again when the centre was away', async () => {
    session.centre.found = found();
    session.centre.refuse.query = 'AUTHORITY_UNAVAILABLE';
    await verified('SIN-QRY-002');
    expect(await session.until('fault')).toMatchObject({ code: 'serverUnavailable' });
    session.centre.refuse = {};
    await session.act({ type: 'retry' });
    await session.until('result');
  });
});

describe('questions', () => {
  it('are asked one by one, can be gone back over, and keep what was answered', async () => {
    await verified('TAX-PRT-001');
    expect(await session.until('field')).toMatchObject({ ordinal: 1, count: 3, answer: null });
    expect(session.stage.view.canGoBack).toBe(false);
    await answer('2026-01');
    expect(await session.until('field')).toMatchObject({
      ordinal: 2,
      bounds: { earliest: '2026-01', latest: '2026-11' },
    });
    await session.act({ type: 'back' });
    expect(await session.until('field')).toMatchObject({ ordinal: 1, answer: '2026-01' });
  });

  it('an answer that will not do is asked again, with what is expected', async () => {
    await verified('TAX-PRT-001');
    await answer('2031-01');
    expect(await session.until('field')).toMatchObject({
      ordinal: 1,
      problem: { zh: '应在 2021-11 至 2026-11 之间' },
    });
  });

  it('an answer that no longer fits an earlier one is asked again', async () => {
    await verified('TAX-PRT-001');
    await answer('2026-01');
    await answer('2026-02');
    await session.act({ type: 'back' });
    await session.act({ type: 'back' });
    await answer('2026-05');
    // The second month would now lie before the first.
    await answer('2026-02');
    expect(await session.until('field')).toMatchObject({ ordinal: 2, problem: { en: expect.any(String) } });
  });

  it('the centre says what can be chosen where only it knows', async () => {
    session.centre.offered = [{ value: '2026-11-23', label: { zh: '11月23日', en: '23 November' } }];
    await beginForThemselves('HAL-APT-001');
    await answer('tax');
    await answer('city');
    expect(await session.until('field')).toMatchObject({ options: session.centre.offered });
    await session.act({ type: 'answer', answer: '2026-12-24' });
    expect(await session.until('field')).toMatchObject({
      field: { id: 'day' },
      problem: { zh: '请从列出的选项中选择' },
    });
  });

  it('a person known by the document alone is attested as such, and by nothing more', async () => {
    await beginForThemselves('HAL-APT-001');
    await session.until('field');
    expect(session.centre.asked).toContain('attest by document');
  });
});

describe('a document', () => {
  async function toPreview(): Promise<void> {
    await verified('TAX-PRT-001');
    await answer('2026-01');
    await answer('2026-10');
    await answer(['individualIncome']);
    await session.until('preview');
  }

  it('is drafted, confirmed with what was asked for, issued once and printed', async () => {
    await toPreview();
    await session.act({ type: 'next' });
    const confirm = await session.until('confirm');
    expect(confirm).toMatchObject({ ordinal: 1, limit: null, period: null });
    expect(confirm.rows.map(({ value }) => value.zh)).toEqual(['2026-01', '2026-10', '个人所得税']);
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.printer.printed).toHaveLength(1);
    expect(session.centre.printed).toBe(1);
  });

  it('goes back to the last question, not to the second factor', async () => {
    await toPreview();
    await session.act({ type: 'back' });
    expect(await session.until('field')).toMatchObject({ ordinal: 3, answer: ['individualIncome'] });
  });

  it('is refused before anything is counted when no print is left', async () => {
    session.centre.printed = 2;
    session.centre.draftLimit = 2;
    await toPreview();
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({ code: 'printLimitReached' });
  });
});

describe('a matter that is handed in', () => {
  async function toDeclaration(): Promise<void> {
    await begin('SIN-RPT-001');
    await session.until('staffConfirm');
    await session.act({ type: 'confirmPerson', pin: '20261122' });
    // The PIN is hashed by a thread of the operating system, which virtual time does not move.
    await vi.waitFor(async () => {
      await session.clock.advance(0);
      expect(session.stage.view.screen.kind).toBe('declaration');
    });
  }

  it('is handed in once; outcome on screen, slip and at the centre, and nothing of the person', async () => {
    session.centre.said = said();
    await toDeclaration();
    await session.act({ type: 'next' });
    expect(await session.until('outcome')).toMatchObject({ outcome: { number: 'YPSL2026112200001' } });
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.centre.submitted.size).toBe(1);
    const slip = session.receipts[0]?.join('\n') ?? '';
    for (const words of ['YPSL2026112200001', '认证成功', '《办法》', '可拨打 12345', '已办结'])
      expect(slip).toContain(words);
    expect(journalTypes(session.disk.store)).toContain('submitted');
    expect(reportBodies(session.disk.store, 'transaction')).toContainEqual(
      expect.objectContaining({ state: 'submitted', number: 'YPSL2026112200001', outcome: 'done' }),
    );
  });

  it('a lost answer is asked for by the key: not handed in twice', async () => {
    session.centre.said = said();
    session.centre.loseSubmit = true;
    await toDeclaration();
    await session.act({ type: 'next' });
    await session.until('outcome');
    expect(session.centre.submitted.size).toBe(1);
    expect(session.centre.asked.filter((one) => one.startsWith('subm'))).toEqual([
      'submit',
      'submissionByKey',
    ]);
  });

  it('what nobody can tell is said so, and settled when the centre is back', async () => {
    session.centre.said = said();
    session.centre.loseSubmit = true;
    session.centre.refuse.submissionByKey = 'AUTHORITY_UNAVAILABLE';
    await toDeclaration();
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({ code: 'submitOutcomeUnknown' });
    await session.act({ type: 'next' });
    await session.until('take');
    const { resolveSubmissions } = await import('../transaction/submit.ts');
    const ground = { store: session.disk.store, centre: session.centre };
    await resolveSubmissions(ground);
    expect(session.disk.store.read.indeterminateIntents()).toHaveLength(1);
    session.centre.refuse = {};
    await resolveSubmissions(ground);
    expect(session.disk.store.read.indeterminateIntents()).toEqual([]);
    expect(journalTypes(session.disk.store)).toContain('submitted');
  });

  it('a refusal says why, and the slip says it too', async () => {
    session.centre.said = said({
      kind: 'refused',
      number: null,
      sentences: [{ zh: '还没有到年龄', en: 'Not of age' }],
      remedy: { zh: '年满 60 周岁再来', en: 'Come again at 60' },
    });
    await toDeclaration();
    await session.act({ type: 'next' });
    await session.until('outcome');
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.receipts[0]?.join('\n')).toContain('年满 60 周岁再来');
  });

  it('answers that the centre does not take are asked again, with its reason', async () => {
    session.centre.offered = [{ value: 'city 2026-11-23 09:00', label: { zh: '09:00', en: '09:00' } }];
    await beginForThemselves('HAL-APT-001');
    await answer('tax');
    await answer('city');
    await answer('city 2026-11-23 09:00');
    await answer('city 2026-11-23 09:00');
    await session.until('declaration');
    session.centre.refuseAnswers = [
      { field: 'slot', problem: { zh: '这个时段刚刚约满', en: 'Just filled' } },
    ];
    await session.act({ type: 'next' });
    expect(await session.until('field')).toMatchObject({
      field: { id: 'slot' },
      problem: { zh: '这个时段刚刚约满' },
    });
  });

  it('a terminal killed while it was handed in asks by the key at its start', async () => {
    session.centre.said = said();
    const { performEffect } = await import('../transaction/effect.ts');
    await toDeclaration();
    const transactionId = session.disk.store.read.unfinishedTransactions()[0]?.id ?? '';
    const key = '40000000-0000-4000-8000-000000000001';
    void performEffect(
      session.disk.store,
      {
        id: '40000000-0000-4000-8000-000000000002',
        transactionId,
        step: 'submit',
        effect: { kind: 'remote', operation: 'submit', idempotencyKey: key },
      },
      () => new Promise<never>(() => {}),
    );
    session.centre.submitted.set(key, {} as never);
    const { reconcile } = await import('../transaction/reconcile.ts');
    const decided = await reconcile({
      store: session.disk.store,
      centre: session.centre,
      clock: session.clock,
      devices: {} as never,
    });
    expect(decided).toEqual([expect.objectContaining({ step: 'submit', outcome: 'done' })]);
    expect(journalTypes(session.disk.store)).toContain('submitted');
  });
});
