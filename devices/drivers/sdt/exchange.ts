import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import { type CommandName, encodeCommand, FrameParser, parseReply, type Reply } from './codec.ts';
import { describeStatusWord, statusWords } from './status-word.ts';

/** A command, how long its reply may take, and which reply is meant for it. */
export interface Request {
  readonly command: CommandName;
  /** Milliseconds from the write to the last byte of the reply. */
  readonly timeoutMs: number;
  /**
   * Replies do not say to which command they belong. One that comes after its command was given up must not
   * pass for the answer to the next: above all not the card of the person before.
   */
  readonly accepts: (reply: Reply) => boolean;
}

export interface ExchangeFault {
  /** `garbled`: bytes came and were no good reply. `noAnswer`: nothing came. `lineLost`: the line went away. */
  readonly kind: 'garbled' | 'noAnswer' | 'lineLost';
  readonly description: string;
}

/** Silence inside a reply after which the rest will not come: a byte was lost. USB adds up to 16 ms. */
const gapMs = 200;
const attempts = 3;

/**
 * One command and its reply at a time. A garbled or missing reply makes the command go out again, at most
 * twice: all commands of a reader may be repeated, for reading changes nothing.
 */
export class SdtExchange {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #parser = new FrameParser();
  #spoiledReplies = 0;
  #pending: { hear(bytes: Uint8Array): void; fail(fault: ExchangeFault): void } | undefined;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    transport.onData((bytes) => this.#pending?.hear(bytes));
    transport.onLost((reason) => this.#pending?.fail({ kind: 'lineLost', description: reason }));
  }

  /** How many replies were spoiled on the line so far: what they said was done in the reader all the same. */
  get spoiledReplies(): number {
    return this.#spoiledReplies;
  }

  async run(request: Request): Promise<Result<Reply, ExchangeFault>> {
    const faults: string[] = [];
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(request);
      if (answer.ok || answer.error.kind === 'lineLost') return answer;
      if (answer.error.kind === 'garbled') this.#spoiledReplies++;
      faults.push(answer.error.description);
      if (attempt === attempts) {
        return err({
          kind: answer.error.kind,
          description: `${request.command}, sent ${attempts} times: ${faults.join('; ')}`,
        });
      }
    }
  }

  /** Ends a command that waits, because the line is closed under it. */
  abort(): void {
    this.#pending?.fail({ kind: 'lineLost', description: `${this.#transport.name} was closed` });
  }

  #once(request: Request): Promise<Result<Reply, ExchangeFault>> {
    if (this.#pending !== undefined) throw new Error(`${request.command} while another command waits`);
    return new Promise((resolve) => {
      this.#parser.reset();
      let heard = 0;
      let refusal: string | undefined;
      let cancelGap = () => {};
      const end = (result: Result<Reply, ExchangeFault>) => {
        this.#pending = undefined;
        cancelTimeout();
        cancelGap();
        resolve(result);
      };
      const garbled = (description: string) => end(err({ kind: 'garbled', description }));

      const cancelTimeout = this.#clock.schedule(request.timeoutMs, () => {
        if (refusal !== undefined) garbled(refusal);
        else if (heard > 0) garbled(`${heard} bytes and no good reply in ${request.timeoutMs} ms`);
        else end(err({ kind: 'noAnswer', description: `nothing in ${request.timeoutMs} ms` }));
      });

      this.#pending = {
        hear: (bytes) => {
          heard += bytes.length;
          cancelGap();
          for (const found of this.#parser.push(bytes)) {
            if (found.kind === 'refused') {
              refusal = found.reason;
              continue;
            }
            const reply = parseReply(found.body);
            if (!reply.ok) refusal = reply.error;
            else if (reply.value.statusWord === statusWords.hostChecksum) {
              return garbled(describeStatusWord(reply.value.statusWord));
            } else if (request.accepts(reply.value)) return end(ok(reply.value));
          }
          if (!this.#parser.midFrame && refusal === undefined) return;
          cancelGap = this.#clock.schedule(gapMs, () =>
            garbled(refusal ?? `the reply stopped after ${heard} bytes`),
          );
        },
        fail: (fault) => end(err(fault)),
      };

      void this.#transport.write(encodeCommand(request.command)).then((written) => {
        if (!written.ok && this.#pending !== undefined) {
          this.#pending.fail({ kind: 'lineLost', description: written.error.description });
        }
      });
    });
  }
}
