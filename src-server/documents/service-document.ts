import type { Issue } from '../../src-shared/certificate/participation.ts';
import { bottom, left, pageHeight, pageWidth, right } from '../../src-shared/certificate/sheet.ts';
import { type Cell, type Column, drawRow, mm, type Row, row } from '../../src-shared/certificate/table.ts';
import { wrapText } from '../../src-shared/certificate/text-width.ts';
import { chinaTime } from '../../src-shared/certificate/words.ts';
import type { PaperMark, PaperPage } from '../../src-shared/paper.ts';

/** What a document of a service item says, unmasked. Chinese, as the authority would print it. */
export interface DocumentData {
  /** 税收完税证明 */
  readonly title: string;
  readonly authority: string;
  /** Whose it is: the full name of a person or a company. */
  readonly holder: string;
  readonly sections: readonly DocumentSection[];
  readonly notes: readonly string[];
  /** What a preview shows only in part: names, numbers, accounts, addresses. */
  readonly masks: readonly { readonly value: string; readonly masked: string }[];
  /** Prints that a person may have in a calendar month; null: as many as they like. */
  readonly limit: number | null;
}

export type DocumentSection =
  | {
      readonly kind: 'fields';
      readonly title?: string;
      /** Two pairs beside each other, or one over the whole width where it is long. */
      readonly rows: readonly (readonly [label: string, value: string])[];
    }
  | {
      readonly kind: 'table';
      readonly title?: string;
      /** Widths are shares of the page. */
      readonly columns: readonly {
        readonly label: string;
        readonly width: number;
        readonly align: 'start' | 'middle' | 'end';
      }[];
      readonly rows: readonly (readonly string[])[];
      /** Said in place of rows when there are none. */
      readonly empty?: string;
    }
  | { readonly kind: 'text'; readonly text: string };

export interface DocumentOptions {
  readonly masked: boolean;
  /** ISO 8601. */
  readonly printedAt: string;
  /** A later print of the same document in this month: 补打. */
  readonly again: boolean;
}

const width = right - left;
const size = 9;
const rowHeight = 6.4;
const gap = 3;
const notYet = '签发后生成';
const noteSize = 8;
const notePitch = noteSize * 1.4 * mm;
const qrSide = 27;
const sealRadius = 14;
const sealWidth = 46;
const tailGap = 5;

/** Something that is not broken over a page: a row of a table, a heading, a line of text. */
interface Piece {
  readonly height: number;
  marks(y: number): PaperMark[];
  /** Drawn again at the top of the next page, when the table goes on there. */
  readonly head?: readonly Piece[];
}

/**
 * A document of a service item on A4, as many pages as it needs: title and codes, fields and tables, notes, QR code and
 * the place of the seal, and 样张 across every page.
 *
 * @param issue null before it is issued: no number, no code, an empty frame for the QR code.
 */
export function layoutServiceDocument(
  data: DocumentData,
  issue: Issue | null,
  options: DocumentOptions,
): PaperPage[] {
  const mask = (value: string) =>
    options.masked
      ? data.masks.reduce(
          (text, one) => (one.value === '' ? text : text.replaceAll(one.value, one.masked)),
          value,
        )
      : value;
  const pieces = data.sections.flatMap((section) => piecesOf(section, mask));
  const tail = tailPiece(data, issue);
  const pages = paginate(pieces, tail);
  return pages.map((page, index) => ({
    widthMm: pageWidth,
    heightMm: pageHeight,
    marks: [
      ...head(data, issue, index > 0, options.again),
      ...page.flatMap(({ piece, y }) => piece.marks(y)),
      ...footer(index + 1, pages.length, issue, options.printedAt),
      ...watermarks(options.masked),
    ],
  }));
}

const firstTop = 43;
const nextTop = 33;

