import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import type { Emulator, EmulatorState, SwitchValue } from '../../emulation/emulator.ts';
import { checkSwitch, type SwitchDefinition, switchStates } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import type { SpecimenCode } from './specimens.ts';

/** How a scanner's bytes look. */
export interface ScannerForm {
  readonly title: string;
  /** A code in the portions in which the unit sends it. The last one proves that it came whole. */
  portions(code: SpecimenCode): readonly Uint8Array[];
  /** What noise on the way makes of them. */
  noisy(portions: readonly Uint8Array[]): readonly Uint8Array[];
  /** Bytes that switch it on and off; null for one that always looks. */
  readonly trigger: { readonly on: Uint8Array; readonly off: Uint8Array } | null;
}

export interface ScannerEmulatorOptions {
  readonly clock: Clock;
  readonly codes: readonly SpecimenCode[];
  readonly form: ScannerForm;
  /** Milliseconds from a code before the window to its first byte; 50 when absent. */
  readonly readMs?: number;
}

const nothingShown = 'none';
const howOften = ['off', 'once', 'always'] as const;
type HowOften = (typeof howOften)[number];

interface SwitchValues {
  code: string;
  repeats: boolean;
  loseLast: HowOften;
  noise: HowOften;
  slow: 'off' | 'sluggish' | 'late';
  powerCutInScan: boolean;
  silent: boolean;
  babble: boolean;
}

const initialValues: SwitchValues = {
  code: nothingShown,
  repeats: false,
  loseLast: 'off',
  noise: 'off',
  slow: 'off',
  powerCutInScan: false,
  silent: false,
  babble: false,
};

/** Between two portions: `sluggish` is within what a host allows, `late` is not. */
const portionMs = { off: 4, sluggish: 40, late: 800 } as const;
/** A code that stays before the window is read again so often. */
const repeatMs = 1_000;
const powerUpMs = 1_500;
const babbleEveryMs = 20;
const longestCommand = 64;

/** A scanner made of software: reads what is held before it, once, and again when it is told to. */
export class ScannerEmulator implements Emulator {
  readonly title: string;
  readonly #options: ScannerEmulatorOptions;
  readonly #definitions: Record<keyof SwitchValues, SwitchDefinition>;
  readonly #changed = new Listeners<void>();
  #values: SwitchValues = { ...initialValues };
  #line: UnitLine | undefined;
  /** Switched on by its host. One without a trigger always is. */
  #looking: boolean;
  /** The end of what its host said, which comes in any portions. */
  #heard = '';
  #powered = true;
  #cancelWork: () => void = () => {};
  #cancelBabble: () => void = () => {};
  #noise = 1;
  /** What a phone shows, while one is held before the window. */
  #phone: SpecimenCode | undefined;

