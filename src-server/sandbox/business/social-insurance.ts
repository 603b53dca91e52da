import { formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import { monthsBefore } from '../contributions.ts';
import type { Handlers, Question } from './handler.ts';
import { nothingFound } from './outcomes.ts';
import {
  accountBalance,
  drawsEmployeePension,
  drawsResidentPension,
  employeeMonths,
  estimatePension,
  inEmployeeScheme,
  inResidentScheme,
  pensionPayments,
  requiredMonths,
} from './pension.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { companyOf, given, monthName, personOf, plusMonths, sameText, steady } from './values.ts';

/** Contributions of a month are booked in the next one; later where the register is behind. */
const postedThrough = ({ today, staleMonths }: Question) => monthsBefore(today.slice(0, 7), 1 + staleMonths);

const notInsured = nothingFound(text('您在本地没有参加社会保险的记录', 'You are in no scheme here'));

/** 个人账户信息: what was paid in and what stands in the account. */
function account(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (!inEmployeeScheme(person)) return notInsured;
  const months = employeeMonths(person, '2015-01', question.today.slice(0, 7), postedThrough(question));
  const last = months.at(-1);
  return fieldsSheet(
    text('养老保险个人账户', 'Pension account'),
    [
      [text('累计缴费月数', 'Months paid'), String(months.length)],
      [
        text('个人账户储存额', 'Balance'),
        formatYuan(accountBalance(person, postedThrough(question))),
        'strong',
      ],
      [
        text('最近缴费年月', 'Last month paid'),
        last === undefined ? '—' : text(monthName(last.month), last.month),
      ],
    ],
    text('利息按每年公布的记账利率计算', 'Interest is credited at the rate published each year'),
  );
}

function profile(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (!inEmployeeScheme(person) && !inResidentScheme(person)) return notInsured;
  return fieldsSheet(text('社会保险基本资料', 'Your data'), [
    [text('参保地', 'Place'), text('样本市样本区', 'Specimen District')],
    [
      text('参加的养老保险', 'Pension scheme'),
      inEmployeeScheme(person)
        ? text('企业职工养老保险', "Employees' pension")
        : text('城乡居民养老保险', "Residents' pension"),
    ],
    [
      text('登记的手机号', 'Registered phone'),
      person.phone === null
        ? text('没有登记', 'None')
        : `${person.phone.slice(0, 3)}****${person.phone.slice(-4)}`,
    ],
    [text('通信地址', 'Address'), text('样本区****', 'Specimen District****')],
  ]);
}

function payments(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (!drawsEmployeePension(person, question.today) && !drawsResidentPension(person, question.today))
    return nothingFound(text('没有查到您领取养老待遇的记录', 'You draw no pension here'));
  const rows = pensionPayments(person, given(question, 'from'), given(question, 'to'), question.today);
  return tableSheet(
    text('养老待遇发放', 'Pension payments'),
    [
      [text('发放年月', 'Month'), 'start'],
      [text('到账日期', 'Paid on'), 'middle'],
      [text('金额', 'Amount'), 'end'],
    ],
    [...rows].reverse().map(({ month, paidOn, amount }) => [month, paidOn, formatYuan(amount)]),
  );
}

const insuranceItems = [
  'SIN-REG-001',
  'SIN-REG-002',
  'SIN-REG-003',
  'SIN-REG-004',
  'SIN-REG-005',
  'SIN-DCL-001',
  'SIN-DCL-002',
  'SIN-DCL-003',
  'SIN-DCL-004',
  'SIN-DCL-005',
  'SIN-RPT-001',
  'SIN-RPT-002',
  'SIN-RPT-003',
];

async function progress(question: Question): Promise<Sheet | Outcome> {
  const all = await question.filed(...insuranceItems);
  if (all.length === 0)
    return nothingFound(text('没有查到您提交的社保业务', 'There is nothing that you handed in'));
  return tableSheet(
    text('社保业务办理情况', 'Your social insurance matters'),
    [
      [text('受理编号', 'Number'), 'start'],
      [text('日期', 'Day'), 'middle'],
      [text('状态', 'State'), 'end'],
    ],
    [...all].reverse().map(({ number, submittedAt, outcome }) => {
      const overdue =
        outcome.workdays > 0 && question.now - Date.parse(submittedAt) > outcome.workdays * 2 * 86_400_000;
      const open =
        outcome.kind === 'accepted' || outcome.kind === 'toPerson' || outcome.kind === 'acceptedWithPromise';
      const state = open && !overdue ? text('办理中', 'Under way') : text('已办结', 'Done');
      return [number, submittedAt.slice(0, 10), state];
    }),
  );
}

/** Why a payment may be held back; the reason in general words only. */
function blocks(question: Question): Sheet {
  const person = personOf(question);
  const blocked = steady(5, person.key, 'blocked') === 0;
  return fieldsSheet(
    text('社保账户状态', 'State of your account'),
    [[text('状态', 'State'), blocked ? text('暂停', 'Held back') : text('正常', 'In order'), 'strong']],
    blocked
      ? text(
          '有一项信息需要核对，请到经办窗口，不需要带材料',
          'One point has to be checked: please go to the counter; bring nothing',
        )
      : undefined,
  );
}

async function confirmations(question: Question): Promise<Sheet | Outcome> {
  const person = personOf(question);
  if (!drawsEmployeePension(person, question.today) && !drawsResidentPension(person, question.today))
    return nothingFound(
      text('您目前没有领取养老待遇，不需要认证', 'You draw no pension: nothing has to be confirmed'),
    );
  const done = (await question.filed('SIN-RPT-001', 'SIN-RPT-002')).map(({ submittedAt }) =>
    submittedAt.slice(0, 7),
  );
  // Before anybody confirmed here, once in the year before.
  const last =
    done.at(-1) ?? plusMonths(question.today.slice(0, 7), -(2 + steady(14, person.key, 'confirmed')));
  const due = plusMonths(last, 11);
  const paused = due < question.today.slice(0, 7);
  return fieldsSheet(
    text('资格认证记录', 'Confirmations'),
    [
      [text('最近认证', 'Last confirmed'), text(monthName(last), last)],
      [text('有效期至', 'Valid until'), text(`${monthName(due)}底`, due), 'strong'],
      [
        text('待遇状态', 'Pension'),
        paused ? text('已暂停，认证后补发', 'Paused; paid after a confirmation') : text('正常发放', 'Paid'),
      ],
    ],
    text('每 12 个月认证一次，随时可以认证', 'Confirm once in 12 months, at any time'),
  );
}

/** Of the place, fen a month; invented. */
const averageWage = 720_000;

function estimate(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (!inEmployeeScheme(person)) return notInsured;
  const retiresAt = Number(given(question, 'age'));
  const birth = Number(person.idNumber.slice(6, 10));
  const thisMonth = question.today.slice(0, 7);
  const paid = employeeMonths(person, '2015-01', thisMonth, postedThrough(question)).length;
  const left = Math.max(0, (birth + retiresAt - Number(thisMonth.slice(0, 4))) * 12);
  const months = paid + (given(question, 'goesOn') === 'yes' ? left : 0);
  const needed = requiredMonths(birth + retiresAt);
  const index = Number(given(question, 'index'));
  const balance =
    accountBalance(person, thisMonth) + Math.round((averageWage * index * 8) / 10_000) * (months - paid);
  const result = estimatePension(averageWage, index, months, balance, retiresAt);
  return fieldsSheet(
    text('养老待遇测算', 'Pension estimate'),
    [
      [text('退休年龄', 'Retiring at'), text(`${retiresAt} 周岁`, String(retiresAt))],
      [text('到那时缴费月数', 'Months paid by then'), `${months} / ${needed}`],
      ...(months < needed
        ? [
            [
              text('缴费年限', 'Contributions'),
              text(
                `还差 ${needed - months} 个月，不能按月领取`,
                `${needed - months} months are missing: no monthly pension`,
              ),
              'strong',
            ] as const,
          ]
        : [
            [text('基础养老金', 'Basic pension'), formatYuan(result.basic)] as const,
            [text('个人账户养老金', 'From your account'), formatYuan(result.account)] as const,
            [text('每月合计', 'A month in all'), formatYuan(result.total), 'strong'] as const,
          ]),
    ],
    text('测算结果仅供参考，以退休时核定为准', 'An estimate only: what counts is decided when you retire'),
  );
}

/** Public part and own part of work injury. */
function workInjury(question: Question): Sheet {
  const person = personOf(question);
  const settled = steady(3, person.key, 'injury') === 0 ? [1, 2] : [];
  return tableSheet(
    text('工伤医疗', 'Work injury'),
    [
      [text('日期', 'Day'), 'start'],
      [text('定点医院', 'Hospital'), 'start'],
      [text('基金支付', 'Paid by the fund'), 'end'],
    ],
    settled.map((index) => [
      `2025-0${index + 3}-12`,
      text('样本市人民医院', 'City Hospital'),
      formatYuan(50_000 + steady(200_000, person.key, 'injury', index)),
    ]),
    [
      [
        text('工伤定点医院', 'Hospitals'),
        text('样本市人民医院、样本区骨科医院', 'City Hospital, District Orthopaedic Hospital'),
      ],
    ],
  );
}

/** 单位缴费与参保人员. */
function companyPayments(question: Question): Sheet | Outcome {
  const company = companyOf(question);
  const month = given(question, 'month');
  if (company.state === 'deregistered' || month < company.establishedOn.slice(0, 7))
    return nothingFound(text('这个月没有缴费记录', 'There is no payment of this month'));
  const people = 3 + steady(40, company.key, 'staff');
  const each = 95_000 + steady(30_000, company.key, 'wages');
  return fieldsSheet(sameText(company.name), [
    [text('费款所属期', 'Month'), text(monthName(month), month)],
    [text('参保人数', 'People insured'), String(people)],
    [text('单位和个人应缴', 'Due'), formatYuan(people * each)],
    [
      text('缴费状态', 'State'),
      month === question.today.slice(0, 7) ? text('未到缴费期', 'Not due yet') : text('已缴清', 'Paid'),
      'strong',
    ],
  ]);
}

export const socialInsuranceQueries: Handlers = {
  'SIN-QRY-001': { query: profile },
  'SIN-QRY-002': { query: account },
  'SIN-QRY-003': { query: payments },
  'SIN-QRY-004': { query: progress },
  'SIN-QRY-005': { query: blocks },
  'SIN-QRY-006': { query: confirmations },
  'SIN-QRY-007': { query: estimate },
  'SIN-QRY-008': { query: workInjury },
  'SIN-QRY-009': { query: companyPayments },
};
