import { formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import { participationOf } from '../contributions.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, corrections, decided, done, refused, toPerson } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import { ageOf, birthdayAt, factsOf, given, payoutAccount, personOf, sameText, steady } from './values.ts';

const insuranceLaw = ['中华人民共和国社会保险法', '失业保险条例'];
const promotionLaw = ['中华人民共和国就业促进法'];
/** Before the gradual change that began in 2025; enough for invented people. */
const retirementAge = { male: 60, female: 55 } as const;

/** An employer pays for this person now. */
function employed({ insured }: SandboxPerson): boolean {
  return insured === 'full';
}

const retiresOn = (person: SandboxPerson) => birthdayAt(person, retirementAge[person.sex]);

/** 失业登记, decided by table T5. */
async function assessUnemployment(question: Question, promises: readonly string[]): Promise<Assessment> {
  const person = personOf(question);
  const [before] = await question.filed('EMP-REG-001');
  return {
    tableId: 'T5',
    promises: promises.filter((code) => code === 'termination'),
    facts: factsOf(question.now, {
      employerPaying: [employed(person), 'socialInsurance'],
      birthDate: [birthdayAt(person, 0), 'identity'],
      retirementDate: [retiresOn(person), 'socialInsurance'],
      registrationNumber: [before?.number ?? '', 'employment'],
      terminationGiven: [!promises.includes('termination'), 'materials'],
      creditClear: [true, 'credit'],
    }),
  };
}

function registerUnemployment({ decision, number, today }: Submission): Outcome {
  if (decision === null) throw new Error('a registration without a decision');
  return decided(
    decision,
    0,
    fieldsSheet(text('失业登记', 'Unemployment registration'), [
      [text('登记编号', 'Registration'), number, 'strong'],
      [text('登记日期', 'Registered on'), today],
    ]),
  );
}

/** Years of contributions make so many months at most (Social Insurance Law, art. 46). */
export function benefitMonths(paidMonths: number): number {
  if (paidMonths < 12) return 0;
  if (paidMonths < 60) return Math.min(12, Math.floor(paidMonths / 12) * 3);
  return paidMonths < 120 ? 18 : 24;
}

/** Of every month, fen: invented, as four fifths of an invented lowest wage. */
const benefit = 137_600;

async function claimBenefit(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  if (given(question, 'reason') === 'resigned')
    return refused(
      text('本人主动辞职的，按规定不能领取失业保险金', 'Whoever gave notice cannot draw this benefit'),
      insuranceLaw,
      text(
        '如果不是本人意愿离职，请选择相应的原因，或到窗口说明',
        'If it was not your own wish, choose that reason or go to the counter',
      ),
    );
  if ((await question.filed('EMP-REG-001')).length === 0)
    return refused(
      text('您还没有办理失业登记', 'You are not registered as unemployed'),
      insuranceLaw,
      text('请先在本机办理“失业登记”，再来申领', 'Please register on this terminal first'),
    );
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  const month = question.today.slice(0, 7);
  const record = participationOf(person, { schemes: ['unemployment'], from: '2015-01', to: month }, month);
  const paid = record.months.filter(({ status }) => status === 'paid').length;
  const months = benefitMonths(paid);
  if (months === 0)
    return refused(
      text(
        `失业保险缴费不满 12 个月（已缴 ${paid} 个月）`,
        `Fewer than 12 months were paid (${paid} so far)`,
      ),
      insuranceLaw,
      text('缴费满 12 个月后可以申领', 'It can be claimed after 12 months of contributions'),
    );
  return accepted(
    [
      text(
        `可以领取 ${months} 个月，每月 ${formatYuan(benefit)}`,
        `${months} months, ${formatYuan(benefit)} each`,
      ),
      text(`审核通过后打到${account.shown.zh}`, `Paid to ${account.shown.en} once it is approved`),
    ],
    5,
    { law: insuranceLaw },
  );
}

function claimForDeceased(question: Submission): Outcome {
  const deceased = question.people.get(given(question, 'deceased'));
  if (deceased === undefined)
    return refused(
      text('没有查到这个号码的失业保险记录', 'There is no record under this number'),
      insuranceLaw,
      text(
        '请核对证件号码，或到窗口办理，工作人员会帮您',
        'Please check the number, or go to the counter: somebody will help you',
      ),
    );
  return toPerson(
    text('申请已收到，工作人员会尽快与您联系', 'It was received; somebody will contact you soon'),
    10,
    insuranceLaw,
  );
}

async function registered(question: Question): Promise<boolean> {
  const ins = await question.filed('EMP-REG-002');
  const outs = await question.filed('EMP-REG-003');
  return ins.length > outs.length;
}

async function registerFlexible(question: Submission): Promise<Outcome> {
  if (employed(personOf(question)))
    return refused(
      text(
        '有单位正在为您缴纳社会保险，不属于灵活就业',
        'An employer pays your contributions: this is no flexible work',
      ),
      promotionLaw,
      text(
        '离职停保后再来登记；记录有误请单位更正',
        'Come again when the employer has stopped; have the employer correct a mistake',
      ),
    );
  if (await registered(question))
    return refused(text('您已经登记为灵活就业', 'You are registered already'), promotionLaw, null);
  return done([text('灵活就业登记成功', 'Registered as flexibly employed')], { law: promotionLaw });
}

async function leaveFlexible(question: Submission): Promise<Outcome> {
  if (!(await registered(question)))
    return refused(
      text('没有查到您的灵活就业登记', 'You are not registered as flexibly employed'),
      promotionLaw,
      null,
    );
  return done([text('已退出灵活就业登记', 'The registration is ended')], { law: promotionLaw });
}

async function claimSubsidy(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  const from = person.sex === 'male' ? 50 : 40;
  if (ageOf(person, question.today) < from)
    return refused(
      text(`就业困难人员须年满 ${from} 周岁`, `This subsidy is for those of ${from} years and more`),
      promotionLaw,
      text('其他情形（残疾、低保、长期失业等）请到窗口认定', 'Other cases are decided at the counter'),
    );
  if (!(await registered(question)))
    return refused(
      text('您没有登记为灵活就业', 'You are not registered as flexibly employed'),
      promotionLaw,
      text('请先办理“灵活就业登记”', 'Please register first'),
    );
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return accepted(
    [
      text(
        `申请已受理，审核后打到${account.shown.zh}`,
        `Accepted; paid to ${account.shown.en} once it is approved`,
      ),
    ],
    20,
    { law: promotionLaw },
  );
}

async function claimOlder(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  const limit = retirementAge[person.sex];
  const age = ageOf(person, question.today);
  if (age < limit - 5 || age >= limit)
    return refused(
      text(
        `补贴对象为距退休不满 5 年的失业人员（${limit - 5} 至 ${limit} 周岁）`,
        `It is for the last 5 years before retirement (${limit - 5} to ${limit})`,
      ),
      promotionLaw,
      null,
    );
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return accepted([text('申请已受理', 'Accepted')], 20, { law: promotionLaw });
}

const degrees = [
  text('初中', 'Middle school'),
  text('高中', 'High school'),
  text('大专', 'College'),
  text('本科', 'Bachelor'),
];
const skills = [
  text('无', 'None'),
  text('初级', 'Basic'),
  text('中级', 'Intermediate'),
  text('高级', 'Advanced'),
];

async function profile(question: Question): Promise<Sheet> {
  const person = personOf(question);
  const unemployed = (await question.filed('EMP-REG-001')).length > 0;
  const state = employed(person)
    ? text('在职', 'Employed')
    : unemployed
      ? text('失业登记', 'Registered as unemployed')
      : (await registered(question))
        ? text('灵活就业', 'Flexibly employed')
        : text('没有登记', 'Not registered');
  return fieldsSheet(text('劳动者基本信息', 'Worker profile'), [
    [text('就业状态', 'State'), state, 'strong'],
    [text('学历', 'Education'), degrees[steady(degrees.length, person.key, 'degree')] ?? sameText('—')],
    [
      text('职业技能等级', 'Skill level'),
      skills[steady(skills.length, person.key, 'skill')] ?? sameText('—'),
    ],
    [text('法定退休日期', 'Retires on'), retiresOn(person)],
  ]);
}

export const employment: Handlers = {
  'EMP-REG-001': { assess: assessUnemployment, submit: registerUnemployment },
  'EMP-DCL-001': { submit: claimBenefit },
  'EMP-DCL-002': { submit: claimForDeceased },
  'EMP-REG-002': { submit: registerFlexible },
  'EMP-REG-003': { submit: leaveFlexible },
  'EMP-DCL-003': { submit: claimSubsidy },
  'EMP-DCL-004': { submit: claimOlder },
  'EMP-QRY-001': { query: profile },
};
