import type Database from 'libsql';
import type { CashDay } from '../../../src-shared/contract/cash-day.ts';
import {
  type CashCaseRow,
  type CashDifferenceRow,
  type CashMoveRow,
  toCashCase,
  toCashDifference,
  toCashMove,
} from './rows.ts';
import type {
  CashAccount,
  CashClaim,
  CashClaimRecord,
  CashDaySoFar,
  CashFlow,
  CashHands,
  CashInRecord,
  CashItems,
  Read,
} from './store.ts';

type CashRead = Pick<
  Read,
  | 'cashBalance'
  | 'cashBalances'
  | 'cashHolding'
  | 'owedToCitizen'
  | 'cashMoves'
  | 'lastCashMove'
  | 'activeCashIn'
  | 'pendingCashTransactions'
  | 'openCashClaims'
  | 'cashClaim'
  | 'cashClaimsOf'
  | 'openCashCases'
  | 'openCashDifferences'
  | 'cashCaseHolds'
  | 'openCashDay'
  | 'cashDaySoFar'
  | 'lastCashDay'
  | 'cashUnits'
  | 'cashFlows'
  | 'openCashExchange'
>;

interface OpenDayRow {
  day: string;
  openedAt: string;
  carriedIn: string | null;
  afterMove: number;
  afterCount: number;
}

