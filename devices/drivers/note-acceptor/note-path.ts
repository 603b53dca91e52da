import type { Clock } from '../../../src-shared/clock.ts';
import type { CashItem, CashPlace } from '../../contract/cash.ts';
import type { EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';

/** Something that a person can push into the mouth. */
export interface Specimen {
  /** On the switch: `100`, `ticket`, `counterfeit`. */
  readonly key: string;
  /** The unit's own number of it; null for what it does not know. */
  readonly type: number | null;
  /** Null for what is no money. */
  readonly item: CashItem | null;
}

/** A thing with its place. Things are never made nor lost here: whatever was pushed in is somewhere for ever. */
export interface PlacedItem {
  readonly number: number;
  readonly specimen: Specimen;
  readonly place: CashPlace;
}

export interface PathTiming {
  readonly initialise: number;
  readonly accept: number;
  readonly stack: number;
  readonly giveBack: number;
  /** For which an unattended note waits in escrow. */
  readonly escrow: number;
  /** Between the credit that was heard and the readiness for the next note. */
  readonly afterCredit: number;
}

export type RefuseCause = 'verification' | 'inhibited' | 'cheat';
export type PathPhase =
  | { readonly name: 'off' | 'initialising' | 'ready' | 'accepting' | 'cheated' | 'stacking' | 'afterCredit' }
  | { readonly name: 'powerUp'; readonly path: 'clear' | 'acceptor' | 'stacker' }
  | { readonly name: 'escrow'; readonly held: boolean }
  /** In the cashbox, and the host has not said that it heard so. */
  | { readonly name: 'credit' }
  | { readonly name: 'returning'; readonly unattended: boolean }
  /** Taken out of the mouth, and the host has not said that it heard so. */
  | { readonly name: 'returned'; readonly type: number }
  | { readonly name: 'rejecting'; readonly cause: RefuseCause }
  | { readonly name: 'jam'; readonly where: 'acceptor' | 'stacker' };

/** What a host would see, before the protocol puts it in bytes. */
export type PathState =
  | PathPhase
  | { readonly name: 'failure' }
  | { readonly name: 'cashboxOut' }
  | { readonly name: 'full' }
  | { readonly name: 'pause' };

type Motion = 'accept' | 'stack' | 'giveBack';
const motions = ['off', 'accept', 'stack', 'giveBack'] as const;

export interface NotePathOptions {
  readonly clock: Clock;
  readonly specimens: readonly Specimen[];
  readonly timing: PathTiming;
  /** The unit says "returned" and waits until that was heard. */
  readonly tellsReturned: boolean;
  readonly changed: () => void;
}

interface MovingNote {
  number: number;
  specimen: Specimen;
  place: CashPlace;
}

/**
 * The mechanics of an emulated unit: mouth, path, escrow, cashbox, and the hands of people. It knows no bytes. A power
 * cut stops every motion and leaves the note where it was.
 */
export class NotePath {
  readonly #options: NotePathOptions;
  readonly #items: MovingNote[] = [];
  #phase: PathPhase = { name: 'powerUp', path: 'clear' };
  #note: MovingNote | null = null;
  /** Past the point from which a note can come back. */
  #pastEscrow = false;
  /** The note was taken by command and its credit was not told yet. A power cut makes the unit forget. */
  #creditDue = false;
  #enabled: readonly number[] = [];
  #secondNote = false;
  #cashboxOut = false;
  #full = false;
  #failure = false;
  #cheatNext = false;
  #jamIn: (typeof motions)[number] = 'off';
  #powerCutIn: (typeof motions)[number] = 'off';
  #cancelMotion: () => void = () => {};

  constructor(options: NotePathOptions) {
    this.#options = options;
  }

  get powered(): boolean {
    return this.#phase.name !== 'off';
  }

  get enabled(): readonly number[] {
    return this.#enabled;
  }

  /** In the path; its type is what the unit tells of it. */
  get note(): Specimen | null {
    return this.#note?.specimen ?? null;
  }

  get items(): readonly PlacedItem[] {
    return this.#items.map((item) => ({ ...item }));
  }

  get state(): PathState {
    const { name } = this.#phase;
    if (name === 'off' || name === 'powerUp' || name === 'initialising') return this.#phase;
    if (this.#failure) return { name: 'failure' };
    if (this.#cashboxOut) return { name: 'cashboxOut' };
    // An event that was not heard yet is told before anything else.
    if (name === 'credit' || name === 'returned' || name === 'jam') return this.#phase;
    if (this.#secondNote) return { name: 'pause' };
    if (name === 'ready' && this.#full) return { name: 'full' };
    return this.#phase;
  }

  /** Before the first command after power-up a unit takes only a reset. */
  get listening(): boolean {
    return this.powered && this.#phase.name !== 'powerUp';
  }

  enable(types: readonly number[]): void {
    this.#enabled = types;
    this.#options.changed();
  }

  stack(): boolean {
    if (this.#phase.name !== 'escrow' || this.#cashboxOut) return false;
    this.#stackNote(true);
    return true;
  }

  giveBack(unattended = false): boolean {
    if (this.#phase.name !== 'escrow') return false;
    this.#move({ name: 'returning', unattended }, 'giveBack', () => {
      const type = this.#note?.specimen.type ?? null;
      this.#put('customer');
      if (this.#options.tellsReturned && type !== null) this.#enter({ name: 'returned', type });
      else this.#ready();
    });
    return true;
  }

  hold(): boolean {
    if (this.#phase.name !== 'escrow') return false;
    this.#waitInEscrow(true);
    return true;
  }

  reset(): boolean {
    if (!this.powered) return false;
    this.#enabled = [];
    this.#enter({ name: 'initialising' });
    this.#after(this.#options.timing.initialise, () => {
      if (this.#note === null) this.#ready();
      else if (this.#pastEscrow) this.#stackNote(this.#creditDue);
      else this.#comeOut({ name: 'returning', unattended: false });
    });
    return true;
  }

  /** The host confirmed what the unit told. */
  heard(): void {
    if (this.#phase.name === 'returned') this.#ready();
    if (this.#phase.name !== 'credit') return;
    this.#note = null;
    this.#creditDue = false;
    if (this.#options.timing.afterCredit === 0) {
      this.#ready();
      return;
    }
    this.#enter({ name: 'afterCredit' });
    this.#after(this.#options.timing.afterCredit, () => this.#ready());
  }

  powerOff(): void {
    this.#cancelMotion();
    this.#enabled = [];
    this.#secondNote = false;
    const pastEscrow = this.#pastEscrow || this.#phase.name === 'credit';
    this.#pastEscrow = pastEscrow;
    this.#creditDue = false;
    this.#enter({ name: 'off' });
  }

  powerOn(): void {
    if (this.powered) return;
    // A credit that was not heard: the note lies in the cashbox, and the unit knows only that one went there.
    const path = this.#note === null ? 'clear' : this.#pastEscrow ? 'stacker' : 'acceptor';
    this.#enter({ name: 'powerUp', path });
  }

  #insert(specimen: Specimen): void {
    const { name } = this.#phase;
    if (!this.powered || name === 'jam' || this.state.name === 'cashboxOut' || this.state.name === 'full')
      return;
    if (name !== 'ready') {
      // Stuck in the mouth behind the other one; it never went in.
      this.#secondNote = this.#note !== null && name !== 'powerUp' && name !== 'initialising';
      return;
    }
    // A shut mouth does not pull.
    if (this.#enabled.length === 0) return;
    const note: MovingNote = { number: this.#items.length + 1, specimen, place: 'transport' };
    this.#items.push(note);
    this.#note = note;
    this.#pastEscrow = false;
    this.#move({ name: 'accepting' }, 'accept', () => this.#judge(specimen));
  }

  #judge(specimen: Specimen): void {
    if (this.#cheatNext) {
      this.#cheatNext = false;
      this.#enter({ name: 'cheated' });
      this.#after(500, () => this.#comeOut({ name: 'rejecting', cause: 'cheat' }));
    } else if (specimen.type === null) this.#comeOut({ name: 'rejecting', cause: 'verification' });
    else if (!this.#enabled.includes(specimen.type)) this.#comeOut({ name: 'rejecting', cause: 'inhibited' });
    else {
      this.#put('escrow', false);
      this.#waitInEscrow(false);
    }
  }

  #waitInEscrow(held: boolean): void {
    this.#enter({ name: 'escrow', held });
    this.#after(this.#options.timing.escrow, () => this.giveBack(true));
  }

  #stackNote(tellsCredit: boolean): void {
    this.#pastEscrow = true;
    this.#creditDue = tellsCredit;
    const stillInPath = this.#note?.place !== 'cashbox';
    if (stillInPath) this.#put('transport', false);
    this.#move({ name: 'stacking' }, stillInPath ? 'stack' : null, () => {
      this.#put('cashbox', false);
      if (this.#creditDue) this.#enter({ name: 'credit' });
      else {
        this.#note = null;
        this.#ready();
      }
    });
  }

  #comeOut(phase: PathPhase): void {
    this.#put('transport', false);
    this.#move(phase, 'giveBack', () => {
      this.#put('customer');
      this.#ready();
    });
  }

  #ready(): void {
    this.#pastEscrow = false;
    this.#enter({ name: 'ready' });
  }

  #put(place: CashPlace, letGo = true): void {
    if (this.#note !== null) this.#note.place = place;
    if (letGo) this.#note = null;
  }

  /** A motion that a jam or a power cut may end half-way. */
  #move(phase: PathPhase, motion: Motion | null, done: () => void): void {
    if (this.#note?.place === 'escrow') this.#note.place = 'transport';
    this.#enter(phase);
    const { timing } = this.#options;
    const milliseconds = motion === null ? 0 : timing[motion];
    if (motion !== null && this.#powerCutIn === motion) {
      this.#powerCutIn = 'off';
      this.#after(milliseconds / 2, () => this.powerOff());
    } else if (motion !== null && this.#jamIn === motion) {
      this.#jamIn = 'off';
      this.#after(milliseconds / 2, () =>
        this.#enter({ name: 'jam', where: this.#pastEscrow ? 'stacker' : 'acceptor' }),
      );
    } else this.#after(milliseconds, done);
  }

  #enter(phase: PathPhase): void {
    this.#cancelMotion();
    this.#phase = phase;
    this.#options.changed();
  }

  #after(milliseconds: number, then: () => void): void {
    this.#cancelMotion();
    this.#cancelMotion = this.#options.clock.schedule(milliseconds, then);
  }

  describe(): readonly string[] {
    const at = (place: CashPlace) => this.#items.filter((item) => item.place === place);
    const keys = (items: readonly MovingNote[]) =>
      items.map(({ specimen }) => specimen.key).join(', ') || 'nothing';
    const { state } = this;
    const detail =
      'where' in state ? ` in the ${state.where}` : 'path' in state ? `, path: ${state.path}` : '';
    return [
      `${state.name}${detail}`,
      `mouth ${this.#enabled.length === 0 ? 'shut' : `open for types ${this.#enabled.join(', ')}`}`,
      `in the path: ${keys([...at('transport'), ...at('escrow')])}`,
      `in the cashbox: ${keys(at('cashbox'))}`,
      `given back: ${keys(at('customer'))}`,
    ];
  }

  switches(): EmulatorSwitch[] {
    const options = ['nothing', ...this.#options.specimens.map(({ key }) => key)];
    return [
      { id: 'insert', label: 'Push in', kind: 'choice', options, value: 'nothing' },
      { id: 'takeBack', label: 'Take the second note back', kind: 'action', value: this.#secondNote },
      { id: 'cashboxOut', label: 'Cashbox out', kind: 'toggle', value: this.#cashboxOut },
      { id: 'full', label: 'Cashbox full', kind: 'toggle', value: this.#full },
      { id: 'jamIn', label: 'Jam in the next', kind: 'choice', options: motions, value: this.#jamIn },
      { id: 'cheatNext', label: 'Cheat with the next note', kind: 'toggle', value: this.#cheatNext },
      { id: 'failure', label: 'Motor failure', kind: 'toggle', value: this.#failure },
      { id: 'power', label: 'Power', kind: 'toggle', value: this.powered },
      {
        id: 'powerCutIn',
        label: 'Power cut in the next',
        kind: 'choice',
        options: motions,
        value: this.#powerCutIn,
      },
    ];
  }

  /** A value that was checked. False when the switch is not one of the path. */
  set(switchId: string, value: SwitchValue): boolean {
    switch (switchId) {
      case 'insert': {
        const specimen = this.#options.specimens.find(({ key }) => key === value);
        if (specimen !== undefined) this.#insert(specimen);
        break;
      }
      case 'takeBack':
        this.#secondNote = false;
        break;
      case 'cashboxOut':
        this.#cashboxOut = value === true;
        // Put back, the unit begins anew by itself.
        if (!this.#cashboxOut && this.listening) this.reset();
        break;
      case 'full':
        this.#full = value === true;
        break;
      case 'jamIn':
        this.#jamIn = motionOf(value);
        break;
      case 'cheatNext':
        this.#cheatNext = value === true;
        break;
      case 'failure':
        this.#failure = value === true;
        break;
      case 'power':
        if (value === true) this.powerOn();
        else this.powerOff();
        break;
      case 'powerCutIn':
        this.#powerCutIn = motionOf(value);
        break;
      default:
        return false;
    }
    this.#options.changed();
    return true;
  }
}

function motionOf(value: SwitchValue): (typeof motions)[number] {
  return motions.find((motion) => motion === value) ?? 'off';
}
