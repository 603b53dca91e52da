import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Transport, TransportError } from './transport.ts';

/** Which of the HID devices of this computer. What is absent may be anything; the first that fits is taken. */
export interface HidSettings {
  readonly vendorId?: number | undefined;
  readonly productId?: number | undefined;
  readonly serialNumber?: string | undefined;
  /** Of its collection: 0x8C is a scanner of HID POS. */
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
  /** As the operating system names it (`/dev/hidraw0`), where two of the same kind hang on one terminal. */
  readonly path?: string | undefined;
}

/** A HID device of this computer, as node-hid tells of it. */
export type HidDeviceInfo = Omit<HidSettings, 'vendorId' | 'productId'> & {
  readonly vendorId: number;
  readonly productId: number;
};

/** An open HID device. Reports have their report id before them, on the way in only where the device numbers them. */
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  write(report: number[]): Promise<number>;
  close(): Promise<void>;
}

/** The part of node-hid that is used. */
export interface HidLibrary {
  devicesAsync(): Promise<readonly HidDeviceInfo[]>;
  readonly HIDAsync: { open(path: string): Promise<HidHandle> };
}

/** Not before it is needed: on Linux it loads libudev, which a machine without HID devices may lack. */
async function nodeHid(): Promise<HidLibrary> {
  const { default: library } = await import('node-hid');
  return library;
}

/**
 * A HID device. Each portion of `onData` is one whole report, and each `write` must be one, beginning with its
 * report id (0 where the device does not number them).
 */
export function hidTransport(settings: HidSettings, library = nodeHid): Transport {
  const name = `hid ${describeSettings(settings)}`;
  const data = new Listeners<Uint8Array>();
  const lost = new Listeners<string>();
  let handle: HidHandle | undefined;
  /** Grows with every opening and closing, so that what an earlier one ends in has no effect. */
  let turn = 0;

  async function open(): Promise<Result<void, TransportError>> {
    if (handle !== undefined) return err({ code: 'busy', description: `${name} is open already` });
    const mine = ++turn;
    let opened: HidHandle;
    try {
      const hid = await library();
      const path = (await hid.devicesAsync()).find((info) => fits(settings, info))?.path;
      if (path === undefined) return err({ code: 'notFound', description: `${name} is not plugged in` });
      opened = await hid.HIDAsync.open(path);
    } catch (error) {
      // hidapi does not say why. On Linux most often /dev/hidraw* belongs to root for want of a udev rule.
      return err({ code: 'failed', description: `${name}: ${message(error)}` });
    }
    if (turn !== mine || handle !== undefined) {
      await opened.close();
      return err({ code: 'closed', description: `${name} was closed while it was opened` });
    }
    handle = opened;
    opened.on('data', (report) => {
      if (handle === opened) data.tell(Uint8Array.from(report));
    });
    opened.on('error', (error) => {
      if (handle !== opened) return;
      handle = undefined;
      // The handle of a device that is gone is no use any more, and may fail to close.
      void opened.close().catch(() => {});
      lost.tell(`${name}: ${error.message}`);
    });
    return ok();
  }

  return {
    name,
    get isOpen() {
      return handle !== undefined;
    },
    open,
    async write(bytes) {
      if (handle === undefined) return err({ code: 'closed', description: `${name} is not open` });
      try {
        await handle.write([...bytes]);
        return ok();
      } catch (error) {
        return err({ code: 'failed', description: `${name}: ${message(error)}` });
      }
    },
    onData: (listener) => data.add(listener),
    onLost: (listener) => lost.add(listener),
    async close() {
      turn++;
      const closing = handle;
      handle = undefined;
      await closing?.close().catch(() => {});
    },
  };
}

function fits(wanted: HidSettings, info: HidDeviceInfo): boolean {
  const keys = ['vendorId', 'productId', 'serialNumber', 'usagePage', 'usage', 'path'] as const;
  return keys.every((key) => wanted[key] === undefined || wanted[key] === info[key]);
}

function describeSettings({
  vendorId,
  productId,
  serialNumber,
  usagePage,
  usage,
  path,
}: HidSettings): string {
  const hex = (value: number | undefined) => value?.toString(16).padStart(4, '0') ?? '*';
  const parts = [`${hex(vendorId)}:${hex(productId)}`];
  if (serialNumber !== undefined) parts.push(serialNumber);
  if (usagePage !== undefined) parts.push(`usage ${hex(usagePage)}/${hex(usage)}`);
  if (path !== undefined) parts.push(path);
  return parts.join(' ');
}

const message = (error: unknown) => (error instanceof Error ? error.message : String(error));
