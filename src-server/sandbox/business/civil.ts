import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import type { SandboxPerson } from '../people.ts';
import { appointments } from './appointments.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, corrections, decided, nothingFound, refused } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import {
  ageOf,
  birthdayAt,
  creditClear,
  factsOf,
  given,
  isGranted,
  payoutAccount,
  personOf,
  plusMonths,
  steady,
} from './values.ts';

const authority = '样本市民政局';

/** 高龄津贴, decided by table T1. */
async function assessAllowance(question: Question, promises: readonly string[]): Promise<Assessment> {
  const person = personOf(question);
  const account = payoutAccount(question);
  return {
    tableId: 'T1',
    promises: promises.filter((code) => code === 'registerPage'),
    facts: factsOf(question.now, {
      deathRecord: [false, 'civil', 'police'],
      registeredHere: [person.idNumber.startsWith('445202'), 'police'],
      birthDate: [birthdayAt(person, 0), 'identity'],
      receivingHere: [(await question.filed('CIV-DCL-001')).some(isGranted), 'civil'],
      receivingElsewhere: [false, 'civilProvince'],
      accountOwner: ['problem' in account ? 'other' : 'own', 'bank'],
      accountActive: [true, 'bank'],
      registerPageGiven: [!promises.includes('registerPage'), 'materials'],
      creditClear: [creditClear(person), 'credit'],
    }),
  };
}

function grantAllowance(question: Submission): Outcome {
  if (question.decision === null) throw new Error('a claim without a decision');
  return decided(
    question.decision,
    0,
    fieldsSheet(text('高龄津贴', 'Old-age allowance'), [
      [text('从哪个月发放', 'Paid from'), plusMonths(question.today.slice(0, 7), 1), 'strong'],
    ]),
  );
}

/** Support that a household draws; most draw none. */
const supports = {
  minimum: { title: '最低生活保障家庭证明', holds: '经核查，该家庭为本市最低生活保障家庭。', turn: 0 },
  hardship: { title: '特困人员证明', holds: '经核查，该人员为本市特困供养人员。', turn: 1 },
  lowIncome: { title: '低收入困难家庭证明', holds: '经核查，该家庭为本市低收入困难家庭。', turn: 2 },
} as const;

/** Who is in no scheme draws the minimum; the others by their key. */
function draws(person: SandboxPerson, kind: keyof typeof supports): boolean {
  if (person.insured === 'none') return kind === 'minimum';
  return steady(5, person.key, 'support') === supports[kind].turn;
}

function supportCertificate(kind: keyof typeof supports) {
  return (question: Question): DocumentData | Outcome => {
    const person = personOf(question);
    const { title, holds } = supports[kind];
    if (!draws(person, kind))
      return nothingFound(text('没有查到相应的救助认定记录', 'There is no record of this support'));
    return {
      title,
      authority,
      holder: person.name,
      sections: [
        {
          kind: 'fields',
          rows: [
            ['姓名', person.name],
            ['证件号码', person.idNumber],
            ['认定日期', `2025-0${1 + steady(9, person.key, 'support since')}-01`],
            ['家庭人口', String(1 + steady(4, person.key, 'household'))],
          ],
        },
        { kind: 'text', text: `${holds}特此证明。` },
      ],
      notes: ['本证明自出具之日起三十日内有效。', '救助待遇按月核查，以民政部门最新记录为准。'],
      masks: [],
      limit: null,
    };
  };
}

function marriage(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (ageOf(person, question.today) < 22 || steady(3, person.key, 'married') === 0)
    return nothingFound(text('本市没有您的婚姻登记记录', 'There is no marriage record of you in this city'));
  const year = Number(person.idNumber.slice(6, 10)) + 24 + steady(6, person.key, 'wedding');
  return fieldsSheet(
    text('婚姻登记记录', 'Marriage record'),
    [
      [text('登记类别', 'Kind'), text('结婚登记', 'Marriage')],
      [text('登记机关', 'Registry'), text('样本区民政局', 'Civil Affairs Bureau, Specimen District')],
      [text('登记日期', 'Registered on'), `${year}-05-20`, 'strong'],
    ],
    text('需要盖章的档案证明，请到登记机关领取', 'A sealed copy is fetched at the registry'),
  );
}

