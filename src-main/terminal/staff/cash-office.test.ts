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
const itemsOf = (items: Record<number, number>) =>
  Object.entries(items).map(([value, number]) => ({ value: Number(value), count: number }));
const count = (place: string, items: Record<number, number>, secondPin: string | null = null) =>
  session.act({ type: 'staffCount', place, secondPin, items: itemsOf(items) });
const enter = (place: string, items: Record<number, number>) =>
  session.act({ type: 'staffEnterExchange', place, items: itemsOf(items) });
const startExchange = (secondPin: string | null = null) =>
  session.act({ type: 'staffStartExchange', secondPin });
const complete = (secondPin: string | null = null) =>
  session.act({ type: 'staffCompleteExchange', secondPin });
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
      { place: payout, accuracy: 'accurate', initial: itemsOf(filled).reverse() },
      { place: cashbox, accuracy: 'unknown', now: [] },
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
      expect(screen.differences).toMatchObject([
        { number: 1, place: payout, amount: difference, foundBy: 'staff' },
      ]);
      expect(yuan(payout)).toBe((17_500 + difference) / 100);
      expect(session.receipts[0]?.join('\n')).toContain(word);
    },
  );

  it('a difference is followed to its end, and a wrong end changes nothing', async () => {
    await count(payout, { ...filled, 5000: 1 });
    await session.until('staffCash', ({ counted }) => counted !== null);
    const end = (number: number, state: 'returned' | 'madeGood') =>
      session.act({
        type: 'staffCloseDifference',
        number,
        state,
        finding: 'causeUnknown',
        secondPin: null,
      });
    await end(1, 'returned');
    await end(2, 'madeGood');
    expect(await session.until('staffCash')).toMatchObject({
      differences: [{ number: 1 }],
      suspense: -5_000,
    });
    await end(1, 'madeGood');
    expect(await session.until('staffCash')).toMatchObject({ differences: [], suspense: 0 });
    expect(reportBodies(session.disk.store, 'cashDifference')).toMatchObject([
      { number: 1, state: 'open', finding: null },
      { number: 1, state: 'madeGood', finding: 'causeUnknown' },
    ]);
  });

  describe('an exchange', () => {
    const screen = () => session.until('staffCash');
    /** As a citizen finds the machine. */
    const offered = async () => {
      await session.act({ type: 'back' });
      await session.act({ type: 'back' });
      await session.until('attract');
      await session.act({ type: 'start' });
      return (await session.until('home')).limitations;
    };

    it('books what was entered at its end, against the cash centre, in one commit with its report', async () => {
      await startExchange();
      await enter(cashbox, { 10000: 20 });
      expect(await screen()).toMatchObject({ exchange: { entered: [{ place: cashbox, total: 200_000 }] } });
      expect(yuan(cashbox)).toBe(0);
      await complete();
      const done = await session.until('staffCash', ({ exchanged }) => exchanged !== null);
      expect(done).toMatchObject({
        exchange: null,
        exchanged: { change: 200_000, total: 200_000, slip: true },
        suspense: 0,
      });
      expect(done.places[1]).toMatchObject({
        accuracy: 'accurateSet',
        initial: [{ value: 10_000, count: 20 }],
      });
      expect(yuan('vault')).toBe(-2_175);
      const slip = session.receipts.at(-1)?.join('\n') ?? '';
      for (const word of ['加钞清机单', '100 元', '20 张', '￥2,000.00', '经办', '复核', '样张'])
        expect(slip).toContain(word);
      expect(reportBodies(session.disk.store, 'cashExchange')).toMatchObject([
        { state: 'started', by: 'staff' },
        { state: 'completed', by: 'staff', units: [{ place: cashbox, before: 0, after: 200_000 }] },
      ]);
      expect(journalTypes(session.disk.store).slice(-3)).toEqual([
        'cashExchangeStarted',
        'cashExchanged',
        'cashExchangeCompleted',
      ]);
    });

    it('takes cash out of service until it is completed, over a power failure too', async () => {
      expect(await offered()).not.toContain('cashRecycler');
      await session.act({ type: 'leave' });
      await signIn();
      await startExchange();
      expect(await offered()).toContain('cashRecycler');
      // The file is what a power failure leaves.
      expect(session.disk.reopen().read.openCashExchange()?.entered).toEqual([]);
    });

    it('is said to staff who sign in', async () => {
      await startExchange();
      await session.act({ type: 'back' });
      expect((await session.until('staff')).cashExchangeOpen).toBe(true);
      await session.act({ type: 'staffOpenCash' });
      await complete();
      await session.until('staffCash', ({ exchange }) => exchange === null);
      await session.act({ type: 'back' });
      expect((await session.until('staff')).cashExchangeOpen).toBe(false);
    });

    it('does not begin while a note lies in escrow', async () => {
      session.disk.store.commit((write) =>
        write.moveCash({
          transactionId: null,
          reason: 'test',
          debit: 'escrow:noteRecycler',
          credit: 'suspense',
          amount: { value: 100, count: 1 },
        }),
      );
      await startExchange();
      expect(await screen()).toMatchObject({ problem: 'cashInActive', exchange: null });
    });

    it('that nobody began takes nothing', async () => {
      await enter(cashbox, { 10000: 20 });
      await complete();
      expect(await screen()).toMatchObject({ exchange: null, exchanged: null });
      expect(yuan(cashbox)).toBe(0);
    });
  });

  it('a cassette in foreign hands: its counters are not believed until it is counted', async () => {
    const accuracy = () =>
      session.disk.store.read.cashUnits().find(({ place }) => place === cashbox)?.accuracy;
    await count(cashbox, {});
    await session.until('staffCash', ({ counted }) => counted !== null);
    expect(accuracy()).toBe('accurateSet');
    session.noteUnit.set('cashbox', 'out');
    await session.clock.advance(2_000);
    await session.act({ type: 'back' });
    await session.act({ type: 'staffOpenCash' });
    expect((await session.until('staffCash')).places[1]).toMatchObject({
      status: 'missing',
      accuracy: 'unknown',
    });
    session.noteUnit.set('cashbox', 'in');
    await session.clock.advance(2_000);
    expect(accuracy()).toBe('unknown');
    expect(journalTypes(session.disk.store)).toEqual(
      expect.arrayContaining(['cashUnitRemoved', 'cashUnitInserted']),
    );
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
    await count(payout, {}, '20261122');
    await expect.poll(() => screen().problem, { interval: 5, timeout: 10_000 }).toBe('secondPinWrong');
    expect(yuan(payout)).toBe(175);
    expect(journalTypes(session.disk.store)).toContain('staffRefused');
    await count(payout, filled, '87654321');
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

  it('an exchange neither begins nor ends without the second one', async () => {
    const refused = async () => {
      await expect.poll(() => screen().problem, { interval: 5, timeout: 10_000 }).toBe('secondPinWrong');
    };
    await startExchange('20261122');
    await refused();
    expect(screen().exchange).toBeNull();
    await startExchange('87654321');
    await expect.poll(() => screen().exchange, { interval: 5, timeout: 10_000 }).not.toBeNull();
    await enter(cashbox, { 10000: 1 });
    await complete(null);
    await refused();
    expect(yuan(cashbox)).toBe(0);
    await complete('87654321');
    await expect
      .poll(
        async () => {
          await session.clock.advance(100);
          return screen().exchanged?.change;
        },
        { interval: 5, timeout: 10_000 },
      )
      .toBe(10_000);
    expect(reportBodies(session.disk.store, 'cashExchange')).toMatchObject([
      { by: 'two staff' },
      { by: 'two staff' },
    ]);
  });
});

