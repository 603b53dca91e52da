import { capitalYuan, formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { annuity } from './loan.ts';
import { accepted, corrections, nothingFound, refused } from './outcomes.ts';
import { retirementDay } from './pension.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { given, monthsBetween, payoutAccount, personOf, steady } from './values.ts';

const authority = '样本市住房公积金管理中心';
const law = ['住房公积金管理条例'];

const hasAccount = ({ insured }: SandboxPerson) => insured !== 'none';
const none = nothingFound(text('没有查到您的住房公积金账户', 'You have no housing fund account here'));

/** Both halves of a month, fen. */
const monthly = ({ key }: SandboxPerson) => 60_000 + 100 * steady(1_800, key, 'housing fund');

interface Entry {
  readonly month: string;
  readonly paid: number;
  readonly balance: number;
}

/** The book of an account from its opening on. Interest is left out: it is credited once a year. */
function book(person: SandboxPerson, through: string): Entry[] {
  const from = `${2016 + steady(6, person.key, 'fund since')}-0${1 + steady(9, person.key, 'fund month')}`;
  let balance = 0;
  return monthsBetween(from, through).map((month) => {
    const paid = monthly(person);
    balance += paid;
    return { month, paid, balance };
  });
}

/** What was withdrawn on this terminal, fen. */
async function withdrawn(question: Question): Promise<number> {
  const all = await question.filed('HPF-DCL-001');
  return all.reduce((sum, { answers }) => sum + Number(answers.amount ?? 0), 0);
}

/** Everything was withdrawn on retirement. */
async function closed(question: Question): Promise<boolean> {
  return (await question.filed('HPF-DCL-002')).length > 0;
}

async function balanceOf(question: Question): Promise<number> {
  if (await closed(question)) return 0;
  const last = book(personOf(question), question.today.slice(0, 7)).at(-1);
  return (last?.balance ?? 0) - (await withdrawn(question));
}

async function account(question: Question): Promise<Sheet | Outcome> {
  const person = personOf(question);
  if (!hasAccount(person)) return none;
  const year = given(question, 'year');
  const entries = book(person, question.today.slice(0, 7)).filter(({ month }) => month.startsWith(year));
  return tableSheet(
    text('住房公积金', 'Housing fund'),
    [
      [text('年月', 'Month'), 'start'],
      [text('缴存额', 'Paid in'), 'end'],
      [text('余额', 'Balance'), 'end'],
    ],
    [...entries].reverse().map(({ month, paid, balance }) => [month, formatYuan(paid), formatYuan(balance)]),
    [[text('当前余额', 'Balance now'), formatYuan(await balanceOf(question)), 'strong']],
  );
}

async function deposit(question: Question): Promise<DocumentData | Outcome> {
  const person = personOf(question);
  if (!hasAccount(person)) return none;
  const balance = await balanceOf(question);
  return {
    title: '住房公积金个人缴存证明',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['姓名', person.name],
          ['证件号码', person.idNumber],
          ['缴存状态', '正常'],
          ['月缴存额', formatYuan(monthly(person))],
          ['账户余额', formatYuan(balance)],
          ['大写', capitalYuan(balance)],
          ['用途', given(question, 'purpose') === 'loan' ? '贷款' : '其他'],
        ],
      },
    ],
    notes: ['本证明不作为提取、贷款的审批结果。'],
    masks: [],
    limit: null,
  };
}

function outOfTown(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  if (!hasAccount(person)) return none;
  const months = book(person, question.today.slice(0, 7)).length;
  if (months < 6) return nothingFound(text('连续缴存不满 6 个月', 'Fewer than 6 months were paid in'));
  const cities: Record<string, string> = { guangzhou: '广州市', shenzhen: '深圳市', other: '其他城市' };
  return {
    title: '异地贷款职工住房公积金缴存使用证明',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['姓名', person.name],
          ['证件号码', person.idNumber],
          ['贷款城市', cities[given(question, 'city')] ?? '其他城市'],
          ['连续缴存月数', String(months)],
          ['月缴存额', formatYuan(monthly(person))],
          ['公积金贷款次数', String(steady(2, person.key, 'loans'))],
        ],
      },
    ],
    notes: ['贷款城市的中心以回执确认使用情况。'],
    masks: [],
    limit: null,
  };
}

function loan(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (!hasAccount(person) || steady(3, person.key, 'loan') !== 0)
    return nothingFound(text('您没有公积金贷款', 'You have no housing fund loan'));
  const plan = annuity(40_000_000, 240, 285);
  const paid = 12 + steady(100, person.key, 'loan paid');
  return tableSheet(
    text('公积金贷款', 'Housing fund loan'),
    [
      [text('期数', 'No.'), 'start'],
      [text('本金', 'Principal'), 'end'],
      [text('利息', 'Interest'), 'end'],
      [text('合计', 'In all'), 'end'],
    ],
    plan
      .slice(paid, paid + 12)
      .map(({ number, principal, interest }) => [
        String(number),
        formatYuan(principal),
        formatYuan(interest),
        formatYuan(principal + interest),
      ]),
    [[text('剩余本金', 'Left to pay'), formatYuan(plan[paid - 1]?.left ?? 0), 'strong']],
  );
}

