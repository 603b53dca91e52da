import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalTypes, reportBodies } from '../../transaction/test-ground.ts';
import { openSession, type TestSession } from '../test-session.ts';

const code = '7K3M-Q2XD';
let session: TestSession;
let owedBy: string;
beforeEach(async () => {
  session = await openSession();
});
afterEach(() => session.close());

/** Somebody was here before, to whom this machine still owes so many fen. */
function owe(amount: number): void {
  const { store, newId } = session.disk;
  owedBy = newId();
  store.commit((write) => {
    write.beginTransaction({ id: owedBy, itemCode: 'TAX-PAY-002', configurationVersion: 'test' });
    write.endTransaction(owedBy, 'completed');
    write.moveCash({ transactionId: owedBy, reason: 'test', debit: 'suspense', credit: 'claims', amount });
    write.openCashClaim({ code, transactionId: owedBy, amount });
  });
}

async function type(typed: string): Promise<void> {
  await session.until('field');
  await session.act({ type: 'answer', answer: typed });
}

async function toCode(): Promise<void> {
  await session.act({ type: 'start' });
  await session.act({ type: 'chooseItem', code: 'CSH-PAY-001' });
  await session.act({ type: 'next' });
}

const claims = () => session.disk.store.read.openCashClaims();
const inTray = () =>
  session.noteUnit.inventory().outside.reduce((sum, { value, count }) => sum + value * count, 0);
const resultShown = () =>
  session.clock.advanceUntil(() => session.stage.view.screen.kind === 'paymentResult', 400_000);

describe('a slip with a code', () => {
  it('is paid out: what is owed is shown first, the money comes, and the slip says so', async () => {
    owe(7_000);
    await toCode();
    await type('7K3MQ2XD');
    expect(await session.until('collectClaim')).toEqual({
      kind: 'collectClaim',
      amount: 7_000,
      state: 'found',
    });
    expect(claims()).toHaveLength(1);
    await session.act({ type: 'next' });
    await resultShown();
    expect(session.stage.view.screen).toMatchObject({
      outcome: 'collected',
      repaid: 7_000,
      claim: null,
      open: 0,
      canRetry: false,
    });
    expect(inTray()).toBe(7_000);
    expect(claims()).toEqual([]);
    expect(reportBodies(session.disk.store, 'cashClaim')).toEqual([
      { transactionId: owedBy, state: 'settled', amount: 7_000 },
    ]);
    await session.act({ type: 'next' });
    await session.until('rate');
    expect(session.receipts.at(-1)).toEqual(
      expect.arrayContaining([expect.stringMatching(/已付现金.*70\.00/)]),
    );
    // The code is worth money: it stands in no journal and no report.
    const { read } = session.disk.store;
    expect(JSON.stringify([read.journal(0, 1_000), read.unsentReports(1_000)])).not.toMatch(/7K3M/);
  });

  it('whoever sees the sum may still go back, and nothing has happened', async () => {
    owe(5_000);
    await toCode();
    await type('7K3MQ2XD');
    await session.until('collectClaim');
    await session.act({ type: 'back' });
    await session.until('field');
    expect(claims()).toHaveLength(1);
    expect(inTray()).toBe(0);
  });

  it('somebody who goes away from the sum leaves it as it was', async () => {
    owe(5_000);
    await toCode();
    await type('7K3MQ2XD');
    await session.until('collectClaim');
    await session.clock.advance(180_000);
    expect(session.stage.view.screen.kind).toBe('attract');
    expect(claims()).toHaveLength(1);
  });

  it('the store jams midway: what came counts, the rest has a new code on a slip, and the old one leads to it', async () => {
    owe(7_000);
    await toCode();
    await type('7K3MQ2XD');
    await session.until('collectClaim');
    session.noteUnit.set('payoutFault', 'jam');
    await session.act({ type: 'next' });
    await session.clock.advance(20_000);
    session.noteUnit.set('clearJam', true);
    await resultShown();
    const result = session.stage.view.screen;
    if (result.kind !== 'paymentResult') throw new Error(result.kind);
    expect(result.repaid + result.open + (result.claim?.amount ?? 0)).toBe(7_000);
    expect(result.repaid).toBeLessThan(7_000);
  });
});

describe('no money for it', () => {
  it('an unknown code: asked again, five times at most', async () => {
    owe(5_000);
    await toCode();
    for (let tries = 1; tries < 5; tries++) {
      await type('AAAA2222');
      expect(await session.until('fault')).toMatchObject({
        code: 'claimUnknown',
        actions: ['retry', 'finish', 'call'],
      });
      await session.act({ type: 'retry' });
    }
    await type('AAAA2222');
    expect(await session.until('fault')).toMatchObject({ code: 'claimUnknown', actions: ['finish', 'call'] });
    expect(journalTypes(session.disk.store)).toContain('stepRefused');
    expect(claims()).toHaveLength(1);
  });

  it('one that was paid already', async () => {
    owe(5_000);
    session.disk.store.commit((write) => write.settleCashClaim(code, 'staff'));
    await toCode();
    await type('7K3MQ2XD');
    expect(await session.until('fault')).toMatchObject({ code: 'claimSettled' });
    expect(inTray()).toBe(0);
  });

  it('more than the machine can make up now: nothing is begun', async () => {
    owe(90_000);
    await toCode();
    await type('7K3MQ2XD');
    expect(await session.until('fault')).toMatchObject({ code: 'claimNotNow', actions: ['finish', 'call'] });
    expect(claims()).toHaveLength(1);
    expect(inTray()).toBe(0);
  });
});
