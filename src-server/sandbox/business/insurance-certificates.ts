import type { Scheme } from '../../../src-shared/certificate/participation.ts';
import { capitalYuan, formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { monthsBefore, participationOf } from '../contributions.ts';
import type { Handlers, Question } from './handler.ts';
import { nothingFound } from './outcomes.ts';
import {
  accountBalance,
  drawsEmployeePension,
  drawsResidentPension,
  employeeMonths,
  employeeYears,
  inEmployeeScheme,
  inResidentScheme,
  interest,
  pensionPayments,
  residentYears,
} from './pension.ts';
import { text } from './sheets.ts';
import { chosen, companyOf, given, monthName, personOf, steady } from './values.ts';

const authority = '样本市社会保险基金管理局';
/** One real agency lets a person have three prints of each a month. */
const limit = 3;
const schemeNames = { pension: '养老保险', medical: '医疗保险', unemployment: '失业保险' } as const;
type PaidScheme = keyof typeof schemeNames;

const postedThrough = ({ today, staleMonths }: Question) => monthsBefore(today.slice(0, 7), 1 + staleMonths);
const late = '数据受缴费到账和汇总影响，可能滞后 1 至 3 个月，以经办机构最新记录为准。';

function paper(
  question: Question,
  title: string,
  rows: readonly (readonly [string, string])[],
  more: Pick<DocumentData, 'notes'> & { readonly sections?: DocumentData['sections'] },
): DocumentData {
  const person = personOf(question);
  return {
    title,
    authority,
    holder: person.name,
    sections: [
      { kind: 'fields', rows: [['姓名', person.name], ['社会保障号', person.idNumber], ...rows] },
      ...(more.sections ?? []),
    ],
    notes: more.notes,
    masks: [],
    limit,
  };
}

function notInsured(question: Question): DocumentData | Outcome {
  if (inEmployeeScheme(personOf(question)))
    return nothingFound(
      text(
        '您在本地有参保记录，不能开具未参保证明',
        'You are insured here: there is no such certificate for you',
      ),
    );
  const year = given(question, 'year');
  return paper(
    question,
    '未参加社会保险证明',
    [
      ['查询年度', year],
      ['查询地', '样本市'],
    ],
    {
      sections: [
        { kind: 'text', text: `经查询，该人员 ${year} 年度在本市没有职工社会保险缴费记录。特此证明。` },
      ],
      notes: ['只反映本市社会保险经办系统中的记录。', late],
    },
  );
}

function payments(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const schemes = chosen(question, 'schemes') as PaidScheme[];
  if (!inEmployeeScheme(person)) return nothingFound(text('没有缴费记录', 'There is no contribution'));
  const { months } = participationOf(
    person,
    { schemes: schemes as Scheme[], from, to },
    postedThrough(question),
  );
  const rows = months.flatMap((month) =>
    schemes.map((scheme) => ({
      month: month.month,
      scheme,
      status: month.status,
      ...(month[scheme] ?? { base: 0, paid: 0 }),
    })),
  );
  if (rows.length === 0)
    return nothingFound(text('这段时间没有缴费记录', 'There is no contribution in this period'));
  const total = rows.reduce((sum, { paid }) => sum + paid, 0);
  return paper(
    question,
    '社会保险个人缴费清单',
    [
      ['起止年月', `${from} 至 ${to}`],
      ['个人缴费合计', formatYuan(total)],
      ['大写', capitalYuan(total)],
    ],
    {
      sections: [
        {
          kind: 'table',
          columns: [
            { label: '缴费年月', width: 26, align: 'middle' },
            { label: '险种', width: 30, align: 'middle' },
            { label: '缴费基数', width: 34, align: 'end' },
            { label: '个人缴费', width: 34, align: 'end' },
            { label: '状态', width: 24, align: 'middle' },
          ],
          rows: rows.map(({ month, scheme, base, paid, status }) => [
            month,
            schemeNames[scheme],
            formatYuan(base),
            formatYuan(paid),
            status === 'owed' ? '欠费' : status === 'makeUp' ? '补缴' : '已缴',
          ]),
        },
      ],
      notes: [late],
    },
  );
}

function pensionRecord(question: Question): DocumentData | Outcome {
  const years = inEmployeeScheme(personOf(question))
    ? employeeYears(
        personOf(question),
        given(question, 'from'),
        given(question, 'to'),
        postedThrough(question),
      )
    : [];
  if (years.length === 0)
    return nothingFound(
      text('这几年没有职工养老保险缴费记录', "There is no contribution to the employees' pension"),
    );
  const months = years.reduce((sum, year) => sum + year.months, 0);
  return paper(question, '城镇职工基本养老保险个人缴费情况', [['合计缴费月数', String(months)]], {
    sections: [
      {
        kind: 'table',
        columns: [
          { label: '年度', width: 24, align: 'middle' },
          { label: '缴费月数', width: 28, align: 'middle' },
          { label: '月平均缴费基数', width: 40, align: 'end' },
          { label: '个人缴费', width: 40, align: 'end' },
        ],
        rows: years.map(({ year, months: paid, base, paid: amount }) => [
          year,
          String(paid),
          formatYuan(base),
          formatYuan(amount),
        ]),
      },
    ],
    notes: [late],
  });
}

/** 上年度个人权益记录单: opening, contributions, interest, closing. They add up. */
function rights(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const year = given(question, 'year');
  const [own] = inEmployeeScheme(person) ? employeeYears(person, year, year, postedThrough(question)) : [];
  if (own === undefined)
    return nothingFound(text(`${year} 年没有缴费记录`, `There is no contribution in ${year}`));
  const opening = accountBalance(person, `${Number(year) - 1}-12`);
  const credited = interest(opening);
  return paper(
    question,
    '职工基本养老保险个人权益记录单',
    [
      ['记录年度', year],
      ['本年缴费月数', String(own.months)],
      ['年初个人账户储存额', formatYuan(opening)],
      ['本年个人缴费', formatYuan(own.paid)],
      ['本年利息', formatYuan(credited)],
      ['年末个人账户储存额', formatYuan(opening + credited + own.paid)],
    ],
    { notes: ['利息按国家公布的记账利率计算。', '对记录有异议的，可以向经办机构申请核查。'] },
  );
}

function residentRights(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const year = given(question, 'year');
  const years = inResidentScheme(person) ? residentYears(person, '2012', year, question.today) : [];
  const own = years.find((one) => one.year === year);
  if (own === undefined)
    return nothingFound(text(`${year} 年没有缴费记录`, `There is no contribution in ${year}`));
  const opening = years
    .filter((one) => one.year < year)
    .reduce((balance, { paid, subsidy }) => balance + interest(balance) + paid + subsidy, 0);
  const credited = interest(opening);
  return paper(
    question,
    '城乡居民基本养老保险个人权益记录单',
    [
      ['记录年度', year],
      ['年初储存额', formatYuan(opening)],
      ['个人缴费', formatYuan(own.paid)],
      ['政府补贴', formatYuan(own.subsidy)],
      ['利息', formatYuan(credited)],
      ['年末储存额', formatYuan(opening + credited + own.paid + own.subsidy)],
    ],
    { notes: ['对记录有异议的，可以向经办机构申请核查。'] },
  );
}

function residentRecord(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const years = inResidentScheme(person)
    ? residentYears(person, given(question, 'from'), given(question, 'to'), question.today)
    : [];
  if (years.length === 0)
    return nothingFound(
      text('没有城乡居民养老保险缴费记录', "There is no contribution to the residents' pension"),
    );
  return paper(question, '城乡居民基本养老保险缴费情况', [['缴费年数', String(years.length)]], {
    sections: [
      {
        kind: 'table',
        columns: [
          { label: '年度', width: 30, align: 'middle' },
          { label: '个人缴费', width: 50, align: 'end' },
          { label: '政府补贴', width: 50, align: 'end' },
        ],
        rows: years.map(({ year, paid, subsidy }) => [year, formatYuan(paid), formatYuan(subsidy)]),
      },
    ],
    notes: [late],
  });
}

function benefits(title: string, draws: (question: Question) => boolean) {
  return (question: Question): DocumentData | Outcome => {
    const [from, to] = [given(question, 'from'), given(question, 'to')];
    const rows = draws(question) ? pensionPayments(personOf(question), from, to, question.today) : [];
    if (rows.length === 0)
      return nothingFound(text('这段时间没有领取养老金的记录', 'No pension was paid in this period'));
    const total = rows.reduce((sum, { amount }) => sum + amount, 0);
    return paper(
      question,
      title,
      [
        ['起止年月', `${from} 至 ${to}`],
        ['合计', formatYuan(total)],
        ['大写', capitalYuan(total)],
      ],
      {
        sections: [
          {
            kind: 'table',
            columns: [
              { label: '发放年月', width: 40, align: 'middle' },
              { label: '到账日期', width: 40, align: 'middle' },
              { label: '金额', width: 50, align: 'end' },
            ],
            rows: rows.map(({ month, paidOn, amount }) => [month, paidOn, formatYuan(amount)]),
          },
        ],
        notes: ['以待遇发放系统的记录为准。'],
      },
    );
  };
}

function flexibleStatement(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const year = given(question, 'year');
  const months =
    person.insured === 'partial'
      ? employeeMonths(person, `${year}-01`, `${year}-12`, postedThrough(question))
      : [];
  if (months.length === 0)
    return nothingFound(
      text('这一年没有按灵活就业缴费', 'There was no contribution by yourself in this year'),
    );
  return paper(
    question,
    '灵活就业人员社会保险对账单',
    [
      ['对账年度', year],
      ['缴费月数', String(months.length)],
    ],
    {
      sections: [
        {
          kind: 'table',
          columns: [
            { label: '月份', width: 30, align: 'middle' },
            { label: '缴费基数', width: 50, align: 'end' },
            { label: '个人缴费', width: 50, align: 'end' },
          ],
          rows: months.map(({ month, pension }) => [
            month,
            formatYuan(pension?.base ?? 0),
            formatYuan(pension?.paid ?? 0),
          ]),
        },
      ],
      notes: [late],
    },
  );
}

const places: Record<string, string> = {
  guangzhou: '广东省广州市',
  shenzhen: '广东省深圳市',
  fujian: '福建省',
  other: '其他',
};

function transferVoucher(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  if (!inEmployeeScheme(person))
    return nothingFound(text('没有职工养老保险缴费记录', 'There is no contribution'));
  const through = postedThrough(question);
  const months = employeeMonths(person, '2015-01', question.today.slice(0, 7), through);
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined)
    return nothingFound(text('没有职工养老保险缴费记录', 'There is no contribution'));
  return paper(
    question,
    '基本养老保险参保缴费凭证',
    [
      ['转入地', places[given(question, 'destination')] ?? '其他'],
      ['参保起止年月', `${monthName(first.month)}至${monthName(last.month)}`],
      ['实际缴费月数', String(months.length)],
      ['个人账户储存额', formatYuan(accountBalance(person, through))],
    ],
    { notes: ['请向转入地社会保险经办机构提出转移接续申请。', '凭证遗失可以重新打印。'] },
  );
}

