import { formatYuan } from '../../../src-shared/money.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Assessment } from '../../connectors/business-system.ts';
import { plusDays } from '../../review/calendar.ts';
import type { SandboxPerson } from '../people.ts';
import type { Handlers, Question, Submission } from './handler.ts';
import { decided, done, nothingFound, refused } from './outcomes.ts';
import { fieldsSheet, tableSheet, text } from './sheets.ts';
import { factsOf, given, personOf, sameText, steady } from './values.ts';

/** Plates of invented cars: 粤V is the region, 样 is none. */
export function platesOf(person: SandboxPerson): string[] {
  return Array.from(
    { length: steady(3, person.key, 'cars') },
    (_, index) => `粤V·YB${String(100 + steady(900, person.key, 'plate', index))}`,
  );
}

function ownPlates(question: Question) {
  const plates = platesOf(personOf(question));
  if (plates.length === 0)
    return nothingFound(text('您名下没有登记的机动车', 'No vehicle is registered in your name'));
  return plates.map((plate) => ({ value: plate, label: sameText(plate) }));
}

const offences = [
  { what: text('违反禁止标线停车', 'Parked where it is forbidden'), fine: 10_000, points: 0 },
  { what: text('超速不到 20%', 'Up to 20 % too fast'), fine: 15_000, points: 3 },
  { what: text('不按导向车道行驶', 'In the wrong lane'), fine: 10_000, points: 1 },
] as const;

interface Offence {
  readonly number: string;
  readonly day: string;
  readonly kind: (typeof offences)[number];
}

/** Open offences of a person or a car: up to three, always the same. */
export function offencesOf(key: string, today: string): Offence[] {
  return Array.from({ length: steady(4, key, 'offences') }, (_, index) => ({
    number: `4452${String(1_000_000_000 + steady(899_999_999, key, 'decision', index))}`,
    day: plusDays(`${today.slice(0, 4)}-01-01`, -steady(200, key, 'day', index) - 1),
    kind: offences[steady(offences.length, key, 'kind', index)] ?? offences[0],
  }));
}

function offenceSheet(title: { zh: string; en: string }, all: readonly Offence[]): Sheet {
  return tableSheet(
    title,
    [
      [text('日期', 'Day'), 'start'],
      [text('违法行为', 'What'), 'start'],
      [text('罚款', 'Fine'), 'end'],
      [text('记分', 'Points'), 'end'],
    ],
    all.map(({ day, kind }) => [day, kind.what, formatYuan(kind.fine), String(kind.points)]),
    [],
    text('对处理有异议，可以到交警窗口申诉', 'If you disagree, the counter of the traffic police hears you'),
  );
}

function vehicleOffences(question: Question): Sheet | Outcome {
  const plate = given(question, 'plate');
  if (!platesOf(personOf(question)).includes(plate))
    return nothingFound(text('您名下没有这辆车', 'This is no car of yours'));
  const all = offencesOf(plate, question.today);
  return all.length === 0
    ? nothingFound(text(`${plate} 没有未处理的违法`, `There is no open offence of ${plate}`))
    : offenceSheet(sameText(plate), all);
}

function driverRecord(question: Question): Sheet | Outcome {
  const person = personOf(question);
  const licence = licenceOf(person);
  if (licence === null)
    return nothingFound(text('没有查到您的驾驶证', 'There is no driving licence in your name'));
  const all = offencesOf(person.key, question.today);
  const points = all.reduce((sum, { kind }) => sum + kind.points, 0);
  const sheet = offenceSheet(text('驾驶证', 'Driving licence'), all);
  return {
    ...sheet,
    sections: [
      {
        kind: 'fields',
        rows: [
          { label: text('准驾车型', 'Class'), value: licence.kind },
          { label: text('初次领证', 'First issued'), value: licence.since },
          { label: text('本周期累计记分', 'Points'), value: `${points} / 12`, strong: true },
        ],
      },
      ...sheet.sections,
    ],
  };
}

function licenceOf(
  person: SandboxPerson,
): { readonly kind: 'C1' | 'B2' | 'other'; readonly since: string } | null {
  if (person.insured === 'none') return null;
  const kinds = ['C1', 'C1', 'B2', 'other'] as const;
  return {
    kind: kinds[steady(kinds.length, person.key, 'class')] ?? 'C1',
    since: `${2024 - steady(14, person.key, 'licence')}-06-18`,
  };
}

/** Public: a card of the bus company by its number. */
function busCard(question: Question): Sheet {
  const number = given(question, 'card');
  return fieldsSheet(
    text('公交卡', 'Bus card'),
    [
      [text('卡号', 'Number'), `${number.slice(0, 2)}****${number.slice(-2)}`],
      [text('余额', 'Balance'), formatYuan(steady(20_000, number)), 'strong'],
    ],
    text(
      '服务网点：样本路公交站、样本新区客运站',
      'Outlets: Specimen Road bus stop, New District bus station',
    ),
  );
}

/** 网约车驾驶员证, decided by table T10. */
function assessPermit(question: Question): Assessment {
  const person = personOf(question);
  const licence = licenceOf(person);
  const points = offencesOf(person.key, question.today).reduce((sum, { kind }) => sum + kind.points, 0);
  return {
    tableId: 'T10',
    facts: factsOf(question.now, {
      licenceClass: [licence?.kind ?? 'other', 'traffic'],
      firstIssued: [licence?.since ?? question.today, 'traffic'],
      crimeOrDrink: ['none', 'police'],
      points: [points, 'traffic'],
    }),
  };
}

function grantPermit({ decision, number }: Submission): Outcome {
  if (decision === null) throw new Error('a permit without a decision');
  return decided(
    decision,
    20,
    fieldsSheet(text('网约车驾驶员证', 'Ride-hailing permit'), [
      [text('申请编号', 'Application'), number],
      [text('考试', 'Examination'), text('短信通知时间和地点', 'A text message names time and place')],
    ]),
  );
}

async function cancelPermit(question: Submission): Promise<Outcome> {
  const law = ['出租汽车驾驶员从业资格管理规定'];
  const person = personOf(question);
  if (licenceOf(person) === null || steady(2, person.key, 'taxi') !== 0)
    return refused(
      text('没有查到您的出租汽车驾驶员从业资格证', 'There is no taxi driver permit in your name'),
      law,
      null,
    );
  if ((await question.filed('TRA-RPT-001')).length > 0)
    return refused(text('从业资格证已经注销', 'It is cancelled already'), law, null);
  return done([text('从业资格证已注销', 'The permit is cancelled')], { law });
}

export const transport: Handlers = {
  'TRA-QRY-001': { options: ownPlates, query: vehicleOffences },
  'TRA-QRY-002': { query: driverRecord },
  'TRA-QRY-003': { query: busCard },
  'TRA-DCL-001': { assess: assessPermit, submit: grantPermit },
  'TRA-RPT-001': { submit: cancelPermit },
};
