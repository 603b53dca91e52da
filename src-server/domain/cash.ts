import { type Kysely, sql } from 'kysely';
import { type ReportBodies, reportBodies } from '../../src-shared/contract/report-bodies.ts';
import type {
  CashCaseRow,
  CashOverview,
  CashTerminalRow,
  ClaimRow,
  DifferenceRow,
  PaymentRow,
} from '../console/cash-model.ts';
import type { Schema } from '../store/schema.ts';
import { balancedDays } from './cash-days.ts';
import { listTerminals } from './overview.ts';

export interface CashFilter {
  /** Null: of all terminals. */
  readonly terminalId: string | null;
  /** Part of a trace number; null: any. */
  readonly trace: string | null;
  /** Only what still wants somebody. */
  readonly openOnly: boolean;
}

/** Of each list, the latest. */
const most = 200;

/** The cash of the fleet: where it lies, what was paid, what is owed, what differs. */
export async function cashOverview(
  db: Kysely<Schema>,
  now: number,
  filter: CashFilter,
): Promise<CashOverview> {
  const { terminalId, openOnly } = filter;
  const days = await balancedDays(db, { terminalId, most: 60 });
  return {
    terminals: await cashTerminals(db, now, terminalId),
    payments: await payments(db, filter),
    claims: await claims(db, filter),
    cases: await cases(db, filter),
    differences: await differences(db, filter),
    days: openOnly ? days.filter((day) => day.differences.length > 0) : days,
  };
}

async function cashTerminals(
  db: Kysely<Schema>,
  now: number,
  wanted: string | null,
): Promise<CashTerminalRow[]> {
  const terminals = await listTerminals(db, now);
  return terminals.flatMap(({ id, number, online, state }) =>
    state === null || state.cash === null || (wanted !== null && id !== wanted)
      ? []
      : [{ id, number, online, cash: state.cash }],
  );
}

async function payments(
  db: Kysely<Schema>,
  { terminalId, trace, openOnly }: CashFilter,
): Promise<PaymentRow[]> {
  let query = db
    .selectFrom('payment')
    .innerJoin('terminal', 'terminal.id', 'payment.terminal_id')
    .leftJoin('terminal_transaction', (join) =>
      join
        .onRef('terminal_transaction.terminal_id', '=', 'payment.terminal_id')
        .onRef('terminal_transaction.id', '=', 'payment.transaction_id'),
    )
    .selectAll('payment')
    .select(['terminal.number', 'terminal_transaction.trace', 'terminal_transaction.item_name'])
    // A key that was never heard of is no payment.
    .where('payment.amount', 'is not', null)
    .orderBy('payment.updated_at', 'desc')
    .limit(most);
  if (terminalId !== null) query = query.where('payment.terminal_id', '=', terminalId);
  if (trace !== null) query = query.where('terminal_transaction.trace', 'like', `%${trace}%`);
  if (openOnly) query = query.where('payment.state', '=', 'waiting');
  const rows = await query.execute();
  return rows.map((row) => ({
    terminalNumber: row.number,
    key: row.idempotency_key,
    trace: row.trace,
    itemName: row.item_name,
    state: row.state,
    cash: Number(row.cash_amount),
    code: Number(row.qr_amount),
    receiptNumber: row.receipt_number,
    why: row.why_void,
    at: row.updated_at.toISOString(),
  }));
}

