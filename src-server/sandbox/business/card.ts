import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import { plusDays } from '../../review/calendar.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, done, nothingFound, refused } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import { given, personOf, steady } from './values.ts';

const law = ['社会保障卡管理办法'];
/** A temporary loss ends by itself after so many days. */
const temporaryDays = 15;

/** Who is in no scheme has no card. */
const hasCard = ({ insured }: SandboxPerson) => insured !== 'none';

/** The last loss that was reported and holds still. */
async function lossOf(question: Question) {
  const last = (await question.filed('SSC-REG-001')).at(-1);
  if (last === undefined) return null;
  const until = plusDays(last.submittedAt.slice(0, 10), temporaryDays);
  const formal = last.answers.loss === 'formal';
  return formal || until >= question.today ? { formal, until } : null;
}

async function state(question: Question): Promise<Sheet | Outcome> {
  const person = personOf(question);
  if (!hasCard(person))
    return nothingFound(text('没有查到您的社会保障卡', 'There is no social security card in your name'));
  const loss = await lossOf(question);
  const shown =
    loss === null
      ? text('正常', 'In use')
      : loss.formal
        ? text('正式挂失', 'Reported as lost')
        : text(`临时挂失，${loss.until} 自动失效`, `Reported as lost until ${loss.until}`);
  return fieldsSheet(text('社会保障卡', 'Social security card'), [
    [text('卡状态', 'State'), shown, 'strong'],
    [text('发卡银行', 'Bank'), text('样本银行', 'Specimen Bank')],
    [
      text('发卡日期', 'Issued on'),
      `${2014 + steady(10, person.key, 'card')}-0${1 + steady(9, person.key, 'month')}-18`,
    ],
    [
      text('金融账户', 'Bank account'),
      steady(4, person.key, 'bank') === 0 ? text('未激活', 'Not activated') : text('已激活', 'Activated'),
    ],
  ]);
}

async function reportLoss(question: Submission): Promise<Outcome> {
  if (!hasCard(personOf(question)))
    return refused(
      text('没有查到您的社会保障卡', 'There is no social security card in your name'),
      law,
      null,
    );
  const formal = given(question, 'loss') === 'formal';
  const loss = await lossOf(question);
  if (loss !== null && (loss.formal || !formal))
    return refused(text('这张卡已经挂失', 'This card is reported as lost already'), law, null);
  const until = plusDays(question.today, temporaryDays);
  return done(
    formal
      ? [
          text('正式挂失成功，卡已停用', 'Reported: the card is blocked'),
          text('补办新卡可以在本机办理“补领换领”', 'A new one can be ordered on this terminal'),
        ]
      : [
          text(`临时挂失成功，${until} 自动失效`, `Blocked until ${until}, then in use again by itself`),
          text(
            '到期前请办理正式挂失，或找到卡后解挂',
            'Report it formally before that day, or unblock it when found',
          ),
        ],
    { law },
  );
}

/** A first card, or one in the place of another. */
function order(first: boolean) {
  return async (question: Submission): Promise<Outcome> => {
    const held = hasCard(personOf(question));
    if (first && held)
      return refused(
        text('您已经有社会保障卡', 'You have a social security card'),
        law,
        text('遗失或损坏请办理“补领换领”', 'If it is lost or damaged, order a replacement'),
      );
    if (!first && !held)
      return refused(
        text('您还没有社会保障卡', 'You have no social security card yet'),
        law,
        text('请办理“社会保障卡申领”', 'Please apply for one'),
      );
    if (!first && given(question, 'reason') === 'lost' && (await lossOf(question)) === null)
      return refused(
        text('遗失的卡要先挂失', 'A lost card has to be reported first'),
        law,
        text('请先办理“社会保障卡挂失”', 'Please report the loss first'),
      );
    return accepted(
      [
        text('已受理，制卡后短信通知领取', 'Accepted; a text message says when it can be fetched'),
        text('本机没有制卡模块，不能当场出卡', 'This terminal cannot make cards'),
      ],
      7,
      { law },
    );
  };
}

export const card: Handlers = {
  'SSC-QRY-001': { query: state },
  'SSC-REG-001': { submit: reportLoss },
  'SSC-DCL-001': { submit: order(true) },
  'SSC-DCL-002': { submit: order(false) },
};
