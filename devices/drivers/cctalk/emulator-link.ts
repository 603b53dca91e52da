import type { Clock } from '../../../src-shared/clock.ts';
import type { SwitchDefinition } from '../../emulation/switches.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { type CheckMode, encodeFrame, FrameFinder, hostAddress } from './codec.ts';
import { replyHeaders } from './headers.ts';

const howOften = ['off', 'once', 'always'] as const;
type HowOften = (typeof howOften)[number];

/** Line faults that every emulated unit has. */
export interface LineFaults {
  lostReply: HowOften;
  wrongCheck: HowOften;
  lostByte: HowOften;
  silent: boolean;
  babble: boolean;
  slow: 'off' | 'sluggish' | 'late';
}

export const noLineFaults: LineFaults = {
  lostReply: 'off',
  wrongCheck: 'off',
  lostByte: 'off',
  silent: false,
  babble: false,
  slow: 'off',
};

export const lineFaultDefinitions: Record<keyof LineFaults, SwitchDefinition> = {
  lostReply: { label: 'Do it and never reply', kind: 'choice', options: howOften },
  wrongCheck: { label: 'Wrong check in a reply', kind: 'choice', options: howOften },
  lostByte: { label: 'Lose a byte of a reply', kind: 'choice', options: howOften },
  silent: { label: 'Silent', kind: 'toggle' },
  babble: { label: 'Babbles without end', kind: 'toggle' },
  slow: { label: 'Slow answers', kind: 'choice', options: ['off', 'sluggish', 'late'] },
};

/** `late` comes after the host has given the command up. */
const slowMs = { off: 0, sluggish: 150, late: 380 } as const;
const answerMs = 5;
/** The specification: after 50 ms of silence a receiver begins anew. */
const silenceMs = 50;
const babbleEveryMs = 20;

/** The data of the reply, `nak`, or null for a command that gets no answer. */
export type UnitAnswer = readonly number[] | Uint8Array | 'nak' | null;

export interface UnitLinkOptions {
  readonly clock: Clock;
  readonly address: number;
  readonly mode: CheckMode;
  readonly isOn: () => boolean;
  readonly obey: (header: number, data: Uint8Array) => UnitAnswer;
  readonly faults: () => LineFaults;
  /** A fault that strikes once is used up. */
  readonly clearFault: (fault: 'lostReply' | 'wrongCheck' | 'lostByte') => void;
}

/** A unit's end of the wire: finds what is for it, answers, and has the line's faults. */
export class UnitLink {
  readonly #options: UnitLinkOptions;
  readonly #finder: FrameFinder;
  #line: UnitLine | undefined;
  #cancelSilence: () => void = () => {};
  #cancelBabble: () => void = () => {};
  #noise = 1;

  constructor(options: UnitLinkOptions) {
    this.#options = options;
    this.#finder = new FrameFinder(options.mode);
  }

  attach(line: UnitLine): () => void {
    this.#line = line;
    this.#finder.reset();
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      this.#cancelSilence();
      if (this.#line === line) this.#line = undefined;
    };
  }

  babble(): void {
    this.#cancelBabble();
    if (!this.#options.faults().babble) return;
    this.#line?.write(this.#random(24));
    this.#cancelBabble = this.#options.clock.schedule(babbleEveryMs, () => this.babble());
  }

  #hear(bytes: Uint8Array): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#options.clock.schedule(silenceMs, () => this.#finder.reset());
    for (const heard of this.#finder.push(bytes)) {
      if (heard.kind === 'refused' || heard.frame.destination !== this.#options.address) continue;
      const { silent, slow } = this.#options.faults();
      if (!this.#options.isOn() || silent) continue;
      const { header, data, source } = heard.frame;
      const answer = this.#options.obey(header, data);
      if (answer === null) continue;
      const reply = this.#reply(source ?? hostAddress, answer);
      this.#options.clock.schedule(answerMs + slowMs[slow], () => this.#send(reply));
    }
  }

  #reply(destination: number, answer: Exclude<UnitAnswer, null>): Uint8Array {
    const { address, mode } = this.#options;
    const header = answer === 'nak' ? replyHeaders.nak : replyHeaders.ok;
    const data = answer === 'nak' ? new Uint8Array() : Uint8Array.from(answer);
    return encodeFrame(mode, { destination, source: address, header, data });
  }

  #send(frame: Uint8Array): void {
    if (!this.#options.isOn() || this.#options.faults().babble || this.#strikes('lostReply')) return;
    if (this.#strikes('wrongCheck'))
      this.#line?.write(frame.map((byte, at) => (at === 3 ? byte ^ 0x10 : byte)));
    else if (this.#strikes('lostByte')) this.#line?.write(frame.subarray(0, -1));
    else this.#line?.write(frame);
  }

  #strikes(fault: 'lostReply' | 'wrongCheck' | 'lostByte'): boolean {
    const often = this.#options.faults()[fault];
    if (often === 'once') this.#options.clearFault(fault);
    return often !== 'off';
  }

  /** The same noise in every run. */
  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
  }
}
