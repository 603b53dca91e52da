/** Pixels as a canvas gives them: red, green, blue, opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Luminance, 0 (black) to 255, row by row. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Rec. 601. */
export function greyOf({ width, height, data }: Pixels): Grey {
  const grey = new Float32Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at++, from += 4)
    grey[at] =
      0.299 * (data[from] as number) +
      0.587 * (data[from + 1] as number) +
      0.114 * (data[from + 2] as number);
  return { width, height, data: grey };
}

/** 1 4 6 4 1 in both directions: takes the noise of the sensor away, and shifts no edge. */
export function blurred(grey: Grey): Grey {
  return transposed(inRows(transposed(inRows(grey, smoothed)), smoothed));
}

function smoothed(row: Float32Array, out: Float32Array, width: number): void {
  const last = row[width - 1] as number;
  let [a, b, c] = [row[0] as number, row[0] as number, row[0] as number];
  let d = width > 1 ? (row[1] as number) : last;
  for (let x = 0; x < width; x++) {
    const e = x + 2 < width ? (row[x + 2] as number) : last;
    out[x] = (a + 4 * b + 6 * c + 4 * d + e) / 16;
    [a, b, c, d] = [b, c, d, e];
  }
}

/**
 * Morphological closing by a square of 2 * radius + 1: what is dark and thinner than that is gone, print above all, while
 * the edge between a sheet and what it lies on stays where it is.
 */
export function withoutPrint(grey: Grey, radius: number): Grey {
  const window = (row: Float32Array, out: Float32Array, width: number) =>
    runningMaximum(row, out, width, radius);
  const grown = (from: Grey) => transposed(inRows(transposed(inRows(from, window)), window));
  // The minimum is the maximum of the negative.
  return negative(grown(negative(grown(grey))));
}

function negative({ width, height, data }: Grey): Grey {
  const result = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) result[at] = -(data[at] as number);
  return { width, height, data: result };
}

function inRows(
  { width, height, data }: Grey,
  change: (row: Float32Array, out: Float32Array, width: number) => void,
): Grey {
  const result = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += width)
    change(data.subarray(start, start + width), result.subarray(start, start + width), width);
  return { width, height, data: result };
}

/** M. van Herk, 1992: three comparisons a pixel, however large the radius. */
function runningMaximum(row: Float32Array, out: Float32Array, width: number, radius: number): void {
  const size = 2 * radius + 1;
  const ahead = new Float32Array(width);
  const back = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const here = row[x] as number;
    const before = x % size === 0 ? here : (ahead[x - 1] as number);
    ahead[x] = before > here ? before : here;
  }
  for (let x = width - 1; x >= 0; x--) {
    const here = row[x] as number;
    const after = x === width - 1 || (x + 1) % size === 0 ? here : (back[x + 1] as number);
    back[x] = after > here ? after : here;
  }
  for (let x = 0; x < width; x++) {
    const from = x < radius ? 0 : x - radius;
    const to = x + radius >= width ? width - 1 : x + radius;
    // At the edge of the picture the window is shorter than a block, and may lie within one.
    let found = back[from] as number;
    if (to - from + 1 < size) {
      found = row[from] as number;
      for (let at = from + 1; at <= to; at++) if ((row[at] as number) > found) found = row[at] as number;
    } else if ((ahead[to] as number) > found) found = ahead[to] as number;
    out[x] = found;
  }
}

function transposed({ width, height, data }: Grey): Grey {
  const result = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) result[x * height + y] = data[y * width + x] as number;
  return { width: height, height: width, data: result };
}
