import type { PowerControl } from '../contract/power-control.ts';
import type { AnyDevice } from './create-device.ts';
import type { Rung } from './recovery-ladder.ts';

/**
 * Whether a rung is for this device now; one that is not is passed over. A dispenser is never reset by itself, for its
 * reset moves notes into the reject tray. A unit with a note in escrow is left alone: that is a person's money.
 */
export function mayTry(rung: Rung, device: AnyDevice, power: PowerControl | undefined): boolean {
  const escrow = device.class === 'cashAcceptor' ? device.status.intermediateStacker : null;
  switch (rung) {
    case 'retry':
      return true;
    case 'reinitialise':
      return escrow === 'empty';
    case 'reopen':
      return escrow !== 'notEmpty';
    case 'powerCycle':
      return escrow !== 'notEmpty' && power?.outlets.includes(device.id) === true;
  }
}
