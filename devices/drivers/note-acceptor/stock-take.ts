import { follow, type NoteEvent, type NoteTrack, type TrackedNote } from './note-track.ts';
import type { UnitReport } from './unit-report.ts';

/** A finding in the unit's own numbers; null where it does not say which kind of note it is. */
export interface NoteFinding {
  readonly note: number | null;
  readonly fate: 'returned' | 'stacked' | 'held' | 'unknown';
}

const patientReports = 10;

/**
 * What a unit holds when its line comes up or when it was switched on again: listens to its reports until it has
 * settled, and says what became of a note in its path. What it says meanwhile is a finding and no event: nobody may
 * be credited twice.
 */
export class StockTake {
  /** The note that was in the path when the line went away or the power failed. */
  readonly #before: TrackedNote | null;
  /** That note, or the one before it, was credited, and the unit did not know yet that it was heard. */
  readonly #credited: boolean;
  #track: NoteTrack;
  #poweredUp: 'clear' | 'acceptor' | 'stacker' | null = null;
  #resetSent = false;
  /** Reports "power up" in a row since the reset was sent. */
  #stillWaiting = 0;
  #finding: NoteFinding | null = null;
  /** Of the cashbox, of jams and of fraud: those are news whenever they are noticed. */
  readonly events: NoteEvent[] = [];

  constructor(before: NoteTrack) {
    this.#before = before.note;
    this.#credited = before.credited;
    // Its note is a question now and is not followed on; what the unit may repeat stays known.
    this.#track = { ...before, note: null };
  }

  /** The line came up once more before the unit had settled: what it told already was confirmed, and stays told. */
  beginAgain(): void {
    this.#resetSent = false;
  }

  /** With what the unit is followed on from here. */
  get track(): NoteTrack {
    const { note } = this.#track;
    // "Holding" does not repeat the type; a note that never left escrow is the one that was there.
    if (note?.place !== 'escrow' || note.type !== null || this.#before?.place !== 'escrow')
      return this.#track;
    return this.#poweredUp === null ? { ...this.#track, note: this.#before } : this.#track;
  }

  hear(report: UnitReport): void {
    if (report.kind === 'powerUp' && !this.#resetSent) this.#poweredUp = report.path;
    this.#stillWaiting = report.kind === 'powerUp' ? this.#stillWaiting + 1 : 0;
    const { track, events } = follow(this.#track, report);
    this.#track = track;
    for (const event of events) {
      if (event.type === 'stacked') this.#find('stacked', event.note);
      else if (event.type === 'returned') this.#find('returned', event.note);
      else if (event.type !== 'escrow' && event.type !== 'refused') this.events.push(event);
    }
  }

  /** What to do next: a unit that was switched on waits for a reset before it does anything. */
  next(): 'reset' | 'wait' | 'settled' {
    switch (this.#track.last?.kind) {
      case 'powerUp':
        // A unit that goes on saying so was not reset: the command was lost, or it lost its power once more.
        if (this.#resetSent && this.#stillWaiting < patientReports) return 'wait';
        this.#resetSent = true;
        this.#stillWaiting = 0;
        return 'reset';
      case 'idle':
      case 'disabled':
      case 'escrow':
      case 'holding':
      case 'full':
      case 'cashboxOut':
      case 'jam':
      case 'failure':
        return 'settled';
      default:
        return 'wait';
    }
  }

  /** Null when there was nothing. Asked when the unit has settled. */
  finding(): NoteFinding | null {
    if (this.#finding !== null) return this.#finding;
    const last = this.#track.last?.kind;
    const note = this.#track.note?.type ?? this.#before?.type ?? null;
    if (last === 'escrow' || last === 'holding') return { note, fate: 'held' };
    const clear = last === 'idle' || last === 'disabled';
    if (this.#poweredUp === 'stacker') {
      // Credited already, and the unit lost its power before it knew that it was heard: the same note.
      if (this.#credited) return null;
      return { note, fate: clear ? 'stacked' : 'unknown' };
    }
    // Something is stuck, whatever it is; and after a power failure only what was seen to come out is known to.
    if (last === 'jam' || this.#poweredUp === 'acceptor') return { note, fate: 'unknown' };
    if (this.#before === null || this.#before.place === 'path') return null;
    // A note was in the path, and the unit says nothing of it. By itself it gives back and never stacks.
    const wasStacking = this.#before.place === 'stacking';
    return { note, fate: clear && !wasStacking && this.#poweredUp === null ? 'returned' : 'unknown' };
  }

  #find(fate: 'stacked' | 'returned', note: number | null): void {
    this.#finding = { note: note ?? this.#before?.type ?? null, fate };
  }
}
