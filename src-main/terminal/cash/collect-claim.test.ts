import { afterEach, describe, expect, it } from 'vitest';
import type { CashClaim } from '../store/store.ts';
import { claimBehind, collectClaim } from './collect-claim.ts';
import { expectMadeWhole, outside } from './faults/made-whole.test-support.ts';
import { openSmallStore, refund } from './faults/second-units.test-support.ts';
import type { Repaid } from './pay-out.ts';
import type { DeathPlan } from './simulation/mortal-store.ts';
import { isDeath } from './simulation/simulate.ts';
import type { Till } from './test-till.ts';

let till: Till;
afterEach(() => till.close());

/** A claim of 300 yuan, and the dispenser that could not pay it then is there again. */
async function openClaim(): Promise<CashClaim> {
  till = await openSmallStore();
  const { claim } = await refund(till, ['100', '100', '100'], () => till.units.lines.notes.cut());
  till.units.lines.notes.mend();
  await till.clock.advance(120_000);
  if (claim === null) throw new Error('it was paid');
  return claim;
}

function begin(id: string): string {
  const transactionId = `00000000-0000-4000-8000-0000000000${id}`;
  till.store.commit((write) =>
    write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' }),
  );
  return transactionId;
}

/** Whoever stands there with the slip. Null where the process died under it. */
async function collect(claim: CashClaim, death: DeathPlan | null = null): Promise<Repaid | null> {
  const transactionId = begin('c2');
  till.arm(death);
  let repaid: Repaid | null = null;
  collectClaim(till.ground, transactionId, claim).then(
    (answer) => {
      repaid = answer;
    },
    (error: unknown) => {
      if (!isDeath(error)) throw error;
    },
  );
  await till.clock.advanceUntil(() => repaid !== null || till.dead, 600_000);
  return repaid;
}

const reports = () =>
  till.store.read
    .unsentReports(1_000)
    .flatMap(({ kind, body }) => (kind === 'cashClaim' ? [`${body.state} ${body.amount}`] : []));

it('is paid out whole: settled, and the centre knows', async () => {
  const claim = await openClaim();
  expect(await collect(claim)).toEqual({ paid: 30_000, claim: null, open: 0 });
  expect(outside(till)).toBe(300);
  expect(till.balance('claims')).toBe(0);
  expect(reports()).toEqual(['open 30000', 'settled 30000']);
  expect(claimBehind(till.store.read, claim.code)).toBe('settled');
  expectMadeWhole(till);
});

it('is paid once: a second time is refused by the database, and changes nothing', async () => {
  const claim = await openClaim();
  await collect(claim);
  const transactionId = begin('c3');
  await expect(collectClaim(till.ground, transactionId, claim)).rejects.toThrow(/a claim is settled once/);
  expect(till.store.read.activeCashIn()).toBeUndefined();
  expectMadeWhole(till);
});

it('in part: the old slip is good for the rest, and once more', async () => {
  const claim = await openClaim();
  till.units.notes.set('dispenseFault', 'jamAtCheck');
  const first = await collect(claim);
  expect(first).toMatchObject({ paid: 10_000, claim: { amount: 20_000 }, open: 0 });
  expect(claimBehind(till.store.read, claim.code)).toEqual(expect.objectContaining(first?.claim ?? {}));
  expect(reports()).toEqual(['open 30000', 'settled 30000', 'open 20000']);
  expect(till.balance('claims')).toBe(-200);
});

describe('the power fails', () => {
  it.each([1, 2, 3, 4, 5, 6].flatMap((at) => [[at, 'before'] as const, [at, 'after'] as const]))(
    'at commit %i, %s it: what was not paid is still claimed by the old slip',
    async (at, when) => {
      const claim = await openClaim();
      await collect(claim, { at, when });
      if (till.dead) await till.restart();
      await till.clock.advance(10_000);
      const { read } = till.store;
      const behind = claimBehind(read, claim.code);
      const owed = typeof behind === 'string' ? 0 : behind.amount / 100;
      const doubt = read.openCashCases().reduce((sum, { amount }) => sum + amount, 0) / 100;
      expect(outside(till) + owed).toBeLessThanOrEqual(300);
      expect(outside(till) + owed + doubt).toBeGreaterThanOrEqual(300);
      expect(till.balance('claims') + owed).toBe(0);
      expect(read.activeCashIn()).toBeUndefined();
    },
  );
});

describe('what a code stands for', () => {
  it('as people type it', async () => {
    till = await openSmallStore();
    const { store } = till;
    const transactionId = '00000000-0000-4000-8000-0000000000c2';
    store.commit((write) => {
      write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' });
      write.openCashClaim({ code: '7K10-Q2XD', transactionId, amount: 100 });
    });
    for (const typed of ['7K10-Q2XD', '7K10Q2XD', '7k1o q2xd', '7KIO-Q2XD', '7KL0Q2XD'])
      expect(claimBehind(store.read, typed)).toMatchObject({ code: '7K10-Q2XD', amount: 100 });
    expect(claimBehind(store.read, '7K10-Q2XE')).toBe('unknown');
    store.commit((write) => write.settleCashClaim('7K10-Q2XD', 'staff'));
    expect(claimBehind(store.read, '7K10-Q2XD')).toBe('settled');
  });
});
