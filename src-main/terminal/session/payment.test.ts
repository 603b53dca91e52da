import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalTypes, reportBodies } from '../transaction/test-ground.ts';
import { openSession, type TestSession } from './test-session.ts';

let session: TestSession;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

/** As a citizen who does everything right, up to the question how to pay. */
async function toPayment(): Promise<void> {
  const { act, until } = session;
  await act({ type: 'start' });
  await act({ type: 'chooseItem', code: 'TAX-PAY-002' });
  await act({ type: 'next' });
  await act({ type: 'next' });
  session.lay();
  await until('verify');
  await act({ type: 'submitCode', code: '123456' });
  await until('bills');
  await act({ type: 'chooseBills', charges: [{ billId: 'own', optionId: 'tier' }] });
  await until('choosePayment');
}

async function payCash(): Promise<void> {
  await toPayment();
  await session.act({ type: 'choosePayment', method: 'cash' });
  await session.until('payCash', ({ state }) => state === 'taking');
}

/** Pushes a note in and waits until it was taken or given back. */
async function insert(note: string): Promise<void> {
  await session.clock.advanceUntil(() => session.recycler.status.accepting, 30_000);
  session.noteUnit.set('insert', `${note} CNY`);
  await session.clock.advance(6_000);
}

/** A payout that jams is waited for, and asked about. */
const resultShown = () =>
  session.clock.advanceUntil(() => session.stage.view.screen.kind === 'paymentResult', 400_000);

const yuan = (account: Parameters<typeof session.disk.store.read.cashBalance>[0]) =>
  (session.disk.store.read.cashBalance(account) ?? Number.NaN) / 100;
/** Yuan in the unit itself. */
const inUnit = () => {
  const { cashbox, payout } = session.noteUnit.inventory();
  return [...cashbox, ...payout].reduce((sum, { value, count }) => sum + value * count, 0) / 100;
};
const inLedger = () => yuan('unit:noteRecycler/cashbox') + yuan('unit:noteRecycler/payout');

