import {
  anglesOf,
  areaOf,
  centreOf,
  contains,
  intersection,
  type Line,
  ordered,
  type Point,
  type Quad,
} from './geometry.ts';
import { edgeThreshold, gradientOf } from './gradient.ts';
import { blurred, type Grey, withoutPrint } from './grey.ts';
import { findLines } from './lines.ts';
import { refine } from './refine.ts';
import { type Trace, traceOf } from './trace.ts';

/**
 * `noSheet`: no edges of a sheet. `outOfView`: some of it is beyond the picture. `severalSheets`: there is another one.
 * `notFlat`: its sides are bent.
 */
export type Found =
  | { readonly quad: Quad; readonly problem: 'severalSheets' | 'notFlat' | null }
  | { readonly quad: null; readonly problem: 'noSheet' | 'outOfView' };

/** Parts of the picture's longer side. */
const printRadius = 0.009;
const leastSide = 0.11;
/** A side that is half a degree off the transform's angles leaves its votes to two of its lines. */
const leastVotes = 0.065;
/** Of the picture. Smaller is a card in a corner, and would be no readable page. */
const leastArea = 0.06;
/** Of a side, along which there is an edge. */
const leastSupport = 0.6;
const leastMeanSupport = 0.78;
/** Pixels beside a side where its edge may be: a line of the transform is a pixel and half a degree off. */
const straightBeside = 2;
/** The same for a sheet that does not lie flat, as a part of the picture's longer side. */
const bentBeside = 0.025;
/** Bent by more than this part of its length: no lens does that. */
const mostBend = 0.018;

interface Candidate {
  readonly quad: Quad;
  readonly brightInside: boolean;
  readonly cut: boolean;
  readonly score: number;
}

/** A side of the picture itself, where a sheet may be cut off. */
interface Border {
  readonly line: Line;
  readonly border: true;
}
type Side = Trace | Border;
const isBorder = (side: Side): side is Border => 'border' in side;

/** Looks for the sheet on a picture of about 480 pixels. */
export function findSheet(picture: Grey): Found {
  const smooth = blurred(picture);
  const longer = Math.max(picture.width, picture.height);
  const plain = blurred(withoutPrint(smooth, Math.max(2, Math.round(longer * printRadius))));
  const gradient = gradientOf(plain);
  const threshold = edgeThreshold(gradient);
  const lines = findLines(gradient, threshold, longer * leastVotes);
  const traced = (beside: number) =>
    candidatesOf(
      plain,
      lines.map((line) => traceOf(line, gradient, threshold, beside)),
    );
  const candidates = traced(straightBeside);
  const best = bestOf(candidates);
  if (best === null) {
    const bent = bestOf(traced(longer * bentBeside));
    return bent === null || bent.cut
      ? { quad: null, problem: 'noSheet' }
      : { quad: bent.quad, problem: 'notFlat' };
  }
  if (best.cut) return { quad: null, problem: 'outOfView' };
  const { quad, bend } = refine(smooth, best.quad, best.brightInside);
  if (others(plain, candidates, best)) return { quad, problem: 'severalSheets' };
  return { quad, problem: bend > mostBend ? 'notFlat' : null };
}

const bestOf = (candidates: readonly Candidate[]) =>
  candidates.reduce<Candidate | null>(
    (leading, one) => (leading === null || one.score > leading.score ? one : leading),
    null,
  );

function candidatesOf(plain: Grey, traces: readonly Trace[]): Candidate[] {
  const { width, height } = plain;
  const sides: Side[] = [...traces];
  // The outermost pixels have no gradient.
  for (const line of [
    { angle: 0, distance: 1 },
    { angle: 0, distance: width - 2 },
    { angle: Math.PI / 2, distance: 1 },
    { angle: Math.PI / 2, distance: height - 2 },
  ])
    sides.push({ line, border: true });
  const found: Candidate[] = [];
  const pairs = parallelPairs(sides, Math.max(width, height) * leastSide);
  for (const [at, one] of pairs.entries())
    for (const other of pairs.slice(at + 1)) {
      const candidate = weigh(plain, one, other);
      if (candidate !== null) found.push(candidate);
    }
  return found;
}

type Pair = readonly [Side, Side];

/** Opposite sides of a sheet that a camera sees a little askew. */
function parallelPairs(sides: readonly Side[], leastApart: number): Pair[] {
  const pairs: Pair[] = [];
  for (const [at, one] of sides.entries())
    for (const other of sides.slice(at + 1)) {
      let turn = Math.abs(one.line.angle - other.line.angle);
      const turned = turn > Math.PI / 2;
      if (turned) turn = Math.PI - turn;
      const apart = Math.abs(one.line.distance - (turned ? -1 : 1) * other.line.distance);
      if (turn < 0.45 && (apart >= leastApart || turn > 0.2)) pairs.push([one, other]);
    }
  return pairs;
}

