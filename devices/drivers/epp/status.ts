import type { PinPadStatus } from '../../contract/pin-pad.ts';
import { isBatteryLow, isDone, isMasterKeyInvalid, isSelfTestFault } from './status-code.ts';

/** What the pad said of itself: of its self-test (null when it was not asked now), and of each key. */
export interface Findings {
  readonly selfTest: number | null;
  readonly keys: readonly number[];
}

export function offline(reasons: readonly string[]): PinPadStatus {
  return { device: 'offline', reasons, encryptionState: 'undefined' };
}

/**
 * @param hadMasterKey the pad said earlier that its master key was good: one that is gone since was erased, which a
 *   pad does to itself when it is opened
 */
export function statusOf({ selfTest, keys }: Findings, hadMasterKey: boolean): PinPadStatus {
  const all = selfTest === null ? keys : [selfTest, ...keys];
  const battery = all.some(isBatteryLow) ? ['batteryLow'] : [];
  if (all.some(isMasterKeyInvalid)) {
    return {
      device: hadMasterKey ? 'fraudAttempt' : 'online',
      reasons: [hadMasterKey ? 'tampered' : 'masterKeyMissing', ...battery],
      encryptionState: 'notInitialized',
    };
  }
  if (all.some((status) => isSelfTestFault(status) && !isBatteryLow(status))) {
    const reason = selfTest === 0xf2 ? 'keyStuck' : 'selfTestFailed';
    return { device: 'hardwareError', reasons: [reason, ...battery], encryptionState: 'notReady' };
  }
  const missing = keys.some((status) => !isDone(status));
  return {
    device: 'online',
    reasons: [...(missing ? ['workingKeyMissing'] : []), ...battery],
    encryptionState: missing ? 'initialized' : 'ready',
  };
}
