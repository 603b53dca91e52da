import { formatYuan } from '../../../src-shared/money.ts';
import type { FieldOption } from '../../../src-shared/service/field.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { monthsBefore, participationOf } from '../contributions.ts';
import type { SandboxPerson } from '../people.ts';
import { costShare, schemes } from './cost-share.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, corrections, decided, done, nothingFound, refused } from './outcomes.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import {
  creditClear,
  factsOf,
  given,
  isGranted,
  monthsBetween,
  payoutAccount,
  personOf,
  plusMonths,
  sameText,
  steady,
} from './values.ts';

const authority = '样本市医疗保障局';
const law = ['中华人民共和国社会保险法', '医疗保障基金使用监督管理条例'];

const byEmployer = ({ insured }: SandboxPerson) => insured !== 'none';
/** Who pays for no employee's scheme is a resident; some of them forgot to. */
async function resident(question: Question): Promise<boolean> {
  const person = personOf(question);
  return (
    !byEmployer(person) &&
    (steady(2, person.key, 'resident medical') === 0 || (await question.filed('MED-REG-001')).length > 0)
  );
}

const notInsured = nothingFound(text('您在本地没有参加医疗保险', 'You are in no medical scheme here'));
const posted = ({ today, staleMonths }: Question) => monthsBefore(today.slice(0, 7), 1 + staleMonths);

function medicalMonths(question: Question, from: string, to: string) {
  const range = { schemes: ['medical' as const], from, to };
  return participationOf(personOf(question), range, posted(question)).months.filter(
    ({ status }) => status !== 'owed',
  );
}

/** Nothing was paid for the last month that is booked: an employee's cover is stopped until it is. */
function stopped(question: Question): boolean {
  const last = posted(question);
  return byEmployer(personOf(question)) && medicalMonths(question, last, last).length === 0;
}

async function certificate(question: Question): Promise<DocumentData | Outcome> {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const months = byEmployer(person) ? medicalMonths(question, from, to) : [];
  const isResident = await resident(question);
  if (months.length === 0 && !isResident) return notInsured;
  const [first, last] = [months[0]?.month ?? from, months.at(-1)?.month ?? to];
  return {
    title: '基本医疗保险参保凭证',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['姓名', person.name],
          ['证件号码', person.idNumber],
        ],
      },
      {
        kind: 'table',
        columns: [
          { label: '险种', width: 50, align: 'start' },
          { label: '缴费开始', width: 28, align: 'middle' },
          { label: '缴费结束', width: 28, align: 'middle' },
          { label: '实缴月数', width: 24, align: 'middle' },
          { label: '享受待遇', width: 22, align: 'middle' },
        ],
        rows: [
          isResident
            ? ['城乡居民基本医疗保险', `${to.slice(0, 4)}-01`, `${to.slice(0, 4)}-12`, '12', '是']
            : ['职工基本医疗保险', first, last, String(months.length), stopped(question) ? '否' : '是'],
        ],
      },
    ],
    notes: ['转移接续、异地就医请凭本凭证办理。'],
    masks: [],
    limit: 3,
  };
}

async function profile(question: Question): Promise<Sheet | Outcome> {
  const person = personOf(question);
  const isResident = await resident(question);
  if (!byEmployer(person) && !isResident) return notInsured;
  return fieldsSheet(text('医保个人信息', 'Medical insurance'), [
    [
      text('参保类别', 'Scheme'),
      byEmployer(person) ? text('职工医保', "Employees'") : text('城乡居民医保', "Residents'"),
    ],
    [
      text('参保状态', 'State'),
      stopped(question)
        ? text('暂停：上个月没有缴费，请问单位', 'Stopped: last month was not paid, ask your employer')
        : text('正常享受待遇', 'Covered'),
      'strong',
    ],
    [text('参保地', 'Place'), text('样本市', 'Specimen City')],
  ]);
}

/** Of employees only: half of what they pay goes into an account of their own. */
function account(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (!byEmployer(person))
    return nothingFound(text('居民医保没有个人账户', "The residents' scheme has no personal account"));
  const year = given(question, 'year');
  const months = medicalMonths(question, `${year}-01`, `${year}-12`);
  const paidIn = months.reduce((sum, { medical }) => sum + (medical?.paid ?? 0), 0);
  const opening = steady(200_000, person.key, 'medical account', year);
  const spent = Math.min(opening + paidIn, steady(150_000, person.key, 'medical spent', year));
  return fieldsSheet(text(`${year} 年个人账户`, `Account of ${year}`), [
    [text('年初余额', 'Opening'), formatYuan(opening)],
    [text('本年划入', 'Paid in'), formatYuan(paidIn)],
    [text('本年支出', 'Spent'), formatYuan(spent)],
    [text('余额', 'Balance'), formatYuan(opening + paidIn - spent), 'strong'],
  ]);
}