describe('in notes', () => {
  it('400 yuan in four notes: each is shown, the receipt says it, nothing is owed', async () => {
    await payCash();
    for (const note of ['100', '100', '100']) await insert(note);
    expect(session.stage.view.screen).toMatchObject({ taken: 30_000, notes: [10_000, 10_000, 10_000] });
    await insert('100');
    const result = await session.until('paymentResult');
    expect(result).toMatchObject({
      outcome: 'paid',
      cash: 40_000,
      repaid: 0,
      receiptNumber: 'YPSJ00000001',
      claim: null,
    });
    expect([...session.centre.posted.values()]).toEqual([40_000]);
    expect(yuan('host')).toBe(-400);
    expect(inUnit()).toBe(inLedger());
    await session.act({ type: 'next' });
    await session.until('rate');
    const slip = session.receipts[0]?.join('\n') ?? '';
    for (const word of [
      '缴费成功',
      '￥400.00',
      '人民币肆佰元整',
      'YPSJ00000001',
      '样*甲',
      '本凭条不作为完税凭证',
      '样张',
    ])
      expect(slip).toContain(word);
    expect(slip).not.toContain('样本甲');
    await session.act({ type: 'rate', level: 'satisfied' });
    const take = await session.until('take');
    expect(take.belongings.map(({ kind }) => kind)).toEqual(['identityCard', 'receipt']);
    expect(reportBodies(session.disk.store, 'transaction')).toContainEqual(
      expect.objectContaining({ state: 'ended', result: 'completed' }),
    );
  });

  it('too much is given back as change, and to be taken', async () => {
    session.centre.due = 12_000;
    await payCash();
    await insert('100');
    await insert('50');
    const result = await session.until('paymentResult');
    expect(result).toMatchObject({ outcome: 'paid', due: 12_000, cash: 12_000, repaid: 3_000 });
    expect(inUnit()).toBe(inLedger());
    await session.act({ type: 'next' });
    await session.until('rate');
    await session.act({ type: 'skipRating' });
    expect((await session.until('take')).belongings.map(({ kind }) => kind)).toContain('cash');
  });

  it('called off halfway: everything comes back, and nothing is booked', async () => {
    await payCash();
    await insert('50');
    await insert('20');
    await session.act({ type: 'cancelPayment' });
    expect(await session.until('payCash')).toMatchObject({ kind: 'payCash' });
    expect(await session.until('paymentResult')).toMatchObject({
      outcome: 'refunded',
      repaid: 7_000,
      canRetry: true,
    });
    expect(session.centre.posted.size).toBe(0);
    expect(inUnit()).toBe(inLedger());
    await session.act({ type: 'retry' });
    await session.until('choosePayment');
  });

  it('nobody is there any more: the notes come out, and the machine goes home', async () => {
    await payCash();
    await insert('50');
    await session.clock.advance(95_000);
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'refunded', repaid: 5_000 });
    await session.clock.advance(120_000);
    await session.until('attract');
    expect(yuan('citizen')).toBe(0);
  });

  it('a note that is inserted counts as a touch', async () => {
    await payCash();
    for (let note = 0; note < 3; note++) {
      await session.clock.advance(50_000);
      await insert('10');
    }
    expect(session.stage.view).toMatchObject({
      idleWarning: null,
      screen: { kind: 'payCash', taken: 3_000 },
    });
  });

  it('the recycler cannot pay out: a claim, its code on the slip and on the screen', async () => {
    await payCash();
    await insert('100');
    session.noteUnit.set('payoutOutOfService', true);
    await session.act({ type: 'cancelPayment' });
    await resultShown();
    expect(session.stage.view.screen).toMatchObject({
      outcome: 'refunded',
      repaid: 0,
      claim: { code: 'CLAM-CODE', amount: 10_000, slip: true },
    });
    expect(session.receipts[0]?.join('\n')).toContain('领款码 CLAM-CODE');
    expect(session.disk.store.read.openCashClaims()).toMatchObject([{ amount: 10_000 }]);
    expect(reportBodies(session.disk.store, 'cashClaim')).toHaveLength(1);
  });

  describe('it is paid, and the change cannot be given', () => {
    /** 450 yuan for 400; what the recycler pays with fails before the authority has answered. */
    const paidWithoutChange = async () => {
      await payCash();
      for (const note of ['100', '100', '100', '50']) await insert(note);
      session.centre.slow = true;
      await insert('100');
      session.noteUnit.set('payoutOutOfService', true);
      session.centre.slow = false;
      await resultShown();
    };

    it('the slip with its code is out before the screen says so, and is not printed twice', async () => {
      await paidWithoutChange();
      expect(session.stage.view.screen).toMatchObject({
        outcome: 'paid',
        repaid: 0,
        claim: { code: 'CLAM-CODE', amount: 5_000, slip: true },
      });
      const slip = session.receipts[0]?.join('\n');
      expect(slip).toContain('领款码 CLAM-CODE');
      expect(slip).toContain('缴费凭证号');
      await session.act({ type: 'next' });
      await session.until('rate');
      expect(session.receipts).toHaveLength(1);
    });

    it('without a slip the screen says so; one comes after all where the printer is well again', async () => {
      session.slipUnit.set('coverOpen', true);
      await paidWithoutChange();
      expect(session.stage.view.screen).toMatchObject({ outcome: 'paid', claim: { slip: false } });
      session.slipUnit.set('coverOpen', false);
      await session.clock.advance(20_000);
      await session.act({ type: 'next' });
      await session.until('rate');
      expect(session.receipts[0]?.join('\n')).toContain('领款码 CLAM-CODE');
    });
  });

  it('neither payout nor slip: the code stays on the screen for minutes, not for seconds', async () => {
    await payCash();
    await insert('100');
    session.noteUnit.set('payoutOutOfService', true);
    session.slipUnit.set('coverOpen', true);
    await session.act({ type: 'cancelPayment' });
    await resultShown();
    expect(session.stage.view.screen).toMatchObject({ claim: { code: 'CLAM-CODE', slip: false } });
    await session.clock.advance(240_000);
    expect(session.stage.view.screen.kind).toBe('paymentResult');
  });

  it('a payout that jams and cannot be counted: not promised, not kept quiet; a case for staff', async () => {
    await payCash();
    await insert('100');
    session.noteUnit.set('payoutFault', 'jam');
    await session.act({ type: 'cancelPayment' });
    await resultShown();
    expect(session.stage.view.screen).toMatchObject({ outcome: 'refunded', open: 10_000, claim: null });
    expect(session.receipts[0]?.join('\n')).toContain('待查金额');
    expect(reportBodies(session.disk.store, 'cashCase')).toMatchObject([{ amount: 10_000 }]);
    expect(yuan('suspense')).toBe(-100);
  });

  it('the answer is lost: asked by its key, not sent again', async () => {
    session.centre.losePost = true;
    await payCash();
    for (let note = 0; note < 4; note++) await insert('100');
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'paid' });
    expect(session.centre.asked.filter((asked) => asked === 'post')).toHaveLength(1);
    expect(yuan('host')).toBe(-400);
  });

  it('nobody knows for a minute: the slip says so, and later it is booked after all', async () => {
    session.centre.slow = true;
    await payCash();
    for (let note = 0; note < 4; note++) await insert('100');
    await session.clock.advance(70_000);
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'waiting', receiptNumber: null });
    expect(yuan('pending')).toBe(-400);
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.receipts[0]?.join('\n')).toContain('结果待确认');
    session.centre.slow = false;
    const resolved = session.cash.resolve();
    await session.clock.advance(1_000);
    expect(await resolved).toBe(1);
    expect([yuan('pending'), yuan('host')]).toEqual([0, -400]);
  });

  it('the authority refuses: everything back', async () => {
    session.centre.refuse.post = 'ALREADY_PAID';
    await payCash();
    for (let note = 0; note < 8; note++) await insert('50');
    expect(await session.until('paymentResult')).toMatchObject({
      outcome: 'refused',
      repaid: 40_000,
      canRetry: false,
    });
    expect(yuan('host')).toBe(0);
    expect(inUnit()).toBe(inLedger());
  });

  it('a note that is none is given back, and the journal says why', async () => {
    await payCash();
    session.noteUnit.set('insert', 'forgery');
    await session.clock.advance(6_000);
    expect(session.stage.view.screen).toMatchObject({ kind: 'payCash', taken: 0 });
    expect(journalTypes(session.disk.store)).toContain('noteRefused');
  });
});

