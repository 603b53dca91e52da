import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src-shared/clock.ts';
import type { StartHelper } from '../../src-shared/helper-process.ts';
import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { DeviceSummary } from '../../src-shared/view.ts';
import type { YamlProblem } from '../../src-shared/yaml-file.ts';
import type { BarcodeReader } from '../contract/barcode-reader.ts';
import type { Camera } from '../contract/camera.ts';
import type { CardReader } from '../contract/card-reader.ts';
import type { CashRecycler } from '../contract/cash-acceptor.ts';
import type { CashDispenser } from '../contract/cash-dispenser.ts';
import type { DocumentPrinter } from '../contract/document-printer.ts';
import type { IdentityCardReader } from '../contract/identity-card-reader.ts';
import type { Locker } from '../contract/locker.ts';
import type { PinPad } from '../contract/pin-pad.ts';
import type { PowerControl } from '../contract/power-control.ts';
import type { ReceiptPrinter } from '../contract/receipt-printer.ts';
import { CctalkBuses } from '../drivers/cctalk/buses.ts';
import { CameraDesk } from '../transport/camera-desk.ts';
import { nodeHelper } from '../transport/helper-process.ts';
import type { CounterName } from './counting.ts';
import { type AnyDevice, createDevice } from './create-device.ts';
import { DeviceKeeper } from './device-keeper.ts';
import type { DeviceEntry } from './entry.ts';
import type { Profile } from './profile.ts';
import { recordToFile } from './recorder.ts';
import type { Rung } from './recovery-ladder.ts';
import { type SelfTestReport, selfTest } from './self-test.ts';

/**
 * Makes the devices of a terminal by their profiles, closed. All problems are told at once, and with any there are no
 * devices: nothing starts half.
 *
 * @param profiles by name, those that the entries name
 * @param recordings where the lines are recorded of devices for which this is switched on
 */
export function makeDevices(
  profiles: Readonly<Record<string, Profile>>,
  entries: readonly DeviceEntry[],
  clock: Clock,
  startHelper: StartHelper = nodeHelper,
  recordings = join(tmpdir(), 'zerowindow-recordings'),
): Result<DeviceManager, YamlProblem[]> {
  const problems: YamlProblem[] = [];
  const devices: AnyDevice[] = [];
  const buses = new CctalkBuses();
  const cameraDesk = new CameraDesk();
  for (const entry of entries) {
    const profile = profiles[entry.profile];
    if (profile === undefined) throw new Error(`no profile ${entry.profile}`);
    const device = createDevice(
      tapped(entry, profile.driver),
      profile,
      clock,
      buses,
      startHelper,
      cameraDesk,
    );
    if (!device.ok) problems.push(...device.error);
    else devices.push(device.value);
  }
  return problems.length > 0 ? err(problems) : ok(new DeviceManager(devices, clock, cameraDesk));

  function tapped(entry: DeviceEntry, driver: string): DeviceEntry {
    if (entry.record !== true) return entry;
    const startedAt = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
    const file = join(recordings, `${entry.id}-${startedAt}.jsonl`);
    return { ...entry, tap: (line) => recordToFile(line, { driver, file, clock }) };
  }
}

export interface DeviceCount {
  readonly device: string;
  readonly counter: CounterName;
  readonly by: number;
}

/** What is tried for a device that does not get well by itself. */
export interface RecoveryStep {
  readonly device: string;
  readonly step: Rung | 'givenUp';
  readonly reasons: readonly string[];
}

/**
 * The devices of this terminal, by class, with their health. Of several of a class the first in terminal.yaml is the
 * one that is used; the others stand by, in good health, until somebody changes their order. Of those that only pay
 * out all are used.
 */
export class DeviceManager {
  /** Where a page fetches what the camera is asked for. */
  readonly cameraDesk: CameraDesk;
  readonly #keepers: readonly DeviceKeeper[];
  readonly #clock: Clock;
  readonly #changed = new Listeners<void>();
  readonly #counted = new Listeners<DeviceCount>();
  readonly #recovery = new Listeners<RecoveryStep>();