async function travelAllowance(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  const law = ['中华人民共和国残疾人保障法'];
  if ((await question.filed('CIV-DCL-002')).length > 0)
    return refused(
      text('您已经申请过残疾人交通补贴', 'You have applied already'),
      law,
      text('没有收到钱的，请拨打 12345 查询', 'If no money arrives, call 12345'),
    );
  if (steady(3, person.key, 'disability') !== 0)
    return refused(
      text('没有查到您的残疾人证记录', 'There is no record of a disability certificate'),
      law,
      text('已有残疾人证的，请到残联更新信息', 'If you hold one, have it registered at the federation'),
    );
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return accepted(
    [text(`已受理，审核后打到${account.shown.zh}`, `Accepted; paid to ${account.shown.en}`)],
    10,
    {
      law,
    },
  );
}

async function seniorCard(question: Submission): Promise<Outcome> {
  const law = ['中华人民共和国老年人权益保障法'];
  const person = personOf(question);
  if (ageOf(person, question.today) < 60)
    return refused(
      text(
        `年满 60 周岁（${birthdayAt(person, 60)} 起）可以申领`,
        `It can be had from 60 years (${birthdayAt(person, 60)})`,
      ),
      law,
      null,
    );
  if ((await question.filed('CIV-DCL-003')).length > 0)
    return refused(text('您已经申领过敬老卡', 'You have applied already'), law, null);
  return accepted(
    [text('已受理，制好后寄到您选择的地点', 'Accepted; it is sent to the place you chose')],
    10,
    { law },
  );
}

const weddings = appointments({
  itemCode: 'CIV-APT-001',
  placeField: 'hall',
  places: {
    city: text('样本市婚姻登记处', 'City Marriage Registry'),
    east: text('样本区婚姻登记处', 'District Marriage Registry'),
  },
  hours: ['09:00', '10:00', '11:00', '14:30', '15:30'],
  seats: 3,
  against: (submission) => unfit(submission),
  advice: () => [
    text('两人都要到场，带身份证和户口簿', 'Both of you come, with identity cards and household registers'),
  ],
});

/** 民法典 art. 1047: whole years, on the day of the appointment. */
const marriageAge = { male: 22, female: 20 } as const;

/** The last digit but one is odd for men (GB 11643). */
const sexOf = (idNumber: string): 'male' | 'female' => (Number(idNumber[16]) % 2 === 1 ? 'male' : 'female');

function unfit(submission: Submission): Outcome | null {
  if (given(submission, 'matter') === 'copy') return null;
  const person = personOf(submission);
  const partner = given(submission, 'partner');
  if (partner === person.idNumber)
    return corrections([
      text('请填写对方的号码，不是您自己的', 'Give the number of the other person, not your own'),
    ]);
  if (given(submission, 'matter') !== 'marriage') return null;
  const day = given(submission, 'day');
  const both = [
    { sex: person.sex, age: ageOf(person, day) },
    { sex: sexOf(partner), age: ageOf({ idNumber: partner }, day) },
  ];
  if (both[0]?.sex === both[1]?.sex)
    return refused(
      text('结婚登记的双方应为一男一女', 'By law a marriage is between a man and a woman'),
      ['中华人民共和国民法典第一千零四十六条'],
      text('号码填错的，请返回改正', 'If a number is wrong, go back and correct it'),
    );
  if (both.some(({ sex, age }) => age < marriageAge[sex]))
    return refused(
      text(
        '到那一天还没有到结婚年龄：男满 22 周岁，女满 20 周岁',
        'Too young on that day: men marry from 22, women from 20',
      ),
      ['中华人民共和国民法典第一千零四十七条'],
      text('请预约满年龄以后的日子', 'Please book a day after the birthday'),
    );
  return null;
}

export const civil: Handlers = {
  'CIV-DCL-001': { assess: assessAllowance, submit: grantAllowance },
  'CIV-DCL-002': { submit: travelAllowance },
  'CIV-DCL-003': { submit: seniorCard },
  'CIV-PRT-001': { document: supportCertificate('minimum') },
  'CIV-PRT-002': { document: supportCertificate('hardship') },
  'CIV-PRT-003': { document: supportCertificate('lowIncome') },
  'CIV-QRY-001': { query: marriage },
  'CIV-APT-001': weddings,
};
