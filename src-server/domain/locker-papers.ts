import type { Kysely } from 'kysely';
import { reportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import type { Text } from '../../src-shared/text.ts';
import type { ReadyPaper } from '../connectors/business-system.ts';
import type { Schema } from '../store/schema.ts';

/** Takes down where a paper lies. What a terminal says later of the same matter replaces it. */
export async function keepLockerPaper(db: Kysely<Schema>, terminalId: string, report: Report): Promise<void> {
  const body = reportBodies.locker.safeParse(report.body).data;
  // Of a newer terminal: the report itself is kept.
  if (body === undefined) return;
  const { matter, compartment, state } = body;
  const said = { terminal_id: terminalId, compartment, state, at: new Date(report.at) };
  await db
    .insertInto('locker_paper')
    .values({ matter, ...said })
    .onConflict((conflict) => conflict.column('matter').doUpdateSet(said))
    .execute();
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
