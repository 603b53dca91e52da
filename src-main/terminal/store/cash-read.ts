import type Database from 'libsql';
import { type CashCaseRow, type CashMoveRow, toCashCase, toCashMove } from './rows.ts';
import type { CashAccount, CashClaim, CashInRecord, Read } from './store.ts';

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
  | 'openCashCases'
>;

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
  const cases = database.prepare('SELECT * FROM cash_cases WHERE closed_at IS NULL ORDER BY rowid');

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
    openCashCases: () => (cases.all() as CashCaseRow[]).map(toCashCase),
  };
}
