import { type Clock, sleep } from '../../src-shared/clock.ts';
import { Listeners } from '../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Transport } from '../transport/transport.ts';

/** What a parser finds in a stream. A refusal says why; the parser goes on behind it. */
export type Heard<Message> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'refused'; readonly reason: string };

export interface StreamParser<Message> {
  push(bytes: Uint8Array): Heard<Message>[];
  /** Forgets a frame that began: its rest will not come. */
  reset(): void;
  readonly midFrame: boolean;
}

export interface Question<Message> {
  /** For the technician; never personal data. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Milliseconds from the write to the last byte of the reply. */
  readonly timeoutMs: number;
  /** How often it may go out in all: 1 where a second time would do something a second time. */
  readonly attempts: number;
  /** Replies rarely say to which question they belong: the one of an earlier question must not pass. */
  readonly accepts: (message: Message) => boolean;
}

export interface ExchangeFault {
  /** `garbled`: bytes came and were no good reply. `noAnswer`: nothing came. `lineLost`: the line went away. */
  readonly kind: 'garbled' | 'noAnswer' | 'lineLost';
  readonly description: string;
}

/** Silence inside a reply after which the rest will not come: a byte was lost. USB adds up to 16 ms. */
const gapMs = 100;

/** Question and reply on a line where the host asks and the unit answers: one at a time, again when spoiled. */
export class ReplyExchange<Message> {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #parser: StreamParser<Message>;
  readonly #strays = new Listeners<Message>();
  #pending: { hear(bytes: Uint8Array): void; fail(fault: ExchangeFault): void } | undefined;
  /** After a question that was given up: its reply may still come, and would pass for the next one's. */
  #quietUntil = 0;
  readonly #silenceMs: number;
  #stop = new AbortController();

  /** @param silenceMs that a unit needs between its reply and the next question */
  constructor(transport: Transport, clock: Clock, parser: StreamParser<Message>, silenceMs = 0) {
    this.#silenceMs = silenceMs;
    this.#transport = transport;
    this.#clock = clock;
    this.#parser = parser;
    transport.onData((bytes) =>
      this.#pending === undefined ? this.#overhear(bytes) : this.#pending.hear(bytes),
    );
    transport.onLost((reason) => this.#end(reason));
  }

  /** What the unit says without being asked, or too late. */
  onStray(listener: (message: Message) => void): () => void {
    return this.#strays.add(listener);
  }

  async run(question: Question<Message>): Promise<Result<Message, ExchangeFault>> {
    if (!(await this.#quiet())) return err(this.#lost(`${this.#transport.name} went away`));
    const faults: string[] = [];
    const firstSent = this.#clock.now();
    for (let attempt = 1; ; attempt++) {
      const sent = this.#clock.now();
      const answer = await this.#once(question);
      if (answer.ok && attempt > 1) {
        // Maybe the first one's reply, late: then those to the others are on their way, as late.
        const behind = this.#clock.now() + (sent - firstSent) + gapMs;
        this.#quietUntil = Math.max(this.#quietUntil, behind);
      }
      if (answer.ok || answer.error.kind === 'lineLost') return answer;
      this.#quietUntil = this.#clock.now() + question.timeoutMs;
      faults.push(answer.error.description);
      if (attempt === question.attempts) {
        const description = `${question.name}, sent ${attempt} times: ${faults.join('; ')}`;
        return err({ kind: answer.error.kind, description });
      }
    }
  }

  /** Ends a question that waits, because the line is closed under it. */
  abort(): void {
    this.#end(`${this.#transport.name} was closed`);
  }

  #end(reason: string): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#pending?.fail(this.#lost(reason));
  }

  #lost(description: string): ExchangeFault {
    return { kind: 'lineLost', description };
  }

  #quiet(): Promise<boolean> {
    const left = this.#quietUntil - this.#clock.now();
    return left <= 0 ? Promise.resolve(true) : sleep(this.#clock, left, this.#stop.signal);
  }

  #overhear(bytes: Uint8Array): void {
    for (const heard of this.#parser.push(bytes)) {
      if (heard.kind === 'message') this.#strays.tell(heard.message);
    }
  }

  #once(question: Question<Message>): Promise<Result<Message, ExchangeFault>> {
    if (this.#pending !== undefined) throw new Error(`${question.name} while another question waits`);
    return new Promise((resolve) => {
      this.#parser.reset();
      let count = 0;
      let refusal: string | undefined;
      let cancelGap = () => {};
      const end = (result: Result<Message, ExchangeFault>) => {
        this.#pending = undefined;
        this.#quietUntil = Math.max(this.#quietUntil, this.#clock.now() + this.#silenceMs);
        cancelTimeout();
        cancelGap();
        resolve(result);
      };
      const garbled = (description: string) => end(err({ kind: 'garbled', description }));
      const cancelTimeout = this.#clock.schedule(question.timeoutMs, () => {
        if (refusal !== undefined) garbled(refusal);
        else if (count > 0) garbled(`${count} bytes and no good reply in ${question.timeoutMs} ms`);
        else end(err({ kind: 'noAnswer', description: `nothing in ${question.timeoutMs} ms` }));
      });
      const pending = {
        hear: (bytes: Uint8Array) => {
          count += bytes.length;
          cancelGap();
          for (const heard of this.#parser.push(bytes)) {
            if (heard.kind === 'refused') refusal = heard.reason;
            else if (this.#pending === pending && question.accepts(heard.message)) end(ok(heard.message));
            else this.#strays.tell(heard.message);
          }
          if (this.#pending !== pending || (!this.#parser.midFrame && refusal === undefined)) return;
          cancelGap = this.#clock.schedule(gapMs, () => {
            this.#parser.reset();
            garbled(refusal ?? `the reply stopped after ${count} bytes`);
          });
        },
        fail: (fault: ExchangeFault) => end(err(fault)),
      };
      this.#pending = pending;
      void this.#transport.write(question.bytes).then((written) => {
        if (!written.ok && this.#pending === pending) pending.fail(this.#lost(written.error.description));
      });
    });
  }
}
