import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, done, nothingFound } from './outcomes.ts';
import { tableSheet, text } from './sheets.ts';
import { filedOn, given, workdaysSince } from './values.ts';

/** Working days within which the hotline promises to answer. */
const promised = { enquiry: 1, help: 3, complaint: 5, company: 5, suggestion: 10 } as const;

const calledBack = text('工作人员会打您留的电话', 'Somebody will call you at the number you left');

function ticket(kind: keyof typeof promised, said: { zh: string; en: string }) {
  return (): Outcome => accepted([said, calledBack], promised[kind]);
}

/** Where a life is in danger, no ticket is written: the numbers that help come first. */
function help(question: Submission): Outcome {
  if (given(question, 'urgency') === 'danger')
    return done([
      text(
        '有人身危险，请立刻拨打 110（报警）、120（急救）、119（火警）',
        'If somebody is in danger call 110 (police), 120 (ambulance) or 119 (fire) now',
      ),
      text('也可以请身边的工作人员或其他人帮您拨打', 'Somebody beside you can call too'),
      text(
        '这里没有登记求助，不会有人因此出动',
        'Nothing was taken down here, and nobody is sent because of it',
      ),
    ]);
  return accepted([text('求助已登记', 'Your request was taken down'), calledBack], promised.help);
}

const tickets = ['HOT-RPT-001', 'HOT-RPT-005'] as const;

async function progress(question: Question): Promise<Sheet | Outcome> {
  const mine = await question.filed(...tickets);
  if (mine.length === 0) return nothingFound(text('没有查到您名下的工单', 'There is no ticket in your name'));
  return tableSheet(
    text('12345 工单', '12345 tickets'),
    [
      [text('工单编号', 'Ticket'), 'start'],
      [text('登记日期', 'Day'), 'middle'],
      [text('进度', 'State'), 'end'],
    ],
    [...mine].reverse().map((one) => {
      const passed = workdaysSince(filedOn(one), question.today);
      const state =
        passed < 1
          ? text('已登记', 'Taken down')
          : passed < one.outcome.workdays
            ? text('承办中', 'Under way')
            : text('已答复', 'Answered');
      return [one.number, filedOn(one), state];
    }),
  );
}

export const hotline: Handlers = {
  'HOT-RPT-001': { submit: ticket('complaint', text('投诉举报已登记', 'Your complaint was taken down')) },
  'HOT-RPT-002': { submit: help },
  'HOT-RPT-003': { submit: ticket('enquiry', text('咨询已登记', 'Your question was taken down')) },
  'HOT-RPT-004': { submit: ticket('suggestion', text('意见建议已登记', 'Your suggestion was taken down')) },
  'HOT-RPT-005': { submit: ticket('company', text('企业诉求已登记', 'The request was taken down')) },
  'HOT-QRY-001': { query: progress },
};
