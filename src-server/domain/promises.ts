import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { plusDays } from '../review/calendar.ts';
import { append } from '../review/chain.ts';
import { sealNote } from '../review/record.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { chinaDay } from './china-time.ts';
import { type Messenger, mayGoOut, messageTries } from './messenger.ts';
import {
  failuresOf,
  type MessageKind,
  messageOwed,
  messageText,
  remindDaysBefore,
} from './promise-message.ts';

const everyMs = 10 * 60_000;
/** One that is not due yet is asked for now and then, so that staff see that it came. */
const askEveryMs = 6 * 3_600_000;

/** A matter that was taken down with papers that follow (容缺受理). */
interface TakenDown {
  readonly submissionKey: string;
  readonly number: string;
  readonly itemCode: string;
  readonly person: Person;
  /** Who promised in that person's place, and is reminded. */
  readonly agent: Person | null;
  readonly companyCode: string | null;
  readonly promises: Outcome['promises'];
  /** Who decided was a clerk, later: nobody saw it on a screen, and it is told by a message. */
  readonly byClerk: boolean;
}

export type Promises = ReturnType<typeof createPromises>;

/** What somebody did about a promise: took the paper at a counter, or told them what no message could. */
export interface PromiseAct {
  readonly submissionKey: string;
  /** Of the material. */
  readonly code: string;
  readonly operator: string;
  /** Where it came and why it was taken there, or how they were told; may name somebody. */
  readonly note: string;
}

/**
 * Papers that were promised to follow: whoever promised one is reminded by a message before its day, and what did not
 * come lapses, with the consequence that they signed. Whether it came, the business system says, or whoever took it at a
 * counter: then the business system is told, and until it knows the promise stays open and does not lapse. A message that
 * fails is tried again with growing gaps, and after that a person has to tell them.
 */
