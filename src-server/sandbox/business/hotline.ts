import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Handlers } from './handler.ts';
import { accepted } from './outcomes.ts';

/** Working days within which the hotline answers an enquiry, as its rules promise. */
const enquiryDays = 1;

function enquire(): Outcome {
  return accepted(
    [
      {
        zh: '咨询已登记，工作人员会打您留的电话',
        en: 'Your question was taken down: somebody will call you',
      },
      { zh: '也可以随时拨打 12345', en: 'You can also call 12345 at any time' },
    ],
    enquiryDays,
  );
}

export const hotline: Handlers = {
  'HOT-RPT-003': { submit: enquire },
};