function weigh(plain: Grey, [north, south]: Pair, [west, east]: Pair): Candidate | null {
  const { width, height } = plain;
  let across = Math.abs(north.line.angle - west.line.angle);
  if (across > Math.PI / 2) across = Math.PI - across;
  if (across < 0.8 || north === west || north === east || south === west || south === east) return null;
  const around = [north, east, south, west];
  if (around.filter(isBorder).length > 2) return null;
  const corners: Point[] = [];
  for (const [at, side] of around.entries()) {
    const corner = intersection(side.line, (around[(at + 3) % 4] as Side).line);
    if (corner === null || beyond(corner, width, height) > 0.3) return null;
    corners.push(corner);
  }
  const quad = ordered(corners);
  const area = areaOf(quad) / (width * height);
  if (area < leastArea || anglesOf(quad).some((angle) => angle < 55 || angle > 125)) return null;
  const cut =
    around.some(isBorder) ||
    corners.some((corner) => beyond(corner, width, height) > 2 / Math.max(width, height));
  const centre = centreOf(quad);
  const [inside, outside]: [number[], number[]] = [[], []];
  for (const [at, side] of around.entries()) {
    if (isBorder(side)) continue;
    // Side `at` runs from the corner with the one before it to the corner with the one after it.
    const support = side.support(corners[at] as Point, corners[(at + 1) % 4] as Point);
    if (support === null) return null;
    const { angle, distance } = side.line;
    const inwards = centre.x * Math.cos(angle) + centre.y * Math.sin(angle) > distance;
    inside.push(inwards ? support.ahead : support.behind);
    outside.push(inwards ? support.behind : support.ahead);
  }
  const brightInside = meanOf(inside) >= meanOf(outside);
  const supports = brightInside ? inside : outside;
  const [least, mean] = [Math.min(...supports), meanOf(supports)];
  if (least < leastSupport || mean < leastMeanSupport) return null;
  const borders = around.filter(isBorder);
  if (borders.length === 2 && (least < 0.85 || area < 0.2)) return null;
  if (borders.some((border) => !reachesBorder(plain, quad, border))) return null;
  return { quad, brightInside, cut, score: (cut ? 0.8 : 1) * mean * mean * least * Math.sqrt(area) };
}

/** How far outside the picture, as a part of its longer side. */
function beyond({ x, y }: Point, width: number, height: number): number {
  const far = Math.max(-x, x - (width - 1), -y, y - (height - 1));
  return Math.max(0, far) / Math.max(width, height);
}

/** Where a sheet is cut off, what lies at the border is as bright as what lies in its middle. */
function reachesBorder(plain: Grey, quad: Quad, { line }: Border): boolean {
  const centre = centreOf(quad);
  const [cosine, sine] = [Math.cos(line.angle), Math.sin(line.angle)];
  const onBorder = quad
    .filter(({ x, y }) => Math.abs(x * cosine + y * sine - line.distance) < 1)
    .map(({ x, y }) => ({ x, y }));
  const [one, other] = onBorder;
  if (one === undefined || other === undefined) return false;
  let alike = 0;
  for (let step = 1; step < 16; step++) {
    const part = step / 16;
    const [x, y] = [one.x + (other.x - one.x) * part, one.y + (other.y - one.y) * part];
    const inner = luminanceAt(plain, { x: x + (centre.x - x) * 0.4, y: y + (centre.y - y) * 0.4 });
    if (Math.abs(luminanceAt(plain, { x, y }) - inner) < 0.2 * Math.max(inner, 40)) alike += 1;
  }
  return alike >= 11;
}

/** Whether there is a second sheet: beside the best one, or both within it. */
function others(plain: Grey, all: readonly Candidate[], best: Candidate): boolean {
  const whole = all.filter(({ cut, brightInside }) => !cut && brightInside === best.brightInside);
  const area = areaOf(best.quad);
  const apart = (one: Quad, other: Quad) =>
    !contains(one, centreOf(other)) && !contains(other, centreOf(one)) && !overlap(one, other);
  if (whole.some(({ quad }) => areaOf(quad) > 0.25 * area && apart(quad, best.quad))) return true;
  const within = whole.filter(
    ({ quad }) => areaOf(quad) < 0.75 * area && contains(best.quad, centreOf(quad)),
  );
  return within.some(({ quad: one }) =>
    within.some(
      ({ quad: other }) =>
        apart(one, other) &&
        areaOf(one) + areaOf(other) > 0.75 * area &&
        tableBetween(plain, best.quad, centreOf(one), centreOf(other)),
    ),
  );
}

/** Whether between two places on a sheet, or on two, there is what lies around it: columns of print look like two sheets too. */
function tableBetween(plain: Grey, quad: Quad, from: Point, to: Point): boolean {
  const centre = centreOf(quad);
  const around = quad.flatMap((corner, at) => {
    const next = quad[(at + 1) % 4] as Point;
    const outside = {
      x: centre.x + ((corner.x + next.x) / 2 - centre.x) * 1.1,
      y: centre.y + ((corner.y + next.y) / 2 - centre.y) * 1.1,
    };
    return beyond(outside, plain.width, plain.height) > 0 ? [] : [luminanceAt(plain, outside)];
  });
  if (around.length === 0) return false;
  const [table, paper] = [meanOf(around), (luminanceAt(plain, from) + luminanceAt(plain, to)) / 2];
  for (let part = 0; part <= 1; part += 1 / 128) {
    const here = luminanceAt(plain, {
      x: from.x + (to.x - from.x) * part,
      y: from.y + (to.y - from.y) * part,
    });
    if (Math.abs(here - table) < Math.abs(here - paper)) return true;
  }
  return false;
}

function luminanceAt({ width, height, data }: Grey, { x, y }: Point): number {
  const column = Math.min(width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(height - 1, Math.max(0, Math.round(y)));
  return data[row * width + column] as number;
}

/** Whether a good part of one lies in the other. */
function overlap(one: Quad, other: Quad): boolean {
  const shrunk = (quad: Quad) => {
    const { x, y } = centreOf(quad);
    return quad.map((corner) => ({ x: x + (corner.x - x) * 0.85, y: y + (corner.y - y) * 0.85 }));
  };
  return (
    shrunk(one).some((corner) => contains(other, corner)) ||
    shrunk(other).some((corner) => contains(one, corner))
  );
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
