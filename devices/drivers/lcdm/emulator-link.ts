import type { Clock } from '../../../src-shared/clock.ts';
import type { UnitLine } from '../../transport/transport.ts';
import { ack, encodeFrame, type Frame, LcdmParser, nck } from './codec.ts';
import { encodeReply, type LcdmReply, type LcdmRequest, parseRequest } from './messages.ts';
import type { LcdmProfile } from './profile.ts';

/** By the document. */
const ackMs = 500;
const frameMs = 200;
const repeats = 3;
const babbleEveryMs = 20;

export type LineFaultSwitch = 'refuse' | 'lostAck' | 'wrongCheck' | 'lostByte' | 'lostReply';

export interface UnitLinkOptions {
  readonly clock: Clock;
  readonly profile: LcdmProfile;
  /** Whether the unit hears: it is on, and does nothing else. */
  readonly listens: () => boolean;
  readonly onRequest: (request: LcdmRequest) => void;
  /** Whether this fault strikes now; one that strikes once is used up by asking. */
  readonly strikes: (fault: LineFaultSwitch) => boolean;
  readonly mode: () => 'well' | 'garbageBefore' | 'silent' | 'babble';
}

/** The unit's end of the line: handshakes, the repeating of what was not acknowledged, and the line's faults. */
export class UnitLink {
  readonly #options: UnitLinkOptions;
  readonly #parser: LcdmParser;
  #line: UnitLine | undefined;
  /** What the host has not acknowledged yet. */
  #unheard: { readonly reply: LcdmReply; repeatsLeft: number } | undefined;
  #cancelRepeat: () => void = () => {};
  #cancelGap: () => void = () => {};
  #cancelBabble: () => void = () => {};
  #noise = 1;

  constructor(options: UnitLinkOptions) {
    this.#options = options;
    this.#parser = new LcdmParser('host', options.profile.communicationId);
  }

  attach(line: UnitLine): () => void {
    this.#line = line;
    this.#parser.reset();
    const stop = line.onData((bytes) => this.#hear(bytes));
    return () => {
      stop();
      if (this.#line === line) this.#line = undefined;
    };
  }

  /** Says it until the host has acknowledged it, at most four times. */
  reply(reply: LcdmReply): void {
    this.#unheard = { reply, repeatsLeft: repeats };
    this.#say();
  }

  /** Without power nothing is remembered. */
  forget(): void {
    this.#unheard = undefined;
    this.#cancelRepeat();
    this.#cancelGap();
    this.#parser.reset();
  }

  babble(): void {
    this.#cancelBabble();
    if (this.#options.mode() !== 'babble') return;
    this.#line?.write(this.#random(32));
    this.#cancelBabble = this.#options.clock.schedule(babbleEveryMs, () => this.babble());
  }

  #hear(bytes: Uint8Array): void {
    if (this.#options.mode() === 'silent' || !this.#options.listens()) return;
    this.#cancelGap();
    for (const message of this.#parser.push(bytes)) {
      if (message.kind === 'ack') this.#settle();
      else if (message.kind === 'nck') this.#say();
      else if (message.kind === 'refused') this.#send(Uint8Array.of(nck));
      else this.#command(message);
    }
    if (!this.#parser.midFrame) return;
    this.#cancelGap = this.#options.clock.schedule(frameMs, () => {
      this.#parser.reset();
      this.#send(Uint8Array.of(nck));
    });
  }

  #command(frame: Frame): void {
    this.#settle();
    const request = parseRequest(this.#options.profile, frame);
    if (!request.ok || this.#options.strikes('refuse')) {
      this.#send(Uint8Array.of(nck));
      return;
    }
    if (!this.#options.strikes('lostAck')) this.#send(Uint8Array.of(ack));
    this.#options.onRequest(request.value);
  }

  #settle(): void {
    this.#unheard = undefined;
    this.#cancelRepeat();
  }

  #say(): void {
    this.#cancelRepeat();
    const unheard = this.#unheard;
    if (unheard === undefined) return;
    const { profile, clock, strikes } = this.#options;
    const frame = encodeFrame('device', profile.communicationId, encodeReply(profile, unheard.reply));
    if (strikes('lostReply')) {
      this.#settle();
      return;
    }
    if (this.#options.mode() === 'garbageBefore') this.#send(this.#random(7));
    if (strikes('wrongCheck'))
      this.#send(frame.map((byte, at) => (at === frame.length - 1 ? byte ^ 1 : byte)));
    else if (strikes('lostByte')) this.#send(frame.filter((_, at) => at !== 5));
    else this.#send(frame);
    if (unheard.repeatsLeft === 0) this.#settle();
    else {
      unheard.repeatsLeft--;
      this.#cancelRepeat = clock.schedule(ackMs, () => this.#say());
    }
  }

  #send(bytes: Uint8Array): void {
    const mode = this.#options.mode();
    if (mode !== 'silent' && mode !== 'babble') this.#line?.write(bytes);
  }

  /** The same noise in every run. */
  #random(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => {
      this.#noise = (this.#noise * 1103515245 + 12345) % 2147483648;
      return this.#noise >> 16;
    });
  }
}
