import type { ChildProcess } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { UnitMemory } from '../../devices/drivers/ssp/emulator-machine.ts';
import { readKept } from './kept-file.ts';
import { end, firstMessage, type Programs } from './programs.ts';
import type { ToRecycler } from './recycler-process.ts';
import type { KeptDispenser, KeptHopper, ToSecondUnit } from './second-unit-process.ts';
import type { Found } from './staff-visit.ts';

const kinds = ['recycler', 'dispenser', 'hopper'] as const;
export type Unit = (typeof kinds)[number];

/** By the channel of the recycler, fen. */
const channelValues = [100, 500, 1_000, 2_000, 5_000, 10_000];
/** Fewer are filled up, as a real one is before it can pay no more. */
const fewest = 100;

const patienceMs = 30_000;

/** What the machine takes from and gives to people: three emulated units, each in a process of its own on a serial line. */
export class ChaosUnits {
  readonly #programs: Programs;
  readonly #directory: string;
  readonly #processes = new Map<Unit, ChildProcess>();

  constructor(programs: Programs, directory: string) {
    this.#programs = programs;
    this.#directory = directory;
  }

  async start(): Promise<void> {
    await Promise.all(kinds.map((unit) => this.restart(unit)));
  }

  async restart(unit: Unit): Promise<void> {
    const [file, line] = [this.#file(unit), join(this.#directory, unit)];
    const child =
      unit === 'recycler'
        ? this.#programs.start('recycler-process', [file, line])
        : this.#programs.start('second-unit-process', [unit, file, line]);
    this.#processes.set(unit, child);
    await firstMessage(child, `the ${unit}`);
  }

  async kill(unit: Unit): Promise<void> {
    const child = this.#processes.get(unit);
    this.#processes.delete(unit);
    if (child !== undefined) await end(child);
    // What held its line follows it, and would take the line of the next one away.
    await this.#lineIs(unit, false);
  }

  async killAll(): Promise<void> {
    await Promise.all(kinds.map((unit) => this.kill(unit)));
  }

  insert(note: string): void {
    this.#tell('recycler', { type: 'insert', note });
  }

  power(on: boolean): void {
    this.#tell('recycler', { type: 'power', on });
  }

  async line(unit: Unit, plugged: boolean): Promise<void> {
    this.#tell(unit, { type: 'line', plugged });
    await this.#lineIs(unit, plugged);
  }

  /** What hangs in a path is taken out, and the units are left alone until nothing moves any more. */
  async clear(): Promise<void> {
    for (const unit of ['dispenser', 'hopper'] as const) this.#tell(unit, { type: 'clear' });
    await this.still();
  }

  async still(): Promise<void> {
    for (let still = 0, waited = 0; still < 10 && waited < 300; waited++) {
      still = this.moves ? 0 : still + 1;
      await pause(100);
    }
  }

  /** Those that can soon pay no more. */
  get low(): Unit[] {
    const { dispenser, hopper } = this.kept;
    const low: Unit[] = [];
    if ((dispenser?.memory.counts.cassette ?? 0) < fewest) low.push('dispenser');
    if ((hopper?.memory.coins.hopper ?? 0) < fewest) low.push('hopper');
    return low;
  }

  async fill(low: readonly Unit[]): Promise<void> {
    for (const unit of low) this.#tell(unit, { type: 'fill' });
    await this.still();
  }

  get kept() {
    return {
      recycler: readKept<UnitMemory>(this.#file('recycler')),
      dispenser: readKept<KeptDispenser>(this.#file('dispenser')),
      hopper: readKept<KeptHopper>(this.#file('hopper')),
    };
  }

  /** A note or a coin is between two places. */
  get moves(): boolean {
    const { recycler, dispenser, hopper } = this.kept;
    const between = recycler?.papers.some(({ place }) => place === 'path' || place === 'bezel');
    const stuck = (dispenser?.memory.path.length ?? 0) + (hopper?.memory.coins.exit ?? 0) > 0;
    return between === true || stuck || dispenser?.paying === true || hopper?.paying === true;
  }

  /** What hands would find in each place of the ledger. */
  found(): Found[] {
    const { recycler, dispenser, hopper } = this.kept;
    const papers = (place: string) => ({
      place: `unit:recycler/${place}`,
      items: channelValues.map((value, index) => ({
        value,
        count:
          recycler?.papers.filter((paper) => paper.place === place && paper.channel === index + 1).length ??
          0,
      })),
    });
    const all = (place: string, value: number, count = 0) => ({ place, items: [{ value, count }] });
    return [
      papers('payout'),
      papers('cashbox'),
      all('unit:dispenser/cassette', 10_000, dispenser?.memory.counts.cassette),
      all('unit:dispenser/reject', 10_000, dispenser?.memory.counts.reject),
      all('unit:hopper/hopper', 100, hopper?.memory.coins.hopper),
    ];
  }

  async #lineIs(unit: Unit, there: boolean): Promise<void> {
    const line = join(this.#directory, unit);
    for (let waited = 0; isThere(line) !== there; waited += 10) {
      if (waited > patienceMs) throw new Error(`${line} ${there ? 'does not come' : 'stays'}`);
      await pause(10);
    }
  }

  #file(unit: Unit): string {
    return join(this.#directory, `${unit}.json`);
  }

  #tell(unit: 'recycler', message: ToRecycler): void;
  #tell(unit: Unit, message: Extract<ToSecondUnit, { type: 'line' }>): void;
  #tell(unit: 'dispenser' | 'hopper' | Unit, message: ToSecondUnit): void;
  #tell(unit: Unit, message: ToRecycler | ToSecondUnit): void {
    const child = this.#processes.get(unit);
    if (child?.connected) child.send(message);
  }
}

/** A link that leads nowhere is there too. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