export function createPromises(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly messenger: Messenger;
  readonly business: BusinessSystem;
}) {
  const { db, vault, clock, messenger, business } = parts;

  /** With it goes the person, of whom nothing more is wanted. */
  const ended = (state: 'brought' | 'lapsed') => ({
    state,
    ended_at: new Date(clock.now()),
    person_sealed: null,
  });

  const openRow = (db: Kysely<Schema>, { submission_key, code }: Pick<Row, 'submission_key' | 'code'>) =>
    db
      .updateTable('promised_paper')
      .where('submission_key', '=', submission_key)
      .where('code', '=', code)
      .where('state', '=', 'open');

  /** They know: by a message, or by a person. */
  const told = (kind: MessageKind, at: Date) => ({
    ...(kind === 'reminder' ? { reminded_at: at } : { notified_at: at }),
    given_up_at: null,
  });

  /** Staff see why one did not go out. */
  async function send(row: Row, kind: MessageKind, person: Person): Promise<void> {
    const failed = await messenger(person, messageText(row, kind));
    const at = new Date(clock.now());
    const failures = failuresOf(row, kind) + 1;
    const set =
      failed === null
        ? told(kind, at)
        : {
            message_failures: failures,
            message_failed_at: at,
            message_failure: failed,
            given_up_at: failures < messageTries ? null : at,
          };
    await openRow(db, row).set(set).execute();
  }

  /** One promise, as far as it can be settled now. */
  async function settle(row: Row): Promise<void> {
    if (row.person_sealed === null) return;
    const now = clock.now();
    const today = chinaDay(now);
    const { number, code, company_code: companyCode } = row;
    const { person, agent } = promiser(vault, row, row.person_sealed);
    if (row.counter_at !== null) {
      const known = await business.received({ person, companyCode }, { number, code });
      if (known.ok) await openRow(db, row).set(ended('brought')).execute();
      return;
    }
    const owed = await business.owes({ person, companyCode }, { number, code });
    if (!owed.ok) return;
    if (!owed.value) {
      await openRow(db, row).set(ended('brought')).execute();
      return;
    }
    // Somebody may have taken it at a counter while the business system was asked.
    if (row.due_on < today) {
      await openRow(db, row).where('counter_at', 'is', null).set(ended('lapsed')).execute();
      return;
    }
    await openRow(db, row)
      .set({ asked_at: new Date(now) })
      .execute();
    const message = messageOwed(row, now);
    if (message !== null && mayGoOut(failuresOf(row, message), row.message_failed_at, now))
      await send(row, message, agent ?? person);
  }

  return {
    /** Beside a matter that was taken down: once per key and paper, however often it is asked. */
    async keep(matter: TakenDown): Promise<void> {
      const { submissionKey, number, itemCode, person, agent, companyCode, promises, byClerk } = matter;
      const people = JSON.stringify({ ...person.reveal(), ...(agent && { agent: agent.reveal() }) });
      for (const { code, material, dueDate, consequence } of promises)
        await db
          .insertInto('promised_paper')
          .values({
            submission_key: submissionKey,
            code,
            number,
            item_code: itemCode,
            company_code: companyCode,
            material_name: JSON.stringify(material),
            consequence: JSON.stringify(consequence),
            due_on: dueDate,
            person_sealed: vault.seal(personContext(submissionKey, code), people),
            state: 'open',
            promised_at: new Date(clock.now()),
            by_clerk: byClerk,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    },

    /** One round. Where the business system does not answer, nobody is reminded and nothing lapses. */
    async follow(): Promise<void> {
      const now = clock.now();
      const due = await db
        .selectFrom('promised_paper')
        .selectAll()
        .where('state', '=', 'open')
        .where((row) =>
          row.or([
            row('due_on', '<=', plusDays(chinaDay(now), remindDaysBefore)),
            row('counter_at', 'is not', null),
            row('asked_at', 'is', null),
            row('asked_at', '<=', new Date(now - askEveryMs)),
            row.and([
              row('by_clerk', '=', true),
              row('notified_at', 'is', null),
              row('given_up_at', 'is', null),
            ]),
          ]),
        )
        .orderBy('due_on')
        .limit(200)
        .execute();
      for (const row of due) await settle(row);
    },

    /** It does not lapse any more. Answers whether the business system knows already. */
    async cameToCounter({
      submissionKey,
      code,
      operator,
      note,
    }: PromiseAct): Promise<Result<boolean, 'unknown' | 'notOpen'>> {
      const key = { submission_key: submissionKey, code };
      const at = new Date(clock.now());
      const taken = await db.transaction().execute(async (trx) => {
        const row = await openRow(trx, key)
          .where('counter_at', 'is', null)
          .set({ counter_at: at })
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return null;
        const { material_name: material } = row;
        await append(trx, at, 'paperCame', {
          reviewId: submissionKey,
          code,
          material,
          operator,
          note: sealNote(vault, submissionKey, note),
        });
        return row;
      });
      const held = () =>
        db
          .selectFrom('promised_paper')
          .select('state')
          .where('submission_key', '=', submissionKey)
          .where('code', '=', code)
          .executeTakeFirst();
      if (taken === null) return err((await held()) === undefined ? 'unknown' : 'notOpen');
      await settle(taken);
      return ok((await held())?.state === 'brought');
    },

    /** A person told them what no message could. */
    async toldByPerson({ submissionKey, code, operator, note }: PromiseAct): Promise<boolean> {
      const key = { submission_key: submissionKey, code };
      const now = clock.now();
      const at = new Date(now);
      return db.transaction().execute(async (trx) => {
        const row = await openRow(trx, key)
          .where('given_up_at', 'is not', null)
          .set({ given_up_at: null })
          .returningAll()
          .executeTakeFirst();
        if (row === undefined) return false;
        const kind = messageOwed(row, now);
        if (kind !== null) await openRow(trx, key).set(told(kind, at)).execute();
        const { material_name: material } = row;
        await append(trx, at, 'paperReminded', {
          ...{ reviewId: submissionKey, code, material, operator },
          note: sealNote(vault, submissionKey, note),
        });
        return true;
      });
    },
  };
}

type Row = Selectable<Schema['promised_paper']>;
type Named = ReturnType<Person['reveal']>;

const personOf = ({ name, idNumber }: Named): Person => new Sensitive({ name, idNumber }, maskName(name));

const personContext = (key: string, code: string) => `promised_paper ${key} ${code}`;

/** Whose matter it is, and who promised in their place; for as long as the promise is open. */
export function promiser(
  vault: Vault,
  { submission_key, code }: Pick<Row, 'submission_key' | 'code'>,
  sealed: Buffer,
): { readonly person: Person; readonly agent: Person | null } {
  const opened = vault.open(personContext(submission_key, code), sealed).toString();
  const { agent, ...person } = JSON.parse(opened) as Named & { agent?: Named };
  return { person: personOf(person), agent: agent === undefined ? null : personOf(agent) };
}

/**
 * What the centre does by itself: these, one after the other, every ten minutes until the returned function is called, which
 * waits for what is under way. One that fails holds up no other.
 */
export function keepFollowing(
  rounds: Readonly<Record<string, () => Promise<void>>>,
  clock: Clock,
  onFailure: (name: string, error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let stopped = false;
  const all = async () => {
    for (const [name, round] of Object.entries(rounds))
      await round().catch((error: unknown) => onFailure(name, error));
    if (!stopped) next();
  };
  const next = () => {
    cancel = clock.schedule(everyMs, () => {
      running = all();
    });
  };
  next();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
