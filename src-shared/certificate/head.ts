import type { PaperMark } from '../paper.ts';
import type { Issue, Participation } from './participation.ts';
import { left, pageWidth, right } from './sheet.ts';
import { type Cell, type Column, drawRow, type Row, row } from './table.ts';
import { monthName, schemeNames, schemeStates, sexes } from './words.ts';

export interface Block {
  readonly marks: readonly PaperMark[];
  /** Where the next block may begin, millimetres. */
  readonly bottom: number;
}

const title = '社会保险参保证明（个人专用）';
const specimenNotice = '样张　未连接真实业务系统　不具法律效力';
/** What stands in a preview where the authority will put a number. */
const notYet = '签发后生成';
const width = right - left;
const size = 9;
const rowHeight = 6.4;
const gap = 2.2;

/** Title, codes, person, state per scheme, employers. */
export function certificateHead(participation: Participation, issue: Issue | null): Block {
  const marks: PaperMark[] = [
    ...notice(11),
    text(pageWidth / 2, 30, 20, title, 'middle', 'bold'),
    ...codes(issue, 38.5),
  ];
  let y = 41;
  for (const table of [
    personTable(participation),
    schemeTable(participation),
    employerTable(participation),
  ]) {
    for (const drawn of table.rows) {
      marks.push(...drawRow(table.columns, drawn, left, y, size));
      y += drawn.height;
    }
    y += gap;
  }
  return { marks, bottom: y };
}

/** What the second and further pages begin with. */
export function continuedHead(participation: Participation, issue: Issue | null): Block {
  const { name, idNumber } = participation.person;
  const columns = [16, 54, 22, 40, 16, 30].map((one): Column => ({ width: one, align: 'middle' }));
  const holder = row(
    columns,
    [
      head('姓名'),
      { text: name },
      head('社会保障号'),
      { text: idNumber },
      head('验证码'),
      { text: issue?.verificationCode ?? notYet },
    ],
    size,
    rowHeight,
  );
  const top = 31;
  return {
    marks: [
      ...notice(11),
      text(pageWidth / 2, 27, 14, `${title}（续）`, 'middle', 'bold'),
      ...drawRow(columns, holder, left, top, size),
    ],
    bottom: top + holder.height + gap,
  };
}

function notice(y: number): PaperMark[] {
  return [
    { kind: 'fill', x: left, y, width, height: 7, colour: '#FDECEA' },
    text(pageWidth / 2, y + 4.9, 10.5, specimenNotice, 'middle', 'bold'),
  ];
}

function codes(issue: Issue | null, y: number): PaperMark[] {
  const number = issue?.certificateNumber ?? notYet;
  const code = issue?.verificationCode ?? notYet;
  return [
    text(left, y, size, `证明编号：${number}`, 'start', 'regular'),
    text(right, y, size, `验证码：${code}`, 'end', 'regular'),
  ];
}

interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

function personTable(participation: Participation): Table {
  const { name, idNumber, sex } = participation.person;
  const { from, to } = participation.period;
  const columns = [28, 40, 30, 80].map((one): Column => ({ width: one, align: 'middle' }));
  const line = (...cells: Cell[]) => row(columns, cells, size, rowHeight);
  return {
    columns,
    rows: [
      line(head('姓名'), { text: name, bold: true }, head('社会保障号'), { text: idNumber, bold: true }),
      line(head('性别'), { text: sexes[sex] }, head('参保地'), { text: participation.regionName }),
      line(head('证明期间'), {
        text: `${monthName(from)}至${monthName(to)}，其中有记录 ${participation.months.length} 个月`,
        span: 3,
      }),
    ],
  };
}

function schemeTable(participation: Participation): Table {
  const { schemes } = participation;
  const first = 28;
  const each = (width - first) / Math.max(1, schemes.length);
  const columns: Column[] = [
    { width: first, align: 'middle' },
    ...schemes.map((): Column => ({ width: each, align: 'middle' })),
  ];
  const line = (cells: readonly Cell[]) => row(columns, cells, size, rowHeight);
  return {
    columns,
    rows: [
      line([head('险种'), ...schemes.map(({ scheme }) => head(schemeNames[scheme]))]),
      line([head('当前参保状态'), ...schemes.map(({ state }) => ({ text: schemeStates[state] }))]),
      line([
        head('首次参保年月'),
        ...schemes.map(({ since }) => ({ text: since === null ? '—' : monthName(since) })),
      ]),
    ],
  };
}

/** Two employers side by side; nothing when nobody contributed. */
function employerTable(participation: Participation): Table {
  const { employers } = participation;
  const beside = employers.length > 1 ? 2 : 1;
  const columns = Array.from({ length: beside }, (): Column[] => [
    { width: 28, align: 'middle' },
    { width: width / beside - 28, align: 'start' },
  ]).flat();
  if (employers.length === 0) return { columns, rows: [] };
  const heads = Array.from({ length: beside }, () => [head('单位编号'), head('单位名称')]).flat();
  const rows = [row(columns, heads, size, rowHeight)];
  for (let index = 0; index < employers.length; index += beside) {
    const cells = Array.from({ length: beside }, (_, offset): Cell[] => {
      const employer = employers[index + offset];
      return [{ text: employer?.number ?? '' }, { text: employer?.name ?? '' }];
    });
    rows.push(row(columns, cells.flat(), size, rowHeight));
  }
  return { columns, rows };
}

function head(value: string): Cell {
  return { text: value, head: true, bold: true, align: 'middle' };
}

function text(
  x: number,
  y: number,
  points: number,
  value: string,
  anchor: 'start' | 'middle' | 'end',
  weight: 'regular' | 'bold',
): PaperMark {
  return { kind: 'text', x, y, size: points, text: value, anchor, weight };
}
