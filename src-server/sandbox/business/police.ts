import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import { plusDays } from '../../review/calendar.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { decided, nothingFound } from './outcomes.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { factsOf, given, personOf, steady } from './values.ts';

const authority = '样本市公安局';

const purposes: Record<string, string> = {
  work: '就业入职',
  abroad: '出国（境）',
  licence: '申办许可',
  other: '其他',
};

/** Clean for everybody here: a record of a crime is never shown by a machine, but goes to a person. */
function cleanRecord(question: Question): DocumentData {
  const person = personOf(question);
  return {
    title: '无犯罪记录证明',
    authority: `${authority}样本分局`,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['姓名', person.name],
          ['证件号码', person.idNumber],
          ['用途', purposes[given(question, 'purpose')] ?? '其他'],
          ['查询日期', question.today],
        ],
      },
      { kind: 'text', text: `经查询，截至 ${question.today}，该人员没有犯罪记录。` },
    ],
    notes: ['本证明自出具之日起三个月内有效。', '只反映出具时公安机关信息系统中的记录。'],
    masks: [],
    limit: 3,
  };
}

function household(question: Question): DocumentData | Outcome {
  const person = personOf(question);
  if (!person.idNumber.startsWith('445202'))
    return nothingFound(text('您的户口不在本市', 'You are not registered in this city'));
  const relation = given(question, 'kind') === 'relation';
  const family = relation
    ? [...question.people.values()].filter(
        ({ household: home, key }) => home !== undefined && home === person.household && key !== person.key,
      )
    : [];
  return {
    title: relation ? '户籍证明（亲属关系）' : '户籍证明',
    authority: `${authority}样本派出所`,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['姓名', person.name],
          ['证件号码', person.idNumber],
          ['性别', person.sex === 'male' ? '男' : '女'],
          ['户口性质', '居民户口'],
          ['户籍地', '样本省样本市样本区'],
          ['迁入日期', `${1990 + steady(25, person.key, 'moved')}-03-08`],
        ],
      },
      ...(relation
        ? [
            {
              kind: 'table' as const,
              title: '同户成员',
              columns: [
                { label: '姓名', width: 40, align: 'start' as const },
                { label: '证件号码', width: 60, align: 'middle' as const },
                { label: '性别', width: 20, align: 'middle' as const },
              ],
              rows: family.map(({ name, idNumber, sex }) => [name, idNumber, sex === 'male' ? '男' : '女']),
              empty: '同户没有其他成员',
            },
          ]
        : []),
    ],
    notes: ['以户口登记机关的登记为准。'],
    masks: family.flatMap(({ name, idNumber }) => [
      { value: name, masked: `${name.slice(0, 1)}**` },
      { value: idNumber, masked: `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}` },
    ]),
    limit: null,
  };
}

const gates = [text('样本口岸', 'Specimen Port'), text('样本机场', 'Specimen Airport')];

function crossings(question: Question): Sheet | Outcome {
  const person = personOf(question);
  const [from, to] = [given(question, 'from'), given(question, 'to')];
  const rows = Array.from({ length: 12 }, (_, index) => {
    const day = plusDays(question.today, -40 - index * 61 - steady(50, person.key, 'crossing', index));
    return { day, out: index % 2 === 1, gate: gates[steady(gates.length, person.key, index)] };
  }).filter(({ day }) => steady(2, person.key, 'travels') === 0 && day >= from && day <= to);
  if (rows.length === 0)
    return nothingFound(text('这段时间没有出入境记录', 'There is no crossing in this period'));
  return tableSheet(
    text('出入境记录', 'Border crossings'),
    [
      [text('日期', 'Day'), 'start'],
      [text('出/入', 'Way'), 'middle'],
      [text('口岸', 'Place'), 'end'],
    ],
    rows.map(({ day, out, gate }) => [
      day,
      out ? text('出境', 'Out') : text('入境', 'In'),
      gate ?? text('—', '—'),
    ]),
  );
}

/** Who is not registered here may hold a residence permit; it runs for a year. */
function permitOf(person: SandboxPerson, today: string): { readonly due: string } | null {
  if (steady(3, person.key, 'permit') === 0) return null;
  return { due: plusDays(today, steady(90, person.key, 'permit due')) };
}

function permitProgress(question: Question): Sheet | Outcome {
  const permit = permitOf(personOf(question), question.today);
  if (permit === null)
    return nothingFound(text('您没有本市居住证', 'You hold no residence permit of this city'));
  const points = 40 + steady(80, personOf(question).key, 'points');
  return fieldsSheet(text('居住证', 'Residence permit'), [
    [text('状态', 'State'), text('有效', 'Valid'), 'strong'],
    [text('到期日', 'Valid until'), permit.due],
    [text('积分', 'Points'), String(points)],
  ]);
}

/** 居住证签注, decided by table T9. */
function assessEndorsement(question: Question, promises: readonly string[]): Assessment {
  const person = personOf(question);
  const permit = permitOf(person, question.today);
  return {
    tableId: 'T9',
    promises: promises.filter((code) => code === 'residence'),
    facts: factsOf(question.now, {
      permit: [permit === null ? 'none' : 'valid', 'police'],
      dueDate: [permit?.due ?? question.today, 'police'],
      residenceMatches: [given(question, 'address') === 'same' && !promises.includes('residence'), 'housing'],
      creditClear: [true, 'credit'],
    }),
  };
}

function endorse({ decision, today }: Submission): Outcome {
  if (decision === null) throw new Error('an endorsement without a decision');
  return decided(
    decision,
    0,
    fieldsSheet(text('居住证签注', 'Endorsement'), [
      [text('签注日期', 'Endorsed on'), today],
      [text('有效期至', 'Valid until'), `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`, 'strong'],
    ]),
  );
}

/** Public. */
const stations: Readonly<Record<string, readonly [zh: string, en: string, phone: string]>> = {
  east: ['样本派出所', 'Specimen Police Station', '0663-0000101'],
  new: ['样本新区派出所', 'New District Police Station', '0663-0000102'],
  harbour: ['样本港派出所', 'Harbour Police Station', '0663-0000103'],
};

function station(question: Question): Sheet | Outcome {
  const found = stations[given(question, 'area')];
  if (found === undefined) return nothingFound(text('没有查到', 'Nothing found'));
  return fieldsSheet(text('属地派出所', 'Police station'), [
    [text('名称', 'Name'), text(found[0], found[1]), 'strong'],
    [text('电话', 'Telephone'), found[2]],
    [text('紧急情况', 'In an emergency'), '110'],
  ]);
}

export const police: Handlers = {
  'POL-PRT-001': { document: cleanRecord },
  'POL-PRT-002': { document: household },
  'POL-QRY-001': { query: crossings },
  'POL-QRY-002': { query: permitProgress },
  'POL-REG-001': { assess: assessEndorsement, submit: endorse },
  'POL-QRY-003': { query: station },
};
