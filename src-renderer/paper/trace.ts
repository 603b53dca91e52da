import type { Line, Point } from './geometry.ts';
import type { Gradient } from './gradient.ts';

/** Parts of a stretch of a line along which there is an edge, by the side that is brighter: together at most 1. */
export interface Support {
  /** Bright on the side to which the normal of the line points. */
  readonly ahead: number;
  readonly behind: number;
}

/** Where along a line there is an edge, so that any stretch of it is weighed at once. */
export interface Trace {
  readonly line: Line;
  /** Of this stretch of the line, ends in any order; null where hardly anything of it is on the picture. */
  support(from: Point, to: Point): Support | null;
}

/** Of a stretch, at either end: there are fingers and dog's ears. */
const endsLeftOut = 0.04;

/** @param beside pixels beside the line where its edge may be */
export function traceOf(line: Line, gradient: Gradient, threshold: number, beside: number): Trace {
  const { width, height, x, y, magnitude } = gradient;
  const [cosine, sine] = [Math.cos(line.angle), Math.sin(line.angle)];
  const reach = Math.ceil(Math.hypot(width, height));
  const size = 2 * reach + 2;
  const [ahead, behind, there] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  for (let step = -reach; step <= reach; step++) {
    const at = step + reach;
    let side = 0;
    let strongest = 0;
    const px = line.distance * cosine - step * sine;
    const py = line.distance * sine + step * cosine;
    const inside = px >= 0 && py >= 0 && px < width && py < height;
    for (let offset = -beside; inside && offset <= beside; offset++) {
      const column = Math.round(px + offset * cosine);
      const row = Math.round(py + offset * sine);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const pixel = row * width + column;
      const across = (x[pixel] as number) * cosine + (y[pixel] as number) * sine;
      const strength = Math.abs(across);
      if (strength < threshold || strength < 0.85 * (magnitude[pixel] as number) || strength < strongest)
        continue;
      strongest = strength;
      side = Math.sign(across);
    }
    ahead[at + 1] = (ahead[at] as number) + (side > 0 ? 1 : 0);
    behind[at + 1] = (behind[at] as number) + (side < 0 ? 1 : 0);
    there[at + 1] = (there[at] as number) + (inside ? 1 : 0);
  }
  const along = ({ x: px, y: py }: Point) => -px * sine + py * cosine + reach;
  return {
    line,
    support(from, to) {
      const [one, other] = [along(from), along(to)].sort((a, b) => a - b) as [number, number];
      const trimmed = (other - one) * endsLeftOut;
      const start = clamped(Math.round(one + trimmed), size - 1);
      const end = clamped(Math.round(other - trimmed), size - 1);
      const length = (there[end] as number) - (there[start] as number);
      if (length < 8) return null;
      return {
        ahead: ((ahead[end] as number) - (ahead[start] as number)) / length,
        behind: ((behind[end] as number) - (behind[start] as number)) / length,
      };
    },
  };
}

const clamped = (value: number, most: number) => Math.max(0, Math.min(most, value));
