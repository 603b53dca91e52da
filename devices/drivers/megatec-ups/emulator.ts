import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { ReplyFaults, replyFaultSwitches } from '../../emulation/reply-faults.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { encodeLine, encodeStatus, LineParser, type Q1, shutdownDelay } from './codec.ts';

/** Assumptions: a small machine on a small UPS lasts some ten minutes; a lead battery fills in hours. */
const usualTiming = { answer: 40, lasts: 600_000, fills: 14_400_000, mainsBack: 10_000 };
const nominalVolts = 24;
const cells = nominalVolts / 2;
/** Between empty and full, as in the driver: those of Network UPS Tools. */
const volts = (charge: number) => (nominalVolts * (104 + 26 * charge)) / 120;
/** Below it the unit warns. */
const lowCharge = 0.2;
const gapMs = 200;

const charges = { full: 1, half: 0.5, nearlyEmpty: 0.22, low: 0.1 } as const;

const definitions = {
  mainsFailed: { label: 'Mains failed', kind: 'toggle' },
  charge: { label: 'Battery is now', kind: 'choice', options: Object.keys(charges) },
  batteryMissing: { label: 'Battery taken out', kind: 'toggle' },
  failed: { label: 'Unit has failed', kind: 'toggle' },
  onLine: { label: 'On-line type: tells the voltage of a cell', kind: 'toggle' },
  noRating: { label: 'Does not know F', kind: 'toggle' },
  noShutdown: { label: 'Does not know S', kind: 'toggle' },
  ignoresShutdown: { label: 'Does not obey S', kind: 'toggle' },
  wrongFlags: { label: 'Wrong flags in one reply', kind: 'toggle' },
  ...replyFaultSwitches,
} satisfies Record<string, SwitchDefinition>;

export interface MegatecUpsEmulatorOptions {
  readonly clock: Clock;
  readonly timing?: Partial<typeof usualTiming>;
}

