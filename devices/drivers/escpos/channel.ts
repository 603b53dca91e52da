import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import { dialects } from './dialect.ts';
import { commands } from './encoder.ts';
import { createFullStatusParser, fullStatusFlags } from './full-status.ts';
import type { EscPosProfile } from './profile.ts';
import {
  automaticStatusFlags,
  createStatusParser,
  type EscPosFlags,
  type EscPosMessage,
  realTimeFlags,
} from './status.ts';

/** Real units answer DLE EOT within some milliseconds, while printing too. */
const replyMs = 500;
/** Answers to GS r that stand in the buffer one behind the other come closer together than this. */
const quietMs = 100;
const chunkBytes = 128;

export type SendEnd = 'sent' | 'stopped' | 'lost';

/** An open line to the unit: questions and their answers, flow control, and what it tells by itself. */
export class EscPosChannel {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #profile: EscPosProfile;
  readonly #messages = new Listeners<EscPosMessage>();
  readonly #stop: () => void;
  #paused = false;

  constructor(transport: Transport, clock: Clock, profile: EscPosProfile) {
    this.#transport = transport;
    this.#clock = clock;
    this.#profile = profile;
    const parse = dialects[profile.dialect].fullStatus
      ? createFullStatusParser()
      : createStatusParser(profile.ticketSensor);
    this.#stop = transport.onData((bytes) => {
      for (const message of parse(bytes)) {
        if (message.kind === 'xoff') this.#paused = true;
        if (message.kind === 'xon') this.#paused = false;
        this.#messages.tell(message);
      }
    });
  }

  close(): void {
    this.#stop();
  }

  onMessage(listener: (message: EscPosMessage) => void): () => void {
    return this.#messages.add(listener);
  }

  onFlags(listener: (flags: EscPosFlags) => void): () => void {
    return this.#messages.add((message) => {
      if (message.kind === 'automaticStatus') listener(automaticStatusFlags(message.bytes));
      if (message.kind === 'fullStatus') listener(fullStatusFlags(message.bytes));
    });
  }

  /**
   * Asks DLE EOT 1 to 4, one after the other: an answer does not say to which question it belongs. When one
   * stays out, nothing that comes later can be trusted to be in step, and the line has to be opened anew. A unit
   * with full status is asked once.
   */
  async askAll(): Promise<Result<EscPosFlags, string>> {
    if (dialects[this.#profile.dialect].fullStatus) {
      const answer = await this.#ask(commands.fullStatus, '10 04 14', 'fullStatus');
      return answer.ok ? ok(fullStatusFlags(answer.value.bytes)) : answer;
    }
    let flags: EscPosFlags = {};
    for (const n of [1, 2, 3, 4] as const) {
      const answer = await this.#ask(commands.realTimeStatus(n), `10 04 0${n}`, 'realTimeReply');
      if (!answer.ok) return answer;
      flags = { ...flags, ...realTimeFlags(n, answer.value.byte, this.#profile.ticketSensor) };
    }
    return ok(flags);
  }

  async #ask<Kind extends 'realTimeReply' | 'fullStatus'>(
    question: Uint8Array,
    name: string,
    kind: Kind,
  ): Promise<Result<Extract<EscPosMessage, { kind: Kind }>, string>> {
    const answered = new AbortController();
    let answer: Extract<EscPosMessage, { kind: Kind }> | null = null;
    const stop = this.onMessage((message) => {
      if (message.kind !== kind || answer !== null) return;
      answer = message as Extract<EscPosMessage, { kind: Kind }>;
      answered.abort();
    });
    const written = await this.#transport.write(question);
    if (written.ok) await sleep(this.#clock, replyMs, answered.signal);
    stop();
    if (!written.ok) return err(`${name} could not be sent: ${written.error.description}`);
    return answer === null ? err(`no answer to ${name} within ${replyMs} ms`) : ok(answer);
  }

  /**
   * Sends a job piece by piece, waiting while the unit holds XOFF; `stop` is looked at before each piece. No
   * faster than the line: the operating system would take all at once, and an XOFF would come too late to
   * keep a small buffer from running over.
   */
  async send(bytes: Uint8Array, stop: () => boolean, onSent: () => void): Promise<SendEnd> {
    for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
      while (this.#paused && !stop()) await sleep(this.#clock, 20);
      if (stop()) return 'stopped';
      const written = await this.#transport.write(bytes.slice(offset, offset + chunkBytes));
      // A write that failed on an open line may have sent a part; on a closed one it sent nothing.
      if (!written.ok && (offset > 0 || written.error.code !== 'closed')) onSent();
      if (!written.ok) return 'lost';
      onSent();
      await sleep(this.#clock, (chunkBytes * 1000) / this.#profile.bytesPerSecond);
    }
    return 'sent';
  }

  /**
   * Waits until a unit that was restarted answers again. It has forgotten that it had stopped us. False when the
   * deadline came first.
   */
  async awaitRestart(
    deadline: number,
    isLost: () => boolean,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    this.#paused = false;
    // What it said before the reset may still be on its way, and would pass for the sign that it is up again.
    await sleep(this.#clock, replyMs, signal);
    while (this.#clock.now() < deadline && !isLost() && signal?.aborted !== true) {
      const answer = await this.askAll();
      if (answer.ok) return true;
      await sleep(this.#clock, quietMs, signal);
    }
    return false;
  }

  /**
   * Waits until the unit has worked off whatever it still holds from before, so that an old answer to GS r is
   * not taken for the end of a new job. False when the deadline came first.
   */
  async settle(deadline: number, signal: AbortSignal | undefined): Promise<boolean> {
    let answers = 0;
    let wake = new AbortController();
    const stop = this.onMessage((message) => {
      if (message.kind !== 'replyInTurn') return;
      answers++;
      wake.abort();
    });
    await this.#transport.write(commands.paperStatusInTurn);
    let quiet = false;
    while (!quiet && this.#clock.now() < deadline && signal?.aborted !== true) {
      const before = answers;
      wake = new AbortController();
      await sleep(this.#clock, quietMs, wake.signal);
      quiet = answers > 0 && answers === before;
    }
    stop();
    return quiet;
  }

  write(bytes: Uint8Array): ReturnType<Transport['write']> {
    return this.#transport.write(bytes);
  }
}
