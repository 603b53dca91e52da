import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Cell } from './cells.ts';

type CanvasModule = typeof import('@napi-rs/canvas');

const require = createRequire(import.meta.url);
let loaded: CanvasModule | null = null;

/** The canvas with our fonts. Loaded at the first use: most receipts need no drawing, and a boot needs none. */
export function canvasWithFonts(): CanvasModule {
  if (loaded !== null) return loaded;
  const canvas = require('@napi-rs/canvas') as CanvasModule;
  // As bytes: in the packed app the path leads into the archive, where only Node can read.
  for (const [path, family] of [
    [require.resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'), 'ReceiptRegular'],
    [require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'), 'ReceiptBold'],
  ] as const)
    if (canvas.GlobalFonts.register(readFileSync(path), family) === null)
      throw new Error(`the font ${path} cannot be loaded`);
  loaded = canvas;
  return canvas;
}

export interface CellStyle {
  readonly bold: boolean;
  /** 1, or 2 for double width and height. */
  readonly scale: number;
  readonly columnDots: number;
}

/** Draws cells on the unit's column grid with their top left corner at (x, y). */
export function drawCells(
  context: SKRSContext2D,
  cells: readonly Cell[],
  x: number,
  y: number,
  style: CellStyle,
): void {
  let left = x;
  for (const cell of cells) {
    const width = cell.columns * style.columnDots * style.scale;
    drawCell(context, cell.text, left, y, width, style);
    left += width;
  }
}

function drawCell(
  context: SKRSContext2D,
  text: string,
  left: number,
  top: number,
  width: number,
  { bold, scale, columnDots }: CellStyle,
): void {
  const em = columnDots * 2 * scale;
  if (/^[─-━]$/u.test(text)) {
    context.fillRect(left, top + em / 2 - scale, width, 2 * scale);
    return;
  }
  if (!hasGlyph(text)) {
    drawBox(context, left, top, width, em);
    return;
  }
  context.font = `${em}px ${bold ? 'ReceiptBold' : 'ReceiptRegular'}`;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  const natural = context.measureText(text).width;
  context.save();
  // A narrow character keeps to its column as in the unit's own font, where all are equally wide.
  context.translate(left + width / 2, top + em * 0.88);
  context.scale(Math.min(1, width / Math.max(1, natural)), 1);
  context.fillText(text, 0, 0);
  context.restore();
}

/** A character that no font here has is shown as a crossed box: seen by everyone, and never a silent gap. */
function drawBox(context: SKRSContext2D, left: number, top: number, width: number, em: number): void {
  const stroke = Math.max(2, em / 12);
  context.lineWidth = stroke;
  const [x, y, w, h] = [left + stroke, top + stroke, width - 2 * stroke, em - 2 * stroke];
  context.strokeRect(x, y, w, h);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + w, y + h);
  context.moveTo(x + w, y);
  context.lineTo(x, y + h);
  context.stroke();
}

const known = new Map<string, boolean>();
/** A noncharacter, which no font may have: what is drawn for it is what is drawn for want of a glyph. */
const noncharacter = '\u{10fffe}';

/** Whether our font, or any font of this machine, can draw it. */
function hasGlyph(text: string): boolean {
  if (/^[ -~]$/.test(text)) return true;
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const answer = /^\s$/u.test(text) || picture(text) !== picture(noncharacter);
  known.set(text, answer);
  return answer;
}

function picture(text: string): string {
  const context = canvasWithFonts().createCanvas(24, 24).getContext('2d');
  context.font = '20px ReceiptRegular';
  context.fillText(text, 1, 20);
  return Buffer.from(context.getImageData(0, 0, 24, 24).data).toString('base64');
}
