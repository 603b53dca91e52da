import type { Clock } from '../../../src-shared/clock.ts';
import type { Note, Stock } from './emulator-stock.ts';
import type { SwitchValues } from './emulator-switches.ts';
import type { PollEvent } from './events.ts';

/** Milliseconds. Assumptions in the order of what a note takes in such units; no unit was measured. */
export interface SspTiming {
  /** From power to the first notes. */
  readonly initialise: number;
  readonly read: number;
  /** From escrow to where the customer cannot reach it. */
  readonly accept: number;
  /** From there to its place. */
  readonly stow: number;
  readonly reject: number;
  /** One note from the store to the bezel, or to the cashbox. */
  readonly payout: number;
  /** Until a customer takes a note. */
  readonly take: number;
}

export type Stage = 'reading' | 'escrow' | 'stacking' | 'credited' | 'rejecting' | 'fromStore' | 'jammed';

export interface NoteOnItsWay {
  readonly note: Note;
  stage: Stage;
  /** Where it goes when it is taken. */
  target: 'cashbox' | 'payout';
  /** The host was told that it lies in escrow: the next poll accepts it. */
  told: boolean;
}

export interface PathOptions {
  readonly clock: Clock;
  readonly stock: Stock;
  readonly timing: SspTiming;
  readonly values: SwitchValues;
  readonly changed: () => void;
  readonly tell: (event: PollEvent) => void;
  readonly cutPower: () => void;
}

/** The one path that a note goes in and out by: one note at a time, and one motion. */
export class NotePath {
  readonly options: PathOptions;
  #way: NoteOnItsWay | null = null;
  #jam: 'safe' | 'unsafe' = 'safe';
  #cancelWork: () => void = () => {};
  #cancelCut: () => void = () => {};

  constructor(options: PathOptions) {
    this.options = options;
  }

  get way(): NoteOnItsWay | null {
    return this.#way;
  }

  begin(note: Note, stage: Stage): void {
    this.options.stock.move(note, 'path');
    this.#way = { note, stage, target: 'cashbox', told: false };
  }

  /** A note lies there since before this unit was switched on. */
  recall(stage: Stage, target: NoteOnItsWay['target']): void {
    const [note] = this.options.stock.in('path');
    if (note !== undefined) this.#way = { note, stage, target, told: false };
  }

  /** The note leaves the path for this place. */
  leave(place: Parameters<Stock['move']>[1]): void {
    if (this.#way !== null) this.options.stock.move(this.#way.note, place);
    this.#way = null;
  }

  enter(stage: Stage, milliseconds: number, done: () => void): void {
    if (this.#way !== null) this.#way.stage = stage;
    this.armCut(stage, milliseconds / 2);
    this.work(milliseconds, done);
    this.options.changed();
  }

  work(milliseconds: number, done: () => void): void {
    this.#cancelWork();
    this.#cancelWork = this.options.clock.schedule(milliseconds, () => {
      done();
      this.options.changed();
    });
  }

  /** Where the switch says so, the power fails in the middle of this. */
  armCut(stage: string, milliseconds: number): void {
    const { values, clock, cutPower } = this.options;
    this.#cancelCut();
    if (values.cutDuring !== stage) return;
    this.#cancelCut = clock.schedule(milliseconds, () => {
      values.cutDuring = 'off';
      values.power = false;
      cutPower();
    });
  }

  /** Says whether the switch made the note jam on its way in or back. */
  jamsNow(): boolean {
    const { values } = this.options;
    if (values.jamNext === 'off') return false;
    this.jam(values.jamNext);
    values.jamNext = 'off';
    return true;
  }

  jam(how: 'safe' | 'unsafe'): void {
    this.#jam = how;
    if (this.#way !== null) this.#way.stage = 'jammed';
  }

  clearJam(): void {
    if (this.#way?.stage === 'jammed') this.leave('staff');
  }

  stop(): void {
    this.#cancelWork();
    this.#cancelCut();
  }

  /** What the unit says of it in every poll. */
  events(): PollEvent[] {
    switch (this.#way?.stage) {
      case 'reading':
        return [{ name: 'read', channel: 0 }];
      case 'escrow':
        return [{ name: 'read', channel: this.#way.note.channel?.number ?? 0 }];
      case 'stacking':
      case 'credited':
        return [{ name: 'stacking' }];
      case 'rejecting':
        return [{ name: 'rejecting' }];
      case 'jammed':
        return [{ name: this.#jam === 'safe' ? 'safeJam' : 'unsafeJam' }];
      default:
        return [];
    }
  }
}
