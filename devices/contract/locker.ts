import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** One door with what lies behind it. `unknown`: the board does not answer. */
export interface Compartment {
  /** As it is painted on the door; from 1. */
  readonly number: number;
  readonly door: 'closed' | 'open' | 'unknown';
  readonly item: 'present' | 'notPresent' | 'unknown';
}

export interface LockerStatus extends DeviceStatus {
  /** All of them, by number; never older than the interval at which the board is asked. */
  readonly compartments: readonly Compartment[];
}

export type LockerErrorCode = 'doorNotOpened';

/**
 * A certificate pick-up cabinet (证照柜): doors that spring open when they are told and are closed by hand. A class of
 * ours, for XFS4IoT has none; its words are those of the standard where it has some.
 */
export interface Locker extends Device<LockerStatus> {
  readonly class: 'locker';
  /**
   * Opens one door, and answers when it is seen open; a door that is open already is told nothing. Sent once.
   * `notDone`: it was seen closed until the end. `indeterminate`: the board was told and has not answered since; what
   * became of it is in the status when the board is back.
   */
  openDoor(compartment: number, options: CommandOptions): Promise<Result<void, DeviceError<LockerErrorCode>>>;
}
