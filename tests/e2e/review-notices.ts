import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { createNotices, decisionText } from '../../src-server/domain/notices.ts';
import type { Schema } from '../../src-server/store/schema.ts';
import type { Vault } from '../../src-server/store/vault.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';

/** Messages in each state, and a cabinet with papers in each. */
export async function fillNotices(db: Kysely<Schema>, vault: Vault): Promise<void> {
  const at = (day: string) => new Date(`${day}T10:20:00+08:00`);
  const owes = (day: string, outcome: 'sent' | 'noPhone') =>
    createNotices({
      ...{ db, vault },
      clock: { ...systemClock, now: () => at(day).getTime() },
      messenger: async () => (outcome === 'sent' ? null : outcome),
    });
  const person = new Sensitive({ name: '样本己', idNumber: '445202199003030047' }, 'somebody');
  const notice = (number: string, kind: 'refused' | 'approved' | 'corrections') => ({
    ...{ id: `decision ${number}`, kind: 'decision' as const, number, person },
    text: decisionText('失业保险金申领', number, kind),
  });
  const sent = owes('2026-06-12', 'sent');
  await sent.owe(notice('YPSL2026061100003', 'approved'));
  await sent.send();
  const failing = owes('2026-06-13', 'noPhone');
  await failing.owe(notice('YPSL2026061200007', 'refused'));
  await db.updateTable('notice').set({ failures: 5 }).where('sent_at', 'is', null).execute();
  // The sixth failure: it is given up.
  await owes('2026-06-14', 'noPhone').send();
  await owes('2026-06-15', 'sent').owe(notice('YPSL2026061400002', 'corrections'));
  await failing.owe({
    ...notice('YPSL2026061000021', 'approved'),
    ...{ id: 'readyPaper', kind: 'readyPaper', person: null },
    text: '【样张】您的“敬老卡申领”已放入 0001 号自助终端的证照柜 03 号格，请在 2026-07-13 前（含当日）领取。',
  });

  const terminalId = randomUUID();
  await db
    .insertInto('terminal')
    .values({
      ...{ id: terminalId, serial_number: 's', public_key: 'specimen', enrolled_at: at('2026-05-01') },
      ...{ number: sql<string>`'0001'`, heartbeat_at: null, heartbeat: null },
    })
    .execute();
  const card = { zh: '敬老卡申领', en: 'Senior card' };
  const shop = { zh: '个体工商户营业执照', en: 'Business licence of an individual' };
  for (const [number, compartment, state, since, item] of [
    ['YPSL2026050800004', 1, 'inside', '2026-05-09', card],
    ['YPSL2026060900011', 2, 'unclear', '2026-06-10', shop],
    ['YPSL2026061000021', 3, 'inside', '2026-06-13', null],
    ['YPSL2026060500002', 4, 'collected', '2026-06-08', card],
    ['YPSL2026052000009', 5, 'removed', '2026-05-21', shop],
  ] as const)
    await db
      .insertInto('locker_paper')
      .values({
        ...{ matter: number, terminal_id: terminalId, compartment, state, since: at(since) },
        ...{ at: at('2026-06-14'), item_name: item && JSON.stringify(item) },
      })
      .execute();
}
