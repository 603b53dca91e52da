import type { Clock } from '../../../src-shared/clock.ts';
import type { SwitchValues } from './emulator-switches.ts';
import { billEnd, errorCodes, good } from './error-codes.ts';
import type { DispenseReply, StatusReply } from './messages.ts';
import type { NoteStock } from './note-stock.ts';
import type { LcdmProfile } from './profile.ts';

/** Milliseconds that the unit itself needs, apart from the line. */
export interface LcdmTiming {
  readonly powerUp: number;
  readonly question: number;
  /** Until the first note moves. */
  readonly start: number;
  readonly note: number;
  /** Until it gives up to pick a note that does not come. */
  readonly pickRetries: number;
  readonly purge: number;
}

/** 3.5 notes a second as published host software has it; the rest is an assumption, no unit was measured. */
export const usualTiming: LcdmTiming = {
  powerUp: 3_000,
  question: 10,
  start: 800,
  note: 286,
  pickRetries: 4_000,
  purge: 3_000,
};

/** Notes left when the near-end sensor tells. */
const nearEndNotes = 30;
/** Rejects in one dispense that the unit takes for a cassette that is badly filled. */
const tooManyRejects = 5;

/** How a run ends: with an error code, or without power. */
export type RunEnd = number | 'reset' | 'powerCut';
/** Yields the milliseconds until it goes on. */
export type Run<End> = Generator<number, End, void>;
type Counts = { -readonly [Name in 'check' | 'exit' | 'rejects']: DispenseReply[Name] };

/** Cassette, sensors, diverter and exit: what moves notes, and what can go wrong with them. */
export class Mechanism {
  readonly stock: NoteStock;
  readonly #timing: LcdmTiming;
  readonly #profile: LcdmProfile;
  readonly #values: () => SwitchValues;
  /** The fault of the next dispense, used up by asking. */
  readonly #takeFault: () => SwitchValues['dispenseFault'];

  constructor(
    stock: NoteStock,
    timing: LcdmTiming,
    profile: LcdmProfile,
    values: () => SwitchValues,
    takeFault: () => SwitchValues['dispenseFault'],
  ) {
    this.stock = stock;
    this.#timing = timing;
    this.#profile = profile;
    this.#values = values;
    this.#takeFault = takeFault;
  }

  get nearEnd(): boolean {
    return this.stock.count('cassette') <= nearEndNotes;
  }

  get sensors(): StatusReply['sensors'] {
    const { stock } = this;
    return {
      check1: stock.isAt('check1'),
      check2: stock.isAt('check1'),
      divert1: stock.isAt('divert1'),
      divert2: stock.isAt('divert1'),
      eject: stock.isAt('eject'),
      exit: stock.isAt('exit'),
      nearEnd: this.nearEnd,
      rejectTrayMissing: this.#values().rejectTrayOut,
      cassetteMissing: this.#values().cassetteOut,
      solenoid: false,
    };
  }

  *purge(): Run<number> {
    yield this.#timing.purge;
    const { rejectTrayOut, purgeFails } = this.#values();
    if (rejectTrayOut) return codeOf('rejectTrayMissing');
    if (purgeFails && this.stock.count('path') > 0) return codeOf('purgeError');
    this.stock.clearPath('reject');
    return good;
  }

  /** One note goes into the reject tray. */
  *test(counts: Counts): Run<number> {
    yield this.#timing.start;
    const obstacle = this.#obstacle();
    if (obstacle !== null) return obstacle;
    if (this.stock.move('cassette', 'reject', 1) === 0) return billEnd;
    counts.check++;
    yield this.#timing.note;
    return good;
  }

  *dispense(count: number, counts: Counts): Run<RunEnd> {
    yield this.#timing.start;
    while (counts.exit < count) {
      const obstacle = this.#obstacle();
      if (obstacle !== null) return obstacle;
      if (this.stock.count('cassette') === 0) {
        yield this.#timing.pickRetries;
        return billEnd;
      }
      const fault = counts.exit >= Math.floor(count / 2) ? this.#takeFault() : 'off';
      if (fault === 'off') {
        this.stock.move('cassette', 'exit', 1);
        counts.check++;
        counts.exit++;
      } else {
        const end = yield* this.#strike(fault, counts);
        if (end !== null) return end;
      }
      yield this.#timing.note;
    }
    return good;
  }

  #obstacle(): number | null {
    const { cassetteOut, rejectTrayOut } = this.#values();
    if (cassetteOut) return codeOf('cassetteMissing');
    if (rejectTrayOut) return codeOf('rejectTrayMissing');
    return this.stock.count('path') > 0 ? codeOf('jamAtCheck') : null;
  }

  /** Null where the dispense goes on. */
  *#strike(fault: Exclude<SwitchValues['dispenseFault'], 'off'>, counts: Counts): Run<RunEnd | null> {
    switch (fault) {
      case 'doublePick':
        this.#reject(2, counts);
        return null;
      case 'skew':
        this.#reject(1, counts);
        return null;
      case 'overReject':
        this.#reject(tooManyRejects, counts);
        return codeOf('overReject');
      case 'pickupError':
        yield this.#timing.pickRetries;
        return codeOf('pickupError');
      case 'jamAtCheck':
        // Not past the check sensors, so not counted.
        this.stock.strand('check1');
        return codeOf('jamAtCheck');
      case 'jamAtDiverter':
        this.stock.strand('divert1');
        counts.check++;
        return codeOf('jamAtDiverter');
      case 'jamAtExit':
        this.stock.strand('exit');
        counts.check++;
        return codeOf('jamAtExitOrEject');
      case 'miscount':
        // It is out, and the exit sensor did not see it.
        this.stock.move('cassette', 'exit', 1);
        counts.check++;
        return codeOf('countingErrorEjectToExit');
      case 'reset':
      case 'powerCut':
        this.stock.strand('eject');
        return fault;
    }
  }

  #reject(count: number, counts: Counts): void {
    const moved = this.stock.move('cassette', 'reject', count);
    counts.rejects += moved;
    if (this.#profile.checkCountsRejects) counts.check += moved;
  }
}

/** Plays a run on the clock; the returned function stops it where it is. */
export function play<End>(
  clock: Clock,
  run: Run<End>,
  onStep: () => void,
  onEnd: (end: End) => void,
): () => void {
  let cancel = () => {};
  const next = () => {
    const step = run.next();
    onStep();
    if (step.done) onEnd(step.value);
    else cancel = clock.schedule(step.value, next);
  };
  next();
  return () => cancel();
}

function codeOf(name: string): number {
  for (const [code, error] of errorCodes) if (error.name === name) return code;
  throw new Error(`no error ${name}`);
}