describe('by a code', () => {
  const choose = async () => {
    await toPayment();
    await session.act({ type: 'choosePayment', method: 'code' });
    return session.until('payCode', ({ state }) => state === 'waiting');
  };

  it('shown, paid, booked', async () => {
    const shown = await choose();
    expect(shown.code).toBe('https://centre.example/pay/YPDD0000000001');
    session.centre.phone = 'pays';
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'paid', code: 40_000, cash: 0 });
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.receipts[0]?.join('\n')).toContain('000001');
    expect(session.disk.store.read.unsettledIntents()).toEqual([]);
  });

  it('not wanted any more: the order is closed', async () => {
    await choose();
    await session.act({ type: 'cancelPayment' });
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'refunded', repaid: 0 });
    expect([...session.centre.orders.values()]).toMatchObject([{ state: 'cancelled' }]);
  });

  it('expired', async () => {
    await choose();
    session.centre.phone = 'expires';
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'expired', canRetry: true });
  });

  it('the channel falls silent: never a failure; after a minute the slip says that it is not known', async () => {
    await choose();
    session.centre.reachable = false;
    await session.until('payCode', ({ state }) => state === 'unknown');
    session.centre.reachable = true;
    await session.until('payCode', ({ state }) => state === 'waiting');
    session.centre.phone = 'pays';
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'paid' });
  });

  it('silent for longer than a minute: waiting, nothing said to have failed', async () => {
    await choose();
    session.centre.reachable = false;
    await session.clock.advance(150_000);
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'waiting' });
  });
});

describe('in notes, and the rest by a code', () => {
  it('is one payment of two parts', async () => {
    await payCash();
    for (let note = 0; note < 3; note++) await insert('100');
    session.centre.phone = 'pays';
    await session.act({ type: 'payRest' });
    const result = await session.until('paymentResult');
    expect(result).toMatchObject({ outcome: 'paid', cash: 30_000, code: 10_000, repaid: 0 });
    expect([...session.centre.posted.values()]).toEqual([40_000]);
    expect(yuan('host')).toBe(-300);
    expect(inUnit()).toBe(inLedger());
  });

  it('given up at the code: the notes are still there, and more may come', async () => {
    await payCash();
    await insert('100');
    await session.act({ type: 'payRest' });
    await session.until('payCode', ({ state }) => state === 'waiting');
    await session.act({ type: 'cancelPayment' });
    await session.until('payCash', ({ state }) => state === 'taking');
    expect(session.stage.view.screen).toMatchObject({ taken: 10_000 });
    for (let note = 0; note < 3; note++) await insert('100');
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'paid', cash: 40_000, code: 0 });
  });

  it('refused: the notes come out and the code’s money goes back', async () => {
    await payCash();
    await insert('100');
    session.centre.phone = 'pays';
    session.centre.refuse.post = 'ALREADY_PAID';
    await session.act({ type: 'payRest' });
    await resultShown();
    expect(await session.until('paymentResult')).toMatchObject({ outcome: 'refused' });
    expect([...session.centre.orders.values()]).toMatchObject([{ state: 'refunded' }]);
    expect(yuan('citizen')).toBe(0);
  });
});

describe('before anything is paid', () => {
  it('nothing is due', async () => {
    session.centre.due = null;
    const { act, until } = session;
    await act({ type: 'start' });
    await act({ type: 'chooseItem', code: 'TAX-PAY-002' });
    await act({ type: 'next' });
    await act({ type: 'next' });
    session.lay();
    await until('verify');
    await act({ type: 'submitCode', code: '123456' });
    expect(await until('fault')).toMatchObject({ code: 'nothingDue' });
  });

  it('the recycler is gone: cash is not offered, and the first screen says so', async () => {
    session.noteLine.cut();
    await session.clock.advance(5_000);
    expect(session.stage.view.screen).toMatchObject({ kind: 'attract', limitations: ['cashRecycler'] });
    await toPayment();
    expect(session.stage.view.screen).toMatchObject({ cash: 'unavailable', code: true });
    await session.act({ type: 'choosePayment', method: 'cash' });
    expect(session.stage.view.screen.kind).toBe('choosePayment');
    session.noteLine.mend();
    await session.until('choosePayment', ({ cash }) => cash === 'available');
  });

  it('more than is taken in notes at one time is paid by code alone', async () => {
    session.centre.due = 600_000;
    await toPayment();
    expect(session.stage.view.screen).toMatchObject({ cash: 'absent', code: true });
  });
});
