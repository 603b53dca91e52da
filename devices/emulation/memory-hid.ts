import { Listeners } from '../../src-shared/listeners.ts';
import type { HidDeviceInfo, HidHandle, HidLibrary } from '../transport/hid.ts';
import type { UnitLine } from '../transport/transport.ts';
import type { Emulator } from './emulator.ts';

/** The HID devices of a computer that has none: node-hid as far as it is used, with emulated units behind it. */
export interface MemoryHid {
  readonly library: () => Promise<HidLibrary>;
  /** Plugs a unit in. Returns the function that pulls it out. */
  plug(info: HidDeviceInfo & { readonly path: string }, unit: Pick<Emulator, 'attach'>): () => void;
  /** Handles that are open. */
  readonly openHandles: number;
}

interface Plugged {
  readonly info: HidDeviceInfo & { readonly path: string };
  readonly fromHost: Listeners<Uint8Array>;
  readonly toHost: Listeners<Uint8Array>;
  readonly pulled: Listeners<void>;
}

export function memoryHid(): MemoryHid {
  const plugged = new Map<string, Plugged>();
  let openHandles = 0;

  async function open(path: string): Promise<HidHandle> {
    const device = plugged.get(path);
    if (device === undefined) throw new Error(`cannot open device with path ${path}`);
    openHandles++;
    let isOpen = true;
    const stops: (() => void)[] = [];
    return {
      on(event: 'data' | 'error', listener: ((report: Uint8Array) => void) & ((error: Error) => void)) {
        if (event === 'data') stops.push(device.toHost.add(listener));
        else stops.push(device.pulled.add(() => listener(new Error('could not read from HID device'))));
      },
      async write(report) {
        if (plugged.get(path) !== device) throw new Error('Cannot write to hid device');
        queueMicrotask(() => device.fromHost.tell(Uint8Array.from(report)));
        return report.length;
      },
      async close() {
        if (!isOpen) throw new Error('device has been closed');
        isOpen = false;
        openHandles--;
        for (const stop of stops) stop();
      },
    };
  }

  return {
    library: async () => ({
      devicesAsync: async () => [...plugged.values()].map(({ info }) => info),
      HIDAsync: { open },
    }),
    plug(info, unit) {
      const device: Plugged = {
        info,
        fromHost: new Listeners(),
        toHost: new Listeners(),
        pulled: new Listeners(),
      };
      plugged.set(info.path, device);
      const line: UnitLine = {
        write: (report) => queueMicrotask(() => device.toHost.tell(Uint8Array.from(report))),
        onData: (listener) => device.fromHost.add(listener),
      };
      const detach = unit.attach(line);
      return () => {
        plugged.delete(info.path);
        detach();
        device.pulled.tell();
      };
    },
    get openHandles() {
      return openHandles;
    },
  };
}