function paginate(pieces: readonly Piece[], tail: Piece): { piece: Piece; y: number }[][] {
  const pages: { piece: Piece; y: number }[][] = [[]];
  let y = firstTop;
  const put = (piece: Piece) => {
    pages.at(-1)?.push({ piece, y });
    y += piece.height;
  };
  for (const piece of [...pieces, tail]) {
    if (y + piece.height > bottom) {
      pages.push([]);
      y = nextTop;
      for (const again of piece.head ?? []) put(again);
    }
    put(piece);
  }
  return pages;
}

function piecesOf(section: DocumentSection, mask: (value: string) => string): Piece[] {
  const title = 'title' in section && section.title !== undefined ? [headingPiece(section.title)] : [];
  switch (section.kind) {
    case 'text':
      return [...wrapText(mask(section.text), width / (10.5 * mm)).map(linePiece), spacePiece(gap)];
    case 'fields':
      return [...title, ...fieldRows(section.rows, mask), spacePiece(gap)];
    case 'table':
      return [...title, ...tableRows(section, mask), spacePiece(gap)];
  }
}

const pairColumns = [30, 59, 30, 59].map((one): Column => ({ width: one, align: 'start' }));
/** Longer than this it gets the whole width. */
const longestHalf = 20;

function fieldRows(rows: readonly (readonly [string, string])[], mask: (value: string) => string): Piece[] {
  const label = (text: string): Cell => ({ text, head: true, bold: true, align: 'middle' });
  const pieces: Piece[] = [];
  let held: readonly [string, string] | null = null;
  const flush = () => {
    if (held !== null) pieces.push(rowPiece(pairColumns, [label(held[0]), { text: held[1], span: 3 }]));
    held = null;
  };
  for (const [name, raw] of rows) {
    const value = mask(raw);
    if (value.length > longestHalf) {
      flush();
      pieces.push(rowPiece(pairColumns, [label(name), { text: value, span: 3 }]));
    } else if (held === null) held = [name, value];
    else {
      pieces.push(rowPiece(pairColumns, [label(held[0]), { text: held[1] }, label(name), { text: value }]));
      held = null;
    }
  }
  flush();
  return pieces;
}

function tableRows(
  section: Extract<DocumentSection, { kind: 'table' }>,
  mask: (value: string) => string,
): Piece[] {
  const total = section.columns.reduce((sum, column) => sum + column.width, 0);
  const columns = section.columns.map(
    (column): Column => ({ width: (column.width / total) * width, align: column.align }),
  );
  const head = rowPiece(
    columns,
    section.columns.map(({ label }) => ({ text: label, head: true, bold: true, align: 'middle' })),
  );
  if (section.rows.length === 0)
    return [
      head,
      rowPiece(columns, [{ text: section.empty ?? '没有记录', span: columns.length, align: 'middle' }]),
    ];
  return [
    head,
    ...section.rows.map((cells) =>
      rowPiece(
        columns,
        cells.map((cell) => ({ text: mask(cell) })),
        [head],
      ),
    ),
  ];
}

function rowPiece(columns: readonly Column[], cells: readonly Cell[], head?: readonly Piece[]): Piece {
  const drawn: Row = row(columns, cells, size, rowHeight);
  return {
    height: drawn.height,
    marks: (y) => drawRow(columns, drawn, left, y, size),
    ...(head === undefined ? {} : { head }),
  };
}

function headingPiece(title: string): Piece {
  return { height: 6.5, marks: (y) => [textMark(left, y + 4.6, 10.5, title, 'start', 'bold')] };
}

function linePiece(line: string): Piece {
  return { height: 6, marks: (y) => [textMark(left, y + 4.4, 10.5, line, 'start', 'regular')] };
}

function spacePiece(height: number): Piece {
  return { height, marks: () => [] };
}