interface Visit {
  readonly day: string;
  readonly hospital: { zh: string; en: string };
  readonly total: number;
  readonly fund: number;
  readonly diagnosis: { zh: string; en: string };
}

const illnesses = [
  text('样本诊断甲', 'Specimen diagnosis A'),
  text('样本诊断乙', 'Specimen diagnosis B'),
  text('样本诊断丙', 'Specimen diagnosis C'),
];

function visits(person: SandboxPerson, from: string, to: string): Visit[] {
  const hospitals = [
    text('样本市人民医院', 'City Hospital'),
    text('样本区中医院', 'District Hospital'),
    text('样本社区卫生服务中心', 'Community Clinic'),
  ];
  return monthsBetween(from, to)
    .filter((month) => steady(3, person.key, 'visit', month) === 0)
    .map((month) => {
      const total = 8_000 + steady(60_000, person.key, 'bill', month);
      return {
        day: `${month}-${String(1 + steady(28, person.key, 'day', month)).padStart(2, '0')}`,
        hospital: hospitals[steady(3, person.key, 'hospital', month)] ?? text('—', '—'),
        total,
        fund: Math.round((total * 7) / 10),
        diagnosis: illnesses[steady(illnesses.length, person.key, 'illness', month)] ?? text('—', '—'),
      };
    });
}

const noVisit = nothingFound(text('这段时间没有就医记录', 'There is no treatment in this period'));

function visitsAsked(question: Question): Visit[] {
  const { from, to } = { from: given(question, 'from'), to: given(question, 'to') };
  return visits(personOf(question), from, to).filter(({ day }) => day <= question.today);
}

/** By day and hospital: what for somebody went is in no list. */
function visitOptions(question: Question): readonly FieldOption[] | Outcome {
  const all = visitsAsked(question);
  if (all.length === 0) return noVisit;
  return all.map(({ day, hospital }) => ({ value: day, label: sameText(day), detail: hospital }));
}

/** Health data: a diagnosis is in no list, and shown of one visit when it is asked for. */
function treatments(question: Question): Sheet | Outcome {
  const all = visitsAsked(question);
  if (all.length === 0) return noVisit;
  if (given(question, 'show') === 'one') {
    const visit = all.find(({ day }) => day === given(question, 'visit'));
    if (visit === undefined) return noVisit;
    return fieldsSheet(text('一次就医', 'One visit'), [
      [text('日期', 'Day'), visit.day],
      [text('医院', 'Hospital'), visit.hospital],
      [text('诊断', 'Diagnosis'), visit.diagnosis, 'strong'],
      [text('总费用', 'Total'), formatYuan(visit.total)],
      [text('医保支付', 'Paid by the fund'), formatYuan(visit.fund)],
    ]);
  }
  const sum = (of: 'total' | 'fund') => all.reduce((total, visit) => total + visit[of], 0);
  return tableSheet(
    text('就医和费用', 'Treatment and costs'),
    [
      [text('日期', 'Day'), 'start'],
      [text('医院', 'Hospital'), 'start'],
      [text('总费用', 'Total'), 'end'],
      [text('医保支付', 'Paid by the fund'), 'end'],
    ],
    [...all]
      .reverse()
      .map(({ day, hospital, total, fund }) => [day, hospital, formatYuan(total), formatYuan(fund)]),
    [
      [text('费用合计', 'In all'), formatYuan(sum('total'))],
      [text('医保支付合计', 'Paid by the fund'), formatYuan(sum('fund')), 'strong'],
    ],
    text('为保护隐私，这里不显示诊断', 'To protect your privacy no diagnosis is shown here'),
  );
}

const hospitals: Readonly<Record<string, readonly (readonly [zh: string, en: string, level: string])[]>> = {
  east: [
    ['样本市人民医院', 'City Hospital', '三级'],
    ['样本区中医院', 'District Hospital', '二级'],
    ['样本社区卫生服务中心', 'Community Clinic', '一级'],
  ],
  new: [
    ['样本新区人民医院', 'New District Hospital', '二级'],
    ['样本新区卫生院', 'New District Clinic', '一级'],
  ],
  elsewhere: [['省样本医院（跨省直接结算）', 'Provincial Hospital (settles across provinces)', '三级']],
};

