import { columnsOf } from './cells.ts';
import type { LineRasteriser, Raster } from './encoder.ts';
import { canvasWithFonts, drawCells } from './glyph-canvas.ts';

/** Draws lines with Noto Sans SC, and with any font of this machine where that has no glyph. */
export const glyphRasteriser: LineRasteriser = {
  rasterise(line, profile) {
    const scale = line.size === 'double' ? 2 : 1;
    const width = profile.columns * profile.columnDots;
    const height = line.size === 'double' ? profile.doubleLineDots : profile.lineDots;
    const context = canvasWithFonts().createCanvas(width, height).getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.fillStyle = context.strokeStyle = '#000';
    const spare = width - columnsOf(line.cells) * profile.columnDots * scale;
    const x = { left: 0, centre: Math.floor(spare / 2), right: spare }[line.align];
    drawCells(context, line.cells, x, 0, { bold: line.bold, scale, columnDots: profile.columnDots });
    return toRaster(context.getImageData(0, 0, width, height).data, width, height);
  },
};

/** A thermal head burns a dot or does not: half grey is the border. `rgba` has four bytes per dot. */
function toRaster(rgba: Uint8ClampedArray, width: number, height: number): Raster {
  const widthBytes = Math.ceil(width / 8);
  const data = new Uint8Array(widthBytes * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((rgba[(y * width + x) * 4] ?? 255) < 128) {
        const index = y * widthBytes + (x >> 3);
        data[index] = (data[index] ?? 0) | (0x80 >> (x & 7));
      }
  return { widthBytes, height, data };
}
