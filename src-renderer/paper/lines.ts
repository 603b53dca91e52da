import type { Line } from './geometry.ts';
import type { Gradient } from './gradient.ts';

const angles = 180;
/** A pixel votes for so many degrees at either side of its gradient. */
const spread = 3;
/** A sheet has four; the others are the table's, and what is printed large. */
const mostLines = 16;

/**
 * The straight edges of a picture, the longest first: a Hough transform in which each pixel of an edge votes only for
 * lines that run as its gradient says.
 */
export function findLines(gradient: Gradient, threshold: number, leastLength: number): Line[] {
  const { width, height, magnitude } = gradient;
  const reach = Math.ceil(Math.hypot(width, height));
  const distances = 2 * reach + 1;
  const votes = new Uint16Array(angles * distances);
  const cosines = Float64Array.from({ length: angles }, (_, at) => Math.cos((at * Math.PI) / angles));
  const sines = Float64Array.from({ length: angles }, (_, at) => Math.sin((at * Math.PI) / angles));
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      if ((magnitude[at] as number) < threshold || !isRidge(gradient, at)) continue;
      const along = Math.atan2(gradient.y[at] as number, gradient.x[at] as number);
      const middle = Math.round((along * angles) / Math.PI);
      for (let offset = -spread; offset <= spread; offset++) {
        const angle = (((middle + offset) % angles) + angles) % angles;
        const distance = Math.round(x * (cosines[angle] as number) + y * (sines[angle] as number)) + reach;
        const cell = angle * distances + distance;
        votes[cell] = (votes[cell] as number) + 1;
      }
    }
  return peaks(votes, distances, reach, leastLength);
}

/** The largest along its gradient: an edge is one pixel wide. */
function isRidge({ width, x, y, magnitude }: Gradient, at: number): boolean {
  const [dx, dy] = [x[at] as number, y[at] as number];
  const steep = Math.abs(dy) > 2.414 * Math.abs(dx);
  const flat = Math.abs(dx) > 2.414 * Math.abs(dy);
  const step = flat ? 1 : steep ? width : dx * dy > 0 ? width + 1 : width - 1;
  const here = magnitude[at] as number;
  return here >= (magnitude[at - step] as number) && here > (magnitude[at + step] as number);
}

interface Peak {
  readonly angle: number;
  readonly distance: number;
  readonly votes: number;
}

function peaks(votes: Uint16Array, distances: number, reach: number, leastVotes: number): Line[] {
  const all: Peak[] = [];
  for (let cell = 0; cell < votes.length; cell++) {
    const held = votes[cell] as number;
    if (held >= leastVotes)
      all.push({
        angle: Math.floor(cell / distances),
        distance: (cell % distances) - reach,
        votes: held,
      });
  }
  all.sort((one, other) => other.votes - one.votes);
  const kept: Peak[] = [];
  for (const peak of all) {
    if (kept.length === mostLines) break;
    if (!kept.some((one) => isNear(one, peak))) kept.push(peak);
  }
  return kept.map(({ angle, distance }) => ({ angle: (angle * Math.PI) / angles, distance }));
}

/** The same edge, seen a little differently; at 180 degrees a line comes round with its distance turned. */
function isNear(one: Peak, other: Peak): boolean {
  const apart = Math.abs(one.angle - other.angle);
  if (apart <= 4) return Math.abs(one.distance - other.distance) <= 6;
  return angles - apart <= 4 && Math.abs(one.distance + other.distance) <= 6;
}
