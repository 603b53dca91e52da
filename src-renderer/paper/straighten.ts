import { distanceBetween, type Quad } from './geometry.ts';
import type { Pixels } from './grey.ts';
import { homographyOf } from './homography.ts';

/** Pixels of the longer side: an A4 sheet at 205 dpi, which is what the centre keeps (src-server/domain/page-content.ts). */
export const pageSide = 2_400;

const a4 = Math.SQRT2;

/**
 * How large a page is drawn: no larger than the camera saw it. What is nearly an A4 sheet becomes one; a camera that looks
 * at it askew makes its sides shorter by a few hundredths.
 */
export function pageSizeOf(quad: Quad): { readonly width: number; readonly height: number } {
  const [a, b, c, d] = quad;
  let width = (distanceBetween(a, b) + distanceBetween(d, c)) / 2;
  let height = (distanceBetween(a, d) + distanceBetween(b, c)) / 2;
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (Math.abs(ratio / a4 - 1) < 0.06) {
    if (height > width) height = width * a4;
    else width = height * a4;
  }
  const scale = Math.min(1, pageSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The page as seen from straight above. Null where the corners are no sheet. */
export function straightened(picture: Pixels, quad: Quad): Pixels | null {
  const { width, height } = pageSizeOf(quad);
  const page: Quad = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  const homography = homographyOf(page, quad);
  if (homography === null) return null;
  const [a, b, c, d, e, f, g, h] = homography as Eight;
  const data = new Uint8ClampedArray(width * height * 4);
  const [lastX, lastY] = [picture.width - 1.001, picture.height - 1.001];
  const from = picture.data;
  const stride = picture.width * 4;
  for (let row = 0, out = 0; row < height; row++) {
    // The middle of a pixel.
    const y = row + 0.5;
    for (let column = 0; column < width; column++, out += 4) {
      const x = column + 0.5;
      const depth = g * x + h * y + 1;
      const sx = Math.min(lastX, Math.max(0, (a * x + b * y + c) / depth - 0.5));
      const sy = Math.min(lastY, Math.max(0, (d * x + e * y + f) / depth - 0.5));
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      const right = sx - left;
      const down = sy - top;
      const at = top * stride + left * 4;
      for (let channel = 0; channel < 3; channel++) {
        const pixel = at + channel;
        const upper = (from[pixel] as number) * (1 - right) + (from[pixel + 4] as number) * right;
        const lower =
          (from[pixel + stride] as number) * (1 - right) + (from[pixel + stride + 4] as number) * right;
        data[out + channel] = upper * (1 - down) + lower * down;
      }
      data[out + 3] = 255;
    }
  }
  return { width, height, data };
}

type Eight = [number, number, number, number, number, number, number, number];
