import { capitalYuan, formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import { participationOf } from '../contributions.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, corrections, decided, done, nothingFound, refused } from './outcomes.ts';
import { estatesOf } from './real-estate.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { isVin, smallScaleTax, vehiclePurchaseTax } from './tax-rates.ts';
import { deadlineOf, quartersBefore } from './tax-records.ts';
import { companyOf, factsOf, given, personOf, sameText, steady } from './values.ts';

const law = ['中华人民共和国税收征收管理法'];
const vatLaw = ['中华人民共和国增值税法'];

function income(question: Question): Sheet | Outcome {
  const person = personOf(question);
  const year = given(question, 'year');
  if (person.insured === 'none')
    return nothingFound(text(`${year} 年没有收入纳税记录`, `There is no income on record in ${year}`));
  const wage = 6_000_000 + steady(6_000_000, person.key, 'income', year);
  const tax = Math.round(Math.max(0, wage - 6_000_000) * 0.03);
  return tableSheet(
    text(`${year} 年收入和税额`, `Income and tax of ${year}`),
    [
      [text('所得项目', 'Kind'), 'start'],
      [text('收入', 'Income'), 'end'],
      [text('已缴税额', 'Tax paid'), 'end'],
    ],
    [[text('工资薪金', 'Wages'), formatYuan(wage), formatYuan(tax)]],
    [[text('税额合计', 'Tax in all'), formatYuan(tax), 'strong']],
    text('对数据有疑问，可以在个人所得税 App 申诉', 'If you disagree, object in the income tax app'),
  );
}

function premiums(question: Question): Sheet | Outcome {
  const person = personOf(question);
  const year = given(question, 'year');
  const range = { schemes: ['pension' as const], from: `${year}-01`, to: `${year}-12` };
  const { months } = participationOf(person, range, question.today.slice(0, 7));
  if (person.insured === 'none' || months.length === 0)
    return nothingFound(text('这一年没有缴费记录', 'Nothing was paid in this year'));
  return tableSheet(
    text('社保费缴费记录', 'Premiums paid'),
    [
      [text('所属期', 'Month'), 'start'],
      [text('金额', 'Amount'), 'end'],
      [text('状态', 'State'), 'end'],
    ],
    [...months]
      .reverse()
      .map(({ month, pension, status }) => [
        month,
        formatYuan(pension?.paid ?? 0),
        status === 'owed' ? text('欠费', 'Owed') : text('已缴', 'Paid'),
      ]),
  );
}

function assessedPremiums(question: Question): Sheet {
  const year = question.today.slice(0, 4);
  return tableSheet(
    text('居民社保费应征明细', 'Premiums of residents'),
    [
      [text('险种', 'Scheme'), 'start'],
      [text('年度', 'Year'), 'middle'],
      [text('金额', 'Amount'), 'end'],
    ],
    [
      [text('城乡居民医疗保险', "Residents' medical"), year, formatYuan(40_000)],
      [
        text('城乡居民养老保险', "Residents' pension"),
        year,
        text('200 至 3,600 元，自选档次', '200 to 3,600 yuan, as you choose'),
      ],
    ],
    [],
    text('缴费可以在本机办理', 'You can pay on this terminal'),
  );
}

function declareVehicle(question: Submission): Outcome {
  const problems = [];
  if (!isVin(given(question, 'vin')))
    problems.push(
      text(
        '车辆识别代号不对，请对照合格证逐位核对',
        'This is no vehicle identification number: please compare it',
      ),
    );
  if (problems.length > 0) return corrections(problems);
  const newEnergy = given(question, 'energy') === 'new';
  const price = Number(given(question, 'price'));
  const tax = vehiclePurchaseTax(price, newEnergy);
  return accepted(
    [
      text('申报成功，缴款后即可上牌', 'Declared: the car can be registered once the tax is paid'),
      text('请到窗口或电子税务局缴款', 'Please pay at the counter or in the online tax office'),
    ],
    1,
    {
      law: ['中华人民共和国车辆购置税法'],
      sheet: fieldsSheet(text('车辆购置税', 'Vehicle purchase tax'), [
        [text('计税价格', 'Price'), formatYuan(price)],
        [text('应缴税额', 'Tax'), formatYuan(tax), 'strong'],
        [text('大写', 'In words'), capitalYuan(tax)],
      ]),
    },
  );
}

const returns = ['TAX-DCL-002', 'TAX-DCL-003', 'TAX-DCL-004'];

/** Quarters that may be declared: those of the last year that are not filed, nor cancelled since. */
async function filedQuarters(question: Question): Promise<Map<string, string>> {
  const cancelled = (await question.filed('TAX-DCL-005')).map(({ answers }) => answers.filing);
  const all = await question.filed(...returns);
  return new Map(
    all
      .filter(({ number }) => !cancelled.includes(number))
      .map(({ answers, number }) => [String(answers.quarter), number]),
  );
}

const quarterName = (quarter: string) =>
  text(
    `${quarter.slice(0, 4)} 年第 ${quarter.slice(6)} 季度`,
    `Quarter ${quarter.slice(6)} of ${quarter.slice(0, 4)}`,
  );

async function quarters(question: Question) {
  const filed = await filedQuarters(question);
  return quartersBefore(question.today, 4).map((quarter) => ({
    value: quarter,
    label: quarterName(quarter),
    ...(filed.has(quarter) ? { detail: text('已申报', 'Filed already') } : {}),
  }));
}

/** 零申报, decided by table T7. */
async function assessNil(question: Question): Promise<Assessment> {
  const company = companyOf(question);
  const quarter = given(question, 'quarter');
  const invoices =
    steady(4, company.key, 'invoices', quarter) === 0 ? 0 : steady(2, company.key, 'sells') * 125_000;
  return {
    tableId: 'T7',
    facts: factsOf(question.now, {
      filedReceipt: [(await filedQuarters(question)).get(quarter) ?? '', 'tax'],
      invoicesFen: [invoices, 'tax'],
      previousFiled: [true, 'tax'],
      deadline: [deadlineOf(quarter), 'tax'],
    }),
  };
}

function fileNil(question: Submission): Outcome {
  if (question.decision === null) throw new Error('a return without a decision');
  return decided(
    question.decision,
    0,
    fieldsSheet(text('零申报', 'Nil return'), [
      [text('所属期', 'Period'), quarterName(given(question, 'quarter')), 'strong'],
      [text('应缴税额', 'Tax'), formatYuan(0)],
    ]),
  );
}

async function alreadyFiled(question: Submission): Promise<Outcome | null> {
  const receipt = (await filedQuarters(question)).get(given(question, 'quarter'));
  return receipt === undefined
    ? null
    : refused(
        text(`这个所属期已经申报（${receipt}）`, `This period was filed already (${receipt})`),
        law,
        text('需要更改的，请先作废申报', 'To change it, cancel the return first'),
      );
}

async function fileSmallScale(question: Submission): Promise<Outcome> {
  if (companyOf(question).vatPayer !== 'smallScale')
    return refused(
      text('该单位不是增值税小规模纳税人', 'This company is no small-scale taxpayer'),
      vatLaw,
      null,
    );
  const filed = await alreadyFiled(question);
  if (filed !== null) return filed;
  const sales = Number(given(question, 'invoiced')) + Number(given(question, 'other'));
  const { vat, surcharges } = smallScaleTax(sales);
  return done(
    [
      text('申报成功', 'Filed'),
      vat === 0
        ? text(
            '季度销售额不超过 30 万元，免征增值税',
            'Sales of up to 300,000 yuan a quarter are free of VAT',
          )
        : text('请在期限内缴款，可以在本机办理', 'Please pay in time; you can do so here'),
    ],
    {
      law: vatLaw,
      sheet: fieldsSheet(text('增值税申报', 'VAT return'), [
        [text('所属期', 'Period'), quarterName(given(question, 'quarter'))],
        [text('销售额', 'Sales'), formatYuan(sales)],
        [text('增值税', 'VAT'), formatYuan(vat)],
        [text('附加税费', 'Surcharges'), formatYuan(surcharges)],
        [text('应缴合计', 'In all'), formatYuan(vat + surcharges), 'strong'],
      ]),
    },
  );
}

async function fileFixedQuota(question: Submission): Promise<Outcome> {
  const company = companyOf(question);
  if (company.vatPayer !== 'fixedQuota')
    return refused(text('该单位不是定期定额户', 'This business has no fixed quota'), law, null);
  const filed = await alreadyFiled(question);
  if (filed !== null) return filed;
  const quota = 9_000_000 + 100 * steady(200_000, company.key, 'quota');
  const actual = Number(given(question, 'actual'));
  const basis = Math.max(quota, actual);
  const { vat, surcharges } = smallScaleTax(basis);
  return done([text('申报成功', 'Filed')], {
    law,
    sheet: fieldsSheet(text('定期定额申报', 'Fixed-quota return'), [
      [text('核定经营额', 'Quota'), formatYuan(quota)],
      [text('实际经营额', 'Actual'), formatYuan(actual)],
      [text('应缴合计', 'In all'), formatYuan(vat + surcharges), 'strong'],
    ]),
  });
}

async function ownReturns(question: Question) {
  const filed = await filedQuarters(question);
  if (filed.size === 0)
    return nothingFound(text('没有可以作废的申报', 'There is no return that can be cancelled'));
  return [...filed].map(([quarter, number]) => ({
    value: number,
    label: quarterName(quarter),
    detail: sameText(number),
  }));
}

async function cancelReturn(question: Submission): Promise<Outcome> {
  const filed = await filedQuarters(question);
  const quarter = [...filed].find(([, number]) => number === given(question, 'filing'))?.[0];
  if (quarter === undefined) return refused(text('没有查到这份申报', 'There is no such return'), law, null);
  if (deadlineOf(quarter) < question.today)
    return refused(
      text('已过申报期，不能作废', 'Its deadline has passed: it cannot be cancelled'),
      law,
      text('请到窗口办理更正申报', 'Go to the counter for a corrected return'),
    );
  return done([text('申报已作废，可以重新申报', 'Cancelled: file it again')], { law });
}

/** By a natural person: nothing up to 500 yuan a time, else 1 % (illustrative). */
function invoiceForPerson(question: Submission): Outcome {
  const amount = Number(given(question, 'amount'));
  const vat = amount <= 50_000 ? 0 : Math.round(amount / 101);
  return accepted(
    [
      text(
        '申请已受理，缴税后发票送达手机',
        'Accepted: the invoice is sent to your phone once the tax is paid',
      ),
    ],
    1,
    {
      law: ['中华人民共和国发票管理办法'],
      sheet: fieldsSheet(text('代开发票', 'Invoice'), [
        [text('金额（含税）', 'Amount'), formatYuan(amount)],
        [text('增值税', 'VAT'), formatYuan(vat), 'strong'],
      ]),
    },
  );
}

function specialInvoice(question: Submission): Outcome {
  const company = companyOf(question);
  if (company.vatPayer !== 'smallScale' && company.vatPayer !== 'fixedQuota')
    return refused(text('一般纳税人请自行开具', 'A general taxpayer issues it itself'), vatLaw, null);
  const amount = Number(given(question, 'amount'));
  return accepted([text('申请已受理，预缴税款后开具', 'Accepted: issued once the tax is paid')], 1, {
    law: vatLaw,
    sheet: fieldsSheet(text('代开专用发票', 'Special invoice'), [
      [text('金额（不含税）', 'Amount without VAT'), formatYuan(amount)],
      [text('增值税', 'VAT'), formatYuan(Math.round(amount / 100)), 'strong'],
    ]),
  });
}

/** Sheets of a kind that a company may hold at once. */
const mostInvoices = 25;

function stockOf(question: Question): number {
  return steady(mostInvoices + 1, companyOf(question).key, 'stock', given(question, 'kind'));
}

function collectInvoices(question: Submission): Outcome {
  const count = Number(given(question, 'count'));
  const left = mostInvoices - stockOf(question);
  if (count > left)
    return corrections([
      text(
        `本次最多可领 ${left} 份（核定 ${mostInvoices} 份，结存 ${mostInvoices - left} 份）`,
        `At most ${left} now (${mostInvoices} allowed, ${mostInvoices - left} in stock)`,
      ),
    ]);
  return accepted(
    [
      text(
        '已受理，请到发票窗口领取；本机没有发票柜',
        'Accepted: fetch them at the counter; this terminal holds none',
      ),
    ],
    1,
    { law: ['中华人民共和国发票管理办法'] },
  );
}

function verifyInvoices(question: Submission): Outcome {
  const [from, to] = [Number(given(question, 'from')), Number(given(question, 'to'))];
  if (to < from) return corrections([text('止号应不小于起号', 'The last number is not before the first')]);
  return done([text(`已验旧 ${to - from + 1} 份`, `${to - from + 1} were verified`)], {
    law: ['中华人民共和国发票管理办法'],
  });
}

function stock(question: Question): Sheet {
  return fieldsSheet(text('发票结存', 'Invoices in stock'), [
    [text('结存份数', 'In stock'), String(stockOf(question)), 'strong'],
    [text('最高持有量', 'Allowed'), String(mostInvoices)],
  ]);
}

/** Invented invoices that anybody may check: number, day, amount in fen. */
const invoices: Readonly<Record<string, readonly [day: string, amount: string, seller: string]>> = {
  '26445202000000000001': ['2026-03-18', '128000', '样本机械有限公司'],
  '26445202000000000002': ['2026-06-02', '56050', '样本市样本食品有限公司'],
};

function checkInvoice(question: Question): Sheet | Outcome {
  const found = invoices[given(question, 'number')];
  if (found === undefined || found[0] !== given(question, 'day') || found[1] !== given(question, 'amount'))
    return nothingFound(
      text(
        '查验不一致：没有查到号码、日期、金额都相符的发票',
        'There is no invoice with this number, day and amount',
      ),
    );
  return fieldsSheet(text('发票查验结果', 'Invoice'), [
    [text('结果', 'Result'), text('一致', 'Genuine'), 'strong'],
    [text('销售方', 'Seller'), found[2]],
    [text('开票日期', 'Day'), found[0]],
    [text('价税合计', 'Amount'), formatYuan(Number(found[1]))],
  ]);
}

function deadlines(question: Question): Sheet {
  const company = companyOf(question);
  const [quarter = ''] = quartersBefore(question.today, 1);
  return tableSheet(
    sameText(company.name),
    [
      [text('税费种', 'Tax'), 'start'],
      [text('申报周期', 'Period'), 'middle'],
      [text('期限', 'Due'), 'end'],
    ],
    [
      [
        text('增值税', 'VAT'),
        company.vatPayer === 'general' ? text('按月', 'Monthly') : text('按季', 'Quarterly'),
        deadlineOf(quarter),
      ],
      [text('城市维护建设税', 'City maintenance tax'), text('随增值税', 'With VAT'), deadlineOf(quarter)],
      [text('企业所得税', 'Income tax'), text('按季预缴', 'Quarterly'), deadlineOf(quarter)],
    ],
  );
}

function agreement(question: Question): Sheet | Outcome {
  const company = companyOf(question);
  if (steady(4, company.key, 'agreement') === 0)
    return nothingFound(text('没有签订三方协议', 'There is no agreement'));
  return fieldsSheet(text('税库银三方协议', 'Tax-treasury-bank agreement'), [
    [text('开户银行', 'Bank'), text('样本银行样本支行', 'Specimen Bank')],
    [text('账号', 'Account'), `****${1_000 + steady(8_999, company.key, 'account')}`],
    [text('状态', 'State'), text('已验证', 'Verified'), 'strong'],
  ]);
}

function propertyTax(question: Question): Sheet | Outcome {
  const homes = estatesOf(personOf(question));
  if (homes.length === 0) return nothingFound(text('您名下没有房产', 'There is no property in your name'));
  return tableSheet(
    text('房产税', 'Property tax'),
    [
      [text('不动产权证号', 'Certificate'), 'start'],
      [text('用途', 'Use'), 'middle'],
      [text('应缴', 'Due'), 'end'],
    ],
    homes.map(({ number }) => [number, text('自住', 'Own home'), text('免征', 'Exempt')]),
    [],
    text('个人自住房产免征房产税；出租的请申报', 'An own home is exempt; declare what is let'),
  );
}

export const taxMatters: Handlers = {
  'TAX-QRY-001': { query: income },
  'TAX-QRY-002': { query: premiums },
  'TAX-QRY-003': { query: assessedPremiums },
  'TAX-QRY-004': { query: stock },
  'TAX-QRY-005': { query: checkInvoice },
  'TAX-QRY-006': { query: deadlines },
  'TAX-QRY-007': { query: agreement },
  'TAX-QRY-008': { query: propertyTax },
  'TAX-DCL-001': { submit: declareVehicle },
  'TAX-DCL-002': { options: quarters, assess: assessNil, submit: fileNil },
  'TAX-DCL-003': { options: quarters, submit: fileSmallScale },
  'TAX-DCL-004': { options: quarters, submit: fileFixedQuota },
  'TAX-DCL-005': { options: ownReturns, submit: cancelReturn },
  'TAX-DCL-006': { submit: invoiceForPerson },
  'TAX-DCL-007': { submit: specialInvoice },
  'TAX-REG-001': { submit: collectInvoices },
  'TAX-REG-002': { submit: verifyInvoices },
};
