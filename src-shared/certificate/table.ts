import type { PaperMark } from '../paper.ts';
import { textWidth, wrapText } from './text-width.ts';

/** Millimetres per point. */
export const mm = 25.4 / 72;
const linePitch = 1.3;
/** How far a text may shrink to stay on one line. */
const smallest = 0.8;
const padding = 1;
const hairline = 0.15;
const headFill = '#EEF2F8';

export interface Column {
  /** Millimetres. */
  readonly width: number;
  readonly align: 'start' | 'middle' | 'end';
}

export interface Cell {
  readonly text: string;
  readonly head?: boolean;
  readonly bold?: boolean;
  /** Columns that it covers; 1 if not given. */
  readonly span?: number;
  /** Set apart from its column. */
  readonly align?: Column['align'];
  /** An edge without a line, towards a neighbour that it is one cell with. */
  readonly open?: 'top' | 'bottom';
}

export interface Row {
  readonly cells: readonly Cell[];
  readonly height: number;
}

interface Fitted {
  readonly lines: readonly string[];
  /** Points. */
  readonly size: number;
}

/** On one line if it shrinks by no more than a fifth, else on as many lines as it takes. */
function fitText(text: string, width: number, size: number): Fitted {
  const room = width - 2 * padding;
  for (let scale = 1; scale > smallest - 0.001; scale -= 0.05) {
    if (textWidth(text) * size * scale * mm <= room) return { lines: [text], size: size * scale };
  }
  return { lines: wrapText(text, room / (size * smallest * mm)), size: size * smallest };
}

/** A row as high as its fullest cell needs; never lower than `least` millimetres. */
export function row(columns: readonly Column[], cells: readonly Cell[], size: number, least: number): Row {
  const heights = place(columns, cells).map(({ cell, width }) => {
    const fitted = fitText(cell.text, width, size);
    return fitted.lines.length * fitted.size * linePitch * mm + padding;
  });
  return { cells, height: Math.max(least, ...heights) };
}

/** The marks of a row whose top left corner is at (x, y), with its frame. */
export function drawRow(
  columns: readonly Column[],
  drawn: Row,
  x: number,
  y: number,
  size: number,
): PaperMark[] {
  return place(columns, drawn.cells).flatMap(({ cell, left, width, align }) => [
    ...(cell.head === true
      ? [{ kind: 'fill' as const, x: x + left, y, width, height: drawn.height, colour: headFill }]
      : []),
    ...frame(x + left, y, width, drawn.height, cell.open),
    ...cellText(cell, x + left, y, width, drawn.height, align, size),
  ]);
}

function cellText(
  cell: Cell,
  x: number,
  y: number,
  width: number,
  height: number,
  align: Column['align'],
  size: number,
): PaperMark[] {
  const fitted = fitText(cell.text, width, size);
  const pitch = fitted.size * linePitch * mm;
  const firstMiddle = y + height / 2 - ((fitted.lines.length - 1) * pitch) / 2;
  const anchorX = { start: x + padding, middle: x + width / 2, end: x + width - padding }[align];
  return fitted.lines.map((line, index) => ({
    kind: 'text',
    x: anchorX,
    // Chinese characters stand 0.88 em above and 0.12 em below the baseline.
    y: firstMiddle + index * pitch + fitted.size * mm * 0.37,
    size: fitted.size,
    text: line,
    anchor: align,
    weight: cell.bold === true ? 'bold' : 'regular',
  }));
}

function frame(x: number, y: number, width: number, height: number, open: Cell['open']): PaperMark[] {
  const line = (x1: number, y1: number, x2: number, y2: number): PaperMark => ({
    kind: 'line',
    x1,
    y1,
    x2,
    y2,
    width: hairline,
  });
  return [
    ...(open === 'top' ? [] : [line(x, y, x + width, y)]),
    ...(open === 'bottom' ? [] : [line(x, y + height, x + width, y + height)]),
    line(x, y, x, y + height),
    line(x + width, y, x + width, y + height),
  ];
}

function place(columns: readonly Column[], cells: readonly Cell[]) {
  let next = 0;
  let left = 0;
  return cells.map((cell) => {
    const covered = columns.slice(next, next + (cell.span ?? 1));
    next += covered.length;
    const width = covered.reduce((sum, column) => sum + column.width, 0);
    const placed = { cell, left, width, align: cell.align ?? covered[0]?.align ?? 'start' };
    left += width;
    return placed;
  });
}
