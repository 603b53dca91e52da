import type { Clock } from '../../../src-shared/clock.ts';
import type { EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { type HowOften, howOften } from './switches.ts';

/** `sluggish` is late but in time, `late` comes after a host has given the command up. */
const slowMs = { off: 0, sluggish: 100, late: 700 } as const;
const babbleEveryMs = 20;

interface Values {
  badCrc: HowOften;
  lostByte: HowOften;
  lostReply: HowOften;
  deafToAck: HowOften;
  resetInReply: boolean;
  garbageBefore: boolean;
  silent: boolean;
  babble: boolean;
  slow: keyof typeof slowMs;
}

/** How an emulated unit speaks: as it should, or as its switches spoil it. One-shot faults fall back by themselves. */
export class LineFaults {
  readonly #clock: Clock;
  readonly #powerCycle: () => void;
  #line: UnitLine | null = null;
  #noise = 1;
  #values: Values = {
    badCrc: 'off',
    lostByte: 'off',
    lostReply: 'off',
    deafToAck: 'off',
    resetInReply: false,
    garbageBefore: false,
    silent: false,
    babble: false,
    slow: 'off',
  };

  /** @param powerCycle what happens when the unit loses its power in the middle of a reply */
  constructor(clock: Clock, powerCycle: () => void) {
    this.#clock = clock;
    this.#powerCycle = powerCycle;
  }

  connect(line: UnitLine | null): void {
    this.#line = line;
  }

  /** @param sent called when it goes out, whole or spoiled */
  send(frame: Uint8Array, sent: () => void): void {
    const { slow } = this.#values;
    const send = () => {
      sent();
      this.#sendNow(frame);
    };
    if (slow === 'off') send();
    else this.#clock.schedule(slowMs[slow], send);
  }

  /** Whether a confirmation of the host is lost on its way. */
  losesAck(): boolean {
    return this.#strikes('deafToAck');
  }

  #sendNow(frame: Uint8Array): void {
    const { silent, babble, garbageBefore } = this.#values;
    if (silent || babble || this.#strikes('lostReply')) return;
    if (garbageBefore) this.#line?.write(Uint8Array.of(0x02, 0x03, 0xfc, ...this.#random(9)));
    if (this.#values.resetInReply) {
      this.#values.resetInReply = false;
      this.#line?.write(frame.subarray(0, frame.length >> 1));
      this.#powerCycle();
    } else if (this.#strikes('badCrc')) {
      const wrong = Uint8Array.from(frame);
      wrong[frame.length - 1] = (frame.at(-1) ?? 0) ^ 0x01;
      this.#line?.write(wrong);
    } else if (this.#strikes('lostByte')) {
      this.#line?.write(frame.filter((_, index) => index !== 2));
    } else this.#line?.write(frame);
  }

  #strikes(fault: 'badCrc' | 'lostByte' | 'lostReply' | 'deafToAck'): boolean {
    const often = this.#values[fault];
    if (often === 'once') this.#values[fault] = 'off';
    return often !== 'off';
  }

  #babble(): void {
    if (!this.#values.babble) return;
    this.#line?.write(this.#random(32));
    this.#clock.schedule(babbleEveryMs, () => this.#babble());
  }

  /** The same noise in every run. */
  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
  }

  switches(): EmulatorSwitch[] {
    const often = (id: keyof Values, label: string): EmulatorSwitch => ({
      id,
      label,
      kind: 'choice',
      options: howOften,
      value: this.#values[id],
    });
    const toggle = (id: keyof Values, label: string): EmulatorSwitch => ({
      id,
      label,
      kind: 'toggle',
      value: this.#values[id],
    });
    return [
      often('badCrc', 'Wrong CRC in a reply'),
      often('lostByte', 'Lose a byte of a reply'),
      often('lostReply', 'Lose a reply'),
      often('deafToAck', 'Do not hear the ACK'),
      toggle('resetInReply', 'Lose power in the next reply'),
      toggle('garbageBefore', 'Garbage before every reply'),
      toggle('silent', 'Silent'),
      toggle('babble', 'Babbles without end'),
      { ...often('slow', 'Slow replies'), options: Object.keys(slowMs) },
    ];
  }

  /** A value that was checked. False when the switch is not one of the line. */
  set(switchId: string, value: SwitchValue): boolean {
    if (!(switchId in this.#values)) return false;
    const babbled = this.#values.babble;
    this.#values = { ...this.#values, [switchId]: value };
    if (!babbled) this.#babble();
    return true;
  }
}
