import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { appointments } from './appointments.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { accepted, decided, done, nothingFound, refused } from './outcomes.ts';
import { fieldsSheet, text } from './sheets.ts';
import { ageOf, companyOf, factsOf, given, personOf } from './values.ts';

const authority = '样本市市场监督管理局';
const law = ['中华人民共和国市场主体登记管理条例'];

/** Deregistered of old, or at a terminal. */
async function isGone(question: Question): Promise<boolean> {
  return companyOf(question).state === 'deregistered' || (await question.filed('MKT-REG-002')).length > 0;
}

/** 年度报告, decided by table T8. */
async function annualReport(question: Question): Promise<Assessment> {
  return {
    tableId: 'T8',
    facts: factsOf(question.now, {
      registration: [(await isGone(question)) ? 'cancelled' : 'active', 'market'],
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
  return decided(
    decision,
    0,
    fieldsSheet(text('年度报告', 'Annual report'), [
      [text('单位', 'Company'), companyOf(submission).name],
      [text('报告年度', 'Year'), given(submission, 'year'), 'strong'],
    ]),
  );
}

const kinds = { company: '有限责任公司', individualBusiness: '个体工商户', institution: '事业单位' } as const;
const states = {
  active: text('存续', 'Active'),
  deregistered: text('注销', 'Deregistered'),
  abnormal: text('经营异常', 'Listed as abnormal'),
} as const;

/** Public: what anybody may read in the register. */
function lookUp(question: Question): Sheet | Outcome {
  const company = question.companies.get(given(question, 'code'));
  if (company === undefined)
    return nothingFound(text('没有查到这个代码的登记信息', 'There is no entry under this code'));
  return fieldsSheet(text('企业登记信息', 'Register entry'), [
    [text('名称', 'Name'), company.name, 'strong'],
    [text('状态', 'State'), states[company.state]],
    [text('类型', 'Kind'), kinds[company.kind]],
    [text('成立日期', 'Established'), company.establishedOn],
    [text('登记机关', 'Registry'), authority],
  ]);
}

async function licence(question: Question): Promise<DocumentData | Outcome> {
  const company = companyOf(question);
  if (await isGone(question))
    return nothingFound(
      text('该单位已经注销，没有有效的营业执照', 'This company is deregistered and has no licence'),
    );
  return {
    title: given(question, 'copy') === 'original' ? '营业执照（正本）' : '营业执照（副本）',
    authority,
    holder: company.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['统一社会信用代码', company.code],
          ['名称', company.name],
          ['类型', kinds[company.kind]],
          ['法定代表人', company.legalRepresentative],
          ['成立日期', company.establishedOn],
          ['住所', company.address],
        ],
      },
    ],
    notes: ['市场主体应当于每年 1 月 1 日至 6 月 30 日报送公示年度报告。'],
    masks: [],
    limit: 2,
  };
}

/** 个体工商户设立: names that are free, one trade to a person at a place. */
async function establish(question: Submission): Promise<Outcome> {
  const person = personOf(question);
  if (ageOf(person, question.today) < 18)
    return refused(
      text('未满 18 周岁，不能在本机登记个体工商户', 'Nobody under 18 registers a business at this terminal'),
      ['中华人民共和国民法典第十八条', ...law],
      text(
        '已满 16 周岁、靠自己劳动生活的，请带证明到窗口',
        'Who is 16 and lives on their own work goes to the counter with proof',
      ),
    );
  if ((await question.filed('MKT-REG-001')).length > 0)
    return refused(
      text('您已经提交过设立登记', 'You have applied already'),
      law,
      text('可以查询办件进度', 'You can ask for its progress'),
    );
  const promised = question.promises.includes('premises');
  return accepted(
    [
      text(`${person.name.slice(0, 1)}姓经营者的设立登记已受理`, 'The registration was accepted'),
      promised
        ? text(
            '经营场所证明请按承诺补交，补齐后发照',
            'The licence follows when the proof of premises is here',
          )
        : text('审核通过后可在本机打印营业执照', 'The licence can be printed here once it is approved'),
    ],
    1,
    { law },
  );
}

async function deregister(question: Submission): Promise<Outcome> {
  const company = companyOf(question);
  if (company.kind !== 'individualBusiness')
    return refused(
      text('简易注销自助办理只适用于个体工商户', 'Only an individual business can be deregistered here'),
      law,
      text('企业注销请到窗口或一网通办平台', 'For a company go to the counter or the online platform'),
    );
  if (await isGone(question))
    return refused(text('该个体工商户已经注销', 'It is deregistered already'), law, null);
  if (given(question, 'debts') === 'open')
    return refused(
      text('还有没结清的债务或税款，不能简易注销', 'It cannot be deregistered while debts or taxes are open'),
      law,
      text('结清后再办理', 'Come again when they are settled'),
    );
  return done([text('注销登记完成', 'Deregistered')], { law });
}

export const market: Handlers = {
  'MKT-RPT-001': { assess: annualReport, submit: publish },
  'MKT-QRY-001': { query: lookUp },
  'MKT-PRT-001': { document: licence },
  'MKT-REG-001': { submit: establish },
  'MKT-REG-002': { submit: deregister },
  'MKT-APT-001': appointments({
    itemCode: 'MKT-APT-001',
    placeField: 'hall',
    places: { main: text('样本市市场监管服务大厅', 'Market regulation hall') },
    hours: ['09:00', '10:00', '11:00', '14:30', '15:30', '16:30'],
    seats: 3,
  }),
};
