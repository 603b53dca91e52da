import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { Kysely } from 'kysely';
import type { HeldLicence } from '../../src-server/connectors/e-licences.ts';
import { createPapers } from '../../src-server/domain/papers.ts';
import { createPromises } from '../../src-server/domain/promises.ts';
import { systemRandom } from '../../src-server/random.ts';
import type { Schema } from '../../src-server/store/schema.ts';
import type { Vault } from '../../src-server/store/vault.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';

/** Papers that were given and promised in the days before 15 June 2026, for the pictures of the console. */

const at = (day: string, time = '09:00') => new Date(`${day}T${time}:00+08:00`);
const clockAt = (moment: Date) => ({ ...systemClock, now: () => moment.getTime() });

/** A sheet as a phone takes it; everything on it is invented. */
function sheet(): Buffer {
  const face = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
  GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(face), 'Sheet');
  const context = createCanvas(1240, 1754).getContext('2d');
  context.fillStyle = '#fdfcf8';
  context.fillRect(0, 0, 1240, 1754);
  context.fillStyle = '#222222';
  context.font = '64px Sheet';
  context.fillText('解除劳动关系证明（样张）', 230, 260);
  context.font = '36px Sheet';
  const lines = [
    '兹证明 样本甲 与本单位的劳动合同',
    '于 2026 年 5 月 31 日解除。',
    '原因：合同到期，双方不再续签。',
    '样本食品有限公司（虚构）',
    '2026 年 6 月 1 日',
  ];
  lines.forEach((line, index) => {
    context.fillText(line, 200, 460 + index * 110);
  });
  context.strokeStyle = '#b3261e';
  context.lineWidth = 8;
  context.beginPath();
  context.arc(860, 900, 130, 0, Math.PI * 2);
  context.stroke();
  return context.canvas.toBuffer('image/jpeg', 85);
}

/** Two pages from the camera of a terminal, with the matter of this key. */
export async function fillPapers(db: Kysely<Schema>, vault: Vault, submissionKey: string): Promise<void> {
  const given = at('2026-06-14', '15:20');
  const papers = createPapers({ db, vault, clock: clockAt(given), random: systemRandom });
  const terminal = {
    id: randomUUID(),
    number: '0007',
    serial_number: 'ZW-7',
    public_key: 'none',
    enrolled_at: given,
    heartbeat_at: null,
    heartbeat: null,
  };
  await db.insertInto('terminal').values(terminal).execute();
  const begun = await papers.begin({
    terminalId: terminal.id,
    transactionId: randomUUID(),
    itemCode: 'EMP-REG-001',
    material: { id: 'termination', name: { zh: '解除/终止劳动关系信息', en: 'Termination record' } },
    subject: '44520219500101001X',
    by: 'scan',
  });
  if (!begun.ok) throw new Error(begun.error);
  const { paperId } = begun.value;
  for (const file of [sheet(), sheet()]) await papers.addPageOf(paperId, terminal.id, file);
  const matter = {
    submissionKey,
    terminalId: terminal.id,
    itemCode: 'EMP-REG-001',
    subject: '44520219500101001X',
  };
  await papers.handIn(matter, [{ kind: 'upload', materialId: 'termination', paperId }], []);
}

const licence: HeldLicence = {
  licenceId: 'YPZZ000001',
  materialId: 'registerPage',
  issuer: { zh: '样本市公安局样本分局', en: 'Specimen District Police' },
  number: 'YPHK445202000001',
  validUntil: null,
  state: 'valid',
};

const photo = { zh: '近期证件照', en: 'Recent photo' };
const register = { zh: '居民户口簿（首页及本人页）', en: 'Household register (cover and own page)' };
const employment = { zh: '就业登记信息', en: 'Employment record' };
const cancelled = { zh: '到期没有补交的，这次申领取消', en: 'If it does not come, this is cancelled' };
const returned = {
  zh: '到期没有补交的，已发的津贴要退回',
  en: 'If it does not come, what was paid has to be returned',
};

interface Promised {
  readonly item: string;
  readonly code: string;
  readonly material: typeof photo;
  readonly consequence: typeof photo;
  readonly name: string;
  readonly idNumber: string;
  readonly company?: string;
  readonly on: string;
  readonly due: string;
  readonly byClerk?: boolean;
  /** What was given with the same matter. */
  readonly licence?: HeldLicence;
  /** Pages of this paper were given, and are erased. */
  readonly erased?: string;
  /** What became of it. */
  readonly since: object;
}

