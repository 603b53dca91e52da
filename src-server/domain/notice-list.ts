import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import { maskIdNumber, maskName } from '../../src-shared/masking.ts';
import type { NoticeFilter, NoticeList, NoticeRow } from '../console/notice-model.ts';
import type { NoticeTable, Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { addressee } from './notices.ts';

const shown = 200;

export interface NoticeListParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
}

/** What staff see of messages: what waits, the oldest first; of what was told, the newest. */
export async function listNotices({ db, vault }: NoticeListParts, show: NoticeFilter): Promise<NoticeList> {
  const count = async (filter: NoticeFilter) => {
    const { held } = await db
      .selectFrom('notice')
      .select((row) => row.fn.countAll<string>().as('held'))
      .where(matching(filter))
      .executeTakeFirstOrThrow();
    return Number(held);
  };
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where(matching(show))
    .orderBy('owed_at', show === 'told' ? 'desc' : 'asc')
    .limit(shown)
    .execute();
  return {
    counts: {
      notReached: await count('notReached'),
      waiting: await count('waiting'),
      told: await count('told'),
    },
    rows: rows.map((row) => rowOf(vault, row)),
  };
}

function matching(filter: NoticeFilter) {
  return (row: ExpressionBuilder<Schema, 'notice'>) => {
    const told = row.or([row('sent_at', 'is not', null), row('told_at', 'is not', null)]);
    if (filter === 'told') return told;
    return row.and([row.not(told), row('given_up_at', filter === 'notReached' ? 'is not' : 'is', null)]);
  };
}

function rowOf(vault: Vault, row: Selectable<NoticeTable>): NoticeRow {
  const { id, kind, number, text, failure: why, failed_at: failedAt } = row;
  const person = addressee(vault, row)?.reveal() ?? null;
  return {
    ...{ id, kind, number, text },
    person: person && { name: maskName(person.name), idNumber: maskIdNumber(person.idNumber) },
    owedAt: row.owed_at.toISOString(),
    state: stateOf(row),
    toldAt: (row.sent_at ?? row.told_at)?.toISOString() ?? null,
    toldBy: row.told_by,
    failure:
      why === null || failedAt === null ? null : { why, times: row.failures, at: failedAt.toISOString() },
  };
}

function stateOf(row: Selectable<NoticeTable>): NoticeRow['state'] {
  if (row.sent_at !== null) return 'sent';
  if (row.told_at !== null) return 'toldByPerson';
  return row.given_up_at === null ? 'waiting' : 'notReached';
}
