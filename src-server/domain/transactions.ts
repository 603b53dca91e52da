import { type Kysely, sql } from 'kysely';
import { reportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import type { Schema } from '../store/schema.ts';
import { keepCashDay } from './cash-days.ts';
import { keepLockerPaper } from './locker-papers.ts';

type Changed = Partial<{
  trace: string;
  item_code: string;
  item_name: string;
  started_at: Date;
  ended_at: Date;
  result: string;
  reason: string | null;
  certificate_number: string;
  rating: string;
  open_job: string;
}>;

interface Change {
  readonly transactionId: string;
  readonly set: Changed;
  readonly step?: string;
  readonly print?: { readonly step: string; readonly device: string; readonly outcome: string };
}

/** The transaction that a report belongs to. */
export function transactionOf(report: Report): string | null {
  return changeOf(report)?.transactionId ?? null;
}

/**
 * Adds a report to the transaction it speaks of. A body that this server does not understand (a newer
 * terminal) changes nothing here; the report itself is kept, and the terminal's queue goes on.
 */
export async function applyReport(
  db: Kysely<Schema>,
  terminalId: string,
  report: Report,
  now: Date,
): Promise<void> {
  if (report.kind === 'cashDay') return keepCashDay(db, terminalId, report);
  if (report.kind === 'locker') return keepLockerPaper(db, terminalId, report);
  const change = changeOf(report);
  if (change === null) return;
  const { transactionId, set, step, print } = change;
  await db
    .insertInto('terminal_transaction')
    .values({ terminal_id: terminalId, id: transactionId, updated_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const append = (column: 'steps' | 'prints', entry: object) => ({
    [column]: sql`${sql.ref(column)} || ${JSON.stringify([entry])}::jsonb`,
  });
  await db
    .updateTable('terminal_transaction')
    .set({
      updated_at: now,
      ...set,
      ...(step === undefined ? {} : append('steps', { step, at: report.at })),
      ...(print === undefined ? {} : append('prints', { ...print, at: report.at })),
    })
    .where('terminal_id', '=', terminalId)
    .where('id', '=', transactionId)
    .execute();
}

function changeOf(report: Report): Change | null {
  switch (report.kind) {
    case 'transaction':
      return ofTransaction(report);
    case 'printOutcome': {
      const body = reportBodies.printOutcome.safeParse(report.body).data;
      if (body === undefined) return null;
      const { transactionId, step, device, outcome } = body;
      return { transactionId, set: {}, print: { step, device, outcome } };
    }
    case 'rating': {
      const body = reportBodies.rating.safeParse(report.body).data;
      return body === undefined ? null : { transactionId: body.transactionId, set: { rating: body.level } };
    }
    case 'openJob': {
      const body = reportBodies.openJob.safeParse(report.body).data;
      return body === undefined ? null : { transactionId: body.transactionId, set: { open_job: body.state } };
    }
    case 'assistance': {
      const body = reportBodies.assistance.safeParse(report.body).data;
      return body == null || body.transactionId === null
        ? null
        : { transactionId: body.transactionId, set: {} };
    }
    // Kept as they came: nothing of the transaction's own row changes with them.
    case 'cashClaim':
    case 'cashCase':
    case 'cashExchange':
    case 'cashDifference':
    case 'cashDay':
    case 'locker':
    case 'start':
    case 'deviceStatus':
      return null;
  }
}

function ofTransaction(report: Report): Change | null {
  const body = reportBodies.transaction.safeParse(report.body).data;
  if (body === undefined) return null;
  const { transactionId } = body;
  switch (body.state) {
    case 'started':
      return {
        transactionId,
        set: {
          trace: body.trace,
          item_code: body.itemCode,
          item_name: body.itemName,
          started_at: new Date(report.at),
        },
      };
    case 'step':
      return { transactionId, set: {}, step: body.step };
    case 'issued':
      return { transactionId, set: { certificate_number: body.certificateNumber } };
    // Kept as it came.
    case 'submitted':
    case 'faceCompared':
      return { transactionId, set: {} };
    case 'ended':
      return {
        transactionId,
        set: { ended_at: new Date(report.at), result: body.result, reason: body.reason },
      };
  }
}
