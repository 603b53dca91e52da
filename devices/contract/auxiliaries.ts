import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT Lights and Auxiliaries: guide lights, doors, presence, temperature, and the power supply. */

export type GuideLight =
  | 'identityCardReader'
  | 'cardReader'
  | 'documentPrinter'
  | 'receiptPrinter'
  | 'billAcceptor'
  | 'notesDispenser'
  | 'scanner'
  | 'statusGood'
  | 'statusWarning'
  | 'statusBad';
export type FlashRate = 'off' | 'slow' | 'medium' | 'quick' | 'continuous';

export interface AuxiliariesStatus extends DeviceStatus {
  readonly cabinetDoor: 'closed' | 'open' | 'unknown' | 'notSupported';
  readonly safeDoor: 'closed' | 'open' | 'unknown' | 'notSupported';
  /** Somebody stands before the machine. */
  readonly presence: 'present' | 'notPresent' | 'unknown' | 'notSupported';
  /** Degrees Celsius; null when unknown. */
  readonly temperature: number | null;
}

export interface Auxiliaries extends Device<AuxiliariesStatus> {
  readonly class: 'auxiliaries';
  readonly lights: readonly GuideLight[];
  setLight(
    light: GuideLight,
    rate: FlashRate,
    options: CommandOptions,
  ): Promise<Result<void, DeviceError<'invalidLight' | 'lightError'>>>;
  /** Names of the devices whose power the board can switch. */
  readonly outlets: readonly string[];
  /** Off, a pause, on: the last rung of the recovery ladder before a person. */
  powerCycle(outlet: string, options: CommandOptions): Promise<Result<void, DeviceError>>;
}

export interface PowerSupplyStatus extends DeviceStatus {
  readonly mains: 'present' | 'failed' | 'unknown';
  /** Battery charge in percent; null when unknown. */
  readonly charge: number | null;
  readonly battery: 'ok' | 'low' | 'failed' | 'unknown';
}

export interface PowerSupply extends Device<PowerSupplyStatus> {
  readonly class: 'powerSupply';
}