  constructor(options: ScannerEmulatorOptions) {
    this.#options = options;
    this.title = options.form.title;
    this.#looking = options.form.trigger === null;
    this.#definitions = {
      code: {
        label: 'Code before the window',
        kind: 'choice',
        options: [nothingShown, ...options.codes.map(({ key }) => key)],
      },
      repeats: { label: 'Read a code that stays again every second', kind: 'toggle' },
      loseLast: { label: 'Lose the end of a code', kind: 'choice', options: howOften },
      noise: { label: 'Noise in a code', kind: 'choice', options: howOften },
      slow: { label: 'Pauses within a code', kind: 'choice', options: ['off', 'sluggish', 'late'] },
      powerCutInScan: { label: 'Lose power in the middle of the next code', kind: 'toggle' },
      silent: { label: 'Silent', kind: 'toggle' },
      babble: { label: 'Babbles without end', kind: 'toggle' },
    };
  }

  attach(line: UnitLine): () => void {
    this.#line = line;
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      if (this.#line === line) this.#line = undefined;
    };
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  describe(): EmulatorState {
    const code = this.#phone?.key ?? this.#values.code;
    return {
      holds: [
        code === nothingShown ? 'nothing before the window' : `before the window: ${code}`,
        !this.#powered ? 'starting' : this.#looking ? 'looking' : 'switched off',
      ],
      switches: switchStates(this.#definitions, { ...this.#values }),
    };
  }

  set(switchId: string, value: SwitchValue): void {
    checkSwitch<SwitchValues>(this.#definitions, switchId, value);
    this.#values = { ...this.#values, [switchId]: value };
    if (switchId === 'code') this.#phone = undefined;
    if (switchId === 'code' || switchId === 'repeats') this.#look();
    if (switchId === 'babble') this.#babble();
    this.#changed.tell();
  }

  /** Holds a phone with a QR code before the window, in place of what was there; `null` takes it away. */
  show(text: string | null): void {
    this.#phone =
      text === null ? undefined : { key: 'phone', aim: ']Q1', data: Uint8Array.from(Buffer.from(text)) };
    this.#values = { ...this.#values, code: nothingShown };
    this.#look();
    this.#changed.tell();
  }

  #hear(bytes: Uint8Array): void {
    const { trigger } = this.#options.form;
    if (trigger === null || !this.#powered) return;
    this.#heard = `${this.#heard}${latin1(bytes)}`.slice(-longestCommand);
    const on = this.#heard.lastIndexOf(latin1(trigger.on));
    const off = this.#heard.lastIndexOf(latin1(trigger.off));
    const wanted = on === off ? this.#looking : on > off;
    if (wanted === this.#looking) return;
    this.#looking = wanted;
    this.#look();
    this.#changed.tell();
  }

  /** Begins anew: what it was about to send is not sent. */
  #look(): void {
    const { clock, codes, readMs = 50 } = this.#options;
    this.#cancelWork();
    const code = this.#phone ?? codes.find(({ key }) => key === this.#values.code);
    if (code === undefined || !this.#looking || !this.#powered) return;
    this.#cancelWork = clock.schedule(readMs, () => this.#send([...this.#spoiled(code)]));
  }

  /** The portions of a code, or what the faults make of them. */
  #spoiled(code: SpecimenCode): readonly Uint8Array[] {
    const { form } = this.#options;
    let portions = form.portions(code);
    if (this.#strikes('noise')) portions = form.noisy(portions);
    if (this.#strikes('loseLast')) portions = portions.slice(0, -1);
    return portions;
  }

  #strikes(which: 'noise' | 'loseLast'): boolean {
    const often = this.#values[which];
    if (often === 'once') this.#values = { ...this.#values, [which]: 'off' };
    return often !== 'off';
  }

  #send(portions: Uint8Array[]): void {
    const next = portions.shift();
    if (next === undefined) {
      this.#sent();
      return;
    }
    if (this.#values.powerCutInScan) {
      this.#write(next.subarray(0, next.length >> 1));
      this.#losePower();
      return;
    }
    this.#write(next);
    this.#cancelWork = this.#options.clock.schedule(portionMs[this.#values.slow], () => this.#send(portions));
  }

  #sent(): void {
    if (this.#values.repeats) this.#cancelWork = this.#options.clock.schedule(repeatMs, () => this.#look());
    this.#changed.tell();
  }

  #losePower(): void {
    this.#values = { ...this.#values, powerCutInScan: false };
    this.#powered = false;
    this.#options.clock.schedule(powerUpMs, () => {
      this.#powered = true;
      this.#heard = '';
      this.#looking = this.#options.form.trigger === null;
      this.#look();
      this.#changed.tell();
    });
    this.#changed.tell();
  }

  #write(bytes: Uint8Array): void {
    if (!this.#values.silent && !this.#values.babble) this.#line?.write(bytes);
  }

  #babble(): void {
    this.#cancelBabble();
    if (!this.#values.babble) return;
    // The same noise in every run.
    const noise = Uint8Array.from({ length: 32 }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
    if (this.#powered) this.#line?.write(noise);
    this.#cancelBabble = this.#options.clock.schedule(babbleEveryMs, () => this.#babble());
  }
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
