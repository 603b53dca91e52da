import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName, maskPhone } from '../../src-shared/masking.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Outcome } from '../../src-shared/service/outcome.ts';
import type { BusinessSystem } from '../connectors/business-system.ts';
import type { SmsGateway } from '../connectors/sms-gateway.ts';
import type { Person, SocialInsurance } from '../connectors/social-insurance.ts';
import { plusDays } from '../review/calendar.ts';
import type { Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { chinaDay, startOfChinaDay } from './china-time.ts';

const everyMs = 10 * 60_000;
/** The day before the last one is early enough to come, and late enough not to be forgotten again. */
const remindDaysBefore = 1;
/** Nobody is woken by a message: from nine to twenty by the clock of China. */
const [dayBegins, dayEnds] = [9 * 3_600_000, 20 * 3_600_000];

/** A matter that was taken down with papers that follow (容缺受理). */
interface TakenDown {
  readonly submissionKey: string;
  readonly number: string;
  readonly itemCode: string;
  readonly person: Person;
  readonly companyCode: string | null;
  readonly promises: Outcome['promises'];
}

export type Promises = ReturnType<typeof createPromises>;

/**
 * Papers that were promised to follow: whoever promised one is reminded by a message before its day, and what did not
 * come lapses, with the consequence that they signed. Whether it came, the business system says.
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
  const context = (key: string, code: string) => `promised_paper ${key} ${code}`;

  /** With it goes the person, of whom nothing more is wanted. */
  async function end(row: Row, state: 'brought' | 'lapsed'): Promise<void> {
    await ofRow(row, { state, ended_at: new Date(clock.now()), person_sealed: null });
  }

  const ofRow = (row: Row, changed: Partial<Row>) =>
    db
      .updateTable('promised_paper')
      .set(changed as object)
      .where('submission_key', '=', row.submission_key)
      .where('code', '=', row.code)
      .where('state', '=', 'open')
      .execute();

  /** Not done where the phone is unknown or the message does not go out; then the next round tries again. */
  async function remind(row: Row, person: Person): Promise<void> {
    const known = await authority.person(new Sensitive(person.reveal().idNumber, person.toString()));
    const phone = known.ok ? known.value?.reveal().phone : null;
    if (phone == null) return;
    const { material_name, number, due_on, consequence } = row;
    const text = `【样张】您承诺补交“${material_name.zh}”，最后一天是 ${due_on}，受理编号 ${number}。可在任一终端办“容缺受理材料补正”。${consequence.zh}。`;
    const sent = await sms.send(new Sensitive(phone, maskPhone(phone)), new Sensitive(text, 'a reminder'));
    if (sent.ok) await ofRow(row, { reminded_at: new Date(clock.now()) });
  }

  return {
    /** Beside a matter that was taken down: once per key and paper, however often it is asked. */
    async keep({ submissionKey, number, itemCode, person, companyCode, promises }: TakenDown): Promise<void> {
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
            person_sealed: vault.seal(context(submissionKey, code), JSON.stringify(person.reveal())),
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
      const today = chinaDay(now);
      const due = await db
        .selectFrom('promised_paper')
        .selectAll()
        .where('state', '=', 'open')
        .where('due_on', '<=', plusDays(today, remindDaysBefore))
        .orderBy('due_on')
        .limit(200)
        .execute();
      for (const row of due) {
        if (row.person_sealed === null) continue;
        const opened = vault.open(context(row.submission_key, row.code), row.person_sealed).toString();
        const known = JSON.parse(opened) as { name: string; idNumber: string };
        const person: Person = new Sensitive(known, maskName(known.name));
        const { number, code, company_code: companyCode } = row;
        const owed = await business.owes({ person, companyCode }, { number, code });
        if (!owed.ok) continue;
        const time = now - startOfChinaDay(now).getTime();
        if (!owed.value) await end(row, 'brought');
        else if (row.due_on < today) await end(row, 'lapsed');
        else if (row.reminded_at === null && time >= dayBegins && time < dayEnds) await remind(row, person);
      }
    },
  };
}

type Row = Selectable<Schema['promised_paper']>;

/** Every ten minutes until the returned function is called; that waits for a round under way. */
export function keepFollowing(
  promises: Promises,
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