function employerCertificate(question: Question): DocumentData | Outcome {
  const company = companyOf(question);
  const month = given(question, 'month');
  if (company.state === 'deregistered' || month < company.establishedOn.slice(0, 7))
    return nothingFound(text('该单位这个月没有参保记录', 'This company was not insured in this month'));
  return {
    title: '单位参加社会保险证明',
    authority,
    holder: company.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['单位名称', company.name],
          ['统一社会信用代码', company.code],
          ['所属年月', monthName(month)],
          ['参保人数', String(3 + steady(40, company.key, 'staff'))],
          ['缴费状态', '已缴清'],
        ],
      },
    ],
    notes: [late],
    masks: [],
    limit: null,
  };
}

export const insuranceCertificates: Handlers = {
  'SIN-PRT-002': { document: notInsured },
  'SIN-PRT-003': { document: employerCertificate },
  'SIN-PRT-004': { document: payments },
  'SIN-PRT-005': { document: pensionRecord },
  'SIN-PRT-006': { document: rights },
  'SIN-PRT-007': { document: residentRights },
  'SIN-PRT-008': { document: residentRecord },
  'SIN-PRT-009': {
    document: benefits('个人享受城镇基本养老金情况', (question) =>
      drawsEmployeePension(personOf(question), question.today),
    ),
  },
  'SIN-PRT-010': {
    document: benefits('享受城乡居民养老金情况', (question) =>
      drawsResidentPension(personOf(question), question.today),
    ),
  },
  'SIN-PRT-011': { document: flexibleStatement },
  'SIN-PRT-012': { document: transferVoucher },
};
