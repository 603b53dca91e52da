import { capitalYuan, formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { participationOf } from '../contributions.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question } from './handler.ts';
import { nothingFound } from './outcomes.ts';
import { text } from './sheets.ts';
import { vehiclePurchaseTax } from './tax-rates.ts';
import { dueOf, vehiclesOf } from './tax-records.ts';
import { chosen, companyOf, given, monthsBetween, personOf, steady } from './values.ts';

const authority = '国家税务总局样本市税务局';

const taxes = {
  individualIncome: '个人所得税',
  property: '房产税',
  vehicle: '车船税',
  deed: '契税',
} as const;
type Tax = keyof typeof taxes;

interface Payment {
  readonly month: string;
  readonly tax: Tax;
  readonly number: string;
  /** Fen; refunds are negative. */
  readonly amount: number;
  readonly paidOn: string;
}

/** What a person paid from month to month: income tax most months, the others once in a while. */
function paymentsOf(person: SandboxPerson, from: string, to: string): Payment[] {
  if (person.insured === 'none') return [];
  return monthsBetween(from, to).flatMap((month) => {
    const payment = (tax: Tax, amount: number): Payment => ({
      month,
      tax,
      number: `4452${month.replace('-', '')}${String(steady(100_000, person.key, month, tax)).padStart(5, '0')}`,
      amount,
      paidOn: `${month}-${String(10 + steady(6, person.key, month, tax)).padStart(2, '0')}`,
    });
    const all: Payment[] = [];
    if (steady(10, person.key, month, 'income') < 8)
      all.push(payment('individualIncome', 3_000 + steady(60_000, person.key, month)));
    if (month.endsWith('-06') && steady(2, person.key, 'refund', month) === 0)
      all.push(payment('individualIncome', -(1_000 + steady(30_000, person.key, 'refund', month))));
    if (month.endsWith('-09') && steady(2, person.key, 'car') === 0) all.push(payment('vehicle', 42_000));
    return all;
  });
}

/** A refund stands in brackets, without a sign. */
function bracketed(amount: number): string {
  return amount < 0 ? `（${formatYuan(-amount)}）` : formatYuan(amount);
}

/** 税收完税证明（表格式）: what was paid in a period, refunds in brackets. */
function paymentCertificate(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const wanted = chosen(question, 'taxes');
  const found = paymentsOf(person, from, to).filter(({ tax }) => wanted.includes(tax));
  if (found.length === 0)
    return nothingFound(
      text('这段时间内没有您选择的税种的缴税记录', 'There is no record of these taxes in this period'),
    );
  const total = found.reduce((sum, { amount }) => sum + amount, 0);
  return {
    title: '税收完税证明（表格式）',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['纳税人姓名', person.name],
          ['证件号码', person.idNumber],
          ['税款所属期', `${from} 至 ${to}`],
          ['金额合计', bracketed(total)],
          ['大写', capitalYuan(Math.abs(total))],
        ],
      },
      {
        kind: 'table',
        columns: [
          { label: '原凭证号', width: 34, align: 'middle' },
          { label: '税种', width: 30, align: 'middle' },
          { label: '税款所属时期', width: 26, align: 'middle' },
          { label: '入（退）库日期', width: 28, align: 'middle' },
          { label: '实缴（退）金额', width: 30, align: 'end' },
        ],
        rows: found.map(({ number, tax, month, paidOn, amount }) => [
          number,
          taxes[tax],
          month,
          paidOn,
          bracketed(amount),
        ]),
      },
    ],
    notes: ['本证明不作为纳税人记账、抵扣凭证。', '括号内为退税金额。'],
    masks: [],
    limit: null,
  };
}

/** The forms changed with the year 2019: until then a certificate, from then on a record. */
const newFormFrom = '2019-01';