function tailPiece(data: DocumentData, issue: Issue | null): Piece {
  const notesLeft = left + qrSide + 5;
  const notesWidth = right - sealWidth - 4 - notesLeft;
  const lines = [
    '说明',
    ...[...data.notes, '扫描左侧二维码，或在验证网页输入验证码，可核对真伪。'].flatMap((note, index) =>
      wrapText(`${index + 1}. ${note}`, notesWidth / (noteSize * mm)),
    ),
  ];
  const authority = wrapText(data.authority, sealWidth / (noteSize * mm));
  const sealX = right - sealWidth / 2;
  const seal = 2 * sealRadius + (authority.length + 1.5) * notePitch;
  return {
    height: tailGap + Math.max(lines.length * notePitch, qrSide + notePitch, seal),
    marks: (top) => {
      const y = top + tailGap;
      const below = y + 2 * sealRadius + notePitch;
      return [
        { kind: 'qr', x: left, y, side: qrSide, value: issue?.verificationUrl ?? null },
        textMark(
          left + qrSide / 2,
          y + qrSide + notePitch * 0.8,
          noteSize,
          '扫码验证真伪',
          'middle',
          'regular',
        ),
        ...lines.map((line, index) =>
          textMark(
            notesLeft,
            y + (index + 0.75) * notePitch,
            noteSize,
            line,
            'start',
            index === 0 ? 'bold' : 'regular',
          ),
        ),
        { kind: 'seal', x: sealX, y: y + sealRadius, radius: sealRadius, text: '样张 电子印章处' },
        ...authority.map((line, index) =>
          textMark(sealX, below + index * notePitch, noteSize, line, 'middle', 'bold'),
        ),
        ...(issue === null
          ? []
          : [
              textMark(
                sealX,
                below + authority.length * notePitch,
                noteSize,
                chinaTime(issue.issuedAt).date,
                'middle',
                'regular',
              ),
            ]),
      ];
    },
  };
}

function head(data: DocumentData, issue: Issue | null, continued: boolean, again: boolean): PaperMark[] {
  const notice = '样张　未连接真实业务系统　不具法律效力';
  const marks: PaperMark[] = [
    { kind: 'fill', x: left, y: 11, width, height: 7, colour: '#FDECEA' },
    textMark(pageWidth / 2, 15.9, 10.5, notice, 'middle', 'bold'),
  ];
  if (continued) return [...marks, textMark(pageWidth / 2, 27, 14, `${data.title}（续）`, 'middle', 'bold')];
  return [
    ...marks,
    textMark(pageWidth / 2, 30, titleSize(data.title), data.title, 'middle', 'bold'),
    textMark(
      left,
      39,
      size,
      `编号：${issue?.certificateNumber ?? notYet}${again ? '（补打）' : ''}`,
      'start',
      'regular',
    ),
    textMark(right, 39, size, `验证码：${issue?.verificationCode ?? notYet}`, 'end', 'regular'),
  ];
}

/** Points; a long title is set smaller, so that it stays on one line. */
function titleSize(title: string): number {
  return Math.min(20, width / mm / (title.length + 1));
}

function footer(page: number, pages: number, issue: Issue | null, printedAt: string): PaperMark[] {
  const printed = chinaTime(printedAt);
  const y = pageHeight - 11;
  return [
    { kind: 'line', x1: left, y1: pageHeight - 15.5, x2: right, y2: pageHeight - 15.5, width: 0.2 },
    textMark(left, y, 8, `打印时间：${printed.date} ${printed.time}`, 'start', 'regular'),
    textMark(pageWidth / 2, y, 8, `第${page}页 共${pages}页`, 'middle', 'regular'),
    ...(issue === null ? [] : [textMark(right, y, 8, `编号：${issue.certificateNumber}`, 'end', 'regular')]),
  ];
}

function watermarks(preview: boolean): PaperMark[] {
  const mark = (y: number, text: string, points: number): PaperMark => ({
    kind: 'watermark',
    x: pageWidth / 2,
    y,
    size: points,
    angle: 45,
    text,
  });
  return preview
    ? [mark(95, '样张 SPECIMEN', 60), mark(205, '预览 PREVIEW', 60)]
    : [mark(pageHeight / 2, '样张 SPECIMEN', 80)];
}

function textMark(
  x: number,
  y: number,
  points: number,
  value: string,
  anchor: 'start' | 'middle' | 'end',
  weight: 'regular' | 'bold',
): PaperMark {
  return { kind: 'text', x, y, size: points, text: value, anchor, weight };
}
