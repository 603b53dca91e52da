export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners clockwise as seen on the picture, the one nearest to its upper left first. */
export type Quad = readonly [Point, Point, Point, Point];

/** x cos(angle) + y sin(angle) = distance. */
export interface Line {
  readonly angle: number;
  readonly distance: number;
}

export function intersection(one: Line, other: Line): Point | null {
  const [a, b] = [Math.cos(one.angle), Math.sin(one.angle)];
  const [c, d] = [Math.cos(other.angle), Math.sin(other.angle)];
  const determinant = a * d - b * c;
  if (Math.abs(determinant) < 1e-6) return null;
  return {
    x: (d * one.distance - b * other.distance) / determinant,
    y: (a * other.distance - c * one.distance) / determinant,
  };
}

export const distanceBetween = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);

export function centreOf(quad: readonly Point[]): Point {
  const sum = quad.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / quad.length, y: sum.y / quad.length };
}

export function areaOf(quad: readonly Point[]): number {
  let twice = 0;
  for (const [at, { x, y }] of quad.entries()) {
    const next = quad[(at + 1) % quad.length] as Point;
    twice += x * next.y - next.x * y;
  }
  return Math.abs(twice) / 2;
}

/** Also where it lies on an edge. */
export function contains(quad: readonly Point[], { x, y }: Point): boolean {
  let side = 0;
  for (const [at, corner] of quad.entries()) {
    const next = quad[(at + 1) % quad.length] as Point;
    const turn = Math.sign((next.x - corner.x) * (y - corner.y) - (next.y - corner.y) * (x - corner.x));
    if (turn !== 0 && side !== 0 && turn !== side) return false;
    if (turn !== 0) side = turn;
  }
  return true;
}

/** Convex corners in order, however they came. */
export function ordered(corners: readonly Point[]): Quad {
  const { x, y } = centreOf(corners);
  const around = [...corners].sort(
    (one, other) => Math.atan2(one.y - y, one.x - x) - Math.atan2(other.y - y, other.x - x),
  );
  const first = around.reduce(
    (best, corner, at) => (corner.x + corner.y < sumOf(around[best] as Point) ? at : best),
    0,
  );
  return [0, 1, 2, 3].map((step) => around[(first + step) % 4]) as unknown as Quad;
}

const sumOf = ({ x, y }: Point) => x + y;

/** Degrees, of the inner angles of a convex quadrilateral. */
export function anglesOf(quad: Quad): number[] {
  return quad.map((corner, at) => {
    const before = quad[(at + 3) % 4] as Point;
    const after = quad[(at + 1) % 4] as Point;
    const one = { x: before.x - corner.x, y: before.y - corner.y };
    const other = { x: after.x - corner.x, y: after.y - corner.y };
    const cosine =
      (one.x * other.x + one.y * other.y) / (Math.hypot(one.x, one.y) * Math.hypot(other.x, other.y));
    return (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
  });
}
