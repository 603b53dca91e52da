import type { Point, Quad } from './geometry.ts';

/** Nine numbers, row by row, the last one 1. */
export type Homography = readonly number[];

/** The projective mapping that takes each corner of one quadrilateral to the same corner of another; null where a side is no line. */
export function homographyOf(from: Quad, to: Quad): Homography | null {
  const rows: number[][] = [];
  for (const [at, { x, y }] of from.entries()) {
    const { x: u, y: v } = to[at] as Point;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const solved = solve(rows);
  return solved === null ? null : [...solved, 1];
}

export function mapped(homography: Homography, { x, y }: Point): Point {
  const [a, b, c, d, e, f, g, h] = homography as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const depth = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
}

/** Gauss, with the largest pivot of each column. */
function solve(rows: number[][]): number[] | null {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(cell(rows, row, column)) > Math.abs(cell(rows, pivot, column))) pivot = row;
    const best = rows[pivot] as number[];
    rows[pivot] = rows[column] as number[];
    rows[column] = best;
    const divisor = best[column] as number;
    if (Math.abs(divisor) < 1e-9) return null;
    for (let at = column; at <= size; at++) best[at] = (best[at] as number) / divisor;
    for (let row = 0; row < size; row++) {
      const factor = cell(rows, row, column);
      if (row === column || factor === 0) continue;
      const target = rows[row] as number[];
      for (let at = column; at <= size; at++)
        target[at] = (target[at] as number) - factor * (best[at] as number);
    }
  }
  return rows.map((row) => row[size] as number);
}

const cell = (rows: number[][], row: number, column: number) => (rows[row] as number[])[column] as number;
