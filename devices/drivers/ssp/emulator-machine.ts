import type { Clock } from '../../../src-shared/clock.ts';
import { Intake } from './emulator-intake.ts';
import { type NoteOnItsWay, NotePath, type SspTiming } from './emulator-path.ts';
import { type Note, type Paper, Stock } from './emulator-stock.ts';
import { amountOf, PayoutStore } from './emulator-store.ts';
import type { SwitchValues } from './emulator-switches.ts';
import { needsAck, type PollEvent } from './events.ts';
import type { Channel } from './replies.ts';

export const usualTiming: SspTiming = {
  initialise: 2_000,
  read: 1_200,
  accept: 700,
  stow: 800,
  reject: 900,
  payout: 1_500,
  take: 600,
};

/** The code of "the unit is disabled" behind a refusal. */
const disabledRefusal = 4;

/**
 * What a unit holds and knows without power: kept in a file, it makes the end of the program that plays the unit a loss of
 * power, with the notes where they were.
 */
export interface UnitMemory {
  readonly papers: readonly Paper[];
  readonly way: Pick<NoteOnItsWay, 'stage' | 'target'> | null;
  readonly store: PayoutStore['memory'];
  readonly routes: Intake['routes'];
  readonly happened: readonly PollEvent[];
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
  readonly intake: Intake;
  readonly store: PayoutStore;
  readonly #options: MachineOptions;
  readonly #path: NotePath;
  #powered = false;
  #initialising = false;
  #cancelInitialise: () => void = () => {};
  #enabled = false;
  /** What happened, in its order. What needs an acknowledgement stays until it comes, over a loss of power too. */
  #happened: PollEvent[] = [];
  /** What is repeated word for word until it is acknowledged. */
  #frozen: readonly PollEvent[] | null = null;

