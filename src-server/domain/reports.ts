import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Schema } from '../store/schema.ts';
import { canonicalJson, digest } from './digest.ts';
import { applyReport, transactionOf } from './transactions.ts';

export type ReportRefusal =
  | { readonly code: 'gap'; readonly expected: number }
  | { readonly code: 'conflict'; readonly sequence: number };

/**
 * Takes each number of a terminal once and in order. What is held already is acknowledged again; what comes
 * before a refused report in the same batch is kept.
 *
 * @returns the highest number held; there is no gap below it.
 */
export async function takeReports(
  db: Kysely<Schema>,
  clock: Clock,
  terminalId: string,
  reports: readonly Report[],
): Promise<Result<number, ReportRefusal>> {
  return db.transaction().execute(async (trx) => {
    // The row is the queue: reports of one terminal are taken one batch after the other.
    const terminal = await trx
      .selectFrom('terminal')
      .select('last_sequence')
      .where('id', '=', terminalId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    let held = terminal.last_sequence;
    for (const report of reports) {
      const content = digest(canonicalJson(report));
      if (report.sequence > held + 1) return err({ code: 'gap', expected: held + 1 });
      if (report.sequence <= held) {
        if (await isHeld(trx, terminalId, report.sequence, content)) continue;
        return err({ code: 'conflict', sequence: report.sequence });
      }
      if (await hasId(trx, terminalId, report.id))
        return err({ code: 'conflict', sequence: report.sequence });
      await keep(trx, clock, terminalId, report, content);
      held = report.sequence;
    }
    return ok(held);
  });
}

async function isHeld(db: Kysely<Schema>, terminalId: string, sequence: number, content: Buffer) {
  const row = await db
    .selectFrom('report')
    .select('content_hash')
    .where('terminal_id', '=', terminalId)
    .where('sequence', '=', sequence)
    .executeTakeFirstOrThrow();
  return row.content_hash.equals(content);
}

/** Two numbers for one fact: the terminal has lost count. */
async function hasId(db: Kysely<Schema>, terminalId: string, id: string) {
  const row = await db
    .selectFrom('report')
    .select('sequence')
    .where('terminal_id', '=', terminalId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

async function keep(db: Kysely<Schema>, clock: Clock, terminalId: string, report: Report, content: Buffer) {
  const received_at = new Date(clock.now());
  await db
    .insertInto('report')
    .values({
      terminal_id: terminalId,
      sequence: report.sequence,
      id: report.id,
      at: new Date(report.at),
      kind: report.kind,
      body: JSON.stringify(report.body),
      content_hash: content,
      transaction_id: transactionOf(report),
      received_at,
    })
    .execute();
  await db
    .updateTable('terminal')
    .set({ last_sequence: report.sequence })
    .where('id', '=', terminalId)
    .execute();
  await applyReport(db, terminalId, report, received_at);
}
