import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Text } from '../../../src-shared/text.ts';
import type { ReadyPaper } from '../../connectors/business-system.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { appointments } from './appointments.ts';
import type { Filed, Handlers, Question, Submission } from './handler.ts';
import { done, nothingFound, refused } from './outcomes.ts';
import { tableSheet, text } from './sheets.ts';
import { filedOn, given, personOf } from './values.ts';

const halls = {
  city: text('样本市政务服务中心', 'Specimen City Service Hall'),
  east: text('样本区政务服务中心', 'Specimen District Service Hall'),
};
const hours = ['09:00', '10:00', '11:00', '14:00', '15:00', '16:00'];

const states: Record<Outcome['kind'], { zh: string; en: string }> = {
  done: text('已办结', 'Done'),
  approved: text('已通过', 'Approved'),
  accepted: text('办理中', 'Under way'),
  acceptedWithPromise: text('待补材料', 'A paper is missing'),
  corrections: text('待补正', 'To be corrected'),
  refused: text('不予办理', 'Refused'),
  toPerson: text('人工审核中', 'With a person'),
  nothingFound: text('无记录', 'Nothing found'),
};

async function progress(question: Question): Promise<Sheet | Outcome> {
  const all = await question.handedIn();
  if (all.length === 0)
    return nothingFound(text('没有查到您提交的办件', 'There is nothing that you handed in'));
  const late = new Set(
    (await promised(question)).flatMap(({ value, dueDate }) =>
      dueDate < question.today ? [value.split(' ')[0]] : [],
    ),
  );
  const ready = new Set(readyPapers(all, question.today).map(({ number }) => number));
  return tableSheet(
    text('办件进度', 'What you handed in'),
    [
      [text('事项', 'Matter'), 'start'],
      [text('受理编号', 'Number'), 'start'],
      [text('日期', 'Day'), 'middle'],
      [text('状态', 'State'), 'end'],
    ],
    [...all]
      .reverse()
      .map((one) => [
        one.itemName,
        one.number,
        filedOn(one),
        late.has(one.number)
          ? text('逾期未补，已失效', 'Lapsed: a paper did not come')
          : ready.has(one.number)
            ? text('结果已出', 'Result issued')
            : states[one.outcome.kind],
      ]),
  );
}

/** Papers that were promised and did not come; the last day is a day on which they may. */
const promised = async (question: Question) => promisedIn(await question.filed());

function promisedIn(all: readonly Filed[]) {
  const brought = all.flatMap(({ itemCode, answers }) => (itemCode === 'HAL-REG-001' ? [answers.paper] : []));
  return all.flatMap(({ number, outcome }) =>
    outcome.promises
      .map((promise) => ({ ...promise, value: `${number} ${promise.code}` }))
      .filter(({ value }) => !brought.includes(value)),
  );
}

/** What comes of a matter on paper or as a card, and the counter at which it lies. */
const counters: Readonly<Record<string, Text>> = {
  'CIV-DCL-003': text(
    '样本区政务服务中心 3 号窗口（民政）',
    'Counter 3 of the District Service Hall (civil affairs)',
  ),
  'SSC-DCL-001': text('样本市政务服务中心 5 号窗口（社保卡）', 'Counter 5 of the City Service Hall (cards)'),
  'SSC-DCL-002': text('样本市政务服务中心 5 号窗口（社保卡）', 'Counter 5 of the City Service Hall (cards)'),
  'MKT-REG-001': text(
    '样本市政务服务中心 8 号窗口（市场监管）',
    'Counter 8 of the City Service Hall (licences)',
  ),
};
const underWay: ReadonlySet<Outcome['kind']> = new Set([
  'done',
  'approved',
  'accepted',
  'acceptedWithPromise',
]);

/** The sandbox makes a paper overnight, once nothing is owed to its matter. */
export function readyPapers(all: readonly Filed[], today: string): ReadyPaper[] {
  const owing = new Set(promisedIn(all).map(({ value }) => value.split(' ')[0]));
  return all.flatMap((one) => {
    const counter = counters[one.itemCode];
    // What is sent is not fetched here.
    if (one.answers.place === 'community') return [];
    const made = underWay.has(one.outcome.kind) && filedOn(one) < today && !owing.has(one.number);
    return counter === undefined || !made ? [] : [{ number: one.number, itemName: one.itemName, counter }];
  });
}

export async function stillPromised(question: Question, number: string, code: string): Promise<boolean> {
  return (await promised(question)).some(({ value }) => value === `${number} ${code}`);
}

async function papers(question: Question) {
  const open = (await promised(question)).filter(({ dueDate }) => dueDate >= question.today);
  if (open.length === 0)
    return nothingFound(text('您没有需要补交的材料', 'There is no paper that you have to bring'));
  return open.map(({ value, material, dueDate }) => ({
    value,
    label: material,
    detail: text(`${dueDate} 前补交`, `by ${dueDate}`),
  }));
}

async function bring(question: Submission): Promise<Outcome> {
  const paper = given(question, 'paper');
  const open = (await promised(question)).find(({ value }) => value === paper);
  if (open === undefined)
    return refused(text('没有查到这份待补的材料', 'There is no such paper to be brought'), [], null);
  if (open.dueDate < question.today)
    return refused(
      text(`补交期限（${open.dueDate}）已过`, `The day by which it was due (${open.dueDate}) has passed`),
      [],
      open.consequence,
    );
  return done([
    text(
      '已登记：请把材料放入交件口，窗口会核对',
      'Noted: please put the paper into the slot; the counter checks it',
    ),
  ]);
}

/** Copies of e-licences for other offices; what the register holds of a person. */
const licences = {
  identityCard: { title: '居民身份证（电子证照打印件）', issuer: '样本市公安局' },
  householdRegister: { title: '居民户口簿（电子证照打印件）', issuer: '样本市公安局' },
} as const;
const purposes: Record<string, string> = { school: '入学', loan: '贷款', work: '入职', other: '其他' };

function licenceCopy(question: Question): DocumentData {
  const person = personOf(question);
  const kind = given(question, 'licence') === 'identityCard' ? 'identityCard' : 'householdRegister';
  const { title, issuer } = licences[kind];
  const purpose = purposes[given(question, 'purpose')] ?? '其他';
  return {
    title,
    authority: '样本市政务服务数据管理局',
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['持证人', person.name],
          ['证件号码', person.idNumber],
          ['签发机关', issuer],
          ['用途', `仅用于${purpose}`],
        ],
      },
      { kind: 'text', text: `本件由电子证照系统打印，仅用于${purpose}，其他用途无效。` },
    ],
    notes: ['以电子证照为准，打印件不得涂改。'],
    masks: [],
    limit: null,
  };
}

function rateService(): Outcome {
  return done([text('谢谢您的评价', 'Thank you for your rating')]);
}

export const serviceHall: Handlers = {
  'HAL-APT-001': appointments({
    itemCode: 'HAL-APT-001',
    placeField: 'hall',
    places: halls,
    hours,
    seats: 4,
  }),
  'HAL-APT-002': appointments({
    itemCode: 'HAL-APT-002',
    placeField: 'hall',
    places: { main: text('样本市住房公积金管理中心', 'Housing fund centre') },
    hours,
    seats: 2,
  }),
  'HAL-QRY-001': { query: progress },
  'HAL-REG-001': { options: papers, submit: bring },
  'HAL-PRT-001': { document: licenceCopy },
  'HAL-RPT-001': { submit: rateService },
};
