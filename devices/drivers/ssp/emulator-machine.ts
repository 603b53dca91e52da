import type { Clock } from '../../../src-shared/clock.ts';
import { options as motionOptions, routes } from './commands.ts';
import { type Note, plan, Stock } from './emulator-stock.ts';
import type { SwitchValues } from './emulator-switches.ts';
import { needsAck, type PollEvent } from './events.ts';
import { rejectCodes } from './reject-codes.ts';
import { type Channel, type Level, type Setup, smartPayoutType } from './replies.ts';

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

export const usualTiming: SspTiming = {
  initialise: 2_000,
  read: 1_200,
  accept: 700,
  stow: 800,
  reject: 900,
  payout: 1_500,
  take: 600,
};

/** GA138: without a word of the host a note in escrow is rejected. */
const escrowMs = 10_000;

type Stage = 'reading' | 'escrow' | 'stacking' | 'credited' | 'rejecting' | 'fromStore' | 'jammed';
interface Path {
  readonly note: Note;
  stage: Stage;
  /** Where it goes when it is taken. */
  target: 'cashbox' | 'payout';
  /** The host was told that it lies in escrow: the next poll accepts it. */
  told: boolean;
}
interface Motion {
  readonly kind: 'payout' | 'float' | 'empty';
  readonly requested: number;
  /** What has left the store for where it should go. */
  moved: number;
  /** Values of the notes still to be moved. */
  left: number[];
}

export interface MachineOptions {
  readonly clock: Clock;
  readonly channels: readonly Channel[];
  readonly timing: SspTiming;
  /** How many notes the store holds. */
  readonly capacity: number;
  readonly values: SwitchValues;
  readonly changed: () => void;
  /** The power is gone: whatever else lives in the unit stops. */
  readonly died: () => void;
}

/** The mechanics of the recycler and what it remembers, without its line. */
export class SspMachine {
  readonly stock = new Stock();
  readonly #options: MachineOptions;
  #powered = false;
  #initialising = false;
  #enabled = false;
  #inhibits = 0;
  readonly #routes = new Map<number, 'cashbox' | 'payout'>();
  #path: Path | null = null;
  #jam: 'safe' | 'unsafe' = 'safe';
  #motion: Motion | null = null;
  #interrupted: Motion | null = null;
  #lastRejectCode = 0;
  #toCashbox: Level[] = [];
  /** What happened, in its order. What needs an acknowledgement stays until it comes, over a loss of power too. */
  #happened: PollEvent[] = [];
  /** What is repeated word for word until it is acknowledged. */
  #frozen: readonly PollEvent[] | null = null;
  #protocolVersion = 4;
  #cancelWork: () => void = () => {};
  #cancelEscrow: () => void = () => {};
  #cancelCut: () => void = () => {};

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  get powered(): boolean {
    return this.#powered;
  }

  get version(): number {
    return this.#protocolVersion;
  }

  set version(version: number) {
    this.#protocolVersion = version;
  }

  get setup(): Setup {
    return {
      unitType: smartPayoutType,
      firmware: '0427',
      currency: this.#options.channels[0]?.currency ?? 'CNY',
      protocolVersion: this.#protocolVersion,
      channels: this.#options.channels,
    };
  }

  get lastRejectCode(): number {
    return this.#lastRejectCode;
  }