/** The ledger's part of `Read`. */
export function createCashRead(database: Database.Database): CashRead {
  const balance = database.prepare('SELECT balance FROM cash_accounts WHERE name = ?');
  const balances = database.prepare('SELECT name AS account, balance FROM cash_accounts ORDER BY name');
  const holding = database.prepare(
    'SELECT value, count FROM cash_holdings WHERE place = ? AND count > 0 ORDER BY value DESC',
  );
  const owed = database.prepare(
    `SELECT coalesce(sum(CASE WHEN credit = 'citizen' THEN amount WHEN debit = 'citizen' THEN -amount ELSE 0 END), 0)
       AS owed FROM cash_moves WHERE transaction_id = ?`,
  );
  const moves = database.prepare('SELECT * FROM cash_moves WHERE transaction_id = ? ORDER BY sequence');
  const last = database.prepare(
    'SELECT * FROM cash_moves WHERE reason IN (SELECT value FROM json_each(?)) ORDER BY sequence DESC LIMIT 1',
  );
  const active = database.prepare(
    "SELECT transaction_id AS transactionId, device, due, status FROM cash_ins WHERE status = 'active'",
  );
  const pending = database.prepare(
    `SELECT transaction_id AS id FROM cash_moves WHERE 'pending' IN (debit, credit)
     GROUP BY transaction_id
     HAVING sum(CASE WHEN credit = 'pending' THEN amount ELSE -amount END) <> 0 ORDER BY min(sequence)`,
  );
  const claims = database.prepare(
    `SELECT code, transaction_id AS transactionId, amount FROM cash_claims
     WHERE settled_at IS NULL ORDER BY rowid`,
  );
  const claimColumns = 'code, transaction_id AS transactionId, amount, settled_by AS settledBy';
  const claim = database.prepare(`SELECT ${claimColumns} FROM cash_claims WHERE code = ?`);
  const claimsOf = database.prepare(
    `SELECT ${claimColumns} FROM cash_claims WHERE transaction_id = ? ORDER BY rowid`,
  );
  const cases = database.prepare('SELECT * FROM cash_cases WHERE closed_at IS NULL ORDER BY rowid');
  const differences = database.prepare("SELECT * FROM cash_differences WHERE state = 'open' ORDER BY number");
  const holds = database.prepare(
    'SELECT case_id AS caseId, amount FROM cash_case_holds WHERE amount <> 0 ORDER BY case_id',
  );
  const openDay = database.prepare(
    `SELECT day, opened_at AS openedAt, carried_in AS carriedIn, after_move AS afterMove,
       after_count AS afterCount FROM cash_days WHERE state = 'open'`,
  );
  const dayMoves = database.prepare(
    'SELECT * FROM cash_moves WHERE sequence > ? OR (transaction_id = ? AND sequence <= ?) ORDER BY sequence',
  );
  const dayCounts = database.prepare(
    `SELECT place, ledger, counted FROM cash_counts
     WHERE number IN (SELECT max(number) FROM cash_counts WHERE number > ? GROUP BY place) ORDER BY place`,
  );
  const lastDay = database.prepare(
    "SELECT report FROM cash_days WHERE state = 'closed' ORDER BY day DESC LIMIT 1",
  );
  const units = database.prepare('SELECT place, accuracy FROM cash_units ORDER BY place');
  const flows = database.prepare(
    `SELECT CASE WHEN debit = place THEN 'in' ELSE 'out' END AS direction,
       CASE WHEN debit = place THEN credit ELSE debit END AS other, reason, value, sum(count) AS count
     FROM cash_units, cash_moves
     WHERE place = ? AND sequence > counted_from AND place IN (debit, credit) AND 'vault' NOT IN (debit, credit)
     GROUP BY 1, 2, 3, 4 ORDER BY min(sequence)`,
  );
  const exchange = database.prepare(
    "SELECT id, started_at AS startedAt, started_by AS startedBy FROM cash_exchanges WHERE state = 'open'",
  );
  const entered = database.prepare(
    'SELECT place, items FROM cash_exchange_units WHERE exchange_id = ? ORDER BY place',
  );

  return {
    cashBalance: (account) => (balance.all(account) as { balance: number }[])[0]?.balance,
    cashBalances: () => balances.all() as { account: CashAccount; balance: number }[],
    cashHolding: (place) => holding.all(place) as { value: number; count: number }[],
    owedToCitizen: (transactionId) => (owed.all(transactionId) as [{ owed: number }])[0].owed,
    cashMoves: (transactionId) => (moves.all(transactionId) as CashMoveRow[]).map(toCashMove),
    lastCashMove: (reasons) => (last.all(JSON.stringify(reasons)) as CashMoveRow[]).map(toCashMove)[0],
    activeCashIn: () => (active.all() as CashInRecord[])[0],
    pendingCashTransactions: () => (pending.all() as { id: string }[]).map(({ id }) => id),
    openCashClaims: () => claims.all() as CashClaim[],
    cashClaim: (code) => (claim.all(code) as CashClaimRecord[])[0],
    cashClaimsOf: (transactionId) => claimsOf.all(transactionId) as CashClaimRecord[],
    openCashCases: () => (cases.all() as CashCaseRow[]).map(toCashCase),
    openCashDifferences: () => (differences.all() as CashDifferenceRow[]).map(toCashDifference),
    cashCaseHolds: () => holds.all() as { caseId: string; amount: number }[],
    openCashDay() {
      const [open] = openDay.all() as OpenDayRow[];
      if (open === undefined) return undefined;
      const { day, openedAt, carriedIn } = open;
      return { day, openedAt, carriedIn };
    },
    cashDaySoFar() {
      const [open] = openDay.all() as OpenDayRow[];
      if (open === undefined) return { moves: [], counts: [] };
      const { carriedIn, afterMove, afterCount } = open;
      const moves = (dayMoves.all(afterMove, carriedIn, afterMove) as CashMoveRow[]).map(toCashMove);
      return { moves, counts: dayCounts.all(afterCount) as CashDaySoFar['counts'] };
    },
    lastCashDay() {
      const [last] = lastDay.all() as { report: string }[];
      return last && (JSON.parse(last.report) as CashDay);
    },
    cashUnits: () => units.all() as ReturnType<Read['cashUnits']>[number][],
    cashFlows: (place) => flows.all(place) as CashFlow[],
    openCashExchange() {
      const [open] = exchange.all() as { id: string; startedAt: string; startedBy: CashHands }[];
      if (open === undefined) return undefined;
      const places = entered.all(open.id) as { place: CashAccount; items: string }[];
      return {
        ...open,
        entered: places.map(({ place, items }) => ({ place, items: JSON.parse(items) as CashItems[] })),
      };
    },
  };
}
