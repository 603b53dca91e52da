import type { Item } from '../../../src-shared/service/item.ts';
import { lackingModule, type Module } from '../../../src-shared/service/item-parts.ts';
import type { ItemSummary, Limitation } from '../../../src-shared/view.ts';
import type { Surroundings } from './context.ts';

/** What decides of what can be done here and now. */
type Here = Pick<Surroundings, 'devices' | 'store'>;

/** A device that can serve the next citizen, or soon will: busy is well. */
function works({ devices, store }: Here, module: Module): boolean {
  // Said once for the whole machine; where nobody is, the item is not offered at all.
  if (module === 'staff') return true;
  // While somebody loads or collects no cash is taken, and after a crash in the middle of it neither.
  if (module === 'cashRecycler' && store.read.openCashExchange() !== undefined) return false;
  // A pad without its keys answers, and encrypts nothing.
  const keys = module === 'pinPad' ? devices.pinPad?.status.encryptionState : undefined;
  if (keys !== undefined && keys !== 'ready' && keys !== 'busy') return false;
  const status = devices[module]?.status.device;
  return status === 'online' || status === 'deviceBusy' || status === 'starting';
}

/** Null when the item can be done here and now, else the first module that it lacks. */
export function availability(item: Item, here: Here): ItemSummary['unavailable'] {
  const lacking = lackingModule(item, (module) => module === 'receiptPrinter' || works(here, module));
  return lacking === 'receiptPrinter' || lacking === 'staff' ? null : lacking;
}

/** What this machine cannot do now, said honestly on the first screen. */
export function limitations(here: Here, centreOnline: boolean): Limitation[] {
  const missing: Limitation[] = (['identityCardReader', 'documentPrinter', 'receiptPrinter'] as const).filter(
    (module) => !works(here, module),
  );
  // A machine that never took notes does not miss them.
  if (here.devices.cashRecycler !== undefined && !works(here, 'cashRecycler')) missing.push('cashRecycler');
  return centreOnline ? missing : [...missing, 'server'];
}
