import { type Kysely, sql } from 'kysely';
import type { CashDay } from '../../src-shared/contract/cash-day.ts';
import { daysRemainder } from '../../src-shared/contract/days-remainder.ts';
import { reportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import type { CashDayRow, DayDifference } from '../console/cash-model.ts';
import type { Schema } from '../store/schema.ts';

/** Takes the report of a business day down, with the payments that it lists. */
export async function keepCashDay(db: Kysely<Schema>, terminalId: string, report: Report): Promise<void> {
  const body = reportBodies.cashDay.safeParse(report.body).data;
  // Of a newer terminal: the report itself is kept.
  if (body === undefined) return;
  const of = { terminal_id: terminalId, sequence: report.sequence };
  await db
    .insertInto('cash_day')
    .values({ ...of, day: body.day, body: JSON.stringify(body) })
    .execute();
  const listed = new Map<string, number | null>(body.underWay.map((id) => [id, null]));
  for (const { transactionId, amount } of body.payments)
    listed.set(transactionId, (listed.get(transactionId) ?? 0) + amount);
  const rows = [...listed].map(([transaction_id, amount]) => ({ ...of, transaction_id, amount }));
  for (let at = 0; at < rows.length; at += 1_000)
    await db
      .insertInto('cash_day_payment')
      .values(rows.slice(at, at + 1_000))
      .execute();
}

export interface DayFilter {
  readonly terminalId: string | null;
  readonly most: number;
}

interface Day {
  readonly terminalId: string;
  readonly terminalNumber: string;
  readonly sequence: number;
  readonly body: CashDay;
}

/**
 * The latest business days, each balanced with the payments of this centre: it agrees, or every difference is named.
 * Nothing hangs on two clocks being the same: a payment is of the day whose report lists it, and one that no report
 * lists is missing from the first report that its terminal sent after the transaction had ended.
 */
export async function balancedDays(db: Kysely<Schema>, filter: DayFilter): Promise<CashDayRow[]> {
  const days = await latestDays(db, filter);
  if (days.length === 0) return [];
  const [booked, before, unlisted] = [
    await bookedOf(db, days),
    await daysBefore(db, days),
    await unlistedPayments(db, days),
  ];
  return days.map((day) => {
    const { body, terminalId, sequence } = day;
    const own = booked.filter((one) => isOf(one, day));
    const differences = [
      ...paymentsDiffering(own),
      ...missingAt(
        day,
        unlisted.filter((one) => one.terminalId === terminalId),
      ),
      ...withinItself(
        day,
        before.find((one) => isOf(one, day)),
      ),
    ];
    const { totals, opening, closing, units, payments, underWay } = body;
    return {
      terminalNumber: day.terminalNumber,
      sequence,
      day: body.day,
      totals,
      opening,
      closing,
      hostAtCentre: own.reduce((sum, { centre }) => sum + (centre ?? 0), 0),
      payments: payments.length,
      underWay: underWay.length,
      counted: units.filter(({ count }) => count !== null).length,
      units: units.length,
      differences,
    };
  });
}

const isOf = (
  one: { terminalId: string; sequence: number },
  day: { terminalId: string; sequence: number },
): boolean => one.terminalId === day.terminalId && one.sequence === day.sequence;

async function latestDays(db: Kysely<Schema>, { terminalId, most }: DayFilter): Promise<Day[]> {
  let query = db
    .selectFrom('cash_day')
    .innerJoin('terminal', 'terminal.id', 'cash_day.terminal_id')
    .select(['terminal_id', 'sequence', 'body', 'terminal.number'])
    .orderBy('day', 'desc')
    .orderBy('terminal.number')
    .orderBy('sequence', 'desc')
    .limit(most);
  if (terminalId !== null) query = query.where('terminal_id', '=', terminalId);
  const rows = await query.execute();
  return rows.map((row) => ({
    terminalId: row.terminal_id,
    terminalNumber: row.number,
    sequence: row.sequence,
    body: row.body,
  }));
}

/** The keys of days as a table to be joined. */
function keysOf(days: readonly Day[]) {
  return sql`(values ${sql.join(
    days.map(({ terminalId, sequence }) => sql`(${terminalId}::uuid, ${sequence}::integer)`),
  )})`;
}

interface Booked {
  readonly terminalId: string;
  readonly sequence: number;
  readonly what: string;
  readonly terminal: number;
  /** Null: nothing is booked here. */
  readonly centre: number | null;
  /** In how many days it is listed. */
  readonly listed: number;
}

/** Each payment that the days list, with what this centre has booked of it in notes. */
async function bookedOf(db: Kysely<Schema>, days: readonly Day[]): Promise<Booked[]> {
  const { rows } = await sql<{
    terminal_id: string;
    sequence: number;
    what: string;
    amount: string | number;
    centre: string | number | null;
    listed: string | number;
  }>`select d.terminal_id, d.sequence, coalesce(t.trace, d.transaction_id::text) as what, d.amount,
      (select sum(p.cash_amount) from payment p
        where p.terminal_id = d.terminal_id and p.transaction_id = d.transaction_id and p.state = 'posted') as centre,
      (select count(*) from cash_day_payment o
        where o.terminal_id = d.terminal_id and o.transaction_id = d.transaction_id and o.amount is not null) as listed
    from cash_day_payment d
      join ${keysOf(days)} as k (terminal_id, sequence) using (terminal_id, sequence)
      left join terminal_transaction t on t.terminal_id = d.terminal_id and t.id = d.transaction_id
    where d.amount is not null`.execute(db);
  return rows.map((row) => ({
    terminalId: row.terminal_id,
    sequence: row.sequence,
    what: row.what,
    terminal: Number(row.amount),
    centre: row.centre === null ? null : Number(row.centre),
    listed: Number(row.listed),
  }));
}

function paymentsDiffering(booked: readonly Booked[]): DayDifference[] {
  return booked.flatMap(({ what, terminal, centre, listed }): DayDifference[] => [
    ...(listed > 1 ? [{ kind: 'paymentTwice' as const, what, terminal, centre: centre ?? 0 }] : []),
    ...(centre === null
      ? [{ kind: 'notAtCentre' as const, what, terminal, centre: 0 }]
      : centre !== terminal
        ? [{ kind: 'amountDiffers' as const, what, terminal, centre }]
        : []),
  ]);
}

interface Before {
  readonly terminalId: string;
  readonly sequence: number;
  /** Of the day before; null for the first one. */
  readonly closing: number | null;
  readonly sameDay: number;
}

async function daysBefore(db: Kysely<Schema>, days: readonly Day[]): Promise<Before[]> {
  const { rows } = await sql<{
    terminal_id: string;
    sequence: number;
    closing: string | number | null;
    same_day: string | number;
  }>`select d.terminal_id, d.sequence,
      (select (b.body->>'closing')::bigint from cash_day b
        where b.terminal_id = d.terminal_id and b.sequence < d.sequence order by b.sequence desc limit 1) as closing,
      (select count(*) from cash_day s where s.terminal_id = d.terminal_id and s.day = d.day) as same_day
    from cash_day d join ${keysOf(days)} as k (terminal_id, sequence) using (terminal_id, sequence)`.execute(
    db,
  );
  return rows.map((row) => ({
    terminalId: row.terminal_id,
    sequence: row.sequence,
    closing: row.closing === null ? null : Number(row.closing),
    sameDay: Number(row.same_day),
  }));
}

/** What the report says of itself, and beside the one before. */
function withinItself({ body }: Day, before: Before | undefined): DayDifference[] {
  const differences: DayDifference[] = [];
  const expect = (kind: DayDifference['kind'], what: string | null, terminal: number, centre: number) => {
    if (terminal !== centre) differences.push({ kind, what, terminal, centre });
  };
  if (before !== undefined && before.closing !== null)
    expect('openingDiffers', null, body.opening, before.closing);
  expect('reportedTwice', null, before?.sameDay ?? 1, 1);
  expect('doesNotAddUp', null, body.closing, body.closing - daysRemainder(body));
  expect('suspenseDiffers', null, body.suspense, body.openDifferences + body.heldByCases);
  for (const { place, count } of body.units)
    if (count !== null) expect('countDiffers', place, count.ledger, count.counted);
  return differences;
}

interface Unlisted {
  readonly terminalId: string;
  readonly what: string;
  readonly amount: number;
  /** The first report of a day in which it should be; null: none yet. */
  readonly dueAt: number | null;
}

/** A terminal that never told of an end has a day for it. */
const graceMs = 24 * 3_600_000;

/** Payments with notes that no day lists. */
async function unlistedPayments(db: Kysely<Schema>, days: readonly Day[]): Promise<Unlisted[]> {
  const since = Math.min(...days.map(({ body }) => Date.parse(body.from))) - 2 * graceMs;
  const terminals = [...new Set(days.map(({ terminalId }) => terminalId))];
  const { rows } = await sql<{
    terminal_id: string;
    what: string;
    amount: string | number;
    posted_at: Date;
    ended: number | null;
    under_way: number[] | null;
  }>`select p.terminal_id, coalesce(t.trace, p.transaction_id::text) as what,
      p.cash_amount as amount, p.updated_at as posted_at,
      (select min(r.sequence) from report r where r.terminal_id = p.terminal_id
        and r.transaction_id = p.transaction_id and r.kind = 'transaction' and r.body->>'state' = 'ended') as ended,
      (select array_agg(u.sequence) from cash_day_payment u where u.terminal_id = p.terminal_id
        and u.transaction_id = p.transaction_id and u.amount is null) as under_way
    from payment p
      left join terminal_transaction t on t.terminal_id = p.terminal_id and t.id = p.transaction_id
    where p.state = 'posted' and p.cash_amount > 0 and p.updated_at >= ${new Date(since)}
      and p.terminal_id in (${sql.join(terminals.map((id) => sql`${id}::uuid`))})
      and not exists (select 1 from cash_day_payment d where d.terminal_id = p.terminal_id
        and d.transaction_id = p.transaction_id and d.amount is not null)`.execute(db);
  const all = await db
    .selectFrom('cash_day')
    .select(['terminal_id', 'sequence', sql<string>`body->>'to'`.as('to')])
    .where('terminal_id', 'in', terminals)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => {
    const underWayAt = row.under_way ?? [];
    const postedAt = row.posted_at.getTime();
    const due = all.find(
      (day) =>
        day.terminal_id === row.terminal_id &&
        !underWayAt.includes(day.sequence) &&
        (row.ended === null ? postedAt + graceMs < Date.parse(day.to) : row.ended < day.sequence),
    );
    return {
      terminalId: row.terminal_id,
      what: row.what,
      amount: Number(row.amount),
      dueAt: due?.sequence ?? null,
    };
  });
}

function missingAt({ sequence }: Day, unlisted: readonly Unlisted[]): DayDifference[] {
  return unlisted
    .filter(({ dueAt }) => dueAt === sequence)
    .map(({ what, amount }) => ({ kind: 'notAtTerminal', what, terminal: 0, centre: amount }));
}
