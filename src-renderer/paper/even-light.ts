import type { Pixels } from './grey.ts';

const cells = 24;
/** What the paper itself becomes. */
const white = 245;
/** More than this would make grain of a dark picture. */
const mostGain = 2.5;
/** Below this part of the page's usual brightness a cell is a picture or a dark cover, and not a shadow. */
const picture = 0.55;

/**
 * Takes the light of the place away: each part of the page is made as bright as if its paper were white. Colours (a red seal)
 * stay what they are, for all three channels are multiplied alike.
 */
export function evenlyLit(page: Pixels): Pixels {
  const { width, height, data } = page;
  const columns = Math.max(1, Math.min(cells, Math.floor(width / 8)));
  const rows = Math.max(1, Math.min(cells, Math.floor(height / 8)));
  const gains = gainsOf(page, columns, rows);
  const result = new Uint8ClampedArray(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    const v = Math.min(rows - 1, Math.max(0, ((y + 0.5) / height) * rows - 0.5));
    const top = Math.min(rows - 1, Math.floor(v));
    const bottom = Math.min(rows - 1, top + 1);
    const down = v - top;
    for (let x = 0; x < width; x++, at += 4) {
      const u = Math.min(columns - 1, Math.max(0, ((x + 0.5) / width) * columns - 0.5));
      const left = Math.floor(u);
      const right = Math.min(columns - 1, left + 1);
      const across = u - left;
      const upper =
        (gains[top * columns + left] as number) * (1 - across) +
        (gains[top * columns + right] as number) * across;
      const lower =
        (gains[bottom * columns + left] as number) * (1 - across) +
        (gains[bottom * columns + right] as number) * across;
      const gain = upper * (1 - down) + lower * down;
      result[at] = (data[at] as number) * gain;
      result[at + 1] = (data[at + 1] as number) * gain;
      result[at + 2] = (data[at + 2] as number) * gain;
      result[at + 3] = 255;
    }
  }
  return { width, height, data: result };
}

function gainsOf(page: Pixels, columns: number, rows: number): Float32Array {
  const paper = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      paper[row * columns + column] = brightIn(page, column / columns, row / rows, 1 / columns, 1 / rows);
  const usual = [...paper].sort((one, other) => one - other)[Math.floor(paper.length * 0.75)] as number;
  return paper.map((bright) =>
    Math.min(mostGain, Math.max(1, white / Math.max(1, bright < usual * picture ? usual : bright))),
  );
}

/** What nine tenths of a cell are not brighter than: its paper, whatever is printed on it. */
function brightIn({ width, height, data }: Pixels, u: number, v: number, du: number, dv: number): number {
  const counts = new Uint32Array(256);
  let total = 0;
  const [right, bottom] = [Math.min(width, (u + du) * width), Math.min(height, (v + dv) * height)];
  for (let y = Math.floor(v * height); y < bottom; y += 2)
    for (let x = Math.floor(u * width); x < right; x += 2) {
      const at = (y * width + x) * 4;
      const luminance = Math.round(
        0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number),
      );
      counts[luminance] = (counts[luminance] as number) + 1;
      total += 1;
    }
  let above = total * 0.1;
  for (let luminance = 255; luminance >= 0; luminance--) {
    above -= counts[luminance] as number;
    if (above <= 0) return luminance;
  }
  return 0;
}