function designated(question: Question): Sheet {
  return tableSheet(
    text('定点医疗机构', 'Designated hospitals'),
    [
      [text('名称', 'Name'), 'start'],
      [text('级别', 'Level'), 'end'],
    ],
    (hospitals[given(question, 'area')] ?? []).map(([zh, en, level]) => [text(zh, en), level]),
  );
}

const catalogue: Readonly<
  Record<string, readonly (readonly [zh: string, en: string, kind: string, share: string])[]>
> = {
  pressure: [
    ['苯磺酸氨氯地平片', 'Amlodipine', '甲类', '0%'],
    ['缬沙坦胶囊', 'Valsartan', '乙类', '10%'],
  ],
  sugar: [
    ['盐酸二甲双胍片', 'Metformin', '甲类', '0%'],
    ['达格列净片', 'Dapagliflozin', '乙类', '10%'],
  ],
  cold: [['对乙酰氨基酚片', 'Paracetamol', '甲类', '0%']],
  bed: [
    ['普通病房床位费（三级医院，每日 40 元内）', 'Bed, level 3, up to 40 yuan a day', '诊疗项目', '0%'],
    ['普通病房床位费（二级医院，每日 30 元内）', 'Bed, level 2, up to 30 yuan a day', '诊疗项目', '0%'],
  ],
};

function drugs(question: Question): Sheet {
  return tableSheet(
    text('药品和诊疗项目', 'Medicines and services'),
    [
      [text('名称', 'Name'), 'start'],
      [text('类别', 'Class'), 'middle'],
      [text('先自付', 'Own share first'), 'end'],
    ],
    (catalogue[given(question, 'kind')] ?? []).map(([zh, en, kind, share]) => [text(zh, en), kind, share]),
    [],
    text('样本目录，实际以国家医保目录为准', 'A specimen list: the national list prevails'),
  );
}

function reimbursement(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (steady(3, person.key, 'reimbursement') === 0)
    return nothingFound(text('没有正在办理的零星报销', 'No reimbursement is under way'));
  const at = steady(3, person.key, 'reimbursement stage');
  const stages = [text('受理', 'Accepted'), text('审核', 'Under review'), text('拨付', 'Paid out')];
  return tableSheet(
    text('零星报销进度', 'Reimbursement'),
    [
      [text('环节', 'Stage'), 'start'],
      [text('状态', 'State'), 'end'],
    ],
    stages.map((stage, index) => [
      stage,
      index < at ? text('完成', 'Done') : index === at ? text('进行中', 'Now') : text('等待', 'Later'),
    ]),
  );
}

function chronic(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (steady(3, person.key, 'chronic') !== 0)
    return nothingFound(text('没有查到门诊慢特病的审批记录', 'There is no approval on record'));
  return fieldsSheet(text('门诊慢特病', 'Chronic disease'), [
    [text('审批结果', 'Result'), text('通过', 'Approved'), 'strong'],
    [text('有效期至', 'Valid until'), `${Number(question.today.slice(0, 4)) + 1}-12-31`],
    [text('选定医院', 'Hospital'), text('样本市人民医院', 'City Hospital')],
  ]);
}

function calculator(question: Question): Sheet {
  const scheme = given(question, 'scheme') === 'employee' ? 'employee' : 'resident';
  const level = given(question, 'level') as '1' | '2' | '3';
  const share = costShare(scheme, level, Number(given(question, 'cost')));
  const { deductible, ceiling } = schemes[scheme];
  return fieldsSheet(
    text('费用分担试算', 'Who pays what'),
    [
      [text('总费用', 'Total'), formatYuan(Number(given(question, 'cost')))],
      [text('起付线', 'Deductible'), formatYuan(deductible[level])],
      [text('医保支付', 'Paid by the fund'), formatYuan(share.fund)],
      [text('个人支付', 'Paid by you'), formatYuan(share.own), 'strong'],
    ],
    text(
      `试算仅供参考；年度最高支付 ${formatYuan(ceiling)}`,
      `An estimate; at most ${formatYuan(ceiling)} a year`,
    ),
  );
}

async function enrol(question: Submission): Promise<Outcome> {
  if (byEmployer(personOf(question)))
    return refused(text('您已参加职工医保', "You are in the employees' scheme"), law, null);
  if (await resident(question))
    return refused(
      text('您已参加居民医保', 'You are enrolled already'),
      law,
      text('缴费可以在本机办理', 'You can pay on this terminal'),
    );
  return done(
    [
      text('参保登记成功，请在缴费期内缴费', 'Enrolled: please pay within the season'),
      text('缴费可以在本机办理', 'You can pay on this terminal'),
    ],
    { law },
  );
}

