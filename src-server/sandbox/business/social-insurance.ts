import { formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import { chinaMonth } from '../../domain/china-time.ts';
import { participationOf } from '../contributions.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { decided, nothingFound } from './outcomes.ts';
import { ageOf, factsOf, monthName, personOf, plusMonths, sameText } from './values.ts';

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

/** 待遇领取资格认证, decided by table T3: beneficiaries are those of pension age here. */
async function eligibility(question: Question): Promise<Assessment> {
  const person = personOf(question);
  const [last] = (await question.filed('SIN-RPT-001', 'SIN-RPT-002')).slice(-1);
  const { verifiedBy } = question;
  return {
    tableId: 'T3',
    facts: factsOf(question.now, {
      holderMatches: [true, 'terminal'],
      beneficiary: [ageOf(person, question.today) >= 60, 'socialInsurance'],
      deathRecord: [false, 'civil', 'police'],
      imprisoned: [false, 'justice'],
      // Not compared here: the second factor speaks for the person.
      faceScore: [0, 'terminal'],
      liveness: [0, 'terminal'],
      failedAttempts: [0, 'terminal'],
      secondMethod: [verifiedBy === 'sms' || verifiedBy === 'staff' ? verifiedBy : 'none', 'terminal'],
      lastConfirmed: [last === undefined ? '' : chinaMonth(Date.parse(last.submittedAt)), 'socialInsurance'],
    }),
  };
}

/** Good for twelve months from the month in which it is done. */
function confirmEligibility({ today, decision }: Submission): Outcome {
  if (decision === null) throw new Error('a confirmation without a decision');
  const due = plusMonths(today.slice(0, 7), 12);
  return decided(decision, 0, {
    title: { zh: '资格认证', en: 'Confirmation' },
    sections: [
      {
        kind: 'fields',
        rows: [
          { label: { zh: '认证日期', en: 'Confirmed on' }, value: today },
          {
            label: { zh: '下次认证不晚于', en: 'Next by' },
            value: { zh: `${monthName(due)}底`, en: due },
            strong: true,
          },
        ],
      },
    ],
  });
}

export const socialInsurance: Handlers = {
  'SIN-QRY-002': { query: account },
  'SIN-RPT-001': { assess: eligibility, submit: confirmEligibility },
};
