import { options as motionOptions } from './commands.ts';
import type { NotePath } from './emulator-path.ts';
import { type Note, plan } from './emulator-stock.ts';
import type { Amount, PollEvent } from './events.ts';
import type { Channel, Level } from './replies.ts';

export interface Motion {
  readonly kind: 'payout' | 'float' | 'empty';
  readonly requested: number;
  /** What has left the store for where it should go. */
  moved: number;
  /** Values of the notes still to be moved. */
  left: number[];
}

/** Codes behind "cannot be processed". */
const refusals = { notEnough: 0, notExact: 1, busy: 3, disabled: 4 } as const;

/** The way out: from the store to the bezel, or to the cashbox. */
export class PayoutStore {
  readonly #path: NotePath;
  readonly #channels: readonly Channel[];
  #motion: Motion | null = null;
  /** Cut off by a loss of power. */
  #interrupted: Motion | null = null;
  #toCashbox: number[] = [];

  constructor(path: NotePath, channels: readonly Channel[]) {
    this.#path = path;
    this.#channels = channels;
  }

  get levels(): readonly Level[] {
    return this.#path.options.stock.levels(this.#channels);
  }

  /** What the last motion brought into the cashbox, of every kind. */
  get movedToCashbox(): readonly Level[] {
    return this.levels.map((level) => ({
      ...level,
      count: this.#toCashbox.filter((value) => value === level.value).length,
    }));
  }

