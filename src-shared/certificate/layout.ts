import { maskIdNumber, maskName } from '../masking.ts';
import type { PaperMark, PaperPage } from '../paper.ts';
import { certificateHead, continuedHead } from './head.ts';
import { monthColumns, monthHead, monthRows, monthSize } from './month-table.ts';
import type { Issue, Participation } from './participation.ts';
import { bottom, left, pageHeight, pageWidth, right } from './sheet.ts';
import { drawRow, type Row } from './table.ts';
import { drawTail, tailHeight } from './tail.ts';
import { chinaTime } from './words.ts';

export interface LayoutOptions {
  /** Masks name and number, and says that it is a preview. */
  readonly masked: boolean;
  /** There is no other kind yet: this project is not connected to a real authority. */
  readonly specimen: true;
  /** ISO 8601. */
  readonly printedAt: string;
}

/** Rows that go along when the notes do not fit under the table: notes alone prove nothing. */
const rowsWithTail = 6;

/**
 * 社会保险参保证明（个人专用）on A4, as many pages as the months need.
 *
 * @param issue null before it is issued: no number, no code, an empty frame for the QR code.
 */
export function layoutParticipation(
  participation: Participation,
  issue: Issue | null,
  options: LayoutOptions,
): PaperPage[] {
  const shown = options.masked ? maskPerson(participation) : participation;
  const head = certificateHead(shown, issue);
  const next = continuedHead(shown, issue);
  const pages = paginate(monthRows(shown), head.bottom, next.bottom, tailHeight(shown));
  return pages.map((rows, index) => {
    const top = index === 0 ? head : next;
    const table = drawTable(rows, top.bottom);
    const last = index === pages.length - 1;
    return {
      widthMm: pageWidth,
      heightMm: pageHeight,
      marks: [
        ...top.marks,
        ...table.marks,
        ...(last ? drawTail(shown, issue, table.bottom) : []),
        ...footer(index + 1, pages.length, issue, options.printedAt),
        // Last, so that nothing covers it.
        ...watermarks(options.masked),
      ],
    };
  });
}

function maskPerson(participation: Participation): Participation {
  const { name, idNumber, sex } = participation.person;
  return { ...participation, person: { name: maskName(name), idNumber: maskIdNumber(idNumber), sex } };
}

/** Rows per page; the last page has room for the tail. */
function paginate(rows: readonly Row[], firstTop: number, nextTop: number, tail: number): Row[][] {
  const pages: Row[][] = [[]];
  let used = firstTop + monthHeadHeight;
  for (const row of rows) {
    if (used + row.height > bottom) {
      pages.push([]);
      used = nextTop + monthHeadHeight;
    }
    pages.at(-1)?.push(row);
    used += row.height;
  }
  if (used + tail <= bottom) return pages;
  const full = pages.pop() ?? [];
  const kept = Math.max(1, full.length - rowsWithTail);
  return [...pages, full.slice(0, kept), full.slice(kept)];
}

const monthHeadHeight = monthHead.reduce((sum, row) => sum + row.height, 0);

function drawTable(rows: readonly Row[], top: number): { marks: PaperMark[]; bottom: number } {
  const marks: PaperMark[] = [];
  let y = top;
  for (const row of [...monthHead, ...rows]) {
    marks.push(...drawRow(monthColumns, row, left, y, monthSize));
    y += row.height;
  }
  return { marks, bottom: y };
}

function watermarks(preview: boolean): PaperMark[] {
  const mark = (y: number, text: string, size: number): PaperMark => ({
    kind: 'watermark',
    x: pageWidth / 2,
    y,
    size,
    angle: 45,
    text,
  });
  return preview
    ? [mark(95, '样张 SPECIMEN', 60), mark(205, '预览 PREVIEW', 60)]
    : [mark(pageHeight / 2, '样张 SPECIMEN', 80)];
}

function footer(page: number, pages: number, issue: Issue | null, printedAt: string): PaperMark[] {
  const printed = chinaTime(printedAt);
  const text = (x: number, value: string, anchor: 'start' | 'middle' | 'end'): PaperMark => ({
    kind: 'text',
    x,
    y: pageHeight - 11,
    size: 8,
    text: value,
    anchor,
    weight: 'regular',
  });
  return [
    { kind: 'line', x1: left, y1: pageHeight - 15.5, x2: right, y2: pageHeight - 15.5, width: 0.2 },
    text(left, `打印时间：${printed.date} ${printed.time}`, 'start'),
    text(pageWidth / 2, `第${page}页 共${pages}页`, 'middle'),
    ...(issue === null ? [] : [text(right, `证明编号：${issue.certificateNumber}`, 'end')]),
  ];
}
