import { formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import { plusDays } from '../../review/calendar.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, done, nothingFound, refused } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import { factsOf, filedOn, given, personOf, steady } from './values.ts';

const law = ['社会保障卡管理办法'];
const bankRules = ['银行业务规则'];
/** A temporary loss ends by itself after so many days. */
const temporaryDays = 15;

/** Who is in no scheme has no card. */
const hasCard = ({ insured }: SandboxPerson) => insured !== 'none';

const hasBankAccount = (key: string) => steady(4, key, 'bank') !== 0;

/** The last loss that was reported, was not lifted, and holds still. */
async function lossOf(question: Question): Promise<{ formal: boolean; until: string } | null> {
  const last = (await question.filed('SSC-REG-001', 'SSC-REG-002')).at(-1);
  if (last === undefined)
    return personOf(question).socialSecurityCard === 'lost' ? { formal: true, until: '' } : null;
  if (last.itemCode === 'SSC-REG-002') return null;
  const until = plusDays(filedOn(last), temporaryDays);
  const formal = last.answers.loss === 'formal';
  return formal || until >= question.today ? { formal, until } : null;
}

/** A new card was ordered for one that is lost: the old one is worth nothing any more, found or not. */
async function isReplaced(question: Question): Promise<boolean> {
  return (await question.filed('SSC-DCL-002')).some(({ answers }) => answers.reason === 'lost');
}

/** Cards are issued with their social functions off. */
async function isActivated(question: Question): Promise<boolean> {
  if (steady(3, personOf(question).key, 'social functions') !== 0) return true;
  return (await question.filed('SSC-REG-005')).length > 0;
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
      text('社保功能', 'Social security functions'),
      (await isActivated(question)) ? text('已启用', 'Activated') : text('未启用', 'Not activated'),
    ],
    [
      text('金融账户', 'Bank account'),
      hasBankAccount(person.key) ? text('已激活', 'Activated') : text('未激活', 'Not activated'),
    ],
  ]);
}

const replaced = (rules: readonly string[]) =>
  refused(
    text('已经申请补办新卡，旧卡不能再用', 'A new card was ordered; the old one cannot be used again'),
    rules,
    text('请等新卡，可在本机查进度', 'Please wait for the new one'),
  );

/** What the bank of the card would say; which one it is, and whether it is switched on, the register knows too. */
async function balance(question: Question): Promise<Sheet | Outcome> {
  const { key } = personOf(question);
  if (!hasCard(personOf(question)))
    return nothingFound(text('没有查到您的社会保障卡', 'There is no social security card in your name'));
  if ((await lossOf(question)) !== null)
    return refused(
      text(
        '这张卡已经挂失，金融账户暂停使用',
        'This card is reported as lost; its bank account is not in use',
      ),
      bankRules,
      text('找到卡的，请先办理解挂', 'If you found it, lift the report first'),
    );
  if (await isReplaced(question)) return replaced(bankRules);
  if (!hasBankAccount(key))
    return refused(
      text('这张卡的金融账户还没有激活', 'The bank account of this card is not activated'),
      bankRules,
      text('请带身份证和卡到发卡银行激活', 'Please go to the bank with your identity card and the card'),
    );
  const amount = steady(3_000_000, key, 'balance');
  return fieldsSheet(
    text('社保卡金融账户', 'Bank account of the social security card'),
    [
      [text('账户余额', 'Balance'), formatYuan(amount), 'strong'],
      [text('开户银行', 'Bank'), text('样本银行', 'Specimen Bank')],
      [text('账号尾号', 'Account ending in'), String(1_000 + steady(9_000, key, 'account'))],
      [text('截至', 'As of'), question.today],
    ],
    text('样张：没有接入银行，余额是虚构的', 'Specimen: no bank is connected, and the balance is invented'),
  );
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

/** 解挂: whoever found the card has it in the slot of the terminal, and was seen. */
async function liftLoss(question: Submission): Promise<Outcome> {
  const loss = await lossOf(question);
  if (loss === null)
    return refused(
      text('这张卡没有挂失，不用解挂', 'This card is not reported as lost'),
      law,
      text('卡不能用的，请到窗口查明原因', 'If it does not work, please ask at the counter why'),
    );
  if (await isReplaced(question)) return replaced(law);
  return done([text('解挂成功，卡可以正常使用', 'The report is lifted: the card is in use again')], { law });
}

async function activate(question: Submission): Promise<Outcome> {
  if (!hasCard(personOf(question)))
    return refused(
      text('没有查到您的社会保障卡', 'There is no social security card in your name'),
      law,
      text('请办理“社会保障卡申领”', 'Please apply for one'),
    );
  if ((await lossOf(question)) !== null)
    return refused(
      text('这张卡已经挂失，不能启用', 'This card is reported as lost and cannot be activated'),
      law,
      text('找到卡的，请先办理解挂', 'If you found it, lift the report first'),
    );
  if (await isActivated(question))
    return refused(text('社保功能已经启用，不用再办', 'It is activated already'), law, null);
  return done(
    [
      text('社保功能已启用，当场生效', 'Activated, valid at once'),
      text('金融功能请到发卡银行激活', 'For the bank account please go to the bank'),
    ],
    { law },
  );
}

/** What the card register says to table T4; the rest the card system and the terminal know. */
async function assessReset(question: Question): Promise<Assessment> {
  const cancelled = await isReplaced(question);
  const lost = (await lossOf(question)) !== null;
  return {
    tableId: 'T4',
    facts: factsOf(question.now, {
      cardState: [cancelled ? 'cancelled' : lost ? 'lost' : 'valid', 'socialSecurityCard'],
    }),
  };
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
  'SSC-QRY-002': { query: balance },
  'SSC-REG-001': { submit: reportLoss },
  'SSC-REG-002': { submit: liftLoss },
  'SSC-REG-004': { assess: assessReset },
  'SSC-REG-005': { submit: activate },
  'SSC-DCL-001': { submit: order(true) },
  'SSC-DCL-002': { submit: order(false) },
};
