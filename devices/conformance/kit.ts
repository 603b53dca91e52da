import type { Clock } from '../../src-shared/clock.ts';
import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError } from '../contract/common.ts';
import type { Emulator, SwitchValue } from '../emulation/emulator.ts';
import type { Transport } from '../transport/transport.ts';

/**
 * What a driver shows of itself so that one suite can try it with its emulated unit: how both are made, what can be
 * asked of the driver, what the unit's switches do to its status. `npm run conformance` runs the suite.
 */
export interface DriverConformance<U extends Unit = Unit, D extends Device = Device> {
  /** For `--driver`: the name of its folder, and of the unit where one folder has several. */
  readonly driver: string;
  /** Of the unit's serial line. */
  readonly serial: { readonly baudRate: number; readonly parity: 'none' | 'even'; readonly stopBits: 1 | 2 };
  /** Its line is a connection whose loss the unit notices too, not a cable. */
  readonly connected?: true;
  /** Lines on which it cannot be tried, with the reason. */
  readonly skips?: {
    readonly tcp?: string;
    readonly pty?: string;
    /** Its unit is asked nothing, so that a silent one cannot be told from one that has nothing to say. */
    readonly silentStart?: string;
  };
  /** A unit as it leaves the factory, with enough inside for every command. */
  makeUnit(clock: Clock): U;
  makeDriver(transport: Transport, clock: Clock): D;
  /** Milliseconds after which a unit that was switched on hears; 3 s when absent. */
  readonly startMs?: number;
  /** Every command of the class. */
  readonly commands: readonly CommandCase<U, D>[];
  readonly statuses: readonly StatusCase[];
  /** Everything that a unit can hold when it is switched on. */
  readonly powerUps: readonly PowerUpCase<U, D>[];
  /** What people do to the unit after trouble: switch it on, clear a jam. Its switches stand as in a new one already. */
  hands?(unit: U): void;
  /** What staff asks of the driver then, when it says that it is up: a reset. */
  recover?(rig: Rig<U, D>): Promise<void>;
  /** Writes down what the driver tells unasked, for `invariant`. */
  watch?(device: D, told: string[]): void;
  /** What must hold at the end of every life, told by all drivers that the unit had: null, or what is wrong. */
  invariant?(unit: U, told: readonly string[]): string | null;
  /** Switches, as `id=value`, under which up to so many items more move than the unit was told to. */
  readonly excess?: Readonly<Record<string, number>>;
  /** Switches, as `id=value`, under which the unit ends what it has confirmed only when people have put it in order. */
  readonly late?: readonly string[];
}

/** An emulator, or several on one wire. */
export type Unit = Pick<Emulator, 'attach' | 'describe' | 'set'>;

/** A driver on its unit. */
export interface Rig<U extends Unit = Unit, D extends Device = Device> {
  readonly unit: U;
  readonly device: D;
  readonly time: Time;
}

/** Time as a check sees it, virtual or real. */
export interface Time {
  readonly clock: Clock;
  pause(milliseconds: number): Promise<void>;
  /** Lets time pass until there is an answer. Throws when there never will be one. */
  answer<T>(promise: Promise<T>): Promise<T>;
  /** Lets time pass until something holds. Throws, naming it, when it does not within `limitMs`. */
  until(what: string, holds: () => boolean, limitMs: number): Promise<void>;
}

/** One command, in a situation in which it succeeds. */
export interface CommandCase<U extends Unit, D extends Device> {
  readonly name: string;
  readonly timeoutMs: number;
  /** What must be so before: a card on the glass, a note in escrow. */
  prepare?(rig: Rig<U, D>): Promise<void>;
  run(rig: Rig<U, D>, options: CommandOptions): Promise<Result<unknown, DeviceError>>;
  /**
   * How many things this command has changed so far, by what lies where in the unit: notes, coins, slips. An answer
   * is held against it. Absent: the command changes nothing, and is never `indeterminate`.
   */
  moved?(unit: U): number;
  /** How many things it changes when it is done, by what the unit holds just before; without it as the first time. */
  whole?(unit: U): number;
  /** It moves parts of the machine that nobody counts, such as a reset: `indeterminate` is an honest answer. */
  readonly motion?: true;
  /** The driver answers it from what it knows already; the unit is not asked, also when it is away. */
  readonly local?: true;
  /** What such a command changes may be undone by the unit itself after a while: looked at so long after the answer. */
  readonly settleMs?: number;
  /** Milliseconds over `timeoutMs` that the answer may take on a line that is dead, with the reason in a comment. */
  readonly overrunMs?: number;
}

/** What the driver's status becomes after a switch of the unit. */
export interface StatusCase {
  readonly set: readonly (readonly [id: string, value: SwitchValue])[];
  /** Command by which the driver learns of it; without it by itself. */
  readonly command?: string;
  /** Properties that must have these values; others may have any. */
  readonly becomes: Readonly<Record<string, unknown>>;
}

export interface PowerUpCase<U extends Unit, D extends Device> {
  readonly name: string;
  /** Brings the unit there, under a driver that is then closed; the unit may be left without power. */
  arrange(rig: Rig<U, D>): Promise<void>;
  /** Hands that switch it on again, before a new driver is opened. */
  powerOn?(unit: U): void;
  /** What the new driver says after it was opened, and what it must say. */
  found(rig: Rig<U, D>): unknown;
  readonly expected: unknown;
}
