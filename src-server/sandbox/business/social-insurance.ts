import { formatYuan } from '../../../src-shared/money.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import { participationOf } from '../contributions.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { done, nothingFound, refused } from './outcomes.ts';
import { ageOf, monthName, personOf, sameText } from './values.ts';

/** 个人账户信息: what was paid in and what stands in the account. */
function account(question: Question): Sheet | ReturnType<typeof nothingFound> {
  const person = personOf(question);
  if (person.insured === 'none')
    return nothingFound({ zh: '您在本地没有参加社会保险的记录', en: 'You are in no scheme here' });
  const record = participationOf(
    person,
    { schemes: ['pension'], from: '2015-01', to: question.today.slice(0, 7) },
    question.today.slice(0, 7),
  );
  const paid = record.months.reduce((sum, { pension }) => sum + (pension?.paid ?? 0), 0);
  const last = record.months.findLast(({ status }) => status === 'paid');
  return {
    title: { zh: '养老保险个人账户', en: 'Pension account' },
    sections: [
      {
        kind: 'fields',
        rows: [
          {
            label: { zh: '累计缴费月数', en: 'Months paid' },
            value: sameText(String(record.months.filter(({ status }) => status !== 'owed').length)),
          },
          { label: { zh: '个人账户储存额', en: 'Balance' }, value: formatYuan(paid), strong: true },
          {
            label: { zh: '最近缴费年月', en: 'Last month paid' },
            value: last === undefined ? '—' : { zh: monthName(last.month), en: last.month },
          },
        ],
      },
      {
        kind: 'note',
        text: {
          zh: '利息按年度公布的记账利率计算，这里没有计入',
          en: 'Interest is credited at the rate published each year and is not included here',
        },
      },
    ],
  };
}

const confirmationLaw = ['《城乡居民基本养老保险经办规程》'];

/** 待遇领取资格认证: good for twelve months from the month in which it is done. */
function confirmEligibility({ person, today }: Submission) {
  const known = personOf({ person });
  if (ageOf(known, today) < 60)
    return refused(
      {
        zh: '您还没有到领取待遇的年龄，不需要认证',
        en: 'You are not of pension age yet: nothing has to be confirmed',
      },
      confirmationLaw,
      {
        zh: '年满 60 周岁并领取待遇后，每 12 个月认证一次',
        en: 'Once you draw a pension, confirm every 12 months',
      },
    );
  const due = plusMonths(today.slice(0, 7), 12);
  return done(
    [
      { zh: '认证成功，养老金照常发放', en: 'Confirmed: your pension goes on' },
      { zh: `请在 ${monthName(due)}底前再次认证`, en: `Please confirm again by the end of ${due}` },
    ],
    {
      law: confirmationLaw,
      sheet: {
        title: { zh: '资格认证', en: 'Confirmation' },
        sections: [
          {
            kind: 'fields',
            rows: [
              { label: { zh: '认证日期', en: 'Confirmed on' }, value: today },
              {
                label: { zh: '下次认证不晚于', en: 'Next by' },
                value: { zh: monthName(due), en: due },
                strong: true,
              },
            ],
          },
        ],
      },
    },
  );
}

function plusMonths(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export const socialInsurance: Handlers = {
  'SIN-QRY-002': { query: account },
  'SIN-RPT-001': { submit: confirmEligibility },
};
