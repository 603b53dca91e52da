const firstMs = 1_000;
const mostMs = 30_000;

/**
 * Milliseconds to wait after `failures` (1, 2, 3 ...) failures in a row: 1 s, 2 s, 4 s ... 30 s, shortened by up to
 * half by chance, so that a thousand terminals do not come back to a centre in the same instant.
 */
export function backOff(failures: number, random: () => number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 10));
  return Math.round(full * (1 - random() / 2));
}