  constructor(devices: readonly AnyDevice[], clock: Clock, cameraDesk = new CameraDesk()) {
    this.cameraDesk = cameraDesk;
    this.#clock = clock;
    const board = devices.find(hasPowerControl);
    this.#keepers = devices.map(
      (device) =>
        new DeviceKeeper({
          device,
          clock,
          // A board cannot bring itself back.
          power: () => (board === device ? undefined : board),
          onChanged: () => this.#changed.tell(),
          onCounted: (counter, by) => this.#counted.tell({ device: device.id, counter, by }),
          onRecovery: (step, reasons) => this.#recovery.tell({ device: device.id, step, reasons }),
        }),
    );
  }

  get identityCardReader(): IdentityCardReader | undefined {
    return this.#devices.find((device) => device.class === 'identityCardReader');
  }

  get documentPrinter(): DocumentPrinter | undefined {
    return this.#devices.find((device) => device.class === 'documentPrinter');
  }

  /** The first acceptor that can also pay out. */
  get cashRecycler(): CashRecycler | undefined {
    return this.#devices.find(isRecycler);
  }

  /** All that pay out notes or coins: each holds other items. */
  get cashDispensers(): readonly CashDispenser[] {
    return this.#devices.filter((device) => device.class === 'cashDispenser');
  }

  get barcodeReader(): BarcodeReader | undefined {
    return this.#devices.find((device) => device.class === 'barcodeReader');
  }

  /** For the chip of the social security card. */
  get cardReader(): CardReader | undefined {
    return this.#devices.find((device) => device.class === 'cardReader');
  }

  get pinPad(): PinPad | undefined {
    return this.#devices.find((device) => device.class === 'pinPad');
  }

  get locker(): Locker | undefined {
    return this.#devices.find((device) => device.class === 'locker');
  }

  get camera(): Camera | undefined {
    return this.#devices.find((device) => device.class === 'camera');
  }

  cameraNamed(id: string): Camera | undefined {
    return this.#devices.find((device) => device.class === 'camera' && device.id === id) as
      | Camera
      | undefined;
  }

  get receiptPrinter(): ReceiptPrinter | undefined {
    return this.#devices.find((device) => device.class === 'receiptPrinter');
  }

  summaries(): DeviceSummary[] {
    return this.#keepers.map(({ summary }) => summary);
  }

  /** Called after every change of the health of any device. */
  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** Told of every piece of work that wears a device, and of its minutes in service. */
  onCounted(listener: (count: DeviceCount) => void): () => void {
    return this.#counted.add(listener);
  }

  /** Told before each step is tried, so that it can be written down first. */
  onRecovery(listener: (step: RecoveryStep) => void): () => void {
    return this.#recovery.add(listener);
  }

  /** Asks every device how it is; moves nothing. In the order of terminal.yaml. */
  selfTest(): Promise<SelfTestReport[]> {
    return Promise.all(this.#devices.map((device) => selfTest(device, this.#clock)));
  }

  /**
   * Opens all at once and resolves when each has answered, also what it holds, or failed for the first time. A failure
   * is in the device's status, and the device goes on trying by itself.
   */
  async open(): Promise<void> {
    await Promise.all(this.#keepers.map((keeper) => keeper.open()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#keepers.map((keeper) => keeper.close()));
  }

  get #devices(): AnyDevice[] {
    return this.#keepers.map(({ device }) => device);
  }
}

function hasPowerControl(device: AnyDevice): device is AnyDevice & PowerControl {
  return 'powerCycle' in device && 'outlets' in device;
}

function isRecycler(device: AnyDevice): device is AnyDevice & CashRecycler {
  return device.class === 'cashAcceptor' && 'payOut' in device;
}