/** By transaction: the code that tells two claims of one apart is on the slip alone. */
async function claims(db: Kysely<Schema>, { terminalId, trace, openOnly }: CashFilter): Promise<ClaimRow[]> {
  const { rows } = await sql<{
    number: string;
    transaction_id: string;
    trace: string | null;
    claimed: string | number;
    settled: string | number;
    opened_at: Date;
    at: Date;
  }>`select terminal.number, c.transaction_id, t.trace, claimed, settled, opened_at, c.at from (
      select terminal_id, body->>'transactionId' as transaction_id, min(at) as opened_at, max(at) as at,
        coalesce(sum((body->>'amount')::bigint) filter (where body->>'state' = 'open'), 0) as claimed,
        coalesce(sum((body->>'amount')::bigint) filter (where body->>'state' = 'settled'), 0) as settled
      from report where kind = 'cashClaim' ${ofTerminal(terminalId)} group by 1, 2) c
    join terminal on terminal.id = c.terminal_id
    left join terminal_transaction t on t.terminal_id = c.terminal_id and t.id::text = c.transaction_id
    where (${trace}::text is null or t.trace like ${`%${trace}%`}) and (${!openOnly} or claimed > settled)
    order by opened_at desc limit ${most}`.execute(db);
  return rows.map((row) => ({
    terminalNumber: row.number,
    transactionId: row.transaction_id,
    trace: row.trace,
    claimed: Number(row.claimed),
    settled: Number(row.settled),
    openedAt: row.opened_at.toISOString(),
    at: row.at.toISOString(),
  }));
}

async function cases(
  db: Kysely<Schema>,
  { terminalId, trace, openOnly }: CashFilter,
): Promise<CashCaseRow[]> {
  const found = await latest(db, 'cashCase', 'caseId', terminalId, trace);
  const rows = found.map(({ number, trace, openedAt, body }) => {
    const last = body.evidence.at(-1);
    const finding = last?.startsWith(closedWith) ? last.slice(closedWith.length) : null;
    const evidence = finding === null ? body.evidence : body.evidence.slice(0, -1);
    const { caseId: id, device, amount } = body;
    return { terminalNumber: number, id, trace, device, amount, evidence, finding, openedAt };
  });
  return openOnly ? rows.filter(({ finding }) => finding === null) : rows;
}

/** How a terminal ends the evidence of a case. */
const closedWith = 'closed: ';

async function differences(
  db: Kysely<Schema>,
  { terminalId, openOnly }: CashFilter,
): Promise<DifferenceRow[]> {
  const found = await latest(db, 'cashDifference', 'number', terminalId, null);
  const rows = found.map(({ number: terminalNumber, body }) => {
    const { number, place, amount, by, state, finding, openedAt } = body;
    return { terminalNumber, number, place, amount, by, state, finding, openedAt };
  });
  return openOnly ? rows.filter(({ state }) => state === 'open') : rows;
}

const ofTerminal = (terminalId: string | null) =>
  terminalId === null ? sql`` : sql`and terminal_id = ${terminalId}::uuid`;

/** What the terminals last told of each thing that they number by this part of the body; the newest first. */
async function latest<Kind extends 'cashCase' | 'cashDifference'>(
  db: Kysely<Schema>,
  kind: Kind,
  part: string,
  terminalId: string | null,
  trace: string | null,
) {
  const { rows } = await sql<{
    number: string;
    trace: string | null;
    opened_at: Date;
    body: unknown;
  }>`select terminal.number, t.trace, c.opened_at, c.body from (
      select distinct on (terminal_id, key) terminal_id, body,
        min(at) over (partition by terminal_id, key) as opened_at
      from (select terminal_id, sequence, at, body, body->>${part} as key
        from report where kind = ${kind} ${ofTerminal(terminalId)}) told
      order by terminal_id, key, sequence desc) c
    join terminal on terminal.id = c.terminal_id
    left join terminal_transaction t on t.terminal_id = c.terminal_id and t.id::text = c.body->>'transactionId'
    where ${trace}::text is null or t.trace like ${`%${trace}%`}
    order by c.opened_at desc limit ${most}`.execute(db);
  return rows.flatMap((row) => {
    // A body of a newer terminal is kept, and not shown.
    const body = reportBodies[kind].safeParse(row.body).data as ReportBodies[Kind] | undefined;
    return body === undefined
      ? []
      : [{ number: row.number, trace: row.trace, openedAt: row.opened_at.toISOString(), body }];
  });
}
