import type { Grey } from './grey.ts';

/** Sobel, divided so that a step of one level of luminance a pixel is 1. Towards the bright side. */
export interface Gradient {
  readonly width: number;
  readonly height: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly magnitude: Float32Array;
}

export function gradientOf({ width, height, data }: Grey): Gradient {
  const size = width * height;
  const gradient = {
    width,
    height,
    x: new Float32Array(size),
    y: new Float32Array(size),
    magnitude: new Float32Array(size),
  };
  for (let row = 1; row < height - 1; row++)
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column;
      const nw = data[at - width - 1] as number;
      const n = data[at - width] as number;
      const ne = data[at - width + 1] as number;
      const w = data[at - 1] as number;
      const e = data[at + 1] as number;
      const sw = data[at + width - 1] as number;
      const s = data[at + width] as number;
      const se = data[at + width + 1] as number;
      const x = (ne + 2 * e + se - nw - 2 * w - sw) / 8;
      const y = (sw + 2 * s + se - nw - 2 * n - ne) / 8;
      gradient.x[at] = x;
      gradient.y[at] = y;
      gradient.magnitude[at] = Math.sqrt(x * x + y * y);
    }
  return gradient;
}

/** Weaker than this is the grain of a sensor, at any light. */
const leastStep = 1.5;
/** On a table with a strong pattern most of the picture is edges; the sheet's are still among them. */
const mostStep = 6;

/** From which magnitude something is an edge: well above what most of this picture has. */
export function edgeThreshold({ magnitude }: Gradient): number {
  const sample: number[] = [];
  for (let at = 0; at < magnitude.length; at += 17) sample.push(magnitude[at] as number);
  sample.sort((one, other) => one - other);
  const median = sample[Math.floor(sample.length / 2)] ?? 0;
  return Math.min(mostStep, Math.max(leastStep, 3 * median));
}