  get levels(): readonly Level[] {
    return this.stock.levels(this.#options.channels);
  }

  /** What the last motion brought into the cashbox, of every kind. */
  get movedToCashbox(): readonly Level[] {
    return this.levels.map((level) => ({
      ...level,
      count: this.#toCashbox.filter(({ value }) => value === level.value).length,
    }));
  }

  describe(): readonly string[] {
    const path = this.#path === null ? 'empty' : `${this.#path.stage}, ${nameOf(this.#path.note)}`;
    const counts = (place: 'payout' | 'cashbox' | 'bezel') =>
      this.stock
        .inventory()
        [place].map(({ value, count }) => `${count} x ${value / 100}`)
        .join(', ') || 'empty';
    return [
      this.#powered
        ? this.#initialising
          ? 'starting'
          : this.#enabled
            ? 'enabled'
            : 'disabled'
        : 'without power',
      `note path: ${path}`,
      `bezel: ${counts('bezel')}`,
      `payout store: ${counts('payout')}`,
      `cashbox: ${this.#options.values.cashbox === 'out' ? 'taken out' : counts('cashbox')}`,
    ];
  }

  // The power.

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.#initialising = true;
    this.#happened = [{ name: 'slaveReset' }, ...this.#happened.filter(needsAck)];
    if (this.#options.values.cashbox === 'out') this.#tell({ name: 'cashboxRemoved' });
    this.#work(this.#options.timing.initialise, () => {
      this.#clearPath();
      this.#initialising = false;
      this.#nextFromBezel();
    });
    this.#options.changed();
  }

  powerOff(): void {
    if (!this.#powered) return;
    this.#powered = false;
    this.#enabled = false;
    this.#inhibits = 0;
    this.#frozen = null;
    this.#interrupted = this.#motion ?? this.#interrupted;
    this.#motion = null;
    this.#cancelWork();
    this.#cancelEscrow();
    this.#cancelCut();
    this.#options.died();
    this.#options.changed();
  }

  /** At power-up: what lies in the path is brought where it can go, and told. */
  #clearPath(): void {
    const path = this.#path;
    if (path !== null && path.stage !== 'jammed') {
      this.#path = null;
      const channel = path.note.channel?.number ?? 0;
      if (path.stage === 'fromStore') this.#clearStoreNote(path.note);
      else if (path.stage === 'stacking' || path.stage === 'credited') {
        this.stock.move(path.note, path.target);
        if (path.target === 'cashbox') this.#tell({ name: 'noteClearedToCashbox', channel });
        else this.#tell({ name: 'noteIntoStoreAtPowerUp', note: amountOf(path.note) });
      } else {
        this.stock.move(path.note, 'outside');
        this.#tell({ name: 'noteClearedFromFront', channel: path.stage === 'reading' ? 0 : channel });
      }
    }
    const motion = this.#interrupted;
    this.#interrupted = null;
    if (motion === null || motion.kind === 'empty') return;
    const incomplete = [{ actual: motion.moved, requested: motion.requested, currency: this.setup.currency }];
    this.#tell({ name: motion.kind === 'payout' ? 'incompletePayout' : 'incompleteFloat', incomplete });
  }

  #clearStoreNote(note: Note): void {
    switch (this.#options.values.storeNoteAtPowerUp) {
      case 'store':
        this.stock.move(note, 'payout');
        this.#tell({ name: 'noteIntoStoreAtPowerUp', note: amountOf(note) });
        return;
      case 'stacker':
        this.stock.move(note, 'cashbox');
        this.#tell({ name: 'noteIntoStackerAtPowerUp', note: amountOf(note) });
        return;
      case 'dispensed':
        this.stock.move(note, 'outside');
        this.#tell({ name: 'noteDispensedAtPowerUp', note: amountOf(note) });
    }
  }

  // Hands.

  /** False when the mouth is shut: the paper stays with the customer. */
  insert(note: Note): boolean {
    this.stock.add(note, 'outside');
    const { values } = this.#options;
    const open =
      this.#powered &&
      !this.#initialising &&
      this.#enabled &&
      this.#inhibits !== 0 &&
      this.#path === null &&
      this.#motion === null &&
      !this.#happened.some(needsAck) &&
      this.stock.in('bezel').length === 0 &&
      values.cashbox === 'in' &&
      !values.notePathOpen;
    if (!open) return false;
    this.stock.move(note, 'path');
    this.#path = { note, stage: 'reading', target: 'cashbox', told: false };
    this.#enter('reading', this.#options.timing.read, () => this.#judge());
    return true;
  }

  takeFromBezel(): void {
    for (const note of this.stock.in('bezel')) this.stock.move(note, 'outside');
    this.#nextFromBezel();
    this.#options.changed();
  }

  pullCashbox(): void {
    for (const note of this.stock.in('cashbox')) this.stock.move(note, 'staff');
    this.#tell({ name: 'cashboxRemoved' });
  }

  putCashbox(): void {
    this.#tell({ name: 'cashboxReplaced' });
  }

  clearJam(): void {
    if (this.#path?.stage !== 'jammed') return;
    this.stock.move(this.#path.note, 'staff');
    this.#path = null;
  }

  tamper(): void {
    this.#tell({ name: 'fraudAttempt', channel: 0, amounts: [] });
  }

  payoutDied(): void {
    this.#tell({ name: 'payoutOutOfService' });
  }

  stackerFilled(): void {
    this.#tell({ name: 'stackerFull' });
  }

  // Commands. `false` and numbers are refusals.

  enable(): void {
    this.#enabled = true;
  }

  disable(): void {
    this.#enabled = false;
  }

  inhibit(bits: Uint8Array): void {
    this.#inhibits = bits.reduceRight((all, byte) => (all << 8) | byte, 0);
  }

  /** Anything that the host says keeps a note in escrow. */
  heard(): void {
    if (this.#path?.stage === 'escrow') this.#watchEscrow();
  }

  hold(): boolean {
    return this.#path?.stage === 'escrow';
  }

  reject(): boolean {
    if (this.#path?.stage !== 'escrow') return false;
    this.#giveBack(rejectCodes.byHost);
    return true;
  }

  route(value: number): 'cashbox' | 'payout' | undefined {
    if (!this.#options.channels.some((channel) => channel.value === value)) return undefined;
    return this.#routes.get(value) ?? 'cashbox';
  }

  setRoute(value: number, route: number): boolean {
    if (this.route(value) === undefined || (route !== routes.payout && route !== routes.cashbox))
      return false;
    this.#routes.set(value, route === routes.payout ? 'payout' : 'cashbox');
    return true;
  }

  /** The code of a refusal, or null when it is being done (or, as a test, could be). */
  payOut(value: number, option: number): number | null {
    const { levels } = this;
    const total = levels.reduce((sum, level) => sum + level.value * level.count, 0);
    const left = plan(levels, value);
    if (total < value) return 0;
    if (left === null) return 1;
    return this.#startMotion({ kind: 'payout', requested: value, moved: 0, left: [...left] }, option);
  }

  /** Leaves `value`, in such notes that `minimum` can be paid. */
  float(minimum: number, value: number, option: number): number | null {
    const staying = plan(this.levels, value);
    if (staying === null) return value > this.#total() ? 0 : 1;
    if (minimum > 0 && !staying.some((note) => note <= minimum)) return 1;
    const left = this.levels.flatMap((level) => {
      const stay = staying.filter((note) => note === level.value).length;
      return new Array<number>(level.count - stay).fill(level.value);
    });
    return this.#startMotion({ kind: 'float', requested: value, moved: 0, left }, option);
  }

  smartEmpty(): number | null {
    const left = this.levels.flatMap((level) => new Array<number>(level.count).fill(level.value));
    return this.#startMotion({ kind: 'empty', requested: this.#total(), moved: 0, left }, motionOptions.real);
  }

  halt(): boolean {
    if (this.#motion?.kind !== 'payout') return false;
    this.#motion.left = [];
    // What is on its way still comes out; before that there is nothing to wait for.
    return true;
  }

  // Events.

  poll(withAck: boolean): readonly PollEvent[] {
    if (withAck && this.#frozen !== null) return this.#frozen;
    const waits = this.#happened.some(needsAck);
    if (this.#path?.stage === 'escrow' && this.#path.told && !waits) this.#accept();
    const events = [...this.#happened, ...this.#lasting()];
    if (this.#path?.stage === 'escrow') this.#path.told = true;
    this.#happened = withAck ? this.#happened.filter(needsAck) : [];
    if (withAck && waits) this.#frozen = events;
    return withAck ? events : events.filter(({ name }) => name !== 'initialising');
  }

  /** False when nothing waits. Only what was told is acknowledged. */
  acknowledge(): boolean {
    if (this.#frozen === null) return false;
    const told = this.#frozen;
    this.#happened = this.#happened.filter((event) => !told.includes(event));
    this.#frozen = null;
    return true;
  }

  #lasting(): PollEvent[] {
    const { values, capacity } = this.#options;
    const events: PollEvent[] = [];
    if (this.#initialising) events.push({ name: 'initialising' });
    if (this.#path !== null) events.push(...this.#pathEvents(this.#path));
    const motion = this.#motion;
    if (motion !== null) {
      const name = ({ payout: 'dispensing', float: 'floating', empty: 'smartEmptying' } as const)[
        motion.kind
      ];
      events.push({ name, amounts: [{ value: motion.moved, currency: this.setup.currency }] });
    }
    for (const note of this.stock.in('bezel')) events.push({ name: 'noteHeldInBezel', note: amountOf(note) });
    if (values.notePathOpen) events.push({ name: 'notePathOpen' });
    if (this.stock.in('payout').length >= capacity) events.push({ name: 'deviceFull' });
    if (!this.#enabled) events.push({ name: 'disabled' });
    else if (this.#inhibits === 0) events.push({ name: 'channelDisable' });
    return events;
  }

  #pathEvents(path: Path): PollEvent[] {
    switch (path.stage) {
      case 'reading':
        return [{ name: 'read', channel: 0 }];
      case 'escrow':
        return [{ name: 'read', channel: path.note.channel?.number ?? 0 }];
      case 'stacking':
      case 'credited':
        return [{ name: 'stacking' }];
      case 'rejecting':
        return [{ name: 'rejecting' }];
      case 'jammed':
        return [{ name: this.#jam === 'safe' ? 'safeJam' : 'unsafeJam' }];
      case 'fromStore':
        return [];
    }
  }

  // The way in.

  #judge(): void {
    const path = this.#path;
    if (path === null) return;
    const { channel, rejectCode } = path.note;
    if (channel === null || rejectCode !== null) {
      this.#giveBack(rejectCode ?? rejectCodes.lengthFail);
      return;
    }
    if (!(this.#inhibits & (1 << (channel.number - 1)))) {
      this.#giveBack(rejectCodes.inhibited);
      return;
    }
    if (this.#options.values.stackerFull && this.#targetOf(channel) === 'cashbox') {
      this.#giveBack(rejectCodes.unableToStack);
      return;
    }
    path.stage = 'escrow';
    path.told = false;
    this.#watchEscrow();
    this.#armCut('escrow', 600);
    this.#options.changed();
  }

  #watchEscrow(): void {
    this.#cancelEscrow();
    this.#cancelEscrow = this.#options.clock.schedule(escrowMs, () => {
      if (this.#path?.stage === 'escrow') this.#giveBack(rejectCodes.escrowTimeOut);
    });
  }

  #targetOf(channel: Channel): 'cashbox' | 'payout' {
    const { values, capacity } = this.#options;
    const room = this.stock.in('payout').length < capacity;
    return this.route(channel.value) === 'payout' && room && !values.payoutOutOfService
      ? 'payout'
      : 'cashbox';
  }

  #accept(): void {
    const path = this.#path;
    if (path === null || path.note.channel === null) return;
    this.#cancelEscrow();
    path.target = this.#targetOf(path.note.channel);
    const { values, timing } = this.#options;
    if (path.target === 'payout' && values.storeRefusesNext) {
      values.storeRefusesNext = false;
      path.target = 'cashbox';
    }
    this.#enter('stacking', timing.accept, () => {
      if (this.#jamsNow(path)) return;
      this.#tell({ name: 'credit', channel: path.note.channel?.number ?? 0 });
      this.#enter('credited', timing.stow, () => {
        this.stock.move(path.note, path.target);
        this.#path = null;
        this.#tell({ name: path.target === 'cashbox' ? 'stacked' : 'storedInPayout' });
      });
    });
  }

  #jamsNow(path: Path): boolean {
    const { values } = this.#options;
    if (values.jamNext === 'off') return false;
    this.#jam = values.jamNext;
    values.jamNext = 'off';
    path.stage = 'jammed';
    return true;
  }

  #giveBack(code: number): void {
    this.#cancelEscrow();
    this.#lastRejectCode = code;
    this.#enter('rejecting', this.#options.timing.reject, () => {
      const path = this.#path;
      if (path === null || this.#jamsNow(path)) return;
      this.stock.move(path.note, 'outside');
      this.#path = null;
      this.#tell({ name: 'rejected' });
    });
  }

  // The way out.

  #total(): number {
    return this.levels.reduce((sum, level) => sum + level.value * level.count, 0);
  }

  #startMotion(motion: Motion, option: number): number | null {
    const { values } = this.#options;
    if (this.#motion !== null || this.#path !== null || this.#initialising) return 3;
    if (!this.#enabled || values.payoutOutOfService || values.notePathOpen) return 4;
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
    const channel = this.#options.channels.find((one) => one.value === value);
    const note = channel === undefined ? undefined : this.stock.stored(channel);
    if (note === undefined) {
      this.#endMotion();
      return;
    }
    this.stock.move(note, 'path');
    this.#path = { note, stage: 'fromStore', target: 'cashbox', told: false };
    this.#armCut(motion.kind, this.#options.timing.payout / 2);
    this.#work(this.#options.timing.payout, () => this.#arrive(motion, note));
  }

  #arrive(motion: Motion, note: Note): void {
    const { values } = this.#options;
    const value = note.channel?.value ?? 0;
    if (motion.kind === 'payout' && values.payoutFault === 'jam') {
      values.payoutFault = 'off';
      this.#jam = 'safe';
      if (this.#path !== null) this.#path.stage = 'jammed';
      this.#finish('jammed', motion);
      return;
    }
    this.#path = null;
    if (motion.kind === 'payout' && values.payoutFault === 'notRecognised') {
      values.payoutFault = 'off';
      this.#putIntoCashbox(note);
      this.#tell({ name: 'errorDuringPayout', amounts: this.#sum(motion), cause: 0 });
      const rest = plan(this.levels, motion.requested - motion.moved);
      if (rest === null) {
        this.#finish('timeOut', motion);
        return;
      }
      motion.left = [...rest];
    } else if (motion.kind === 'payout') {
      motion.moved += value;
      this.stock.move(note, 'bezel');
      if (values.autoTake) this.#work(this.#options.timing.take, () => this.takeFromBezel());
      this.#options.changed();
      return;
    } else {
      motion.moved += value;
      this.#putIntoCashbox(note);
    }
    this.#nextNote();
  }

  #putIntoCashbox(note: Note): void {
    this.stock.move(note, 'cashbox');
    this.#toCashbox.push({ count: 1, value: note.channel?.value ?? 0, currency: this.setup.currency });
  }

  /** The bezel is free: a payout goes on. */
  #nextFromBezel(): void {
    if (this.#motion?.kind === 'payout' && this.#path === null) this.#nextNote();
    else if (this.#options.values.autoTake && this.stock.in('bezel').length > 0) {
      this.#work(this.#options.timing.take, () => this.takeFromBezel());
    }
  }

  #endMotion(): void {
    const motion = this.#motion;
    if (motion === null) return;
    if (motion.kind === 'float') this.#finish('floated', motion);
    else if (motion.kind === 'empty') this.#finish('smartEmptied', motion);
    else this.#finish(motion.moved === motion.requested ? 'dispensed' : 'halted', motion);
  }

  #finish(
    name: 'dispensed' | 'halted' | 'timeOut' | 'jammed' | 'floated' | 'smartEmptied',
    motion: Motion,
  ): void {
    this.#motion = null;
    this.#tell({ name, amounts: this.#sum(motion) });
    this.#options.changed();
  }

  #sum(motion: Motion) {
    return [{ value: motion.moved, currency: this.setup.currency }];
  }

  // Time.

  #enter(
    stage: Exclude<Stage, 'fromStore' | 'jammed' | 'escrow'>,
    milliseconds: number,
    done: () => void,
  ): void {
    if (this.#path !== null) this.#path.stage = stage;
    this.#armCut(stage, milliseconds / 2);
    this.#work(milliseconds, done);
    this.#options.changed();
  }

  #work(milliseconds: number, done: () => void): void {
    this.#cancelWork();
    this.#cancelWork = this.#options.clock.schedule(milliseconds, () => {
      done();
      this.#options.changed();
    });
  }

  #armCut(stage: string, milliseconds: number): void {
    const { values, clock } = this.#options;
    this.#cancelCut();
    if (values.cutDuring !== stage) return;
    this.#cancelCut = clock.schedule(milliseconds, () => {
      values.cutDuring = 'off';
      values.power = false;
      this.powerOff();
    });
  }

  #tell(event: PollEvent): void {
    this.#happened.push(event);
  }
}

function amountOf(note: Note): { value: number; currency: string } {
  return { value: note.channel?.value ?? 0, currency: note.channel?.currency ?? 'XXX' };
}

function nameOf({ channel }: Note): string {
  return channel === null ? 'no note' : `${channel.value / 100} ${channel.currency}`;
}
