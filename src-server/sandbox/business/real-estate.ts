import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { DocumentData } from '../../documents/service-document.ts';
import type { SandboxPerson } from '../people.ts';
import { appointments } from './appointments.ts';
import type { Handlers, Question } from './handler.ts';
import { nothingFound } from './outcomes.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { given, personOf, steady } from './values.ts';

const authority = '样本市不动产登记中心';

interface Estate {
  /** 不动产权证号, seven digits of it; invented. */
  readonly number: string;
  readonly place: string;
  /** Hundredths of a square metre. */
  readonly area: number;
  readonly registeredOn: string;
  readonly mortgaged: boolean;
  readonly seized: boolean;
}

/** None, one or two homes; always the same for a person. */
export function estatesOf(person: SandboxPerson): Estate[] {
  return Array.from({ length: steady(3, person.key, 'homes') }, (_, index) => ({
    number: String(1_000_000 + steady(8_999_999, person.key, 'estate', index)),
    place: `样本市样本区样本路${1 + steady(200, person.key, 'street', index)}号样本花园${1 + steady(20, person.key, 'house', index)}栋${100 * (1 + steady(20, person.key, 'floor', index)) + 1 + steady(6, person.key, 'door', index)}房`,
    area: 6_000 + steady(9_000, person.key, 'area', index),
    registeredOn: `${2005 + steady(18, person.key, 'year', index)}-0${1 + steady(9, person.key, 'month', index)}-15`,
    mortgaged: steady(3, person.key, 'mortgage', index) === 0,
    seized: steady(9, person.key, 'seizure', index) === 0,
  }));
}

const squareMetres = (area: number) => `${(area / 100).toFixed(2)} 平方米`;

function holdings(question: Question): DocumentData {
  const person = personOf(question);
  const homes = estatesOf(person);
  return {
    title: homes.length === 0 ? '不动产登记信息查询结果证明（无房）' : '不动产登记信息查询结果证明',
    authority,
    holder: person.name,
    sections: [
      {
        kind: 'fields',
        rows: [
          ['查询人', person.name],
          ['证件号码', person.idNumber],
          ['查询范围', '样本市行政区域'],
          [
            '查询结果',
            homes.length === 0 ? '名下没有不动产登记信息' : `名下有 ${homes.length} 条不动产登记信息`,
          ],
        ],
      },
      ...(homes.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: [
                { label: '不动产权证号', width: 30, align: 'middle' as const },
                { label: '坐落', width: 70, align: 'start' as const },
                { label: '建筑面积', width: 28, align: 'end' as const },
                { label: '登记日期', width: 26, align: 'middle' as const },
                { label: '抵押', width: 14, align: 'middle' as const },
                { label: '查封', width: 14, align: 'middle' as const },
              ],
              rows: homes.map((home) => [
                home.number,
                home.place,
                squareMetres(home.area),
                home.registeredOn,
                home.mortgaged ? '有' : '无',
                home.seized ? '有' : '无',
              ]),
            },
          ]),
    ],
    notes: ['查询结果仅反映查询时刻的登记信息。', '不动产登记资料不得向无关人员泄露。'],
    masks: homes.map(({ place }) => ({ value: place, masked: '样本市样本区****' })),
    limit: null,
  };
}

function encumbrances(question: Question): Sheet | Outcome {
  const home = estatesOf(personOf(question)).find(({ number }) => number === given(question, 'certificate'));
  if (home === undefined)
    return nothingFound(text('您名下没有这个证号的不动产', 'There is no such property in your name'));
  const yes = text('有', 'Yes');
  const no = text('无', 'No');
  return fieldsSheet(text('抵押和查封状态', 'Mortgage and seizure'), [
    [text('不动产权证号', 'Certificate'), home.number],
    [text('抵押登记', 'Mortgaged'), home.mortgaged ? yes : no, 'strong'],
    [text('查封登记', 'Seized'), home.seized ? yes : no, 'strong'],
  ]);
}

/** The citizen's own, to choose from. */
function certificates(question: Question) {
  const homes = estatesOf(personOf(question));
  if (homes.length === 0)
    return nothingFound(text('您名下没有不动产登记信息', 'No property is registered in your name'));
  return homes.map(({ number, area }) => ({
    value: number,
    label: text(`证号 ${number}`, `Certificate ${number}`),
    detail: text(squareMetres(area), `${(area / 100).toFixed(2)} square metres`),
  }));
}

const stages = [
  text('受理', 'Accepted'),
  text('审核', 'Under review'),
  text('登簿', 'Entered'),
  text('可领证', 'Certificate ready'),
];

function progress(question: Question): Sheet | Outcome {
  const person = personOf(question);
  if (steady(3, person.key, 'registration') === 0)
    return nothingFound(text('没有正在办理的不动产登记', 'No registration is under way'));
  const at = steady(stages.length, person.key, 'stage');
  return tableSheet(
    text('不动产登记进度', 'Registration'),
    [
      [text('环节', 'Stage'), 'start'],
      [text('状态', 'State'), 'end'],
    ],
    stages.map((stage, index) => [
      stage,
      index < at ? text('完成', 'Done') : index === at ? text('进行中', 'Now') : text('等待', 'Later'),
    ]),
  );
}

export const realEstate: Handlers = {
  'RES-PRT-001': { document: holdings },
  'RES-QRY-001': { query: progress },
  'RES-QRY-002': { options: certificates, query: encumbrances },
  'RES-APT-001': appointments({
    itemCode: 'RES-APT-001',
    placeField: 'hall',
    places: { main: text('样本市不动产登记大厅', 'Real-estate registry') },
    hours: ['09:00', '10:00', '11:00', '14:30', '15:30', '16:30'],
    seats: 5,
  }),
};
