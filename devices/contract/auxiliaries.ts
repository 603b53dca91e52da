import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';
import type { PowerControl } from './power-control.ts';

/** XFS4IoT Lights: guide lights beside the slots, and the lamp on top. */
export type GuideLight =
  | 'identityCardReader'
  | 'cardReader'
  | 'documentPrinter'
  | 'receiptPrinter'
  | 'billAcceptor'
  | 'notesDispenser'
  | 'coinAcceptor'
  | 'pinPad'
  | 'scanner'
  | 'statusGood'
  | 'statusWarning'
  | 'statusBad';

/** XFS4IoT Lights flashRate. A light that cannot flash is lit for every rate but `off`. */
export type FlashRate = 'off' | 'slow' | 'medium' | 'quick' | 'continuous';

/** XFS4IoT Auxiliaries. `notSupported`: the board has no such sensor; `unknown`: it gave no good answer. */
export type DoorState = 'closed' | 'open' | 'unknown' | 'notSupported';

export interface AuxiliariesStatus extends DeviceStatus {
  readonly cabinetDoor: DoorState;
  readonly safeDoor: DoorState;
  /** Somebody stands before the machine. */
  readonly presence: 'present' | 'notPresent' | 'unknown' | 'notSupported';
  /** Degrees Celsius inside the cabinet; null when unknown or without a sensor. */
  readonly temperature: number | null;
}

/**
 * The I/O board: lights, doors, presence, temperature, and the supply of other devices. `powerCycle` is the last rung
 * of the recovery ladder before a person; a supply that was cut is given back whatever happens.
 */
export interface Auxiliaries extends Device<AuxiliariesStatus>, PowerControl {
  readonly class: 'auxiliaries';
  readonly lights: readonly GuideLight[];
  /** The light stays so also when the board or its line was away in between. */
  setLight(
    light: GuideLight,
    rate: FlashRate,
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<'invalidLight' | 'lightError'>>>;
}
