import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { OutcomeKind } from '../../src-shared/service/outcome-kind.ts';
import type { Person } from '../connectors/social-insurance.ts';
import { append } from '../review/chain.ts';
import { sealNote } from '../review/record.ts';
import type { NoticeTable, Schema } from '../store/schema.ts';
import type { Vault } from '../store/vault.ts';
import { type Messenger, mayGoOut, messageTries } from './messenger.ts';

/** What somebody has to know and saw on no screen. */
export interface Notice {
  /** Of what it tells: a second one with the same id is not owed. */
  readonly id: string;
  readonly kind: NoticeTable['kind'];
  /** Of the matter. */
  readonly number: string;
  /** Names nobody. */
  readonly text: string;
  /** Null: the business system names nobody, so that staff have to find out. */
  readonly person: Person | null;
}

export type Notices = ReturnType<typeof createNotices>;

/**
 * Messages that are owed: each goes out once, by day, and one that fails is tried again with growing gaps; after that a
 * person has to tell them. With a message that is told goes the person.
 *
 * A server that dies between the gateway's answer and its own commit sends a message a second time, which does less harm
 * than none.
 */
export function createNotices(parts: {
  readonly db: Kysely<Schema>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly messenger: Messenger;
}) {
  const { db, vault, clock, messenger } = parts;

  async function send(row: Selectable<NoticeTable>): Promise<void> {
    const person = addressee(vault, row);
    if (person === null) return;
    const failed = await messenger(person, row.text);
    const at = new Date(clock.now());
    const failures = row.failures + 1;
    await openNotice(db, row.id)
      .set(
        failed === null
          ? { sent_at: at, person_sealed: null }
          : { failures, failed_at: at, failure: failed, given_up_at: failures < messageTries ? null : at },
      )
      .execute();
  }

  return {
    /** Repeatable. @param on the transaction in which that became known of which it tells */
    async owe({ id, kind, number, text, person }: Notice, on: Kysely<Schema> = db): Promise<void> {
      const now = new Date(clock.now());
      await on
        .insertInto('notice')
        .values({
          ...{ id, kind, number, text, owed_at: now },
          ...(person === null
            ? { given_up_at: now, failure: 'nobodyNamed' as const, failed_at: now }
            : { person_sealed: vault.seal(context(id), JSON.stringify(person.reveal())) }),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    /** One round; a gateway that does not answer holds up no round but this one. */
    async send(): Promise<void> {
      const now = clock.now();
      if (!mayGoOut(0, null, now)) return;
      const due = await db
        .selectFrom('notice')
        .selectAll()
        .where('sent_at', 'is', null)
        .where('given_up_at', 'is', null)
        .where('told_at', 'is', null)
        .orderBy('owed_at')
        .execute();
      for (const row of due) if (mayGoOut(row.failures, row.failed_at, now)) await send(row);
    },

    /** A person told them what no message could. False: there is nothing to tell. */
    async toldByPerson(id: string, operator: string, note: string): Promise<boolean> {
      const at = new Date(clock.now());
      return db.transaction().execute(async (trx) => {
        const row = await openNotice(trx, id)
          .where('given_up_at', 'is not', null)
          .set({ told_at: at, told_by: operator, person_sealed: null })
          .returning('number')
          .executeTakeFirst();
        if (row === undefined) return false;
        await append(trx, at, 'noticeTold', {
          ...{ reviewId: id, number: row.number, operator, note: sealNote(vault, id, note) },
        });
        return true;
      });
    },
  };
}

const openNotice = (db: Kysely<Schema>, id: string) =>
  db.updateTable('notice').where('id', '=', id).where('sent_at', 'is', null).where('told_at', 'is', null);

const context = (id: string) => `notice ${id}`;

/** To whom it goes; null when they know, or nobody was named. */
export function addressee(
  vault: Vault,
  { id, person_sealed: sealed }: Pick<Selectable<NoticeTable>, 'id' | 'person_sealed'>,
): Person | null {
  if (sealed === null) return null;
  const named = JSON.parse(vault.open(context(id), sealed).toString()) as ReturnType<Person['reveal']>;
  return new Sensitive(named, maskName(named.name));
}

/** What a clerk decided. */
export function decisionText(itemName: string, number: string, kind: OutcomeKind): string {
  return `【样张】您提交的“${itemName}”（受理编号 ${number}）经工作人员审核，${decided(kind)}。`;
}

function decided(kind: OutcomeKind): string {
  const where = '任一终端的“办件进度查询与结果领取”';
  if (kind === 'corrections') return `需要补正。要补的内容一次列在${where}中，备齐后可以重新办理`;
  if (kind === 'refused') return `不予办理。理由、依据和救济途径列在${where}中`;
  return `${kind === 'accepted' ? '已经受理' : '已通过'}。结果可在${where}中查看`;
}