function calculator(question: Question): Sheet {
  const amount = Number(given(question, 'amount'));
  const months = Number(given(question, 'years')) * 12;
  const plan = annuity(amount, months, Number(given(question, 'rate')));
  const interest = plan.reduce((sum, row) => sum + row.interest, 0);
  const [first] = plan;
  return fieldsSheet(
    text('公积金贷款试算', 'Loan calculator'),
    [
      [text('贷款金额', 'Loan'), formatYuan(amount)],
      [text('期数', 'Months'), String(months)],
      [text('每月还款', 'A month'), formatYuan((first?.principal ?? 0) + (first?.interest ?? 0)), 'strong'],
      [text('利息合计', 'Interest in all'), formatYuan(interest)],
      [text('还款合计', 'In all'), formatYuan(amount + interest)],
    ],
    text('等额本息，试算仅供参考', 'Equal instalments; an estimate only'),
  );
}

const outlets: Readonly<Record<string, readonly (readonly [zh: string, en: string, phone: string])[]>> = {
  east: [
    ['公积金中心样本区办事处', 'District office', '0663-0000201'],
    ['样本银行样本支行', 'Specimen Bank branch', '0663-0000202'],
  ],
  new: [['公积金中心样本新区办事处', 'New District office', '0663-0000203']],
};

function places(question: Question): Sheet {
  return tableSheet(
    text('公积金网点', 'Housing fund outlets'),
    [
      [text('名称', 'Name'), 'start'],
      [text('电话', 'Telephone'), 'end'],
    ],
    (outlets[given(question, 'area')] ?? []).map(([zh, en, phone]) => [text(zh, en), phone]),
  );
}

/** For rent: at most so much a month, and never more than there is. */
const mostRent = 150_000;

async function withdrawForRent(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  if (!hasAccount(person))
    return refused(text('没有查到您的住房公积金账户', 'You have no account here'), law, null);
  if (await closed(question))
    return refused(
      text('您的公积金已经全部提取并销户', 'Everything was withdrawn and the account closed'),
      law,
      null,
    );
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const earlier = (await question.filed('HPF-DCL-001')).find(
    ({ answers }) => String(answers.from) <= to && from <= String(answers.to),
  );
  if (earlier !== undefined)
    return refused(
      text(
        `${String(earlier.answers.from)} 至 ${String(earlier.answers.to)} 的房租已经提取过`,
        `The rent of ${String(earlier.answers.from)} to ${String(earlier.answers.to)} was withdrawn before`,
      ),
      law,
      text('请选择没有提取过的月份', 'Choose months that were not withdrawn for'),
    );
  const months = monthsBetween(from, to).length;
  const amount = Number(given(question, 'amount'));
  const most = Math.min(months * mostRent, await balanceOf(question));
  if (amount > most)
    return corrections([
      text(
        `最多可以提取 ${formatYuan(most)}（每月 ${formatYuan(mostRent)}，不超过余额）`,
        `At most ${formatYuan(most)} (${formatYuan(mostRent)} a month, and no more than the balance)`,
      ),
    ]);
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return accepted(
    [
      text(
        `提取 ${formatYuan(amount)} 已受理，3 个工作日内打到${account.shown.zh}`,
        `${formatYuan(amount)} go to ${account.shown.en} within 3 working days`,
      ),
    ],
    3,
    { law },
  );
}

async function withdrawAll(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  if (!hasAccount(person))
    return refused(text('没有查到您的住房公积金账户', 'You have no account here'), law, null);
  if (retirementDay(person) > question.today)
    return refused(
      text(
        `还没有到退休年龄（${retirementDay(person)}）`,
        `You reach the age of retirement on ${retirementDay(person)}`,
      ),
      law,
      text('提前退休的，请到窗口办理', 'If you retired early, go to the counter'),
    );
  if ((await question.filed('HPF-DCL-002')).length > 0)
    return refused(text('您已经申请过离退休提取', 'You have applied already'), law, null);
  const account = payoutAccount(question);
  if ('problem' in account) return corrections([account.problem]);
  return accepted(
    [
      text(
        `余额 ${formatYuan(await balanceOf(question))} 全部提取，打到${account.shown.zh}`,
        `The whole balance of ${formatYuan(await balanceOf(question))} goes to ${account.shown.en}`,
      ),
    ],
    3,
    { law },
  );
}

export const housingFund: Handlers = {
  'HPF-QRY-001': { query: account },
  'HPF-PRT-001': { document: deposit },
  'HPF-PRT-002': { document: outOfTown },
  'HPF-QRY-002': { query: loan },
  'HPF-QRY-003': { query: calculator },
  'HPF-QRY-004': { query: places },
  'HPF-DCL-001': { submit: withdrawForRent },
  'HPF-DCL-002': { submit: withdrawAll },
};
