import type { Kysely, Selectable } from 'kysely';
import type { Report } from '../../src-shared/contract/server.ts';
import type { RatingLevel } from '../../src-shared/visit.ts';
import type { TerminalRow, TransactionDetail, TransactionRow } from '../console/model.ts';
import type { Schema } from '../store/schema.ts';
import { heartbeat } from './heartbeat.ts';

/** Milliseconds without a heartbeat after which a terminal counts as offline. */
const onlineWithinMs = 60_000;
const transactionsShown = 200;

export async function listTerminals(db: Kysely<Schema>, now: number): Promise<TerminalRow[]> {
  const rows = await db.selectFrom('terminal').selectAll().orderBy('number').execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    serialNumber: row.serial_number,
    online: row.heartbeat_at !== null && now - row.heartbeat_at.getTime() < onlineWithinMs,
    heartbeatAt: row.heartbeat_at?.toISOString() ?? null,
    state: heartbeat.safeParse(row.heartbeat).data ?? null,
    reports: row.last_sequence,
  }));
}

/** The latest, newest first. */
export async function listTransactions(db: Kysely<Schema>): Promise<TransactionRow[]> {
  const rows = await transactions(db).orderBy('updated_at', 'desc').limit(transactionsShown).execute();
  const begun = (row: TransactionRow) => row.startedAt ?? '';
  return rows.map(rowOf).sort((a, b) => (begun(a) < begun(b) ? 1 : -1));
}

export async function transactionDetail(
  db: Kysely<Schema>,
  terminalId: string,
  id: string,
): Promise<TransactionDetail | null> {
  const row = await transactions(db)
    .where('terminal_transaction.terminal_id', '=', terminalId)
    .where('terminal_transaction.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const reports = await db
    .selectFrom('report')
    .selectAll()
    .where('terminal_id', '=', terminalId)
    .where('transaction_id', '=', id)
    .orderBy('sequence')
    .execute();
  return {
    transaction: rowOf(row),
    reports: reports.map((report) => ({
      sequence: report.sequence,
      id: report.id,
      at: report.at.toISOString(),
      receivedAt: report.received_at.toISOString(),
      kind: report.kind as Report['kind'],
      body: report.body as Report['body'],
    })),
  };
}

function transactions(db: Kysely<Schema>) {
  return db
    .selectFrom('terminal_transaction')
    .innerJoin('terminal', 'terminal.id', 'terminal_transaction.terminal_id')
    .selectAll('terminal_transaction')
    .select('terminal.number');
}

function rowOf(row: Selectable<Schema['terminal_transaction']> & { number: string }): TransactionRow {
  return {
    terminalId: row.terminal_id,
    id: row.id,
    terminalNumber: row.number,
    trace: row.trace,
    itemName: row.item_name,
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    step: row.steps.at(-1)?.step ?? null,
    result: row.result,
    reason: row.reason,
    certificateNumber: row.certificate_number,
    rating: row.rating as RatingLevel | null,
    openJob: row.open_job as TransactionRow['openJob'],
  };
}
