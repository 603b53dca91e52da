import { centreOf, intersection, type Line, ordered, type Point, type Quad } from './geometry.ts';
import type { Grey } from './grey.ts';

const samples = 48;
/** Pixels to either side of the line. */
const reach = 5;
const perPixel = 2;

export interface Refined {
  readonly quad: Quad;
  /** How far its most bent side leaves the straight line, as a part of its length. */
  readonly bend: number;
}

/** Puts the sides where the edge is steepest, to a fraction of a pixel. */
export function refine(grey: Grey, quad: Quad, brightInside: boolean): Refined {
  const centre = centreOf(quad);
  const lines: Line[] = [];
  let bend = 0;
  for (const [at, from] of quad.entries()) {
    const to = quad[(at + 1) % 4] as Point;
    const side = refineSide(grey, from, to, centre, brightInside);
    if (side === null) return { quad, bend: 0 };
    lines.push(side.line);
    bend = Math.max(bend, side.bend);
  }
  const corners = lines.map((line, at) => intersection(line, lines[(at + 3) % 4] as Line));
  if (corners.some((corner, at) => corner === null || tooFar(corner, quad[at] as Point)))
    return { quad, bend };
  return { quad: ordered(corners as Point[]), bend };
}

const tooFar = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y) > 3 * reach;

function refineSide(
  grey: Grey,
  from: Point,
  to: Point,
  centre: Point,
  brightInside: boolean,
): { readonly line: Line; readonly bend: number } | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  // Inwards.
  let normal = { x: -along.y, y: along.x };
  if ((centre.x - from.x) * normal.x + (centre.y - from.y) * normal.y < 0)
    normal = { x: -normal.x, y: -normal.y };
  /** Pixels along the side, and inwards from it. */
  let points: { t: number; offset: number }[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const t = length * (0.05 + (0.9 * sample) / (samples - 1));
    const start = { x: from.x + along.x * t, y: from.y + along.y * t };
    const offset = steepest(grey, start, normal, brightInside ? 1 : -1);
    if (offset !== null) points.push({ t, offset });
  }
  if (points.length < samples / 3) return null;
  const enough = points.length / 2;
  let fit = parabola(points, length);
  for (let round = 0; round < 4; round++) {
    const errors = points.map(({ t, offset }) => Math.abs(offset - fit.at(t)));
    const limit = Math.max(0.5, 2.5 * medianOf(errors));
    const kept = points.filter((_, at) => (errors[at] as number) <= limit);
    if (kept.length === points.length || kept.length < enough) break;
    points = kept;
    fit = parabola(points, length);
  }
  const straight = line(points);
  const [start, end] = [straight(0), straight(length)];
  const one = { x: from.x + normal.x * start, y: from.y + normal.y * start };
  const other = { x: to.x + normal.x * end, y: to.y + normal.y * end };
  const angle = Math.atan2(other.x - one.x, -(other.y - one.y));
  return {
    line: { angle, distance: one.x * Math.cos(angle) + one.y * Math.sin(angle) },
    bend: Math.abs(fit.curve) / 4 / length,
  };
}

/** Pixels along the normal to where the luminance rises most in the wanted direction. */
function steepest(grey: Grey, { x, y }: Point, normal: Point, sign: 1 | -1): number | null {
  const profile: number[] = [];
  for (let step = -reach * perPixel - 1; step <= reach * perPixel + 1; step++) {
    const value = sampleAt(grey, x + (normal.x * step) / perPixel, y + (normal.y * step) / perPixel);
    if (value === null) return null;
    profile.push(value);
  }
  let best = 0;
  let rise = 0;
  const rises = profile.map((_, at) =>
    at === 0 || at === profile.length - 1
      ? 0
      : sign * ((profile[at + 1] as number) - (profile[at - 1] as number)),
  );
  for (const [at, value] of rises.entries())
    if (value > rise) {
      rise = value;
      best = at;
    }
  if (rise < 2 || best <= 1 || best >= profile.length - 2) return null;
  const [before, here, after] = [rises[best - 1], rises[best], rises[best + 1]] as [number, number, number];
  const curve = before - 2 * here + after;
  const shift = curve === 0 ? 0 : (before - after) / (2 * curve);
  return (best + shift) / perPixel - reach - 1 / perPixel;
}

/** Between four pixels; null beyond the picture. */
function sampleAt({ width, height, data }: Grey, x: number, y: number): number | null {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return null;
  const [right, down] = [x - left, y - top];
  const at = top * width + left;
  const upper = (data[at] as number) * (1 - right) + (data[at + 1] as number) * right;
  const lower = (data[at + width] as number) * (1 - right) + (data[at + width + 1] as number) * right;
  return upper * (1 - down) + lower * down;
}

type Sample = { readonly t: number; readonly offset: number };

/** Least squares. */
function line(points: readonly Sample[]): (t: number) => number {
  const count = points.length;
  const [t, o] = [meanOf(points.map((point) => point.t)), meanOf(points.map((point) => point.offset))];
  let [above, below] = [0, 0];
  for (const point of points) {
    above += (point.t - t) * (point.offset - o);
    below += (point.t - t) ** 2;
  }
  const slope = count < 2 || below === 0 ? 0 : above / below;
  return (at) => o + slope * (at - t);
}

/** Least squares: offset = a + b u + c u² with u from -1 to 1 along the side. */
function parabola(points: readonly Sample[], length: number) {
  const us = points.map(({ t }) => (2 * t) / length - 1);
  const [s1, s2, s3, s4] = [1, 2, 3, 4].map((power) => meanOf(us.map((u) => u ** power))) as [
    number,
    number,
    number,
    number,
  ];
  const [o0, o1, o2] = [0, 1, 2].map((power) =>
    meanOf(points.map(({ offset }, at) => offset * (us[at] as number) ** power)),
  ) as [number, number, number];
  const determinant = s2 * s4 - s3 * s3 - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
  if (Math.abs(determinant) < 1e-9) return { at: () => o0, curve: 0 };
  const a = (o0 * (s2 * s4 - s3 * s3) - s1 * (o1 * s4 - s3 * o2) + s2 * (o1 * s3 - s2 * o2)) / determinant;
  const b = (o1 * s4 - s3 * o2 - o0 * (s1 * s4 - s2 * s3) + s2 * (s1 * o2 - s2 * o1)) / determinant;
  const c = (s2 * o2 - o1 * s3 - s1 * (s1 * o2 - s2 * o1) + o0 * (s1 * s3 - s2 * s2)) / determinant;
  // From the straight line between its ends to its middle: c.
  return {
    at: (t: number) => {
      const u = (2 * t) / length - 1;
      return a + b * u + c * u * u;
    },
    curve: 4 * c,
  };
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
