import type Database from 'libsql';
import { type CashDifferenceRow, toCashDifference } from './rows.ts';
import type { Write } from './store.ts';

type CashWrite = Pick<
  Write,
  | 'openCashPlace'
  | 'moveCash'
  | 'beginCashIn'
  | 'endCashIn'
  | 'openCashClaim'
  | 'settleCashClaim'
  | 'openCashCase'
  | 'closeCashCase'
  | 'recordCashCount'
  | 'openCashDifference'
  | 'closeCashDifference'
  | 'openCashDay'
  | 'closeCashDay'
  | 'setCashAccuracy'
  | 'startCashExchange'
  | 'enterCashExchange'
  | 'resetCashCounters'
  | 'completeCashExchange'
>;

/** The ledger's part of `Write`. What must never be wrong is refused by cash-schema.ts, not here. */
export function createCashWrite(database: Database.Database, now: () => string): CashWrite {
  const openPlace = database.prepare(
    "INSERT INTO cash_accounts (name, kind) VALUES (?, 'place') ON CONFLICT DO NOTHING",
  );
  const move = database.prepare(
    `INSERT INTO cash_moves (at, transaction_id, reason, debit, credit, value, count, amount)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const beginCashIn = database.prepare(
    "INSERT INTO cash_ins (transaction_id, device, due, status) VALUES (?, ?, ?, 'active')",
  );
  const endCashIn = database.prepare('UPDATE cash_ins SET status = ? WHERE transaction_id = ?');
  const openClaim = database.prepare(
    'INSERT INTO cash_claims (code, transaction_id, amount, opened_at) VALUES (?, ?, ?, ?)',
  );
  const settleClaim = database.prepare(
    'UPDATE cash_claims SET settled_at = ?, settled_by = ? WHERE code = ?',
  );
  const openCase = database.prepare(
    `INSERT INTO cash_cases (id, transaction_id, device, amount, evidence, opened_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const closeCase = database.prepare('UPDATE cash_cases SET closed_at = ?, finding = ? WHERE id = ?');

  const recordCount = database.prepare(
    'INSERT INTO cash_counts (place, at, counted_by, ledger, counted) VALUES (?, ?, ?, ?, ?)',
  );
  const openDifference = database.prepare(
    `INSERT INTO cash_differences (number, place, amount, opened_at, found_by, case_id)
     VALUES ((SELECT coalesce(max(number), 0) + 1 FROM cash_differences), ?, ?, ?, ?, ?) RETURNING *`,
  );
  const closeDifference = database.prepare(
    `UPDATE cash_differences SET state = ?, finding = ?, closed_at = ?, closed_by = ?
     WHERE number = ? RETURNING *`,
  );
  const openDay = database.prepare(
    `INSERT INTO cash_days (day, state, opened_at, after_move, carried_in, after_count)
     VALUES (?, 'open', ?,
       coalesce((SELECT through_move FROM cash_days ORDER BY day DESC LIMIT 1), 0),
       (SELECT carried_out FROM cash_days ORDER BY day DESC LIMIT 1),
       (SELECT coalesce(max(number), 0) FROM cash_counts))`,
  );
  const closeDay = database.prepare(
    `UPDATE cash_days SET state = 'closed', closed_at = ?, carried_out = ?, report = ?,
       through_move = (SELECT coalesce(max(sequence), 0) FROM cash_moves) WHERE day = ?`,
  );
  const setAccuracy = database.prepare('UPDATE cash_units SET accuracy = ? WHERE place = ?');
  const startExchange = database.prepare(
    "INSERT INTO cash_exchanges (id, state, started_at, started_by) VALUES (?, 'open', ?, ?)",
  );
  const enterExchange = database.prepare(
    `INSERT INTO cash_exchange_units (exchange_id, place, items) VALUES (?, ?, ?)
     ON CONFLICT (exchange_id, place) DO UPDATE SET items = excluded.items`,
  );
  const resetCounters = database.prepare(
    `UPDATE cash_units SET accuracy = 'accurateSet',
       counted_from = (SELECT coalesce(max(sequence), 0) FROM cash_moves) WHERE place = ?`,
  );
  const completeExchange = database.prepare(
    "UPDATE cash_exchanges SET state = 'completed', completed_at = ?, completed_by = ? WHERE id = ?",
  );

  return {
    openCashPlace: (place) => void openPlace.run(place),
    moveCash({ transactionId, reason, debit, credit, amount }) {
      const [value, count, fen] =
        typeof amount === 'number'
          ? [null, null, amount]
          : [amount.value, amount.count, amount.value * amount.count];
      move.run(now(), transactionId, reason, debit, credit, value, count, fen);
    },
    beginCashIn: ({ transactionId, device, due }) => void beginCashIn.run(transactionId, device, due),
    endCashIn: (transactionId, status) =>
      changedOne(endCashIn.run(status, transactionId), 'cash-in of transaction', transactionId),
    openCashClaim: ({ code, transactionId, amount }) =>
      void openClaim.run(code, transactionId, amount, now()),
    settleCashClaim: (code, by) => changedOne(settleClaim.run(now(), by, code), 'claim', code),
    openCashCase: ({ id, transactionId, device, amount, evidence }) =>
      void openCase.run(id, transactionId, device, amount, JSON.stringify(evidence), now()),
    closeCashCase: (id, finding) => changedOne(closeCase.run(now(), finding, id), 'case', id),
    recordCashCount: ({ place, by, ledger, counted }) =>
      void recordCount.run(place, now(), by, ledger, counted),
    openCashDifference({ place, amount, foundBy, caseId }) {
      const [row] = openDifference.all(place, amount, now(), foundBy, caseId) as [CashDifferenceRow];
      return toCashDifference(row);
    },
    closeCashDifference(number, { state, finding, by }) {
      const [row] = closeDifference.all(state, finding, now(), by, number) as CashDifferenceRow[];
      if (row === undefined) throw new Error(`no difference ${number}`);
      return toCashDifference(row);
    },
    openCashDay: (day) => void openDay.run(day, now()),
    closeCashDay: (day, { carriedOut, report }) =>
      changedOne(closeDay.run(now(), carriedOut, JSON.stringify(report), day), 'business day', day),
    setCashAccuracy: (place, accuracy) => changedOne(setAccuracy.run(accuracy, place), 'cash unit', place),
    startCashExchange: ({ id, by }) => void startExchange.run(id, now(), by),
    enterCashExchange: (id, place, items) => void enterExchange.run(id, place, JSON.stringify(items)),
    resetCashCounters: (place) => changedOne(resetCounters.run(place), 'cash unit', place),
    completeCashExchange: (id, by) => changedOne(completeExchange.run(now(), by, id), 'exchange', id),
  };
}

/** An update that found nothing is a bug of its caller, not a success. */
export function changedOne(run: { changes: number }, what: string, id: string): void {
  if (run.changes !== 1) throw new Error(`no ${what} ${id}`);
}