/** A small UPS made of software, with a battery that runs down, and an output on which a machine hangs. */
export class MegatecUpsEmulator implements Emulator {
  readonly title = 'Megatec UPS';
  readonly #clock: Clock;
  readonly #timing: typeof usualTiming;
  readonly #faults: ReplyFaults;
  readonly #parser = new LineParser();
  readonly #changed = new Listeners<void>();
  readonly #outputChanged = new Listeners<boolean>();
  readonly #own: Record<string, SwitchValue> = {
    mainsFailed: false,
    charge: 'full',
    batteryMissing: false,
    failed: false,
    onLine: false,
    noRating: false,
    noShutdown: false,
    ignoresShutdown: false,
    wrongFlags: false,
  };
  /** Between 0 and 1, as it was at a time. */
  #charge: { readonly part: number; readonly at: number };
  #output = true;
  #outputTurns = 0;
  #shutdown = false;
  #cancelShutdown: () => void = () => {};
  #cancelEmpty: () => void = () => {};
  #cancelReturn: () => void = () => {};
  #cancelGap: () => void = () => {};

  constructor(options: MegatecUpsEmulatorOptions) {
    this.#clock = options.clock;
    this.#timing = { ...usualTiming, ...options.timing };
    this.#faults = new ReplyFaults(options.clock);
    this.#charge = { part: 1, at: options.clock.now() };
  }

  /** Whether the machine behind it has power. */
  get output(): boolean {
    return this.#output;
  }

  /** How often the output was switched off so far. */
  get outputTurns(): number {
    return this.#outputTurns;
  }

  onOutput(listener: (on: boolean) => void): () => void {
    return this.#outputChanged.add(listener);
  }

  attach(line: UnitLine): () => void {
    this.#faults.connect(line);
    this.#parser.reset();
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      this.#cancelGap();
      this.#faults.connect(undefined);
    };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  describe(): EmulatorState {
    return {
      holds: [
        `mains: ${this.#mains ? 'present' : 'failed'}`,
        `battery: ${this.#own.batteryMissing === true ? 'none' : `${Math.round(this.#part() * 100)} %`}`,
        `output: ${this.#output ? 'on' : 'off'}${this.#shutdown ? ', shutdown pending' : ''}`,
      ],
      switches: switchStates(definitions, { ...this.#own, ...this.#faults.values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<Record<string, SwitchValue>>(definitions, switchId, value);
    if (!this.#faults.set(switchId, value)) {
      const part = this.#part();
      this.#own[switchId] = value;
      const set = switchId === 'charge' ? charges[value as keyof typeof charges] : part;
      this.#charge = { part: set, at: this.#clock.now() };
      this.#power();
    }
    this.#changed.tell();
  }

  get #mains(): boolean {
    return this.#own.mainsFailed !== true;
  }

  /** The battery runs down while it feeds the output, and fills while there are mains. */
  #part(): number {
    const passed = this.#clock.now() - this.#charge.at;
    const { lasts, fills } = this.#timing;
    const change = this.#mains ? passed / fills : this.#output ? -passed / lasts : 0;
    return Math.min(1, Math.max(0, this.#charge.part + change));
  }

  /** What mains and battery make of the output. */
  #power(): void {
    this.#cancelEmpty();
    this.#cancelReturn();
    const battery = this.#own.batteryMissing !== true && this.#own.failed !== true;
    if (this.#mains) {
      if (!this.#output)
        this.#cancelReturn = this.#clock.schedule(this.#timing.mainsBack, () => this.#turn(true));
      return;
    }
    if (!this.#output) return;
    if (!battery) this.#turn(false);
    else this.#cancelEmpty = this.#clock.schedule(this.#part() * this.#timing.lasts, () => this.#turn(false));
  }

  #turn(on: boolean): void {
    if (this.#output === on) return;
    this.#charge = { part: this.#part(), at: this.#clock.now() };
    this.#output = on;
    if (!on) this.#outputTurns++;
    this.#outputChanged.tell(on);
    this.#power();
    this.#changed.tell();
  }

  #hear(bytes: Uint8Array): void {
    // Without mains and battery there is nothing to answer with.
    if (this.#faults.values.silent === true || (!this.#mains && !this.#output)) return;
    this.#cancelGap();
    for (const heard of this.#parser.push(bytes)) {
      if (heard.kind === 'message' && heard.message.kind === 'line') this.#obey(heard.message.text);
    }
    if (this.#parser.midFrame) this.#cancelGap = this.#clock.schedule(gapMs, () => this.#parser.reset());
  }

  #obey(command: string): void {
    const delay = shutdownDelay(command);
    if (command === 'Q1') this.#reply(encodeStatus(this.#status(), this.#own.onLine === true ? 2 : 1));
    else if (command === 'F' && this.#own.noRating !== true) this.#reply(encodeLine('#220.0 000 024.0 50.0'));
    else if (command === 'C' || (delay !== null && this.#own.noShutdown !== true)) this.#plan(delay);
    else this.#reply(encodeLine(command));
  }

  /** @param delay null takes the shutdown back */
  #plan(delay: number | null): void {
    if (this.#own.ignoresShutdown === true) return;
    this.#cancelShutdown();
    this.#shutdown = delay !== null;
    if (delay !== null) {
      this.#cancelShutdown = this.#clock.schedule(delay, () => {
        this.#shutdown = false;
        this.#turn(false);
      });
    }
    this.#changed.tell();
  }

  #status(): Q1 {
    const mains = this.#mains;
    const part = this.#part();
    const missing = this.#own.batteryMissing === true;
    const onLine = this.#own.onLine === true;
    const battery = missing ? 0 : volts(part);
    const flip = this.#own.wrongFlags === true;
    this.#own.wrongFlags = false;
    return {
      inputVoltage: mains ? 221.4 : 0,
      faultVoltage: mains ? 221.4 : 168,
      outputVoltage: this.#output ? 220 : 0,
      load: this.#output ? 34 : 0,
      frequency: 50,
      batteryVoltage: onLine ? battery / cells : battery,
      temperature: 31.5,
      flags: {
        mainsFailed: !mains !== flip,
        batteryLow: part < lowCharge !== flip,
        bypass: false,
        failed: this.#own.failed === true,
        standbyType: !onLine,
        testing: false,
        shutdownActive: this.#shutdown,
        beeperOn: !mains,
      },
    };
  }

  #reply(line: Uint8Array): void {
    this.#faults.reply(line, this.#timing.answer, () => this.#mains || this.#output);
  }
}
