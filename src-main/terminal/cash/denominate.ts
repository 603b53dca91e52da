export interface Held {
  /** Face value, fen. */
  readonly value: number;
  readonly count: number;
}

/**
 * Which items of what is held make exactly `amount` fen: as few as possible, so that the machine stays able to
 * give change. Null when nothing does.
 */
export function denominate(held: readonly Held[], amount: number): Held[] | null {
  if (amount === 0) return [];
  const kinds = held.filter(({ count }) => count > 0).sort((a, b) => b.value - a.value);
  /** For every sum that can be made: the fewest items, and how many of the latest kind are in it. */
  let reached = new Map<number, readonly number[]>([[0, []]]);
  for (const { value, count } of kinds) {
    const next = new Map<number, readonly number[]>();
    for (const [sum, taken] of reached) {
      for (let more = 0; more <= count && sum + more * value <= amount; more++) {
        const total = sum + more * value;
        const known = next.get(total);
        if (known === undefined || items(known) > items(taken) + more) next.set(total, [...taken, more]);
      }
    }
    reached = next;
  }
  const best = reached.get(amount);
  if (best === undefined) return null;
  return kinds.map(({ value }, at) => ({ value, count: best[at] ?? 0 })).filter(({ count }) => count > 0);
}

function items(taken: readonly number[]): number {
  return taken.reduce((sum, count) => sum + count, 0);
}
