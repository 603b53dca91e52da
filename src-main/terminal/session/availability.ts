import { type Item, lackingModule, type Module } from '../../../src-shared/service/item.ts';
import type { ItemSummary, Limitation } from '../../../src-shared/view.ts';
import type { Devices } from './context.ts';

/** A device that can serve the next citizen, or soon will: busy is well. */
function works(devices: Devices, module: Module): boolean {
  // Said once for the whole machine; where nobody is, the item is not offered at all.
  if (module === 'staff') return true;
  // A pad without its keys answers, and encrypts nothing.
  const keys = module === 'pinPad' ? devices.pinPad?.status.encryptionState : undefined;
  if (keys !== undefined && keys !== 'ready' && keys !== 'busy') return false;
  const status = devices[module]?.status.device;
  return status === 'online' || status === 'deviceBusy' || status === 'starting';
}

/** Null when the item can be done here and now, else the first module that it lacks. */
export function availability(item: Item, devices: Devices): ItemSummary['unavailable'] {
  const lacking = lackingModule(item, (module) => module === 'receiptPrinter' || works(devices, module));
  return lacking === 'receiptPrinter' || lacking === 'staff' ? null : lacking;
}

/** What this machine cannot do now, said honestly on the first screen. */
export function limitations(devices: Devices, centreOnline: boolean): Limitation[] {
  const missing: Limitation[] = (['identityCardReader', 'documentPrinter', 'receiptPrinter'] as const).filter(
    (module) => !works(devices, module),
  );
  // A machine that never took notes does not miss them.
  if (devices.cashRecycler !== undefined && !works(devices, 'cashRecycler')) missing.push('cashRecycler');
  return centreOnline ? missing : [...missing, 'server'];
}
