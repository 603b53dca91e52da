import type { Point, Quad } from './geometry.ts';
import type { Grey, Pixels } from './grey.ts';
import { type Homography, homographyOf, mapped } from './homography.ts';

/** Pictures of sheets on a table as a camera takes them, out of nothing but numbers, so that their corners are known. */

export interface Sheet {
  readonly quad: Quad;
  /** Luminance of its paper. */
  readonly paper?: number;
  /** Rows of print; 0 leaves it blank. */
  readonly rows?: number;
  /** Its print is blocks in two columns. */
  readonly columns?: boolean;
  /** How far its sides are bent outwards, of its width: a sheet that does not lie flat. */
  readonly bend?: number;
}

export interface Scene {
  readonly width?: number;
  readonly height?: number;
  readonly sheets: readonly Sheet[];
  readonly table?: number;
  /** Levels of luminance by which wood grain changes the table. */
  readonly grain?: number;
  /** How much darker the lower right is than the upper left, 0 to 1. */
  readonly shade?: number;
  /** Levels of luminance of the sensor's noise. */
  readonly noise?: number;
  /** Pixels, of three box filters one after the other. */
  readonly blur?: number;
  readonly seed?: number;
}

/** Numerical Recipes' generator: the same picture on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const page: Quad = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];
const perSide = 2;

export function pictureOf(scene: Scene): Grey {
  const { width = 480, height = 360, sheets, table = 70, grain = 8, shade = 0, noise = 2 } = scene;
  const random = randomOf(scene.seed ?? 1);
  const laid = sheets.map((sheet) => ({ ...sheet, toPage: homographyOf(sheet.quad, page) as Homography }));
  const phase = random() * 6;
  const at = (x: number, y: number): number => {
    let luminance = table + grain * Math.sin(0.23 * x + 3 * Math.sin(0.011 * y + phase) + phase);
    for (const sheet of laid) {
      const { x: u, y: v } = mapped(sheet.toPage, { x, y });
      const bulge = (sheet.bend ?? 0) * 4;
      const over = [bulge * v * (1 - v), bulge * u * (1 - u)] as const;
      if (u < -over[0] || u > 1 + over[0] || v < -over[1] || v > 1 + over[1]) continue;
      const ink = sheet.columns ? inColumns(u, v) : printed(u, v, sheet.rows ?? 40);
      luminance = ink ? 40 : (sheet.paper ?? 215);
    }
    return luminance * (1 - shade * ((x / width + y / height) / 2));
  };
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let sub = 0; sub < perSide * perSide; sub++) {
        const [right, down] = [
          ((sub % perSide) + 0.5) / perSide,
          (Math.floor(sub / perSide) + 0.5) / perSide,
        ];
        sum += at(x - 0.5 + right, y - 0.5 + down);
      }
      data[y * width + x] = sum / (perSide * perSide);
    }
  const soft = boxBlurred({ width, height, data }, scene.blur ?? 0);
  for (let pixel = 0; pixel < soft.data.length; pixel++) {
    const grainy = (soft.data[pixel] as number) + noise * (random() + random() + random() - 1.5) * 2;
    soft.data[pixel] = Math.max(0, Math.min(255, Math.round(grainy)));
  }
  return soft;
}

/** Thick rows, which leave a grey block where print is taken away. */
function inColumns(u: number, v: number): boolean {
  const inRow = (v * 36) % 1 < 0.55;
  return v > 0.1 && v < 0.95 && inRow && ((u > 0.06 && u < 0.48) || (u > 0.52 && u < 0.94));
}

/** Rows of words with margins, a heavy headline and a ruled table at the end. */
function printed(u: number, v: number, rows: number): boolean {
  if (rows === 0 || u < 0.1 || u > 0.9 || v < 0.08 || v > 0.92) return false;
  if (v < 0.12) return u > 0.3 && u < 0.7;
  if (v > 0.75 && v < 0.85)
    return Math.abs(((v - 0.75) % 0.033) - 0.001) < 0.0015 || Math.abs(((u - 0.1) % 0.2) - 0.001) < 0.0015;
  const row = Math.floor(v * rows);
  if ((v * rows) % 1 > 0.5) return false;
  const stroke = Math.floor(u * rows * 3);
  return Math.imul(stroke * 2_654_435 + row * 40_503, 2_246_822_519) >>> 29 > 3;
}

function boxBlurred(grey: Grey, radius: number): Grey {
  let result = grey;
  for (let pass = 0; radius > 0 && pass < 3; pass++) {
    result = boxed(boxed(result, radius, true), radius, false);
  }
  return result;
}

function boxed({ width, height, data }: Grey, radius: number, across: boolean): Grey {
  const result = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let offset = -radius; offset <= radius; offset++) {
        const [column, row] = across ? [x + offset, y] : [x, y + offset];
        sum += data[
          Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))
        ] as number;
      }
      result[y * width + x] = sum / (2 * radius + 1);
    }
  return { width, height, data: result };
}

export function coloured({ width, height, data }: Grey): Pixels {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at++) pixels.set([...Array(3).fill(data[at]), 255], at * 4);
  return { width, height, data: pixels };
}

/** A sheet about `centre`, turned by so many degrees, its corners shifted by up to `askew` pixels as perspective does. */
export function quadOf(
  centre: Point,
  width: number,
  height: number,
  degrees = 0,
  askew: readonly number[] = [],
): Quad {
  const turn = (degrees * Math.PI) / 180;
  const corners = [
    [-width, -height],
    [width, -height],
    [width, height],
    [-width, height],
  ].map(([x = 0, y = 0], at) => ({
    x: centre.x + (x * Math.cos(turn) - y * Math.sin(turn)) / 2 + (askew[2 * at] ?? 0),
    y: centre.y + (x * Math.sin(turn) + y * Math.cos(turn)) / 2 + (askew[2 * at + 1] ?? 0),
  }));
  return corners as unknown as Quad;
}

/** The largest distance between a corner that was found and the one that is nearest to it. */
export function cornerError(found: Quad, real: Quad): number {
  return Math.max(
    ...real.map((corner) => Math.min(...found.map(({ x, y }) => Math.hypot(x - corner.x, y - corner.y)))),
  );
}
