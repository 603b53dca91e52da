import { type Clock, sleep } from '../../src-shared/clock.ts';
import type { DeviceSummary } from '../../src-shared/view.ts';
import type { PowerControl } from '../contract/power-control.ts';
import { Attendance } from './attendance.ts';
import { type CounterName, counted } from './counting.ts';
import type { AnyDevice } from './create-device.ts';
import { forecastOf } from './forecast.ts';
import { askHoldings, type Finding } from './holdings.ts';
import { mayTry } from './may-try.ts';
import { climb, groundLevel, type Ladder, type LadderEvent, type Rung } from './recovery-ladder.ts';
import { troubleOf } from './trouble.ts';

export interface KeeperOptions {
  readonly device: AnyDevice;
  readonly clock: Clock;
  /** The I/O board that switches this device's power, where there is one. */
  readonly power: () => PowerControl | undefined;
  readonly onChanged: () => void;
  readonly onCounted: (counter: CounterName, by: number) => void;
  /** Told before the rung is tried, so that it can be written down first. */
  readonly onRecovery: (rung: Rung | 'givenUp', reasons: readonly string[]) => void;
}

const retryMs = 10_000;
/** An acceptor that is reset clears its path and tests itself. */
const resetMs = 60_000;
const powerMs = 30_000;
const countOnTimeMs = 600_000;

/** One device of the terminal: asked what it holds whenever it comes up, and helped when it does not get well. */
export class DeviceKeeper {
  readonly device: AnyDevice;
  readonly #options: KeeperOptions;
  readonly #attendance = new Attendance();
  #ladder: Ladder = groundLevel;
  #cancelWait: () => void = () => {};
  /** What it said it holds since it came up; null until it was asked. */
  #findings: readonly Finding[] | null = null;
  #asking: Promise<void> = Promise.resolve();
  /** Grows whenever it comes up or goes down, so that an answer of an earlier time is not taken for one of this. */
  #episode = 0;
  #onSince: number | null = null;
  #cancelOnTime: () => void = () => {};
  #open = false;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.device = counted(this.#attendance.attend(options.device), options.onCounted);
    options.device.onStatusChanged(() => this.#look());
  }

  get findings(): readonly Finding[] {
    return this.#findings ?? [];
  }

  /** A device that is up and was not asked yet what it holds is still starting. */
  get summary(): DeviceSummary {
    const { id, class: deviceClass, status } = this.device;
    const asked = this.#isAsked;
    const forecast = forecastOf(this.device);
    return {
      id,
      class: deviceClass,
      status: asked ? status.device : 'starting',
      reasons: [
        ...status.reasons,
        ...(asked ? this.findings.map(({ code }) => code) : ['askedWhatItHolds']),
        ...(this.#ladder.state === 'givenUp' ? ['recoveryGivenUp'] : []),
      ],
      ...(forecast.length > 0 ? { forecast } : {}),
    };
  }

  get #isAsked(): boolean {
    return this.#findings !== null || !isUp(this.device);
  }

  /** Resolves when the device has answered, also what it holds, or failed for the first time. */
  async open(): Promise<void> {
    this.#open = true;
    await this.device.open();
    this.#look();
    await this.#asking;
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#cancelWait();
    this.#countOnTime();
    this.#cancelOnTime();
    this.#onSince = null;
    await this.device.close();
  }

  #look(): void {
    if (isUp(this.device)) this.#cameUp();
    else this.#wentDown();
    // Of a device that is being asked nothing is told before it has answered.
    if (this.#isAsked) this.#options.onChanged();
    if (this.#open) this.#tell({ type: 'status', trouble: troubleOf(this.device.status) });
  }

  #cameUp(): void {
    if (this.#onSince !== null) {
      this.#findings = this.#findings?.filter(({ holds }) => holds(this.device)) ?? null;
      return;
    }
    this.#onSince = this.#options.clock.now();
    this.#scheduleOnTime();
    const episode = ++this.#episode;
    this.#asking = askHoldings(this.device).then((findings) => {
      if (this.#episode !== episode) return;
      this.#findings = findings;
      this.#options.onChanged();
    });
  }

  #wentDown(): void {
    this.#countOnTime();
    this.#cancelOnTime();
    this.#episode++;
    this.#onSince = null;
    this.#findings = null;
  }

  #scheduleOnTime(): void {
    this.#cancelOnTime = this.#options.clock.schedule(countOnTimeMs, () => {
      this.#countOnTime();
      this.#scheduleOnTime();
    });
  }

  /** Whole minutes; what is left of one counts next time. */
  #countOnTime(): void {
    if (this.#onSince === null) return;
    const minutes = Math.floor((this.#options.clock.now() - this.#onSince) / 60_000);
    if (minutes <= 0) return;
    this.#onSince += minutes * 60_000;
    this.#options.onCounted('minutesOn', minutes);
  }

  #tell(event: LadderEvent): void {
    const [ladder, order] = climb(this.#ladder, event);
    this.#ladder = ladder;
    switch (order.type) {
      case 'nothing':
        return;
      case 'rest':
        this.#cancelWait();
        return;
      case 'wait':
        this.#cancelWait();
        this.#cancelWait = this.#options.clock.schedule(order.milliseconds, () =>
          this.#tell({ type: 'due' }),
        );
        return;
      case 'try':
        void this.#try(order.rung).then(() => {
          if (!this.#open) return;
          this.#look();
          this.#tell({ type: 'tried' });
        });
        return;
      case 'giveUp':
        this.#options.onRecovery('givenUp', this.device.status.reasons);
        this.#options.onChanged();
    }
  }

  async #try(rung: Rung): Promise<void> {
    const { device } = this;
    if (rung !== 'retry') {
      // A command that runs ends first, and may find the device well.
      await this.#attendance.whenIdle();
      if (!this.#open || !['line', 'unit'].includes(troubleOf(device.status))) return;
    }
    if (!mayTry(rung, device, this.#options.power())) return;
    this.#options.onRecovery(rung, device.status.reasons);
    switch (rung) {
      case 'retry':
        if (device.class === 'receiptPrinter' || device.class === 'documentPrinter') {
          await device.queryStatus({ timeoutMs: retryMs });
        }
        return;
      case 'reinitialise':
        if (device.class === 'cashAcceptor') await device.reset({ timeoutMs: resetMs });
        return;
      case 'reopen':
        await device.close();
        // Some adapters need a moment before a port can be opened again.
        await sleep(this.#options.clock, 500);
        if (this.#open) await device.open();
        return;
      case 'powerCycle':
        await this.#options.power()?.powerCycle(device.id, { timeoutMs: powerMs });
    }
  }
}

/** It answers; whether it is fit for use is another question. */
function isUp({ status }: AnyDevice): boolean {
  return !['offline', 'noDevice', 'powerOff', 'starting'].includes(status.device);
}
