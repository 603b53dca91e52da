import type { Participation } from './participation.ts';
import { type Cell, type Column, type Row, row } from './table.ts';
import { monthStates, yuan } from './words.ts';

/** Points. */
export const monthSize = 7.8;
const rowHeight = 4.9;

export const monthColumns: readonly Column[] = [
  { width: 10, align: 'middle' },
  { width: 7, align: 'middle' },
  { width: 24, align: 'middle' },
  { width: 19, align: 'end' },
  { width: 18, align: 'end' },
  { width: 19, align: 'end' },
  { width: 18, align: 'end' },
  { width: 19, align: 'end' },
  { width: 16, align: 'end' },
  { width: 11, align: 'middle' },
  { width: 17, align: 'middle' },
];

const head = (text: string, span = 1): Cell => ({ text, span, head: true, bold: true, align: 'middle' });
const upper = (text: string): Cell => ({ ...head(text), open: 'bottom' });
const lower = (text: string): Cell => ({ ...head(text), open: 'top' });
const headRow = (...cells: Cell[]) => row(monthColumns, cells, monthSize, rowHeight);

/** On top of the table on every page. */
export const monthHead: readonly Row[] = [
  headRow(
    head('缴费年月', 2),
    upper('单位'),
    head('养老保险（元）', 2),
    head('医疗保险（元）', 2),
    head('失业保险（元）', 2),
    upper('缴费'),
    upper('备注'),
  ),
  headRow(
    head('年'),
    head('月'),
    lower('编号'),
    head('缴费基数'),
    head('个人缴费'),
    head('缴费基数'),
    head('个人缴费'),
    head('缴费基数'),
    head('个人缴费'),
    lower('状态'),
    lower(''),
  ),
];

export function monthRows(participation: Participation): Row[] {
  if (participation.months.length === 0)
    return [
      row(
        monthColumns,
        [{ text: '证明期间内没有缴费记录', span: 11, align: 'middle' }],
        monthSize,
        rowHeight,
      ),
    ];
  return participation.months.map((month) =>
    row(
      monthColumns,
      [
        { text: month.month.slice(0, 4) },
        { text: String(Number(month.month.slice(5))) },
        { text: month.employerNumber },
        ...amounts(month.pension),
        ...amounts(month.medical),
        ...amounts(month.unemployment),
        { text: monthStates[month.status], bold: month.status !== 'paid' },
        { text: month.remark },
      ],
      monthSize,
      rowHeight,
    ),
  );
}

/** A dash where the scheme was not asked for or not paid into: a zero would be a statement. */
function amounts(contribution: Participation['months'][number]['pension']): Cell[] {
  return contribution === null
    ? [{ text: '—' }, { text: '—' }]
    : [{ text: yuan(contribution.base) }, { text: yuan(contribution.paid) }];
}
