import type { Clock } from '../../src-shared/clock.ts';
import type { UnitLine } from '../transport/transport.ts';
import type { SwitchValue } from './emulator.ts';
import type { SwitchDefinition } from './switches.ts';

/** `sluggish` is late but in time, `late` comes after a host has given the question up. */
const slowMs = { off: 0, sluggish: 100, late: 1_500 } as const;
const howOften = ['off', 'once', 'always'] as const;
/** Slower than the slowest line, so that it does not go on when it has stopped. */
const babbleEveryMs = 20;
const babbleBytes = 4;

export const replyFaultSwitches = {
  wrongCheck: { label: 'Wrong check in a reply', kind: 'choice', options: howOften },
  lostByte: { label: 'Lose a byte of a reply', kind: 'choice', options: howOften },
  lostReply: { label: 'Do it and never reply', kind: 'choice', options: howOften },
  garbageBefore: { label: 'Garbage before every reply', kind: 'toggle' },
  silent: { label: 'Silent', kind: 'toggle' },
  babble: { label: 'Babbles without end', kind: 'toggle' },
  slow: { label: 'Slow answers', kind: 'choice', options: Object.keys(slowMs) },
} as const satisfies Record<string, SwitchDefinition>;

type FaultId = keyof typeof replyFaultSwitches;

/** How an emulated unit that answers questions speaks: as it should, or as its switches spoil it. */
export class ReplyFaults {
  readonly #clock: Clock;
  #line: UnitLine | undefined;
  #noise = 1;
  #cancelBabble: () => void = () => {};
  /** One-shot faults fall back by themselves when they have struck. */
  readonly values: Record<FaultId, SwitchValue> = {
    wrongCheck: 'off',
    lostByte: 'off',
    lostReply: 'off',
    garbageBefore: false,
    silent: false,
    babble: false,
    slow: 'off',
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  connect(line: UnitLine | undefined): void {
    this.#line = line;
  }

  /** @param value checked before; false when the switch is not one of these */
  set(switchId: string, value: SwitchValue): boolean {
    if (!(switchId in this.values)) return false;
    this.values[switchId as FaultId] = value;
    if (switchId === 'babble') this.#babble();
    return true;
  }

  /** @param afterMs what the unit takes to answer; @param still whether it is the unit that heard the question */
  reply(frame: Uint8Array, afterMs: number, still: () => boolean): void {
    const late = slowMs[this.values.slow as keyof typeof slowMs];
    this.#clock.schedule(afterMs + late, () => {
      if (still()) this.#send(frame);
    });
  }

  /** Bytes that are no reply, such as key presses: only silence keeps them back. */
  tell(bytes: Uint8Array): void {
    if (!this.values.silent && !this.values.babble) this.#line?.write(bytes);
  }

  #send(frame: Uint8Array): void {
    if (this.values.silent || this.values.babble || this.#strikes('lostReply')) return;
    if (this.values.garbageBefore) this.#line?.write(this.#random(7));
    if (this.#strikes('wrongCheck')) {
      this.#line?.write(frame.map((byte, at) => (at === frame.length - 1 ? byte ^ 0x10 : byte)));
    } else if (this.#strikes('lostByte')) this.#line?.write(frame.filter((_, at) => at !== 2));
    else this.#line?.write(frame);
  }

  #strikes(fault: 'wrongCheck' | 'lostByte' | 'lostReply'): boolean {
    const often = this.values[fault];
    if (often === 'once') this.values[fault] = 'off';
    return often !== 'off';
  }

  #babble(): void {
    this.#cancelBabble();
    if (!this.values.babble) return;
    this.#line?.write(this.#random(babbleBytes));
    this.#cancelBabble = this.#clock.schedule(babbleEveryMs, () => this.#babble());
  }

  /** The same noise in every run. */
  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
  }
}
