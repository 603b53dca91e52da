import { isDeepStrictEqual } from 'node:util';
import type { Read, Store, Write } from '../../store/store.ts';

/** What an answer is read from. A write changes answers of its own subject alone; whatever is of money, those of all money. */
type Subject =
  | 'journal'
  | 'reports'
  | 'intents'
  | 'transactions'
  | 'facts'
  | 'cashIns'
  | 'exchanges'
  | 'money'
  | 'locker';

const reads: Readonly<Record<keyof Read, Subject>> = {
  unsettledIntents: 'intents',
  indeterminateIntents: 'intents',
  intentsOf: 'intents',
  transaction: 'transactions',
  unfinishedTransactions: 'transactions',
  openJobs: 'transactions',
  document: 'transactions',
  unsentReports: 'reports',
  unsentReportCount: 'reports',
  journal: 'journal',
  fact: 'facts',
  activeCashIn: 'cashIns',
  openCashExchange: 'exchanges',
  cashBalance: 'money',
  cashBalances: 'money',
  cashHolding: 'money',
  owedToCitizen: 'money',
  cashMoves: 'money',
  lastCashMove: 'money',
  pendingCashTransactions: 'money',
  openCashClaims: 'money',
  cashClaim: 'money',
  cashClaimsOf: 'money',
  openCashCases: 'money',
  openCashDifferences: 'money',
  cashCaseHolds: 'money',
  openCashDay: 'money',
  cashDaySoFar: 'money',
  lastCashDay: 'money',
  cashUnits: 'money',
  cashFlows: 'money',
  lockerPapers: 'locker',
};

const writes: Readonly<Record<keyof Write, Subject>> = {
  journal: 'journal',
  report: 'reports',
  acknowledgeReports: 'reports',
  intend: 'intents',
  settle: 'intents',
  beginTransaction: 'transactions',
  endTransaction: 'transactions',
  keepDocument: 'transactions',
  dropDocument: 'transactions',
  openJob: 'transactions',
  closeJob: 'transactions',
  setFact: 'facts',
  beginCashIn: 'cashIns',
  endCashIn: 'cashIns',
  startCashExchange: 'exchanges',
  enterCashExchange: 'exchanges',
  completeCashExchange: 'exchanges',
  openCashPlace: 'money',
  moveCash: 'money',
  openCashClaim: 'money',
  settleCashClaim: 'money',
  openCashCase: 'money',
  closeCashCase: 'money',
  recordCashCount: 'money',
  openCashDifference: 'money',
  closeCashDifference: 'money',
  openCashDay: 'money',
  closeCashDay: 'money',
  setCashAccuracy: 'money',
  resetCashCounters: 'money',
  addLockerPaper: 'locker',
  setLockerPaper: 'locker',
  dropLockerPaper: 'locker',
};

type Call = (...parameters: unknown[]) => unknown;

/**
 * Between two writes about a subject a question has one answer: it is asked of the database once.
 *
 * @param doubt asks each time nevertheless, and throws where an answer is not the one that is known
 */
export function knowAnswers(store: Store, { doubt = false } = {}): Store {
  const known = new Map<Subject, Map<string, unknown>>();
  for (const subject of Object.values(reads)) known.set(subject, new Map());
  const read = wrapped(store.read, (name, ask) => {
    const answers = known.get(reads[name]) as Map<string, unknown>;
    return (...parameters) => {
      const key = parameters.length === 0 ? name : `${name} ${parameters.join(' ')}`;
      const answer = answers.get(key);
      if (answer !== undefined || answers.has(key)) {
        if (doubt && !isDeepStrictEqual(answer, ask(...parameters))) throw new Error(`${key} has changed`);
        return answer;
      }
      const fresh = ask(...parameters);
      answers.set(key, fresh);
      return fresh;
    };
  });
  let open: Write | undefined;
  const forget = (name: keyof Write) => known.get(writes[name])?.clear();
  // One object for all commits: which of them is open, the store knows.
  const write = Object.fromEntries(
    Object.keys(writes).map((name) => [
      name,
      (...parameters: unknown[]) => {
        const method = open?.[name as keyof Write] as Call | undefined;
        if (method === undefined) throw new Error(`write.${name} after its commit has ended`);
        const answer = method.apply(open, parameters);
        forget(name as keyof Write);
        return answer;
      },
    ]),
  ) as unknown as Write;
  return {
    read,
    commit(work) {
      try {
        return store.commit((opened) => {
          open = opened;
          return work(write);
        });
      } catch (error) {
        // All of it is rolled back.
        for (const answers of known.values()) answers.clear();
        throw error;
      } finally {
        open = undefined;
      }
    },
    close: store.close,
  };
}

function wrapped(read: Read, wrap: (name: keyof Read, ask: Call) => Call): Read {
  return Object.fromEntries(
    Object.entries(read).map(([name, ask]) => [name, wrap(name as keyof Read, ask as Call)]),
  ) as unknown as Read;
}