  constructor(options: MachineOptions) {
    const { channels, capacity } = options;
    this.#options = options;
    this.#path = new NotePath({
      ...options,
      stock: this.stock,
      tell: (event) => this.tell(event),
      cutPower: () => this.powerOff(),
    });
    this.intake = new Intake(this.#path, channels, capacity);
    this.store = new PayoutStore(this.#path, channels);
  }

  get memory(): UnitMemory {
    const { way } = this.#path;
    return {
      papers: this.stock.papers,
      way: way && { stage: way.stage, target: way.target },
      store: this.store.memory,
      routes: this.intake.routes,
      happened: this.#happened.filter(needsAck),
    };
  }

  /** Before it is switched on. */
  recall({ papers, way, store, routes, happened }: UnitMemory): void {
    for (const { channel, rejectCode, place } of papers) {
      const known = this.#options.channels.find(({ number }) => number === channel) ?? null;
      this.stock.add({ channel: known, rejectCode }, place);
    }
    if (way !== null) this.#path.recall(way.stage, way.target);
    this.store.recall(store);
    this.intake.recall(routes);
    this.#happened = [...happened];
  }

  get powered(): boolean {
    return this.#powered;
  }

  get busy(): boolean {
    return this.#path.way !== null;
  }

  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
  }

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.#initialising = true;
    this.#happened = [{ name: 'slaveReset' }, ...this.#happened.filter(needsAck)];
    if (this.#options.values.cashbox === 'out') this.tell({ name: 'cashboxRemoved' });
    this.#initialise();
    this.#options.changed();
  }

  #initialise(): void {
    const { clock, timing, changed } = this.#options;
    // Not the work of the path: a hand that clears it, or a host that wants a note back, does not end the self-test.
    this.#cancelInitialise = clock.schedule(timing.initialise, () => {
      this.#path.stop();
      this.#clearPath();
      this.#initialising = false;
      this.store.bezelFree();
      changed();
    });
  }

  powerOff(): void {
    if (!this.#powered) return;
    this.#powered = false;
    this.#enabled = false;
    this.#frozen = null;
    this.#cancelInitialise();
    this.#path.stop();
    this.intake.stop();
    this.store.stop();
    this.#options.died();
    this.#options.changed();
  }

  /** False when the mouth is shut: the paper stays with the customer. */
  insert(note: Note): boolean {
    this.stock.add(note, 'outside');
    const { values } = this.#options;
    const ready = this.#powered && !this.#initialising && this.#enabled && !this.intake.allInhibited;
    const free = this.#path.way === null && !this.store.moving && this.stock.in('bezel').length === 0;
    const whole = values.cashbox === 'in' && !values.notePathOpen;
    if (!ready || !free || !whole || this.#happened.some(needsAck)) return false;
    this.intake.take(note);
    return true;
  }

  pullCashbox(): void {
    for (const note of this.stock.in('cashbox')) this.stock.move(note, 'staff');
    this.tell({ name: 'cashboxRemoved' });
  }

  clearJam(): void {
    this.#path.clearJam();
  }

  /** An order to the store: the code of its refusal, or null. A unit that is disabled moves nothing. */
  order(run: () => number | null): number | null {
    return this.#enabled && !this.#initialising ? run() : disabledRefusal;
  }

  tell(event: PollEvent): void {
    this.#happened.push(event);
  }

  poll(withAck: boolean): readonly PollEvent[] {
    if (withAck && this.#frozen !== null) return this.#frozen;
    const waits = this.#happened.some(needsAck);
    const escrow = this.#path.way?.stage === 'escrow' && !this.#path.way.told;
    // Nothing is done with notes while something waits to be acknowledged.
    if (!waits || escrow) this.intake.polled();
    const events = [...this.#happened, ...this.#lasting()];
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

  describe(): readonly string[] {
    const { way } = this.#path;
    const { values } = this.#options;
    const notes = (place: 'payout' | 'cashbox' | 'bezel') =>
      this.stock
        .inventory()
        [place].map(({ value, count }) => `${count} x ${value / 100}`)
        .join(', ') || 'empty';
    const state = this.#initialising ? 'starting' : this.#enabled ? 'enabled' : 'disabled';
    return [
      this.#powered ? state : 'without power',
      `note path: ${way === null ? 'empty' : `${way.stage}, ${nameOf(way.note)}`}`,
      `bezel: ${notes('bezel')}`,
      `payout store: ${notes('payout')}`,
      `cashbox: ${values.cashbox === 'out' ? 'taken out' : notes('cashbox')}`,
    ];
  }

  /** At power-up: what lies in the path is brought where it can go, and told. */
  #clearPath(): void {
    const { way } = this.#path;
    const channel = way?.note.channel?.number ?? 0;
    if (way?.stage === 'stacking' || way?.stage === 'credited') {
      this.#path.leave(way.target);
      if (way.target === 'cashbox') this.tell({ name: 'noteClearedToCashbox', channel });
      else this.tell({ name: 'noteIntoStoreAtPowerUp', note: amountOf(way.note) });
    } else if (way?.stage === 'reading' || way?.stage === 'escrow' || way?.stage === 'rejecting') {
      this.#path.leave('outside');
      this.tell({ name: 'noteClearedFromFront', channel: way.stage === 'reading' ? 0 : channel });
    }
    this.store.recover();
  }

  #lasting(): PollEvent[] {
    const { values, capacity } = this.#options;
    const events: PollEvent[] = this.#initialising ? [{ name: 'initialising' }] : [];
    events.push(...this.#path.events(), ...this.store.events());
    if (values.notePathOpen) events.push({ name: 'notePathOpen' });
    if (this.stock.in('payout').length >= capacity) events.push({ name: 'deviceFull' });
    if (!this.#enabled) events.push({ name: 'disabled' });
    else if (this.intake.allInhibited) events.push({ name: 'channelDisable' });
    return events;
  }
}

function nameOf({ channel }: Note): string {
  return channel === null ? 'no note' : `${channel.value / 100} ${channel.currency}`;
}