describe('the day', () => {
  it('ends at its time, and its slip is printed for two to sign', async () => {
    session = await openSession(paper80mm, { dayEnds: '09:01' });
    await signIn();
    const { today } = await session.until('staffCash');
    expect(today).toMatchObject({ day: '2026-11-22', closing: 17_500, totals: { loaded: 17_500 } });
    await session.act({ type: 'staffPrintDay' });
    expect(await session.until('staffCash')).toMatchObject({ lastDay: null, dayPrinted: false });
    await count(payout, { ...filled, 5000: 1 });
    await session.until('staffCash', ({ counted }) => counted !== null);
    await session.clock.advance(60_000);
    await session.act({ type: 'back' });
    await session.act({ type: 'staffOpenCash' });
    expect(await session.until('staffCash')).toMatchObject({
      today: { day: '2026-11-23', opening: 12_500 },
      lastDay: { day: '2026-11-22', closing: 12_500 },
    });
    await session.act({ type: 'staffPrintDay' });
    await session.until('staffCash', ({ dayPrinted }) => dayPrinted);
    const slip = session.receipts.at(-1)?.join('\n') ?? '';
    for (const word of [
      '日结轧账单',
      '2026-11-22',
      '账面相符',
      '未盘点',
      '当日实点',
      '-￥50.00',
      '经办',
      '复核',
      '样张',
    ])
      expect(slip).toContain(word);
    expect(reportBodies(session.disk.store, 'cashDay')).toMatchObject([
      { day: '2026-11-22', units: [{ count: null }, { count: { ledger: 17_500, counted: 12_500 } }] },
    ]);
  });
});
