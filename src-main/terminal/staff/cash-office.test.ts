import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paper80mm } from '../../../devices/drivers/escpos/profile.ts';
import { hashStaffPin } from '../configuration/staff-pin.ts';
import { openSession, type TestSession } from '../session/test-session.ts';
import { journalTypes, reportBodies } from '../transaction/test-ground.ts';

const cashbox = 'unit:noteRecycler/cashbox' as const;
const payout = 'unit:noteRecycler/payout' as const;

let session: TestSession;
afterEach(() => session.close());

async function signIn(): Promise<void> {
  await session.act({ type: 'openStaff' });
  await session.act({ type: 'staffSignIn', pin: '20261122' });
  // The PIN is hashed by a thread of the operating system, which virtual time does not move.
  await expect.poll(() => session.stage.view.screen.kind, { interval: 5, timeout: 10_000 }).toBe('staff');
  await session.act({ type: 'staffOpenCash' });
  await session.until('staffCash');
}
const count = (
  place: string,
  items: Record<number, number>,
  as: 'count' | 'exchange' = 'count',
  secondPin: string | null = null,
) =>
  session.act({
    type: 'staffCount',
    place,
    as,
    secondPin,
    items: Object.entries(items).map(([value, number]) => ({ value: Number(value), count: number })),
  });
const yuan = (account: Parameters<typeof session.disk.store.read.cashBalance>[0]) =>
  (session.disk.store.read.cashBalance(account) ?? Number.NaN) / 100;
/** As the unit of the test session is filled. */
const filled = { 5000: 2, 2000: 2, 1000: 3, 500: 1 };

describe('one person counts', () => {
  beforeEach(async () => {
    session = await openSession();
    await signIn();
  });

  it('what lies there is shown, as the unit brought it', async () => {
    const screen = await session.until('staffCash');
    expect(screen.places).toMatchObject([
      { place: payout, kind: 'payout', total: 17_500 },
      { place: cashbox, kind: 'cashbox', total: 0, items: [] },
    ]);
    expect(screen.suspense).toBe(0);
  });

  it('a count that agrees changes nothing, and prints its slip', async () => {
    await count(payout, filled);
    const screen = await session.until('staffCash', ({ counted }) => counted !== null);
    expect(screen.counted).toMatchObject({ ledger: 17_500, total: 17_500, difference: 0, slip: true });
    const slip = session.receipts[0]?.join('\n') ?? '';
    for (const word of ['现金轧账单', '相符', '￥175.00', '经办', '复核', '样张'])
      expect(slip).toContain(word);
    expect(journalTypes(session.disk.store)).toContain('cashCounted');
  });

  it.each([
    ['short', { ...filled, 5000: 1 }, -5_000, '短款'],
    ['long', { ...filled, 500: 3 }, 1_000, '长款'],
  ])(
    '%s: the ledger follows the count, the difference is registered and said',
    async (_name, items, difference, word) => {
      await count(payout, items);
      const screen = await session.until('staffCash', ({ counted }) => counted !== null);
      expect(screen.counted).toMatchObject({ difference });
      expect(screen.suspense).toBe(difference);
      expect(yuan(payout)).toBe((17_500 + difference) / 100);
      expect(session.receipts[0]?.join('\n')).toContain(word);
    },
  );

  it('loaded and collected is of the cash centre, and no difference', async () => {
    await count(cashbox, { 10000: 20 }, 'exchange');
    await session.until('staffCash', ({ counted }) => counted?.difference === 200_000);
    await count(cashbox, {}, 'exchange');
    const screen = await session.until('staffCash', ({ counted }) => counted?.difference === -200_000);
    expect(screen.places[1]?.total).toBe(0);
    expect(yuan('suspense') + 0).toBe(0);
    expect(journalTypes(session.disk.store)).toContain('cashExchanged');
  });

  it('a place that is none is passed over', async () => {
    await count('unit:other/payout', { 100: 1 });
    expect((await session.until('staffCash')).counted).toBeNull();
  });

  it('a claim is paid out once, against its code', async () => {
    const { store } = session.disk;
    const id = session.disk.newId();
    store.commit((write) => {
      write.beginTransaction({ id, itemCode: 'TAX-PAY-002', configurationVersion: 'test' });
      write.moveCash({
        transactionId: id,
        reason: 'test',
        debit: 'suspense',
        credit: 'claims',
        amount: 5_000,
      });
      write.openCashClaim({ code: '7K3M-Q2XD', transactionId: id, amount: 5_000 });
    });
    await session.act({ type: 'staffSettleClaim', code: 'AAAA-BBBB' });
    expect(await session.until('staffCash')).toMatchObject({
      problem: 'unknownCode',
      claims: [{ amount: 5_000 }],
    });
    await session.act({ type: 'staffSettleClaim', code: '7K3M-Q2XD' });
    expect(await session.until('staffCash', ({ problem }) => problem === null)).toMatchObject({ claims: [] });
    expect(yuan('claims')).toBe(0);
    expect(reportBodies(store, 'cashClaim')).toMatchObject([
      { transactionId: id, state: 'settled', amount: 5_000 },
    ]);
    await session.act({ type: 'staffSettleClaim', code: '7K3M-Q2XD' });
    expect(await session.until('staffCash')).toMatchObject({ problem: 'unknownCode' });
    // The code is worth money: it stands in no journal and no report.
    expect(JSON.stringify([store.read.journal(0, 1000), store.read.unsentReports(1000)])).not.toContain(
      '7K3M',
    );
  });

  it('a case is closed with a finding, which the centre is told', async () => {
    const { store } = session.disk;
    const caseId = session.disk.newId();
    store.commit((write) =>
      write.openCashCase({
        id: caseId,
        transactionId: null,
        device: 'noteRecycler',
        amount: 100,
        evidence: ['asked'],
      }),
    );
    await session.act({ type: 'back' });
    await session.act({ type: 'staffOpenCash' });
    expect((await session.until('staffCash')).cases).toMatchObject([{ id: caseId, trace: null }]);
    await session.act({ type: 'staffCloseCase', caseId, finding: 'foundInMachine' });
    expect((await session.until('staffCash', ({ cases }) => cases.length === 0)).cases).toEqual([]);
    expect(reportBodies(store, 'cashCase')).toMatchObject([
      { caseId, evidence: ['asked', 'closed: foundInMachine'] },
    ]);
  });
});

describe('where two must count', () => {
  beforeEach(async () => {
    session = await openSession(paper80mm, { secondPinScrypt: await hashStaffPin('87654321') });
    await signIn();
  });
  const screen = () => {
    const shown = session.stage.view.screen;
    if (shown.kind !== 'staffCash') throw new Error(shown.kind);
    return shown;
  };

  it('nothing is booked without the second one, and with the right PIN it is', async () => {
    await count(payout, {}, 'count', '20261122');
    await expect.poll(() => screen().problem, { interval: 5, timeout: 10_000 }).toBe('secondPinWrong');
    expect(yuan(payout)).toBe(175);
    expect(journalTypes(session.disk.store)).toContain('staffRefused');
    await count(payout, filled, 'count', '87654321');
    await expect
      .poll(
        async () => {
          await session.clock.advance(100);
          return screen().counted?.difference;
        },
        { interval: 5, timeout: 10_000 },
      )
      .toBe(0);
    const events = session.disk.store.read.journal(0, 1_000).map(({ event }) => event);
    expect(events).toContainEqual({ type: 'cashCounted', place: payout, difference: 0, by: 'two staff' });
  });
});
