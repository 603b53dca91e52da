import type { DeviceCount } from '../../../devices/manager/manager.ts';
import type { Store } from '../store/store.ts';

/**
 * What wears the devices, kept over restarts: one fact of the store per device. They serve maintenance alone; what
 * money and certificates went through a device is said by the ledger and the journal.
 */
const factOf = (device: string) => `deviceCounters:${device}`;

/** By counter; none that was never counted. */
export function deviceCounters(store: Pick<Store, 'read'>, device: string): Record<string, number> {
  const kept = store.read.fact(factOf(device));
  return kept === undefined ? {} : (JSON.parse(kept) as Record<string, number>);
}

export function countDevice(
  store: Pick<Store, 'read' | 'commit'>,
  { device, counter, by }: DeviceCount,
): void {
  store.commit((write) => {
    const counters = deviceCounters(store, device);
    write.setFact(factOf(device), JSON.stringify({ ...counters, [counter]: (counters[counter] ?? 0) + by }));
  });
}
