import type { ReceiptDocument, ReceiptElement } from '../../contract/receipt-printer.ts';
import { type Cell, cellsOf, columnsOf } from './cells.ts';

export interface TextLine {
  readonly kind: 'text';
  readonly cells: readonly Cell[];
  readonly align: 'left' | 'centre' | 'right';
  readonly size: 'normal' | 'double';
  readonly bold: boolean;
}

export type ReceiptLine = TextLine | Extract<ReceiptElement, { kind: 'qr' | 'feed' }>;

/** Breaks a receipt into lines that fit. A rule is a line of ─, which every Chinese ROM draws unbroken. */
export function layOut(document: ReceiptDocument, columns: number): readonly ReceiptLine[] {
  return document.elements.flatMap((element) => linesOf(element, columns));
}

function linesOf(element: ReceiptElement, columns: number): readonly ReceiptLine[] {
  switch (element.kind) {
    case 'text': {
      const { text, align = 'left', size = 'normal', bold = false } = element;
      const width = size === 'double' ? Math.floor(columns / 2) : columns;
      return text
        .split(/\r\n|[\n\r]/)
        .flatMap((paragraph) => wrap(cellsOf(paragraph), width))
        .map((cells) => ({ kind: 'text', cells, align, size, bold }));
    }
    case 'pair':
      return pairLines(cellsOf(element.label), cellsOf(element.value), columns);
    case 'rule':
      return [plain(cellsOf('─'.repeat(Math.floor(columns / 2))), 'left')];
    case 'qr':
    case 'feed':
      return [element];
  }
}

function pairLines(label: readonly Cell[], value: readonly Cell[], columns: number): readonly ReceiptLine[] {
  const gap = columns - columnsOf(label) - columnsOf(value);
  if (gap >= 1) return [plain([...label, ...cellsOf(' '.repeat(gap)), ...value], 'left')];
  return [
    ...wrap(label, columns).map((cells) => plain(cells, 'left')),
    ...wrap(value, columns).map((cells) => plain(cells, 'right')),
  ];
}

function plain(cells: readonly Cell[], align: TextLine['align']): TextLine {
  return { kind: 'text', cells, align, size: 'normal', bold: false };
}

/** Greedy: words stay whole where they fit, Chinese breaks anywhere but before closing punctuation. */
function wrap(cells: readonly Cell[], columns: number): readonly (readonly Cell[])[] {
  const lines: Cell[][] = [];
  let line: Cell[] = [];
  const flush = () => {
    lines.push(trimEnd(line));
    line = [];
  };
  for (const piece of pieces(cells)) {
    if (columnsOf(line) + columnsOf(trimEnd(piece)) > columns && line.length > 0) {
      flush();
      if (isBlank(piece)) continue;
    }
    for (const cell of piece) {
      if (columnsOf(line) + cell.columns > columns) {
        if (cell.text === ' ') continue;
        flush();
      }
      line.push(cell);
    }
  }
  if (line.length > 0 || lines.length === 0) flush();
  return lines;
}

const closing = new Set('，。、；：？！）》】〉」』”’…—·%,.;:?!)');

/** What must not be torn apart: a word, or a wide character with the punctuation that closes it. */
function pieces(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const found: Cell[][] = [];
  for (const cell of cells) {
    const last = found.at(-1)?.at(-1);
    const glued =
      last !== undefined && last.text !== ' ' && (closing.has(cell.text) || (isWord(cell) && isWord(last)));
    if (glued) found.at(-1)?.push(cell);
    else found.push([cell]);
  }
  return found;
}

function isWord(cell: Cell): boolean {
  return cell.columns === 1 && cell.text !== ' ';
}

function isBlank(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell.text === ' ');
}

function trimEnd(cells: readonly Cell[]): Cell[] {
  const end = cells.findLastIndex((cell) => cell.text !== ' ');
  return cells.slice(0, end + 1);
}
