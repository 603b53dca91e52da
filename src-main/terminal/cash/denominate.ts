export interface Held {
  /** Face value, fen. */
  readonly value: number;
  readonly count: number;
}

/** So many of one kind in one unit. */
export interface Stock extends Held {
  readonly device: string;
}

export type Denomination =
  | { readonly kind: 'mix'; readonly items: readonly Stock[] }
  /** No mix makes it. `nearest`: the most below it that one would make. */
  | { readonly kind: 'notDispensable'; readonly nearest: number };

/** Of the kinds that change is given in, the last few of each are kept as long as there is another way. */
const keptOfEach = 4;
const keptUpTo = 5_000;
const lastOnesCost = 3;

/** What a mix takes from the machine; the first number decides, and the second between equals. */
export interface Cost {
  /** Items, of which the last few of a kind for change count several times. */
  readonly items: number;
  /** Higher where scarce stocks are drawn on while another has plenty of the same. */
  readonly unevenness: number;
}

/**
 * Which items of what the units hold make exactly `amount` fen, at the least cost: few items, the last small ones
 * kept, and of the same kind from where most are left, so that the machine stays able to give change. Between mixes of
 * equal cost the order of the stocks decides, so that the same always makes the same.
 */
export function denominate(stocks: readonly Stock[], amount: number): Denomination {
  if (amount === 0) return { kind: 'mix', items: [] };
  const kinds = stocks.filter(({ count }) => count > 0);
  /** For every sum that can be made of the kinds so far: its least cost, and how many of the latest are in it. */
  let reached = new Map<number, Reached>([[0, { items: 0, unevenness: 0, taken: 0 }]]);
  const layers = kinds.map((kind) => {
    const costs = Array.from({ length: kind.count + 1 }, (_, taken) => costOf(kind, taken));
    const next = new Map<number, Reached>();
    for (const [sum, before] of reached) {
      const most = Math.min(kind.count, Math.floor((amount - sum) / kind.value));
      for (let taken = 0; taken <= most; taken++) {
        const more = costs[taken] as Cost;
        const items = before.items + more.items;
        const unevenness = before.unevenness + more.unevenness;
        const total = sum + taken * kind.value;
        const known = next.get(total);
        if (known === undefined || isLess(items, unevenness, known))
          next.set(total, { items, unevenness, taken });
      }
    }
    reached = next;
    return next;
  });
  if (!reached.has(amount)) return { kind: 'notDispensable', nearest: Math.max(...reached.keys()) };
  const items: Stock[] = [];
  let left = amount;
  for (let at = kinds.length - 1; at >= 0; at--) {
    const kind = kinds[at] as Stock;
    const count = layers[at]?.get(left)?.taken ?? 0;
    if (count > 0) items.unshift({ ...kind, count });
    left -= count * kind.value;
  }
  return { kind: 'mix', items };
}

interface Reached extends Cost {
  readonly taken: number;
}

/** Of so many out of one stock. */
export function costOf({ value, count }: Held, taken: number): Cost {
  const lastOnes = value > keptUpTo ? 0 : Math.max(0, taken - Math.max(0, count - keptOfEach));
  // Whole numbers, so that no rounding depends on the order in which they are added up.
  return {
    items: taken + (lastOnesCost - 1) * lastOnes,
    unevenness: Math.floor((taken * taken * 1_000) / count),
  };
}

function isLess(items: number, unevenness: number, known: Cost): boolean {
  return items < known.items || (items === known.items && unevenness < known.unevenness);
}
