import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { reportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import { isOverdue, lastDayToFetch } from '../../src-shared/service/fetched-by.ts';
import type { Text } from '../../src-shared/text.ts';
import type { BusinessSystem, ReadyPaper } from '../connectors/business-system.ts';
import type { LockerRow } from '../console/notice-model.ts';
import { plusDays } from '../review/calendar.ts';
import type { Schema } from '../store/schema.ts';
import { chinaDay } from './china-time.ts';
import type { Notices } from './notices.ts';

/** Takes down where a paper lies. What a terminal says later of the same matter replaces it. */
export async function keepLockerPaper(db: Kysely<Schema>, terminalId: string, report: Report): Promise<void> {
  const body = reportBodies.locker.safeParse(report.body).data;
  // Of a newer terminal: the report itself is kept.
  if (body === undefined) return;
  const { matter, compartment, state } = body;
  const at = new Date(report.at);
  const said = { terminal_id: terminalId, compartment, state, at };
  const laidInAnew = sql<Date>`case when locker_paper.state in ('collected', 'removed') then excluded.since
    else locker_paper.since end`;
  await db
    .insertInto('locker_paper')
    .values({ matter, ...said, since: at })
    .onConflict((conflict) => conflict.column('matter').doUpdateSet({ ...said, since: laidInAnew }))
    .execute();
  // Nobody is sent for what is not there any more.
  if (state === 'collected' || state === 'removed')
    await db
      .deleteFrom('notice')
      .where('number', '=', matter)
      .where('kind', 'in', ['readyPaper', 'uncollectedPaper'])
      .where('sent_at', 'is', null)
      .where('told_at', 'is', null)
      .execute();
}

/** Early enough to come, and late enough not to be forgotten again. */
const remindDaysBefore = 3;

/**
 * Whoever's paper was laid into a cabinet is told where it lies and until when, and once more before that day. Who that is,
 * the business system says; where it does not answer, it is asked again in the next round.
 */
export async function tellOfLockerPapers(parts: {
  readonly db: Kysely<Schema>;
  readonly clock: Clock;
  readonly business: Pick<BusinessSystem, 'readyPaper'>;
  readonly notices: Pick<Notices, 'owe'>;
}): Promise<void> {
  const { db, clock, business, notices } = parts;
  const today = chinaDay(clock.now());
  const inside = await db
    .selectFrom('locker_paper')
    .innerJoin('terminal', 'terminal.id', 'locker_paper.terminal_id')
    .select(['matter', 'compartment', 'since', 'terminal.number as terminal'])
    .where('state', '=', 'inside')
    .orderBy('since')
    .execute();
  if (inside.length === 0) return;
  const known = new Set((await db.selectFrom('notice').select('id').execute()).map(({ id }) => id));
  for (const paper of inside) {
    const { matter, since } = paper;
    const lastDay = lastDayToFetch(since.getTime());
    if (lastDay < today) continue;
    const kind = today < plusDays(lastDay, -remindDaysBefore) ? 'readyPaper' : 'uncollectedPaper';
    const id = `${kind} ${matter} ${since.toISOString()}`;
    if (known.has(id)) continue;
    const ready = await business.readyPaper(matter);
    if (!ready.ok) continue;
    const itemName = ready.value?.itemName;
    if (itemName !== undefined)
      await db
        .updateTable('locker_paper')
        .set({ item_name: JSON.stringify(itemName) })
        .where('matter', '=', matter)
        .execute();
    const still = kind === 'readyPaper' ? '已放入' : '还在';
    const text =
      `【样张】您的“${itemName?.zh ?? '证照'}”（受理编号 ${matter}）${still} ${cabinet(paper).zh}，` +
      `请在 ${lastDay} 前（含当日）带身份证到该终端办“办件进度查询与结果领取”。逾期退回窗口。`;
    await notices.owe({ id, kind, number: matter, text, person: ready.value?.owner ?? null });
  }
}

/** Where each paper is to be fetched; what was fetched is left out. */
export async function placesOf(
  db: Kysely<Schema>,
  papers: readonly ReadyPaper[],
): Promise<{ readonly number: string; readonly itemName: Text; readonly place: Text }[]> {
  if (papers.length === 0) return [];
  const rows = await db
    .selectFrom('locker_paper')
    .innerJoin('terminal', 'terminal.id', 'locker_paper.terminal_id')
    .select(['matter', 'compartment', 'state', 'terminal.number as terminal'])
    .where(
      'matter',
      'in',
      papers.map(({ number }) => number),
    )
    .execute();
  return papers.flatMap(({ number, itemName, counter }) => {
    const found = rows.find(({ matter }) => matter === number);
    if (found?.state === 'collected') return [];
    return [
      {
        number,
        itemName,
        place: found === undefined || found.state === 'removed' ? counter : cabinet(found),
      },
    ];
  });
}

/** What staff at the centre see: first what lies somewhere, the oldest first, then what was fetched or taken out lately. */
export async function listLockerPapers(db: Kysely<Schema>, clock: Clock): Promise<LockerRow[]> {
  const rows = await db
    .selectFrom('locker_paper')
    .innerJoin('terminal', 'terminal.id', 'locker_paper.terminal_id')
    .select([
      ...(['matter', 'compartment', 'item_name', 'state', 'since', 'at'] as const),
      'terminal.number as terminal',
    ])
    .orderBy(sql`state in ('collected', 'removed')`)
    .orderBy(
      sql`case when state in ('collected', 'removed') then -extract(epoch from at) else extract(epoch from since) end`,
    )
    .limit(500)
    .execute();
  return rows.map(({ matter, compartment, item_name, state, since, at, terminal }) => {
    const lastDay = lastDayToFetch(since.getTime());
    return {
      ...{ terminal, compartment, number: matter, itemName: item_name, state, lastDay },
      since: since.toISOString(),
      at: at.toISOString(),
      overdue: (state === 'inside' || state === 'unclear') && isOverdue(since.getTime(), clock.now()),
    };
  });
}

function cabinet({
  terminal,
  compartment,
}: {
  readonly terminal: string;
  readonly compartment: number;
}): Text {
  const door = String(compartment).padStart(2, '0');
  return {
    zh: `${terminal} 号自助终端的证照柜 ${door} 号格`,
    en: `Compartment ${door} of the cabinet of terminal ${terminal}`,
  };
}

/** It lies in some cabinet, or was fetched from one. */
export async function isStored(db: Kysely<Schema>, matter: string): Promise<boolean> {
  const row = await db
    .selectFrom('locker_paper')
    .select('state')
    .where('matter', '=', matter)
    .executeTakeFirst();
  return row !== undefined && row.state !== 'removed';
}