function incomeTaxUntil2018(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const year = given(question, 'year');
  if (`${year}-12` >= newFormFrom)
    return nothingFound(
      text(
        '2019 年起的个人所得税请打印“个人所得税纳税记录”',
        'From 2019 on, please print the income tax record',
      ),
    );
  const found = paymentsOf(person, `${year}-01`, `${year}-12`).filter(
    ({ tax }) => tax === 'individualIncome',
  );
  if (found.length === 0)
    return nothingFound(text(`${year} 年没有缴纳个人所得税`, `No income tax was paid in ${year}`));
  const total = found.reduce((sum, { amount }) => sum + amount, 0);
  return {
    title: '税收完税证明（文书式）',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'text',
        text: `兹证明 ${person.name}（证件号码 ${person.idNumber}）${year} 年度已缴纳个人所得税，明细如下。`,
      },
      {
        kind: 'table',
        columns: [
          { label: '税款所属时期', width: 40, align: 'middle' },
          { label: '入库日期', width: 40, align: 'middle' },
          { label: '实缴（退）金额', width: 50, align: 'end' },
        ],
        rows: found.map(({ month, paidOn, amount }) => [month, paidOn, bracketed(amount)]),
      },
      {
        kind: 'fields',
        rows: [
          ['合计', bracketed(total)],
          ['大写', capitalYuan(Math.abs(total))],
        ],
      },
    ],
    notes: ['适用于税款所属期在 2018 年 12 月 31 日以前的个人所得税。'],
    masks: [],
    limit: null,
  };
}

function incomeTaxRecord(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  if (from < newFormFrom)
    return nothingFound(
      text(
        '纳税记录从 2019 年 1 月开始；以前年度请打印“税收完税证明（文书式）”',
        'The record begins in January 2019; print the certificate for the years before',
      ),
    );
  const found = paymentsOf(person, from, to).filter(({ tax }) => tax === 'individualIncome');
  if (found.length === 0)
    return nothingFound(text('这段时间没有个人所得税记录', 'There is no income tax in this period'));
  return {
    title: '中华人民共和国个人所得税纳税记录',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['纳税人', person.name],
          ['证件号码', person.idNumber],
          ['记录期间', `${from} 至 ${to}`],
          ['税额合计', bracketed(found.reduce((sum, { amount }) => sum + amount, 0))],
        ],
      },
      {
        kind: 'table',
        columns: [
          { label: '申报日期', width: 30, align: 'middle' },
          { label: '税款所属期', width: 30, align: 'middle' },
          { label: '所得项目', width: 34, align: 'middle' },
          { label: '实缴（退）税额', width: 36, align: 'end' },
          { label: '入（退）库日期', width: 30, align: 'middle' },
        ],
        rows: found.map(({ month, paidOn, amount }) => [
          paidOn,
          month,
          amount < 0 ? '汇算退税' : '工资薪金所得',
          bracketed(amount),
          paidOn,
        ]),
      },
    ],
    notes: ['本人自助查询打印；代办请携带双方证件和授权到窗口。'],
    masks: [],
    limit: null,
  };
}

function premiumCertificate(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const range = { schemes: ['pension' as const, 'medical' as const], from, to };
  const months = participationOf(person, range, question.today.slice(0, 7)).months.filter(
    ({ status }) => status === 'paid',
  );
  if (person.insured === 'none' || months.length === 0)
    return nothingFound(text('这段时间没有社会保险费缴费记录', 'No premium was paid in this period'));
  const sum = (of: 'pension' | 'medical') =>
    months.reduce((total, month) => total + (month[of]?.paid ?? 0), 0);
  const total = sum('pension') + sum('medical');
  return {
    title: '社会保险费缴费证明',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['缴费人', person.name],
          ['证件号码', person.idNumber],
          ['费款所属期', `${from} 至 ${to}`],
          ['合计', formatYuan(total)],
          ['大写', capitalYuan(total)],
        ],
      },
      {
        kind: 'table',
        columns: [
          { label: '险种', width: 60, align: 'start' },
          { label: '缴费月数', width: 30, align: 'middle' },
          { label: '个人缴费', width: 50, align: 'end' },
        ],
        rows: [
          ['企业职工基本养老保险费', String(months.length), formatYuan(sum('pension'))],
          ['职工基本医疗保险费', String(months.length), formatYuan(sum('medical'))],
        ],
      },
    ],
    notes: ['以税务机关征收系统的记录为准。'],
    masks: [],
    limit: null,
  };
}

