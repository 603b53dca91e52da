/** Where a note can be. No note is made or lost: the sum over all places stays what it was at the beginning. */
export type NotePlace = 'cassette' | 'path' | 'exit' | 'customer' | 'reject' | 'staff';

/** Path sensors, in the order in which a note passes them. */
export const stations = ['check1', 'divert1', 'eject', 'exit'] as const;
export type Station = (typeof stations)[number];

/** Where the notes lie: all that is left of the unit without power. */
export interface NoteMemory {
  readonly counts: Readonly<Record<Exclude<NotePlace, 'path'>, number>>;
  readonly path: readonly Station[];
}

/** The notes of an emulated dispenser and of the people around it. */
export class NoteStock {
  readonly #counts: Record<Exclude<NotePlace, 'path'>, number>;
  /** One station for each note that lies in the path. */
  #path: Station[] = [];

  constructor(inCassette: number, withStaff: number) {
    this.#counts = { cassette: inCassette, exit: 0, customer: 0, reject: 0, staff: withStaff };
  }

  get memory(): NoteMemory {
    return { counts: { ...this.#counts }, path: [...this.#path] };
  }

  recall({ counts, path }: NoteMemory): void {
    Object.assign(this.#counts, counts);
    this.#path = [...path];
  }

  count(place: NotePlace): number {
    return place === 'path' ? this.#path.length : this.#counts[place];
  }

  get all(): Readonly<Record<NotePlace, number>> {
    return { ...this.#counts, path: this.#path.length };
  }

  isAt(station: Station): boolean {
    return this.#path.includes(station);
  }

  /** Moves up to `count` notes; says how many there were to move. */
  move(from: Exclude<NotePlace, 'path'>, to: Exclude<NotePlace, 'path'>, count: number): number {
    const moved = Math.min(count, this.#counts[from]);
    this.#counts[from] -= moved;
    this.#counts[to] += moved;
    return moved;
  }

  /** A note leaves the cassette and stays lying on its way. */
  strand(station: Station): void {
    if (this.#counts.cassette === 0) return;
    this.#counts.cassette--;
    this.#path.push(station);
  }

  clearPath(to: 'reject' | 'staff' | 'customer', of: readonly Station[] = stations): void {
    const left = this.#path.filter((station) => !of.includes(station));
    this.#counts[to] += this.#path.length - left.length;
    this.#path = left;
  }
}
