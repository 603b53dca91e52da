import type { SKRSContext2D } from '@napi-rs/canvas';
import QRCode from 'qrcode';
import type { Cell } from './cells.ts';
import type { Raster } from './encoder.ts';
import { canvasWithFonts, drawCells } from './glyph-canvas.ts';

export type Align = 'left' | 'centre' | 'right';

/** What the head has burnt into the paper so far, from the top. Every strip is the printable width. */
export type Strip =
  | {
      readonly kind: 'text';
      readonly cells: readonly Cell[];
      readonly align: Align;
      readonly scale: number;
      readonly bold: boolean;
      readonly height: number;
    }
  | { readonly kind: 'raster'; readonly raster: Raster; readonly height: number }
  | {
      readonly kind: 'qr';
      readonly data: Uint8Array;
      readonly level: 'L' | 'M' | 'Q' | 'H';
      readonly moduleDots: number;
      readonly align: Align;
      readonly height: number;
    }
  | { readonly kind: 'blank'; readonly height: number };

/** Modules on a side of the code that these bytes need. */
export function qrModules(data: Uint8Array, level: 'L' | 'M' | 'Q' | 'H'): number {
  return qrOf(data, level).modules.size;
}

const printDots = 576;
/** 80 mm paper is 640 dots of 1/203 inch; the head reaches 576 of them. */
const marginDots = 32;
const columnDots = 12;
const tear = 10;
const shadow = 14;
const paperColour = '#fdfcf8';
const inkColour = '#232226';

/** A picture of the cut slip, one pixel per dot of 1/203 inch, with the paper's margins, on nothing. */
export function renderSlip(strips: readonly Strip[]): Buffer {
  const height = strips.reduce((sum, strip) => sum + strip.height, 0) + 2 * marginDots;
  const width = printDots + 2 * marginDots;
  const canvas = canvasWithFonts().createCanvas(width + 2 * shadow, height + 2 * shadow);
  const context = canvas.getContext('2d');
  context.translate(shadow, shadow);
  drawPaper(context, width, height);
  context.fillStyle = context.strokeStyle = inkColour;
  let y = marginDots;
  for (const strip of strips) {
    drawStrip(context, strip, y);
    y += strip.height;
  }
  return canvas.toBuffer('image/png');
}

/** A partial cut at both ends leaves the small teeth of the knife. */
function drawPaper(context: SKRSContext2D, width: number, height: number): void {
  context.beginPath();
  context.moveTo(0, tear / 2);
  for (let x = 0; x <= width; x += tear) context.lineTo(x, (x / tear) % 2 === 0 ? tear / 2 : 0);
  for (let x = width; x >= 0; x -= tear) context.lineTo(x, height - ((x / tear) % 2 === 0 ? tear / 2 : 0));
  context.closePath();
  context.save();
  context.shadowColor = 'rgba(20, 24, 40, 0.28)';
  context.shadowBlur = 12;
  context.shadowOffsetY = 3;
  context.fillStyle = paperColour;
  context.fill();
  context.restore();
}

function drawStrip(context: SKRSContext2D, strip: Strip, y: number): void {
  switch (strip.kind) {
    case 'text': {
      const { cells, scale, bold } = strip;
      const width = cells.reduce((sum, cell) => sum + cell.columns, 0) * columnDots * scale;
      drawCells(context, cells, leftOf(strip.align, width), y, { bold, scale, columnDots });
      return;
    }
    case 'raster':
      drawDots(context, strip.raster, y);
      return;
    case 'qr': {
      const { modules } = qrOf(strip.data, strip.level);
      const side = modules.size * strip.moduleDots;
      const left = leftOf(strip.align, side);
      for (let row = 0; row < modules.size; row++)
        for (let column = 0; column < modules.size; column++)
          if (modules.get(row, column))
            context.fillRect(
              left + column * strip.moduleDots,
              y + row * strip.moduleDots,
              strip.moduleDots,
              strip.moduleDots,
            );
      return;
    }
    case 'blank':
      return;
  }
}

function drawDots(context: SKRSContext2D, { widthBytes, height, data }: Raster, top: number): void {
  for (let row = 0; row < height; row++)
    for (let x = 0; x < Math.min(widthBytes * 8, printDots); x++)
      if (((data[row * widthBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0)
        context.fillRect(marginDots + x, top + row, 1, 1);
}

function leftOf(align: Align, width: number): number {
  const spare = printDots - width;
  return marginDots + { left: 0, centre: Math.floor(spare / 2), right: spare }[align];
}

function qrOf(data: Uint8Array, level: 'L' | 'M' | 'Q' | 'H') {
  return QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: level });
}
