import type { CashCount } from '../../contract/cash.ts';
import type { Channel, Level } from './replies.ts';

/** A piece of paper that somebody pushed in or that the unit was filled with. */
export interface Note {
  /** Null for what is no note of this unit: a forgery, two at once, a voucher. */
  readonly channel: Channel | null;
  /** Why the validator will give it back; null for a good one. */
  readonly rejectCode: number | null;
}

/** Where papers are. `outside`: with the customer, who takes what comes out. `staff`: taken out by hand. */
export type StockPlace = 'outside' | 'path' | 'bezel' | 'payout' | 'cashbox' | 'staff';
/** Within the walls of the unit. */
const inside: readonly StockPlace[] = ['path', 'bezel', 'payout', 'cashbox'];
const places: readonly StockPlace[] = ['outside', 'path', 'bezel', 'payout', 'cashbox', 'staff'];

/** A paper in the unit, as it is written down. */
export interface Paper {
  /** Number of its channel; null for what is no note. */
  readonly channel: number | null;
  readonly rejectCode: number | null;
  readonly place: StockPlace;
}

/**
 * All the papers there are, each in one place. They are only ever moved, so that whoever compares them with a ledger
 * finds what the unit really did, whatever it reported.
 */
export class Stock {
  readonly #notes = new Map<Note, StockPlace>();
  /** The same by place, in the order of arrival: a simulation asks at every poll. */
  readonly #places = Object.fromEntries(places.map((place) => [place, new Set<Note>()])) as Record<
    StockPlace,
    Set<Note>
  >;

  /** A paper comes into the world: in the customer's hand, or in the unit when it was filled. */
  add(note: Note, place: StockPlace): void {
    this.#notes.set(note, place);
    this.#places[place].add(note);
  }

  move(note: Note, to: StockPlace): void {
    const from = this.#notes.get(note);
    if (from === undefined) throw new Error('moved a note that does not exist');
    this.#places[from].delete(note);
    this.#places[to].add(note);
    this.#notes.set(note, to);
  }

  in(place: StockPlace): readonly Note[] {
    return [...this.#places[place]];
  }

  /** What lies in the unit, whatever happens to its power. */
  get papers(): readonly Paper[] {
    return inside.flatMap((place) =>
      this.in(place).map(({ channel, rejectCode }) => ({
        channel: channel?.number ?? null,
        rejectCode,
        place,
      })),
    );
  }

  /** A stored note of this channel, the one that came last. */
  stored(channel: Channel): Note | undefined {
    return this.in('payout').findLast((note) => note.channel?.number === channel.number);
  }

  levels(channels: readonly Channel[]): readonly Level[] {
    const stored = this.in('payout');
    return channels.map((channel) => ({
      value: channel.value,
      currency: channel.currency,
      count: stored.filter((note) => note.channel?.number === channel.number).length,
    }));
  }

  /** Counts by place. Papers that are no notes count with value 0. */
  inventory(): Readonly<Record<StockPlace, readonly CashCount[]>> {
    return Object.fromEntries(places.map((place) => [place, countsOf(this.in(place))])) as Record<
      StockPlace,
      readonly CashCount[]
    >;
  }
}

function countsOf(notes: readonly Note[]): readonly CashCount[] {
  const counts = new Map<string, CashCount>();
  for (const { channel } of notes) {
    const [currency, value] = [channel?.currency ?? 'XXX', channel?.value ?? 0];
    const key = `${currency} ${value}`;
    counts.set(key, { currency, value, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => a.value - b.value);
}

/** Which notes make up an amount, the greatest first; null when none do. */
export function plan(levels: readonly Level[], amount: number): readonly number[] | null {
  const kinds = levels.filter(({ count }) => count > 0).sort((a, b) => b.value - a.value);
  function from(index: number, rest: number): number[] | null {
    if (rest === 0) return [];
    const kind = kinds[index];
    if (kind === undefined) return null;
    for (let count = Math.min(kind.count, Math.floor(rest / kind.value)); count >= 0; count--) {
      const others = from(index + 1, rest - count * kind.value);
      if (others !== null) return [...new Array<number>(count).fill(kind.value), ...others];
    }
    return null;
  }
  return from(0, amount);
}