/** 跨省异地就医备案, decided by table T6. */
async function assessElsewhere(question: Question, promises: readonly string[]): Promise<Assessment> {
  const person = personOf(question);
  const covered = byEmployer(person) || (await resident(question));
  const from = given(question, 'from');
  const to = given(question, 'to');
  const overlapping = (await question.filed('MED-REG-002')).some(
    (one) => isGranted(one) && String(one.answers.from) <= to && from <= String(one.answers.to),
  );
  return {
    tableId: 'T6',
    promises: promises.filter((code) => code === 'proof'),
    facts: factsOf(question.now, {
      insurance: [covered ? (stopped(question) ? 'stopped' : 'active') : 'none', 'medical'],
      areaOpen: [given(question, 'area') !== 'other', 'medicalNation'],
      overlapping: [overlapping, 'medical'],
      proofGiven: [!promises.includes('proof'), 'materials'],
      creditClear: [creditClear(person), 'credit'],
    }),
  };
}

function registerElsewhere(question: Submission): Outcome {
  if (question.decision === null) throw new Error('a registration without a decision');
  return decided(
    question.decision,
    0,
    fieldsSheet(text('异地就医备案', 'Treatment elsewhere'), [
      [text('开始日期', 'From'), given(question, 'from')],
      [text('结束日期', 'Until'), given(question, 'to'), 'strong'],
    ]),
  );
}

function transfer(question: Submission): Outcome {
  if (given(question, 'origin') === given(question, 'destination'))
    return corrections([text('转出地和转入地不能相同', 'It has to go from one place to another')]);
  return accepted(
    [text('转移申请已受理，办结后短信通知', 'Accepted; a message tells you when it is done')],
    15,
    { law },
  );
}

/** From the day of birth a year, and only with ten months of contributions before (illustrative). */
async function maternity(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  const born = given(question, 'born');
  if (person.sex === 'male')
    return refused(
      text('生育津贴由生育的女职工本人申领', 'The benefit is claimed by the woman who gave birth'),
      law,
      text('请她本人带证件来办理', 'She comes with her own card'),
    );
  if ((await question.filed('MED-DCL-001')).some(({ answers }) => answers.born === born))
    return refused(
      text('这次生育已经申领过', 'This birth was claimed for already'),
      law,
      text('可以查询办件进度', 'You can ask for its progress'),
    );
  const month = born.slice(0, 7);
  const paid = byEmployer(person)
    ? medicalMonths(question, plusMonths(month, -10), plusMonths(month, -1)).length
    : 0;
  if (paid < 10)
    return refused(
      text(
        `生育前连续缴费不满 10 个月（${paid} 个月）`,
        `Fewer than 10 months were paid before the birth (${paid})`,
      ),
      law,
      text('生育医疗费用仍可以按规定报销', 'The costs of the birth can still be reimbursed'),
    );
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return accepted(
    [text(`已受理，审核后打到${account.shown.zh}`, `Accepted; paid to ${account.shown.en}`)],
    10,
    { law },
  );
}

async function loss(question: Submission): Promise<Outcome> {
  const all = await question.filed('MED-REG-004');
  const blocked = all.at(-1)?.answers.what === 'report';
  const wanted = given(question, 'what') === 'report';
  if (blocked === wanted)
    return refused(
      wanted ? text('已经挂失', 'It is blocked already') : text('没有挂失记录', 'It is not blocked'),
      law,
      null,
    );
  return done([wanted ? text('挂失成功，电子凭证已停用', 'Blocked') : text('已撤销挂失', 'Unblocked')], {
    law,
  });
}

export const medical: Handlers = {
  'MED-PRT-001': { document: certificate },
  'MED-QRY-001': { query: profile },
  'MED-QRY-002': { query: account },
  'MED-QRY-003': { options: visitOptions, query: treatments },
  'MED-QRY-004': { query: designated },
  'MED-QRY-005': { query: drugs },
  'MED-QRY-006': { query: reimbursement },
  'MED-QRY-007': { query: chronic },
  'MED-QRY-008': { query: calculator },
  'MED-REG-001': { submit: enrol },
  'MED-REG-002': { assess: assessElsewhere, submit: registerElsewhere },
  'MED-REG-003': { submit: transfer },
  'MED-REG-004': { submit: loss },
  'MED-DCL-001': { submit: maternity },
};
