import type { Clock } from '../../src-shared/clock.ts';
import type { StartHelper } from '../../src-shared/helper-process.ts';
import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { DeviceSummary } from '../../src-shared/view.ts';
import type { YamlProblem } from '../../src-shared/yaml-file.ts';
import type { DocumentPrinter } from '../contract/document-printer.ts';
import type { IdentityCardReader } from '../contract/identity-card-reader.ts';
import type { ReceiptPrinter } from '../contract/receipt-printer.ts';
import { CctalkBuses } from '../drivers/cctalk/buses.ts';
import { nodeHelper } from '../transport/helper-process.ts';
import { type AnyDevice, createDevice } from './create-device.ts';
import { type DeviceEntry, entryProblem } from './entry.ts';
import { readProfile } from './profile.ts';

/**
 * Reads the profiles of all devices and makes the devices, closed. All problems are told at once, and with any
 * there are no devices: nothing starts half.
 *
 * @param directory config/devices
 */
export async function loadDevices(
  directory: string,
  entries: readonly DeviceEntry[],
  clock: Clock,
  startHelper: StartHelper = nodeHelper,
): Promise<Result<DeviceManager, YamlProblem[]>> {
  const problems: YamlProblem[] = [];
  const devices: AnyDevice[] = [];
  const buses = new CctalkBuses();
  for (const entry of entries) {
    const profile = await readProfile(directory, entry.profile);
    const device = profile.ok ? createDevice(entry, profile.value, clock, buses, startHelper) : profile;
    if (!device.ok) problems.push(...device.error);
    else if (devices.some((other) => other.class === device.value.class)) {
      problems.push(entryProblem(entry, `one device of class ${device.value.class}`, 'a second one'));
    } else devices.push(device.value);
  }
  return problems.length > 0 ? err(problems) : ok(new DeviceManager(devices));
}

/** The devices of this terminal, by class, with their health. */
export class DeviceManager {
  readonly #devices: readonly AnyDevice[];
  readonly #changed = new Listeners<void>();

  constructor(devices: readonly AnyDevice[]) {
    this.#devices = devices;
    for (const device of devices) device.onStatusChanged(() => this.#changed.tell());
  }

  get identityCardReader(): IdentityCardReader | undefined {
    return this.#devices.find((device) => device.class === 'identityCardReader');
  }

  get documentPrinter(): DocumentPrinter | undefined {
    return this.#devices.find((device) => device.class === 'documentPrinter');
  }

  get receiptPrinter(): ReceiptPrinter | undefined {
    return this.#devices.find((device) => device.class === 'receiptPrinter');
  }

  summaries(): DeviceSummary[] {
    return this.#devices.map(({ id, class: deviceClass, status }) => ({
      id,
      class: deviceClass,
      status: status.device,
      reasons: [...status.reasons],
    }));
  }

  /** Called after every change of the status of any device. */
  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /**
   * Opens all at once and resolves when each has answered or failed for the first time. A failure is in the
   * device's status, and the device goes on trying by itself.
   */
  async open(): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.open()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.close()));
  }
}
