import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import type { Handlers, Question } from './handler.ts';
import { accepted, nothingFound } from './outcomes.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { ageOf, given, personOf, steady } from './values.ts';

const subjects = [text('语文', 'Chinese'), text('数学', 'Mathematics'), text('英语', 'English')];

function examResult(question: Question): Sheet | Outcome {
  const person = personOf(question);
  const ticket = given(question, 'ticket');
  if (ageOf(person, question.today) > 45 || steady(4, person.key, 'exam') === 0)
    return nothingFound(text('没有查到这个准考证号的成绩', 'There is no result under this number'));
  const marks = subjects.map((_, index) => 60 + steady(90, person.key, ticket, index));
  return tableSheet(
    text('考试成绩', 'Examination result'),
    [
      [text('科目', 'Subject'), 'start'],
      [text('成绩', 'Mark'), 'end'],
    ],
    [
      ...subjects.map((subject, index) => [subject, String(marks[index])]),
      [text('总分', 'Total'), String(marks.reduce((sum, mark) => sum + mark, 0))],
    ],
  );
}

/** Invented, and public: whoever treats others may be looked up. */
const practitioners: Readonly<Record<string, readonly [name: string, kind: string, clinic: string]>> = {
  '110445200000001': ['样本医师一', '执业医师 内科', '样本市人民医院'],
  '110445200000002': ['样本医师二', '执业医师 口腔', '样本区口腔医院'],
  '210445200000003': ['样本护士一', '注册护士', '样本市人民医院'],
};

function practitioner(question: Question): Sheet | Outcome {
  const found = practitioners[given(question, 'licence')];
  if (found === undefined) return nothingFound(text('没有查到这个执业证书编号', 'There is no such licence'));
  const [name, kind, clinic] = found;
  return fieldsSheet(text('执业信息', 'Licence'), [
    [text('姓名', 'Name'), name, 'strong'],
    [text('类别', 'Kind'), kind],
    [text('执业机构', 'Place'), clinic],
    [text('状态', 'State'), text('有效', 'Valid')],
  ]);
}

function personnelFile(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  if (steady(3, person.key, 'file') === 0)
    return nothingFound(text('您的档案不在本中心保管', 'Your file is not kept here'));
  return {
    title: '流动人员人事档案存档证明',
    authority: '样本市人才服务中心',
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['姓名', person.name],
          ['证件号码', person.idNumber],
          ['存档日期', `${2010 + steady(12, person.key, 'filed')}-07-01`],
          ['档案编号', `YPDA${100_000 + steady(899_999, person.key, 'file number')}`],
        ],
      },
      { kind: 'text', text: '兹证明该同志的人事档案由本中心保管。特此证明。' },
    ],
    notes: ['本证明不作为身份证明使用。'],
    masks: [],
    limit: null,
  };
}

function legalAid(): Outcome {
  return accepted(
    [
      text('申请已登记，法律援助机构会与您联系', 'Taken down: the legal aid office will contact you'),
      text('急需帮助可拨打 12348', 'If it is urgent, call 12348'),
    ],
    7,
    { law: ['中华人民共和国法律援助法'] },
  );
}

export const educationHealth: Handlers = {
  'EHJ-QRY-001': { query: examResult },
  'EHJ-QRY-002': { query: practitioner },
  'EHJ-PRT-001': { document: personnelFile },
  'EHJ-RPT-001': { submit: legalAid },
};
