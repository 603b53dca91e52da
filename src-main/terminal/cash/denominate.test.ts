import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cost, costOf, denominate, type Held, type Stock } from './denominate.ts';

const value = (items: readonly Held[]) => items.reduce((sum, one) => sum + one.value * one.count, 0);

const stock = (device: string, face: number, count: number): Stock => ({ device, value: face, count });
const store = (face: number, count: number) => stock('recycler', face, count);
const mix = (...items: readonly Stock[]) => ({ kind: 'mix', items });

describe('what makes an amount', () => {
  it.each<[number, Stock[], ReturnType<typeof denominate>]>([
    [0, [], { kind: 'mix', items: [] }],
    [60, [store(50, 1), store(20, 3)], { kind: 'mix', items: [store(20, 3)] }],
    [60, [store(50, 1), store(20, 2)], { kind: 'notDispensable', nearest: 50 }],
    [30, [store(100, 9)], { kind: 'notDispensable', nearest: 0 }],
    [30, [], { kind: 'notDispensable', nearest: 0 }],
    [
      80,
      [store(50, 9), store(20, 9), store(10, 9)],
      { kind: 'mix', items: [store(50, 1), store(20, 1), store(10, 1)] },
    ],
  ])('%i out of %o: %o', (amount, held, made) => {
    expect(denominate(held, amount)).toEqual(made);
  });

  it('notes from the dispenser, what they do not make from the store, and coins from the hopper', () => {
    const held = [store(1_000, 9), stock('dispenser', 10_000, 9), stock('hopper', 100, 90)];
    expect(denominate(held, 23_200)).toEqual(
      mix(store(1_000, 3), stock('dispenser', 10_000, 2), stock('hopper', 100, 2)),
    );
  });

  it('says exactly what could be made where the amount cannot', () => {
    const held = [stock('dispenser', 10_000, 9), stock('hopper', 100, 90)];
    expect(denominate(held, 10_150)).toEqual({ kind: 'notDispensable', nearest: 10_100 });
  });

  it('leaves the last notes for change where coins do it as well', () => {
    const coins = stock('hopper', 100, 90);
    expect(denominate([store(500, 20), coins], 500)).toEqual(mix(store(500, 1)));
    expect(denominate([store(200, 2), coins], 200)).toEqual(mix(stock('hopper', 100, 2)));
    // Not at any price: nobody wants a hand full of them.
    expect(denominate([store(5_000, 1), coins], 5_000)).toEqual(mix(store(5_000, 1)));
  });

  it('takes from where more of the same are left', () => {
    expect(denominate([store(10_000, 2), stock('dispenser', 10_000, 50)], 10_000)).toEqual(
      mix(stock('dispenser', 10_000, 1)),
    );
  });
});

const holdings = fc.array(
  fc.record({
    device: fc.constantFrom('recycler', 'dispenser', 'hopper'),
    value: fc.constantFrom(50, 100, 500, 1_000, 2_000, 5_000, 10_000),
    count: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 5 },
);

/** Every mix that there is. */
function* mixes(stocks: readonly Stock[]): Generator<readonly Stock[]> {
  const [first, ...others] = stocks;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let count = 0; count <= first.count; count++)
    for (const rest of mixes(others)) yield [{ ...first, count }, ...rest];
}

const total = (held: readonly Stock[], taken: readonly Stock[]): Cost => {
  const costs = held.map((one, at) => costOf(one, taken[at]?.count ?? 0));
  return {
    items: costs.reduce((sum, { items }) => sum + items, 0),
    unevenness: costs.reduce((sum, { unevenness }) => sum + unevenness, 0),
  };
};

describe('against every mix that there is', () => {
  const judged = fc.property(holdings, fc.integer({ min: 0, max: 600 }), (stocks, fifties) => {
    // Two stocks of one kind in one device would be one.
    const held = stocks.filter(
      (one, at) => stocks.findIndex((same) => same.device === one.device && same.value === one.value) === at,
    );
    const amount = fifties * 50;
    const possible = [...mixes(held)];
    const exact = possible.filter((taken) => value(taken) === amount);
    const made = denominate(held, amount);
    // The same always makes the same.
    expect(denominate(held, amount)).toEqual(made);
    if (made.kind === 'notDispensable') {
      expect(exact).toEqual([]);
      expect(made.nearest).toBe(Math.max(...possible.map(value).filter((sum) => sum < amount)));
      return;
    }
    expect(value(made.items)).toBe(amount);
    const counts = held.map((one) => ({
      ...one,
      count: made.items.find((taken) => taken.device === one.device && taken.value === one.value)?.count ?? 0,
    }));
    expect(counts.every(({ count }, at) => count <= (held[at]?.count ?? 0))).toBe(true);
    expect(value(counts)).toBe(amount);
    const least = exact
      .map((taken) => total(held, taken))
      .reduce((best, one) =>
        one.items < best.items || (one.items === best.items && one.unevenness < best.unevenness) ? one : best,
      );
    expect(total(held, counts)).toEqual(least);
  });

  it('exact wherever any is, never more than a unit holds, at the least cost, always the same', () => {
    fc.assert(judged, { numRuns: 300 });
  });

  it('finds what anybody could have taken out', () => {
    fc.assert(
      fc.property(holdings, fc.infiniteStream(fc.nat({ max: 5 })), (held, shares) => {
        const taken = held.map((one) => ({ ...one, count: Math.min(one.count, shares.next().value ?? 0) }));
        expect(denominate(held, value(taken)).kind).toBe('mix');
      }),
      { numRuns: 200 },
    );
  });
});
