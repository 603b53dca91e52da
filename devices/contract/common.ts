import type { DeviceClass, DeviceState } from '../../src-shared/device.ts';
import type { Result } from '../../src-shared/result.ts';

export type { DeviceClass, DeviceState };

/**
 * What every device has. Names and values are those of XFS4IoT (CEN CWA 17852), publication 2024-03.
 */

/** Completion codes of the standard that a driver of ours can give. */
export type CompletionCode =
  | 'commandErrorCode'
  | 'canceled'
  | 'deviceNotReady'
  | 'hardwareError'
  | 'internalError'
  | 'invalidData'
  | 'timeOut'
  | 'unsupportedCommand'
  | 'userError'
  | 'sequenceError';

/**
 * Whether the world was changed. `indeterminate` is never retried by itself and never shown as a failure:
 * it is resolved by asking the device, else handed to a person with the evidence.
 */
export type Outcome = 'done' | 'notDone' | 'indeterminate';

export interface DeviceError<Code extends string = string> {
  readonly completionCode: CompletionCode;
  /** The class's own error code (`mediaJam`, `noMedia` ...) when completionCode is `commandErrorCode`. */
  readonly errorCode?: Code;
  /** For the technician: what was sent, what came back, what was expected. Never personal data. */
  readonly description: string;
  readonly outcome: Exclude<Outcome, 'done'>;
}

export interface CommandOptions {
  /** Aborting it cancels the command: the answer is then `canceled`, or `done` if it was too late. */
  readonly signal?: AbortSignal;
  /** Milliseconds from the call until the command gives up with `timeOut`. */
  readonly timeoutMs: number;
}

export interface DeviceStatus {
  readonly device: DeviceState;
  /** Why it is not simply well: short codes such as `coverOpen`, `paperLow`, `lineLost`. */
  readonly reasons: readonly string[];
}

export interface Device<Status extends DeviceStatus = DeviceStatus> {
  readonly id: string;
  readonly class: DeviceClass;
  /** The last status known; never waits. */
  readonly status: Status;
  /** Called after every change of `status`. Returns the function that stops it. */
  onStatusChanged(listener: (status: Status) => void): () => void;
  /**
   * Opens the line and asks the device what it is and holds. Afterwards the device keeps itself open: a lost
   * line is reopened with back-off until `close`, and every change is told by `onStatusChanged`.
   */
  open(): Promise<Result<void, DeviceError>>;
  close(): Promise<void>;
}
