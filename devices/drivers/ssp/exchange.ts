import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import { encodeCommand, type PlainCommandName } from './commands.ts';
import { decryptPacket, encryptPacket, isEncrypted } from './encryption.ts';
import { encodeFrame, type Frame, FrameParser } from './frame.ts';
import type { Random } from './key-exchange.ts';
import { type ReplyName, replyCodes, replyName } from './replies.ts';

export interface Reply {
  /** Null for a first byte that no document names. */
  readonly name: ReplyName | null;
  /** Behind the first byte. */
  readonly data: Uint8Array;
}

export interface ExchangeFault {
  /**
   * `notSent`: the unit never saw the command. `noAnswer`: it may have obeyed. `lineLost`: the line went away, it may
   * have obeyed. `keyLost`: it was switched on again and does not know the session: it did not obey.
   */
  readonly kind: 'notSent' | 'noAnswer' | 'lineLost' | 'keyLost';
  readonly description: string;
}

export interface ExchangeOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** 0 for a banknote validator. */
  readonly address: number;
  readonly random: Random;
  /** How often a command is sent before the unit counts as crashed. GA138: 21, the first and twenty retries. */
  readonly attempts: number;
}

const replyTimeoutMs = 1_000;
/** After a spoiled reply: the rest of it, or of what disturbs the line, goes by. */
const pauseMs = 100;

/**
 * One command and its reply at a time; who comes second waits. A command whose reply does not come is sent again with
 * the same sequence bit and the same bytes: then the unit repeats its last reply and does not obey twice. This holds
 * within a session only. After a SYNC or a new key what was under way stays unknown.
 */
export class SspExchange {
  readonly #options: ExchangeOptions;
  readonly #parser = new FrameParser();
  #sequence: 0 | 1 = 1;
  #session: { readonly key: Uint8Array; count: number } | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #pending: { hear(bytes: Uint8Array): void; fail(fault: ExchangeFault): void } | null = null;
  #closed = 0;
  #gaps = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.transport.onData((bytes) => this.#pending?.hear(bytes));
    options.transport.onLost((reason) => this.#stop(reason));
  }

  /**
   * How many commands needed more than one attempt. GA138: after a gap the serial number is asked for, because the
   * unit may be another one now.
   */
  get gaps(): number {
    return this.#gaps;
  }

  /** From now on everything is encrypted with this key; null: nothing is. */
  setKey(key: Uint8Array | null): void {
    this.#session = key === null ? null : { key, count: 0 };
  }

  /** A command without parameters. */
  ask(name: PlainCommandName): Promise<Result<Reply, ExchangeFault>> {
    return this.send(encodeCommand(name));
  }

  /** @param command as `encodeCommand` makes it */
  send(command: Uint8Array, attempts = this.#options.attempts): Promise<Result<Reply, ExchangeFault>> {
    const closed = this.#closed;
    const result = this.#turn.then(() =>
      closed === this.#closed
        ? this.#exchange(command, attempts)
        : err<ExchangeFault>({ kind: 'notSent', description: 'the line was closed before it was sent' }),
    );
    this.#turn = result;
    return result;
  }

  /** Sets both ends to the same sequence bit. The key is given up, for the counts of both ends may differ. */
  sync(attempts: number): Promise<Result<Reply, ExchangeFault>> {
    this.#sequence = 1;
    this.#session = null;
    return this.send(encodeCommand('sync'), attempts);
  }

  /** Ends what waits, because the line is closed under it. */
  abort(): void {
    this.#stop(`${this.#options.transport.name} was closed`);
  }

  #stop(reason: string): void {
    this.#closed++;
    this.#pending?.fail({ kind: 'lineLost', description: reason });
  }

  async #exchange(command: Uint8Array, attempts: number): Promise<Result<Reply, ExchangeFault>> {
    const { address, random } = this.#options;
    const session = this.#session;
    const data =
      session === null
        ? command
        : encryptPacket({ count: session.count, data: command }, session.key, random);
    const frame: Frame = { sequence: this.#sequence, address, data };
    const bytes = encodeFrame(frame);
    this.#parser.reset();
    const faults = new Set<string>();
    for (let attempt = 1; attempt <= attempts; attempt++) {
      if (attempt === 2) this.#gaps++;
      const reply = await this.#once(bytes, frame);
      if (reply.ok) {
        this.#sequence = this.#sequence === 1 ? 0 : 1;
        return reply;
      }
      if (reply.error.kind !== 'noAnswer') return reply;
      faults.add(reply.error.description);
    }
    return err({ kind: 'noAnswer', description: `sent ${attempts} times: ${[...faults].join('; ')}` });
  }

  #once(bytes: Uint8Array, sent: Frame): Promise<Result<Reply, ExchangeFault>> {
    const { clock, transport } = this.#options;
    return new Promise((resolve) => {
      let refusal: string | undefined;
      let cancelPause = () => {};
      const end = (result: Result<Reply, ExchangeFault>) => {
        this.#pending = null;
        cancelTimeout();
        cancelPause();
        resolve(result);
      };
      const noAnswer = (description: string) => end(err({ kind: 'noAnswer', description }));
      const cancelTimeout = clock.schedule(replyTimeoutMs, () =>
        noAnswer(refusal ?? `nothing in ${replyTimeoutMs} ms`),
      );
      this.#pending = {
        hear: (heard) => {
          for (const found of this.#parser.push(heard)) {
            const reply = found.kind === 'frame' ? this.#open(found.frame, sent) : err(found.reason);
            if (reply === null) continue;
            if (reply.ok && reply.value.name === 'keyNotSet' && this.#session !== null) {
              return end(
                err({ kind: 'keyLost', description: 'the unit does not know the session any more' }),
              );
            }
            if (reply.ok) return end(reply);
            refusal = reply.error;
            cancelPause();
            cancelPause = clock.schedule(pauseMs, () => noAnswer(refusal ?? ''));
          }
        },
        fail: (fault) => end(err(fault)),
      };
      void transport.write(bytes).then((written) => {
        if (!written.ok) this.#pending?.fail({ kind: 'lineLost', description: written.error.description });
      });
    });
  }

  /** What a frame says as the answer to what was sent; null when it answers something else. */
  #open(frame: Frame, sent: Frame): Result<Reply, string> | null {
    if (frame.address !== sent.address || frame.sequence !== sent.sequence) return null;
    const session = this.#session;
    if (!isEncrypted(frame.data)) {
      // Whoever sits on the line can send a plain reply. One word is believed: that the unit has lost the key.
      if (session !== null && frame.data[0] !== replyCodes.keyNotSet)
        return err('the reply is not encrypted');
      return ok(replyOf(frame.data));
    }
    if (session === null) return err('the reply is encrypted, and no key was agreed on');
    const packet = decryptPacket(frame.data, session.key);
    if (!packet.ok) return packet;
    const expected = session.count + 1;
    if (packet.value.count !== expected) {
      return err(`the reply has count ${packet.value.count}, expected ${expected}`);
    }
    session.count = expected;
    return ok(replyOf(packet.value.data));
  }
}

function replyOf(data: Uint8Array): Reply {
  return { name: replyName(data[0]), data: data.slice(1) };
}
