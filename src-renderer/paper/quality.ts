import { contains, type Quad } from './geometry.ts';
import { blurred, type Grey } from './grey.ts';

/** Luminance of the paper below which print and paper come too near to each other in the camera's grain. */
const darkPaper = 70;
/** Parts of the sheet that are as bright as the camera can tell: print is washed out. */
const mostWhite = 0.6;

/** The light on the sheet, of the picture on which it was found. */
export function exposureOf(grey: Grey, quad: Quad): 'tooDark' | 'tooBright' | null {
  const values: number[] = [];
  for (let y = 2; y < grey.height; y += 4)
    for (let x = 2; x < grey.width; x += 4)
      if (contains(quad, { x, y })) values.push(grey.data[y * grey.width + x] as number);
  values.sort((one, other) => one - other);
  const paper = values[Math.floor(values.length * 0.8)] ?? 0;
  if (paper < darkPaper) return 'tooDark';
  return values.filter((value) => value >= 253).length > values.length * mostWhite ? 'tooBright' : null;
}

/** Less contrast than this is blank paper, which looks the same however blurred it is. */
const leastDeviation = 10;
/** Print in focus has 0.05 and more, print that is hard to read 0.03. */
const blurredBelow = 0.04;

/**
 * The variance of the Laplacian over the variance of what it is of, so that grey print in bad light is not taken for
 * blurred: how sharp the sharpest of these cuttings is, in the camera's own pixels. Smoothed first, for the noise of a sensor
 * is the sharpest thing there is. Null where all of them are blank.
 */
export function sharpnessOf(cuttings: readonly Grey[]): number | null {
  let best: number | null = null;
  for (const { width, height, data } of cuttings.map(blurred)) {
    const [luminance, laplacian] = [new Spread(), new Spread()];
    for (let y = 1; y < height - 1; y++)
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const here = data[at] as number;
        luminance.add(here);
        laplacian.add(
          (data[at - 1] as number) +
            (data[at + 1] as number) +
            (data[at - width] as number) +
            (data[at + width] as number) -
            4 * here,
        );
      }
    if (luminance.variance < leastDeviation ** 2) continue;
    best = Math.max(best ?? 0, laplacian.variance / luminance.variance);
  }
  return best;
}

export const isBlurred = (sharpness: number | null) => sharpness !== null && sharpness < blurredBelow;

class Spread {
  #count = 0;
  #sum = 0;
  #squares = 0;
  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    this.#squares += value * value;
  }
  get variance(): number {
    if (this.#count === 0) return 0;
    const mean = this.#sum / this.#count;
    return this.#squares / this.#count - mean * mean;
  }
}