function vehicleTaxPaper(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  const car = vehiclesOf(person).find(({ vin }) => vin === given(question, 'vin'));
  if (car === undefined) return nothingFound(text('您名下没有这辆车', 'This is no car of yours'));
  const tax = vehiclePurchaseTax(car.price, car.newEnergy);
  return {
    title: '车辆购置税完税信息',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['纳税人', person.name],
          ['证件号码', person.idNumber],
          ['车辆识别代号', car.vin],
          ['计税价格', formatYuan(car.price)],
          ['税额', formatYuan(tax)],
          ['大写', capitalYuan(tax)],
          ['完税日期', car.boughtOn],
        ],
      },
    ],
    notes: ['车辆登记时税务机关已把完税信息传给公安机关，本件仅供参考。'],
    masks: [{ value: car.vin, masked: `${car.vin.slice(0, 3)}**********${car.vin.slice(-4)}` }],
    limit: null,
  };
}

function companyPaper(
  question: Question,
  title: string,
  rows: readonly (readonly [string, string])[],
  statement: string,
): DocumentData {
  const company = companyOf(question);
  return {
    title,
    authority,
    holder: company.name,
    sections: [
      { kind: 'fields', rows: [['纳税人名称', company.name], ['纳税人识别号', company.code], ...rows] },
      { kind: 'text', text: statement },
    ],
    notes: ['以税务机关征管系统的记录为准。'],
    masks: [],
    limit: null,
  };
}

function bankVoucher(question: Question): DocumentData | Outcome {
  const due = dueOf(companyOf(question), question.today);
  if (due.length === 0) return nothingFound(text('该单位没有应缴税款', 'Nothing is due'));
  const total = due.reduce((sum, { amount, late }) => sum + amount + late, 0);
  return {
    ...companyPaper(
      question,
      '银行端查询缴税凭证',
      [
        ['税款合计', formatYuan(total)],
        ['大写', capitalYuan(total)],
      ],
      '请持本凭证到银行柜面查询并缴纳税款。',
    ),
    notes: ['本凭证限当日有效，缴款后以完税凭证为准。'],
  };
}

function clearance(question: Question): DocumentData | Outcome {
  if (companyOf(question).state !== 'deregistered')
    return nothingFound(text('该单位没有办结清税', 'This company has not been cleared'));
  return companyPaper(question, '清税证明', [], '该纳税人所有税务事项均已结清。特此证明。');
}

function generalTaxpayer(question: Question): DocumentData | Outcome {
  const company = companyOf(question);
  if (company.vatPayer !== 'general')
    return nothingFound(text('该单位不是增值税一般纳税人', 'This company is no general VAT taxpayer'));
  return companyPaper(
    question,
    '增值税一般纳税人登记通知书',
    [['生效日期', `${Number(company.establishedOn.slice(0, 4)) + 1}-01-01`]],
    '你单位的增值税一般纳税人登记已经生效。',
  );
}

function lostInvoice(question: Question): DocumentData | Outcome {
  if (companyOf(question).vatPayer !== 'general')
    return nothingFound(
      text('只有一般纳税人开具的专用发票可以出具', 'Only for special invoices of a general taxpayer'),
    );
  return companyPaper(
    question,
    '丢失增值税专用发票已报税证明单',
    [
      ['发票代码', given(question, 'code')],
      ['发票号码', given(question, 'number')],
    ],
    '经核实，该份增值税专用发票已经报税。',
  );
}

export const taxCertificates: Handlers = {
  'TAX-PRT-001': { document: paymentCertificate },
  'TAX-PRT-002': { document: incomeTaxUntil2018 },
  'TAX-PRT-003': { document: incomeTaxRecord },
  'TAX-PRT-004': { document: premiumCertificate },
  'TAX-PRT-005': {
    options: (question) => {
      const cars = vehiclesOf(personOf(question));
      if (cars.length === 0)
        return nothingFound(text('您名下没有车辆购置税记录', 'There is no car in your name'));
      return cars.map(({ vin, boughtOn }) => ({
        value: vin,
        label: text(`尾号 ${vin.slice(-4)}`, `ending in ${vin.slice(-4)}`),
        detail: text(`${boughtOn} 购买`, `bought on ${boughtOn}`),
      }));
    },
    document: vehicleTaxPaper,
  },
  'TAX-PRT-006': { document: bankVoucher },
  'TAX-PRT-007': { document: clearance },
  'TAX-PRT-008': { document: generalTaxpayer },
  'TAX-PRT-009': { document: lostInvoice },
};
