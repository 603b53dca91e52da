import { formatYuan } from '../../../src-shared/money.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import type { Handlers, Question } from './handler.ts';
import { nothingFound } from './outcomes.ts';
import { chosen, given, monthsBetween, personOf, steady } from './values.ts';

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
function paymentsOf(question: Question, from: string, to: string): Payment[] {
  const person = personOf(question);
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

/** 税收完税证明（表格式）: what was paid in a period, refunds in brackets. */
function paymentCertificate(question: Question): DocumentData | ReturnType<typeof nothingFound> {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const wanted = chosen(question, 'taxes');
  const found = paymentsOf(question, from, to).filter(({ tax }) => wanted.includes(tax));
  if (found.length === 0)
    return nothingFound({
      zh: '这段时间内没有您选择的税种的缴税记录',
      en: 'There is no record of these taxes in this period',
    });
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

/** A refund stands in brackets, without a sign. */
function bracketed(amount: number): string {
  return amount < 0 ? `（${formatYuan(-amount)}）` : formatYuan(amount);
}

export const tax: Handlers = {
  'TAX-PRT-001': { document: paymentCertificate },
};
