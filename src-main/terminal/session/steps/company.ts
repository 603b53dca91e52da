import { checkSocialCreditCode } from '../../../../src-shared/identity-number.ts';
import type { Field } from '../../../../src-shared/service/field.ts';
import { problemOf } from '../../../../src-shared/service/field.ts';
import type { Text } from '../../../../src-shared/text.ts';
import { today } from '../calendar.ts';
import type { Step } from '../context.ts';
import { askCentre } from './ask-centre.ts';
import { verifiedPerson } from './needed.ts';

const title: Text = { zh: '为哪家单位办理', en: 'For which company' };
const field: Extract<Field, { type: 'code' }> = {
  id: 'companyCode',
  type: 'code',
  label: {
    zh: '统一社会信用代码（营业执照上的 18 位）',
    en: 'Unified social credit code (18 characters, on the licence)',
  },
  hint: { zh: '字母 I、O、S、V、Z 不会出现', en: 'The letters I, O, S, V and Z do not occur' },
  sensitive: false,
  least: 18,
  most: 18,
};
const malformed: Text = {
  zh: '代码的写法不对，请对照营业执照逐位核对',
  en: 'This is no such code: please compare every character with the licence',
};

/** Somebody acts for a company: its code, and whether the authority knows this person as one who may. */
export const company: Step<'company'> = async (context) => {
  const { token } = verifiedPerson(context);
  let problem: Text | null = null;
  let typed = context.found.company?.code ?? null;
  for (;;) {
    const act = await context.conversation.ask(
      {
        kind: 'field',
        title,
        field,
        options: [],
        bounds: null,
        ordinal: 1,
        count: 1,
        answer: typed,
        problem,
      },
      ['answer'],
    );
    const given = act.answer;
    problem = problemOf(field, given, { today: today(context.clock), given: {} });
    if (problem !== null || typeof given !== 'string') continue;
    typed = given;
    // Codes were really issued whose check digit is wrong: only the form is checked here.
    if (checkSocialCreditCode(given) === 'malformed') {
      problem = malformed;
      continue;
    }
    const known = await askCentre(context, 'askingCentre', (signal) =>
      context.centre.services.company({ token, companyCode: given }, { signal }),
    );
    if ('instead' in known) return known.instead;
    context.found.company = { code: given, name: known.answer.name };
    return 'next';
  }
};
