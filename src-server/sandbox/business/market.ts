import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { decided } from './outcomes.ts';
import { companyOf, factsOf, given } from './values.ts';

/** 年度报告, decided by table T8. */
function annualReport(question: Question): Assessment {
  const company = companyOf(question);
  return {
    tableId: 'T8',
    facts: factsOf(question.now, {
      registration: [company.state === 'deregistered' ? 'cancelled' : 'active', 'market'],
      contactGiven: [given(question, 'phone') !== '', 'applicant'],
      turnoverGiven: [given(question, 'turnover') !== '', 'applicant'],
      taxTotalGiven: [given(question, 'taxTotal') !== '', 'applicant'],
      licencesGiven: [given(question, 'licences') !== '', 'applicant'],
    }),
  };
}

function publish(submission: Submission): Outcome {
  const { decision } = submission;
  if (decision === null) throw new Error('an annual report without a decision');
  return decided(decision, 0, {
    title: { zh: '年度报告', en: 'Annual report' },
    sections: [
      {
        kind: 'fields',
        rows: [
          { label: { zh: '单位', en: 'Company' }, value: companyOf(submission).name },
          { label: { zh: '报告年度', en: 'Year' }, value: given(submission, 'year'), strong: true },
        ],
      },
    ],
  });
}

export const market: Handlers = {
  'MKT-RPT-001': { assess: annualReport, submit: publish },
};
