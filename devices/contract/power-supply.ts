import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, Device, DeviceError, DeviceStatus } from './common.ts';

/** XFS4IoT Auxiliaries UPS: mains and battery. Shut down in good order while `battery` is not yet `low`. */
export interface PowerSupplyStatus extends DeviceStatus {
  readonly mains: 'present' | 'failed' | 'unknown';
  readonly battery: 'ok' | 'low' | 'failed' | 'unknown';
  /** Battery charge in percent, estimated from its voltage; null when unknown. */
  readonly charge: number | null;
  /** Load in percent of what the unit can give; null when unknown. */
  readonly load: number | null;
  /** The unit will switch its output off: a shutdown was ordered. */
  readonly shutdown: 'none' | 'pending' | 'unknown';
}

export interface PowerSupply extends Device<PowerSupplyStatus> {
  readonly class: 'powerSupply';
  /**
   * Makes the unit switch its output off after a while, so that a battery is not run down by a machine that has shut
   * down; the output comes back with the mains. `indeterminate` when the unit did not say whether it will.
   *
   * @param afterMs 12 s to 10 min
   */
  scheduleShutdown(afterMs: number, options: CommandOptions): Promise<Result<void, DeviceError>>;
  /** Takes a shutdown back, for the mains came back in time. */
  cancelShutdown(options: CommandOptions): Promise<Result<void, DeviceError>>;
}
