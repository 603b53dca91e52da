import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../src-shared/virtual-clock.ts';
import type { Store, Write } from '../../store/store.ts';
import { memoryDisk } from './disk.ts';
import { knowAnswers } from './known-answers.ts';
import { simulateTerminal } from './simulate.ts';

const transactionId = '00000000-0000-4000-8000-0000000000e1';
const payout = 'unit:recycler/payout';
let numbers = 0;
const disk = memoryDisk();
let plain: Store;
/** Names of the questions that reached the database. */
let asked: string[];
let store: Store;
beforeEach(() => {
  plain = disk.open({
    clock: new VirtualClock(),
    terminalNumber: '0001',
    newId: () => `00000000-0000-4000-8000-${String(++numbers).padStart(12, '0')}`,
  });
  asked = [];
  const read = Object.fromEntries(
    Object.entries(plain.read).map(([name, ask]) => [
      name,
      (...parameters: unknown[]) => {
        asked.push(name);
        return (ask as (...parameters: unknown[]) => unknown)(...parameters);
      },
    ]),
  ) as unknown as Store['read'];
  store = knowAnswers({ ...plain, read });
});
afterEach(() => plain.close());

const load = (write: Write, count: number) =>
  write.moveCash({
    transactionId: null,
    reason: 'loaded',
    debit: payout,
    credit: 'vault',
    amount: { value: 1_000, count },
  });

describe('answers that are known', () => {
  it('are asked for once, by question and parameters', () => {
    for (let times = 0; times < 3; times++) {
      store.read.cashBalance('vault');
      store.read.cashBalance('host');
      store.read.fact('nothing');
    }
    expect(asked).toEqual(['cashBalance', 'cashBalance', 'fact']);
  });

  it('a move of money makes every answer about money a new question, and no other', () => {
    store.commit((write) => write.openCashPlace(payout));
    const before = store.read.cashBalance(payout) ?? 0;
    store.read.unsettledIntents();
    asked.length = 0;
    store.commit((write) => load(write, 2));
    expect(store.read.cashBalance(payout)).toBe(before + 2_000);
    store.read.unsettledIntents();
    expect(asked).toEqual(['cashBalance']);
  });

  it('inside a commit what was written so far is seen at once', () => {
    const seen = store.commit((write) => {
      const before = store.read.cashBalance(payout) ?? 0;
      load(write, 1);
      const between = store.read.cashBalance(payout) ?? 0;
      load(write, 1);
      return [between - before, (store.read.cashBalance(payout) ?? 0) - between];
    });
    expect(seen).toEqual([1_000, 1_000]);
  });

  it('what was rolled back is forgotten', () => {
    const before = store.read.cashBalance(payout);
    const failing = () =>
      store.commit((write) => {
        load(write, 1);
        store.read.cashBalance(payout);
        throw new Error('power');
      });
    expect(failing).toThrow('power');
    expect(store.read.cashBalance(payout)).toBe(before);
  });

  it('an intent, a cash-in and a report change their own answers', () => {
    expect([store.read.unsettledIntents(), store.read.activeCashIn()]).toEqual([[], undefined]);
    const reports = store.read.unsentReportCount();
    store.commit((write) => {
      write.beginTransaction({ id: transactionId, itemCode: 'TEST', configurationVersion: 'test' });
      write.beginCashIn({ transactionId, device: 'recycler', due: 100 });
      write.intend({
        id: '00000000-0000-4000-8000-0000000000e2',
        transactionId,
        step: 'cash',
        effect: { kind: 'cash', device: 'recycler', command: 'stack', amount: 100 },
      });
      write.report('cashClaim', { transactionId, state: 'open', amount: 100 });
    });
    expect(store.read.unsettledIntents()).toHaveLength(1);
    expect(store.read.activeCashIn()).toMatchObject({ transactionId });
    expect(store.read.unsentReportCount()).toBe(reports + 1);
  });

  it('a write that outlived its commit is refused', () => {
    const kept = store.commit((write) => write);
    expect(() => load(kept, 1)).toThrow('after its commit has ended');
  });

  it('doubted, an answer that changed behind its back is an error', () => {
    const doubting = knowAnswers(plain, { doubt: true });
    doubting.read.cashBalance(payout);
    plain.commit((write) => load(write, 1));
    expect(() => doubting.read.cashBalance(payout)).toThrow('cashBalance unit:recycler/payout has changed');
  });
});

describe('no answer of a whole life changes unnoticed', () => {
  it.each([11, 12, 1029, 2040])('terminal %i lives the same life, doubted and not', async (seed) => {
    const doubted = await simulateTerminal(seed, 12, { disk: 'doubted' });
    expect(doubted.broken).toBeNull();
    expect(doubted).toEqual(await simulateTerminal(seed, 12));
  });
});