const reminded = (day: string) => ({ reminded_at: at(day) });
const asked = { asked_at: at('2026-06-15', '08:10') };
const promised: readonly Promised[] = [
  {
    ...{ item: 'SSC-DCL-001', code: 'photo', material: photo, consequence: cancelled },
    ...{ name: '样本甲', idNumber: '44520219500101001X', on: '2026-06-08', due: '2026-06-15' },
    since: { ...reminded('2026-06-14'), ...asked },
  },
  {
    ...{ item: 'CIV-DCL-001', code: 'registerPage', material: register, consequence: returned },
    ...{ name: '样本寿', idNumber: '445202194002020020', on: '2026-06-11', due: '2026-06-16' },
    since: {
      ...asked,
      message_failures: 6,
      message_failed_at: at('2026-06-15', '09:50'),
      message_failure: 'noPhone',
      given_up_at: at('2026-06-15', '09:50'),
    },
  },
  {
    ...{ item: 'SIN-REG-002', code: 'employmentRecord', material: employment, consequence: cancelled },
    licence,
    ...{ name: '张样本', idNumber: '445202196006060029', on: '2026-06-13', due: '2026-06-19' },
    since: asked,
  },
  {
    ...{ item: 'SIN-RPT-004', code: 'diagnosis', material: { zh: '诊断证明', en: 'Diagnosis' } },
    ...{ consequence: cancelled, name: '欧阳样本', idNumber: '44520219881212003X' },
    ...{ company: '91445202MA00000A1L', on: '2026-06-14', due: '2026-06-24', since: {} },
  },
  {
    ...{ item: 'EMP-REG-001', code: 'termination', consequence: cancelled, byClerk: true },
    ...{ material: { zh: '解除/终止劳动关系信息', en: 'Termination record' } },
    ...{ name: '样本戊', idNumber: '445202198505050057', on: '2026-06-13', due: '2026-06-18' },
    since: { ...asked, notified_at: at('2026-06-13', '11:40') },
  },
  {
    ...{ item: 'MED-REG-001', code: 'registerPage', material: register, consequence: cancelled },
    ...{ name: '李䶮样', idNumber: '445202199209090037', on: '2026-06-08', due: '2026-06-13' },
    since: reminded('2026-06-12'),
  },
  {
    ...{ item: 'SSC-DCL-001', code: 'photo', material: photo, consequence: cancelled },
    ...{ name: '样本丁', idNumber: '445202199003030047', on: '2026-06-04', due: '2026-06-11' },
    erased: 'photo',
    since: {
      ...reminded('2026-06-10'),
      ...{ state: 'brought', person_sealed: null, ended_at: at('2026-06-11', '14:05') },
    },
  },
  {
    ...{ item: 'CIV-DCL-001', code: 'registerPage', material: register, consequence: returned },
    ...{ name: '样本己', idNumber: '44520219750707006X', on: '2026-06-02', due: '2026-06-07' },
    since: {
      ...reminded('2026-06-06'),
      ...{ state: 'lapsed', person_sealed: null, ended_at: at('2026-06-08', '00:05') },
    },
  },
];

export async function fillPromises(db: Kysely<Schema>, vault: Vault): Promise<void> {
  for (const [index, one] of promised.entries()) {
    const clock = clockAt(at(one.on, '11:30'));
    // To keep a promise asks nobody.
    const nobody = undefined as never;
    const promises = createPromises({ db, vault, clock, messenger: nobody, business: nobody });
    const submissionKey = randomUUID();
    await promises.keep({
      submissionKey,
      number: `YPSL${one.on.replaceAll('-', '')}${String(index + 1).padStart(5, '0')}`,
      itemCode: one.item,
      person: new Sensitive({ name: one.name, idNumber: one.idNumber }, 'somebody'),
      agent: null,
      companyCode: one.company ?? null,
      promises: [{ code: one.code, material: one.material, dueDate: one.due, consequence: one.consequence }],
      byClerk: one.byClerk ?? false,
    });
    if (one.licence !== undefined) {
      const { licenceId, materialId } = one.licence;
      const matter = { submissionKey, terminalId: '', itemCode: one.item, subject: one.idNumber };
      const papers = createPapers({ db, vault, clock, random: systemRandom });
      await papers.handIn(matter, [{ kind: 'eLicence', licenceId, materialId }], [one.licence]);
    }
    if (one.erased !== undefined)
      await db
        .insertInto('submitted_paper')
        .values({
          submission_key: submissionKey,
          material_id: one.erased,
          kind: 'upload',
          issuer: null,
          number_digest: null,
          paper_id: randomUUID(),
          given_at: at(one.on),
        })
        .execute();
    if (Object.keys(one.since).length === 0) continue;
    await db
      .updateTable('promised_paper')
      .set(one.since)
      .where('submission_key', '=', submissionKey)
      .execute();
  }
}
