import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName, maskPhone } from '../../src-shared/masking.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { SmsGateway } from '../connectors/sms-gateway.ts';
import type { Person, SocialInsurance } from '../connectors/social-insurance.ts';
import { plusDays } from '../review/calendar.ts';
import { append } from '../review/chain.ts';
import { sealNote } from '../review/record.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { chinaDay, startOfChinaDay } from './china-time.ts';

const everyMs = 10 * 60_000;
/** The day before the last one is early enough to come, and late enough not to be forgotten again. */
const remindDaysBefore = 1;
/** One that is not due yet is asked for now and then, so that staff see that it came. */
const askEveryMs = 6 * 3_600_000;
/** Nobody is woken by a message: from nine to twenty by the clock of China. */
const [dayBegins, dayEnds] = [9 * 3_600_000, 20 * 3_600_000];

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
}

export type Promises = ReturnType<typeof createPromises>;

/** Somebody at a counter took a paper that was promised. */
export interface CameToCounter {
  readonly submissionKey: string;
  /** Of the material. */
  readonly code: string;
  readonly operator: string;
  /** Where it came and why it was taken there; may name somebody. */
  readonly note: string;
}

/**
 * Papers that were promised to follow: whoever promised one is reminded by a message before its day, and what did not
 * come lapses, with the consequence that they signed. Whether it came, the business system says, or whoever took it at a
 * counter: then the business system is told, and until it knows the promise stays open and does not lapse.
 */
export function createPromises(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly authority: SocialInsurance;
  readonly sms: SmsGateway;
  readonly business: BusinessSystem;
}) {
  const { db, vault, clock, authority, sms, business } = parts;

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

  /** Where it does not go out, the next round tries again, and staff see why. */
  async function remind(row: Row, person: Person): Promise<void> {
    const failed = await failureToRemind(row, person);
    const now = new Date(clock.now());
    const set =
      failed === null
        ? { reminded_at: now }
        : {
            reminder_failures: row.reminder_failures + 1,
            reminder_failed_at: now,
            reminder_failure: failed,
          };
    await openRow(db, row).set(set).execute();
  }

  async function failureToRemind(row: Row, person: Person): Promise<Row['reminder_failure']> {
    const known = await authority.person(new Sensitive(person.reveal().idNumber, person.toString()));
    if (!known.ok) return 'unavailable';
    const phone = known.value?.reveal().phone;
    if (phone == null) return 'noPhone';
    const { material_name, number, due_on, consequence } = row;
    const text = `【样张】您承诺补交“${material_name.zh}”，最后一天是 ${due_on}，受理编号 ${number}。可在任一终端办“容缺受理材料补正”。${consequence.zh}。`;
    const sent = await sms.send(new Sensitive(phone, maskPhone(phone)), new Sensitive(text, 'a reminder'));
    return sent.ok ? null : 'unavailable';
  }

  /** One promise, as far as it can be settled now. */
  async function settle(row: Row): Promise<void> {
    if (row.person_sealed === null) return;
    const now = clock.now();
    const today = chinaDay(now);
    const { number, code, company_code: companyCode } = row;
    const { person, agent } = promiser(vault, row, row.person_sealed);
    if (row.counter_at !== null) {
      const told = await business.received({ person, companyCode }, { number, code });
      if (told.ok) await openRow(db, row).set(ended('brought')).execute();
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
    const time = now - startOfChinaDay(now).getTime();
    const near = row.due_on <= plusDays(today, remindDaysBefore);
    if (near && row.reminded_at === null && time >= dayBegins && time < dayEnds)
      await remind(row, agent ?? person);
  }

  return {
    /** Beside a matter that was taken down: once per key and paper, however often it is asked. */
    async keep(matter: TakenDown): Promise<void> {
      const { submissionKey, number, itemCode, person, agent, companyCode, promises } = matter;
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
            reminded_at: null,
            ended_at: null,
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
    }: CameToCounter): Promise<Result<boolean, 'unknown' | 'notOpen'>> {
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

/** Every ten minutes until the returned function is called; that waits for a round under way. */
export function keepFollowing(
  promises: Pick<Promises, 'follow'>,
  clock: Clock,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let cancel = () => {};
  let stopped = false;
  const next = () => {
    cancel = clock.schedule(everyMs, () => {
      running = promises
        .follow()
        .catch(onFailure)
        .then(() => {
          if (!stopped) next();
        });
    });
  };
  next();
  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
