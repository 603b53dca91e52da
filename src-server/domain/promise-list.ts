import { type ExpressionBuilder, type Kysely, type Selectable, sql } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { maskIdNumber, maskName } from '../../src-shared/masking.ts';
import type { PromiseDetail, PromiseFilter, PromiseList, PromiseRow } from '../console/promise-model.ts';
import type { HistoryEntry } from '../console/review-model.ts';
import { plusDays } from '../review/calendar.ts';
import { historyOf } from '../review/history.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { chinaDay } from './china-time.ts';
import type { KnownItem } from './items.ts';
import { promiser } from './promises.ts';

/** Today and the two days after it: time enough to ring somebody up. */
const soonDays = 2;
const shown = 200;

export interface PromiseListParts {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly items: ReadonlyMap<string, KnownItem>;
}

type Row = Selectable<Schema['promised_paper']>;

/** What staff see of promised papers: what is due first, of what ended the newest. */
export async function listPromises(parts: PromiseListParts, show: PromiseFilter): Promise<PromiseList> {
  const { db, clock } = parts;
  const today = chinaDay(clock.now());
  const found = db.selectFrom('promised_paper').selectAll().where(matching(show, today)).limit(shown);
  const ordered =
    show === 'open' || show === 'dueSoon' || show === 'notReached'
      ? found.orderBy('due_on').orderBy('number')
      : found.orderBy(sql`coalesce(ended_at, counter_at)`, 'desc').orderBy('number');
  const count = async (filter: PromiseFilter) => {
    const { held } = await db
      .selectFrom('promised_paper')
      .select((row) => row.fn.countAll<string>().as('held'))
      .where(matching(filter, today))
      .executeTakeFirstOrThrow();
    return Number(held);
  };
  return {
    counts: {
      open: await count('open'),
      dueSoon: await count('dueSoon'),
      notReached: await count('notReached'),
      came: await count('came'),
      lapsed: await count('lapsed'),
    },
    rows: (await ordered.execute()).map((row) => rowOf(parts, row, today)),
  };
}

function matching(filter: PromiseFilter, today: string) {
  return (row: ExpressionBuilder<Schema, 'promised_paper'>) => {
    const owed = row.and([row('state', '=', 'open'), row('counter_at', 'is', null)]);
    switch (filter) {
      case 'open':
        return owed;
      case 'dueSoon':
        return row.and([owed, row('due_on', '<=', plusDays(today, soonDays))]);
      case 'notReached':
        return row.and([owed, row('given_up_at', 'is not', null)]);
      case 'came':
        return row.or([
          row('state', '=', 'brought'),
          row.and([row('state', '=', 'open'), row('counter_at', 'is not', null)]),
        ]);
      case 'lapsed':
        return row('state', '=', 'lapsed');
    }
  };
}

function rowOf({ vault, items }: PromiseListParts, row: Row, today: string): PromiseRow {
  const person = row.person_sealed === null ? null : promiser(vault, row, row.person_sealed).person.reveal();
  const { message_failure: why, message_failed_at: failedAt } = row;
  return {
    submissionKey: row.submission_key,
    code: row.code,
    number: row.number,
    itemCode: row.item_code,
    itemName: items.get(row.item_code)?.name ?? null,
    material: row.material_name,
    consequence: row.consequence,
    dueOn: row.due_on,
    daysLeft: Math.round((Date.parse(row.due_on) - Date.parse(today)) / 86_400_000),
    state: stateOf(row),
    person: person === null ? null : { name: maskName(person.name), idNumber: maskIdNumber(person.idNumber) },
    companyCode: row.company_code === null ? null : maskIdNumber(row.company_code),
    promisedAt: row.promised_at.toISOString(),
    remindedAt: row.reminded_at?.toISOString() ?? null,
    byClerk: row.by_clerk,
    notifiedAt: row.notified_at?.toISOString() ?? null,
    messageFailure:
      why === null || failedAt === null
        ? null
        : { why, times: row.message_failures, at: failedAt.toISOString() },
    givenUp: row.given_up_at !== null,
    askedAt: row.asked_at?.toISOString() ?? null,
    counterAt: row.counter_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

function stateOf({ state, counter_at }: Row): PromiseRow['state'] {
  if (state === 'brought') return 'came';
  if (state === 'lapsed') return 'lapsed';
  return counter_at === null ? 'open' : 'atCounter';
}

/** Null: no such promise. */
export async function promiseDetail(
  parts: PromiseListParts,
  submissionKey: string,
  code: string,
): Promise<PromiseDetail | null> {
  const { db, vault, clock } = parts;
  const row = await db
    .selectFrom('promised_paper')
    .selectAll()
    .where('submission_key', '=', submissionKey)
    .where('code', '=', code)
    .executeTakeFirst();
  if (row === undefined) return null;
  const one = rowOf(parts, row, chinaDay(clock.now()));
  const { messageFailure: failure } = one;
  const history = [
    ...byMachine(one.promisedAt, one.byClerk ? 'promisedByClerk' : 'promised'),
    ...byMachine(failure?.at ?? null, 'messageFailed', failure?.why ?? null),
    ...byMachine(one.notifiedAt, 'notified'),
    ...byMachine(one.remindedAt, 'reminded'),
    ...(await historyOf(db, vault, submissionKey)).filter(({ kind }) => kind.startsWith('paper')),
    ...byMachine(one.endedAt, one.state === 'lapsed' ? 'lapsed' : 'promiseKept'),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { ...one, history };
}

/** What the centre did by itself, if it did. */
function byMachine(at: string | null, kind: string, what: string | null = null): HistoryEntry[] {
  return at === null ? [] : [{ at, kind, operator: null, what, material: null, note: null }];
}