  /** What it knows of its last motion without power. */
  get memory(): { readonly motion: Motion | null; readonly toCashbox: readonly number[] } {
    return { motion: this.#motion ?? this.#interrupted, toCashbox: this.#toCashbox };
  }

  recall({ motion, toCashbox }: PayoutStore['memory']): void {
    this.#interrupted = motion;
    this.#toCashbox = [...toCashbox];
  }

  get moving(): boolean {
    return this.#motion !== null;
  }

  /** The code of a refusal, or null when it is being done (or, as a test, could be). */
  payOut(value: number, option: number): number | null {
    const left = plan(this.levels, value);
    if (this.#total() < value) return refusals.notEnough;
    if (left === null) return refusals.notExact;
    return this.#start({ kind: 'payout', requested: value, moved: 0, left: [...left] }, option);
  }

  /** Leaves `value`, in such notes that `minimum` can be paid. */
  float(minimum: number, value: number, option: number): number | null {
    const staying = plan(this.levels, value);
    if (staying === null) return value > this.#total() ? refusals.notEnough : refusals.notExact;
    if (minimum > 0 && !staying.some((note) => note <= minimum)) return refusals.notExact;
    const left = this.levels.flatMap((level) => {
      const stay = staying.filter((note) => note === level.value).length;
      return new Array<number>(level.count - stay).fill(level.value);
    });
    return this.#start({ kind: 'float', requested: value, moved: 0, left }, option);
  }

  smartEmpty(): number | null {
    const left = this.levels.flatMap((level) => new Array<number>(level.count).fill(level.value));
    return this.#start({ kind: 'empty', requested: this.#total(), moved: 0, left }, motionOptions.real);
  }

  /** What is on its way still comes out. */
  halt(): boolean {
    if (this.#motion?.kind !== 'payout') return false;
    this.#motion.left = [];
    return true;
  }

  takeFromBezel(): void {
    const { stock, changed } = this.#path.options;
    for (const note of stock.in('bezel')) stock.move(note, 'outside');
    this.bezelFree();
    changed();
  }

  /** A payout goes on; without one somebody takes what was left in the bezel. */
  bezelFree(): void {
    const { stock, values, timing } = this.#path.options;
    if (this.#motion?.kind === 'payout' && this.#path.way === null) this.#nextNote();
    else if (values.autoTake && stock.in('bezel').length > 0) {
      this.#path.work(timing.take, () => this.takeFromBezel());
    }
  }

  stop(): void {
    this.#interrupted = this.#motion ?? this.#interrupted;
    this.#motion = null;
  }

  /** At power-up: a note on its way goes where the switch says, and what was cut off is told. */
  recover(): void {
    const { tell, values } = this.#path.options;
    const { way } = this.#path;
    if (way?.stage === 'fromStore') {
      const note = amountOf(way.note);
      const goes = {
        store: ['payout', 'noteIntoStoreAtPowerUp'],
        stacker: ['cashbox', 'noteIntoStackerAtPowerUp'],
        dispensed: ['outside', 'noteDispensedAtPowerUp'],
      } as const;
      const [place, name] = goes[values.storeNoteAtPowerUp];
      this.#path.leave(place);
      tell({ name, note });
    }
    const motion = this.#interrupted;
    this.#interrupted = null;
    if (motion === null || motion.kind === 'empty') return;
    const incomplete = [{ actual: motion.moved, requested: motion.requested, currency: this.#currency }];
    tell({ name: motion.kind === 'payout' ? 'incompletePayout' : 'incompleteFloat', incomplete });
  }

  /** What the unit says of it in every poll. */
  events(): PollEvent[] {
    const events: PollEvent[] = [];
    if (this.#motion !== null) {
      const names = { payout: 'dispensing', float: 'floating', empty: 'smartEmptying' } as const;
      events.push({ name: names[this.#motion.kind], amounts: this.#sum(this.#motion) });
    }
    for (const note of this.#path.options.stock.in('bezel')) {
      events.push({ name: 'noteHeldInBezel', note: amountOf(note) });
    }
    return events;
  }

  get #currency(): string {
    return this.#channels[0]?.currency ?? 'XXX';
  }

  #total(): number {
    return this.levels.reduce((sum, level) => sum + level.value * level.count, 0);
  }

  #start(motion: Motion, option: number): number | null {
    const { values } = this.#path.options;
    if (this.#motion !== null || this.#path.way !== null) return refusals.busy;
    if (values.payoutOutOfService || values.notePathOpen) return refusals.disabled;
    if (option !== motionOptions.real) return null;
    this.#motion = motion;
    this.#toCashbox = [];
    this.#nextNote();
    return null;
  }

  #nextNote(): void {
    const motion = this.#motion;
    if (motion === null) return;
    const value = motion.left.shift();
    const channel = this.#channels.find((one) => one.value === value);
    const note = channel === undefined ? undefined : this.#path.options.stock.stored(channel);
    if (note === undefined) {
      this.#end(motion);
      return;
    }
    const { payout } = this.#path.options.timing;
    this.#path.begin(note, 'fromStore');
    this.#path.armCut(motion.kind, payout / 2);
    this.#path.work(payout, () => this.#arrive(motion, note));
  }

  #arrive(motion: Motion, note: Note): void {
    const { values, timing } = this.#path.options;
    const fault = motion.kind === 'payout' ? values.payoutFault : 'off';
    if (fault !== 'off') values.payoutFault = 'off';
    if (fault === 'jam') {
      this.#path.jam('safe');
      this.#finish('jammed', motion);
    } else if (fault === 'notRecognised') this.#putAside(motion, note);
    else if (motion.kind === 'payout') {
      motion.moved += note.channel?.value ?? 0;
      this.#path.leave('bezel');
      if (values.autoTake) this.#path.work(timing.take, () => this.takeFromBezel());
    } else {
      motion.moved += note.channel?.value ?? 0;
      this.#putIntoCashbox(note);
      this.#nextNote();
    }
  }

  /** Others are paid in its place, where there are. */
  #putAside(motion: Motion, note: Note): void {
    this.#putIntoCashbox(note);
    this.#path.options.tell({ name: 'errorDuringPayout', amounts: this.#sum(motion), cause: 0 });
    const rest = plan(this.levels, motion.requested - motion.moved);
    if (rest === null) this.#finish('timeOut', motion);
    else {
      motion.left = [...rest];
      this.#nextNote();
    }
  }

  #putIntoCashbox(note: Note): void {
    this.#path.leave('cashbox');
    this.#toCashbox.push(note.channel?.value ?? 0);
  }

  #end(motion: Motion): void {
    if (motion.kind === 'float') this.#finish('floated', motion);
    else if (motion.kind === 'empty') this.#finish('smartEmptied', motion);
    else this.#finish(motion.moved === motion.requested ? 'dispensed' : 'halted', motion);
  }

  #finish(
    name: 'dispensed' | 'halted' | 'timeOut' | 'jammed' | 'floated' | 'smartEmptied',
    motion: Motion,
  ): void {
    this.#motion = null;
    this.#path.options.tell({ name, amounts: this.#sum(motion) });
  }

  #sum(motion: Motion): Amount[] {
    return [{ value: motion.moved, currency: this.#currency }];
  }
}

export function amountOf(note: Note): Amount {
  return { value: note.channel?.value ?? 0, currency: note.channel?.currency ?? 'XXX' };
}
