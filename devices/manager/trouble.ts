import type { DeviceState, DeviceStatus } from '../contract/common.ts';

/**
 * What a device's state means for whoever wants it well again: `line` - it cannot be reached, `unit` - it says itself
 * that it is broken. Paper, a cover, a cashbox, a fraud: only a person can put that right, and power and resets would
 * make it worse.
 */
export type Trouble = 'none' | 'line' | 'unit' | 'person';

const troubles: Readonly<Record<DeviceState, Trouble>> = {
  online: 'none',
  deviceBusy: 'none',
  // On its way by itself.
  starting: 'none',
  offline: 'line',
  noDevice: 'line',
  powerOff: 'line',
  hardwareError: 'unit',
  userError: 'person',
  fraudAttempt: 'person',
  potentialFraud: 'person',
};

/** A jammed note or sheet lies where a hand has to take it out: no reset and no power does. */
const forHands = /jam|itemsInPath|exitBlocked|rejectTray|cutterError|mechanicalError/i;

export function troubleOf(status: Pick<DeviceStatus, 'device' | 'reasons'>): Trouble {
  // Nobody is to be recovered whose line was closed on purpose.
  if (status.reasons.includes('closed')) return 'none';
  const trouble = troubles[status.device];
  return trouble === 'unit' && status.reasons.some((reason) => forHands.test(reason)) ? 'person' : trouble;
}
