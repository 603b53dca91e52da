import type { Result } from '../../src-shared/result.ts';
import type { CommandOptions, DeviceError } from './common.ts';

/** What can cut the power of other devices: the I/O board with its relays. */
export interface PowerControl {
  /** Ids of the devices, as in terminal.yaml, whose power it switches. */
  readonly outlets: readonly string[];
  /** Off, a pause, on. */
  powerCycle(deviceId: string, options: CommandOptions): Promise<Result<void, DeviceError>>;
}
