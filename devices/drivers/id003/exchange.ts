import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Found } from '../kermit-frames.ts';
import type { LinkFault } from '../note-acceptor/unit-report.ts';
import {
  type CommandName,
  type DeviceMessage,
  encodeCommand,
  frameParser,
  parseDeviceFrame,
} from './codec.ts';

export interface Request {
  readonly command: CommandName;
  readonly data?: Uint8Array;
  /**
   * Replies do not say to which command they belong. One that came too late must not pass for the answer to the next:
   * above all no VEND VALID, which is acknowledged where it is accepted.
   */
  readonly accepts: (reply: DeviceMessage) => boolean;
  /** Of the longest reply, for the time that it takes on the line. */
  readonly replyBytes: number;
  /** A question may be asked again when its answer is lost; a motion may not. */
  readonly mayRepeat: boolean;
  /** Told before the unit gets its ACK, where there is one. */
  readonly tell?: (reply: DeviceMessage) => void;
}

export interface ExchangeOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly baudRate: number;
}

/** Start bit, eight data bits, parity, stop bit. */
const bitsPerByte = 11;
/** What the unit needs, and what operating system and USB add. */
const allowanceMs = 150;
/** Silence inside a reply after which its rest will not come. */
const gapMs = 80;
/** Nothing answers an ACK; the unit needs a moment before the next command. */
const afterAckMs = 20;
const attempts = 3;

/** Commands and replies of one unit, one at a time. Only VEND VALID is acknowledged: that is the credit point. */
export class Id003Exchange {
  readonly #options: ExchangeOptions;
  readonly #parser = frameParser();
  #pending: { hear(bytes: Uint8Array): void; fail(fault: LinkFault): void } | undefined;
  #freeAt = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.transport.onData((bytes) => this.#pending?.hear(bytes));
    options.transport.onLost((reason) => this.#pending?.fail({ kind: 'lineLost', description: reason }));
  }

  async run(request: Request): Promise<Result<DeviceMessage, LinkFault>> {
    const { clock, transport } = this.#options;
    const faults: string[] = [];
    for (let attempt = 1; ; attempt++) {
      if (clock.now() < this.#freeAt) await sleep(clock, this.#freeAt - clock.now());
      if (!transport.isOpen) return err({ kind: 'lineLost', description: `${transport.name} is not open` });
      const answer = await this.#once(request);
      if (answer.ok && answer.value.kind === 'invalidCommand') {
        return err({ kind: 'refused', description: `${request.command}: INVALID COMMAND` });
      }
      if (answer.ok || answer.error.kind === 'lineLost') return answer;
      faults.push(answer.error.description);
      if (attempt < attempts && request.mayRepeat) continue;
      const description = `${request.command}, sent ${attempt} times: ${faults.join('; ')}`;
      return err({ kind: answer.error.kind, description });
    }
  }

  /** Ends a command that waits, because the line is closed under it. */
  abort(): void {
    this.#pending?.fail({ kind: 'lineLost', description: `${this.#options.transport.name} was closed` });
  }

  #once(request: Request): Promise<Result<DeviceMessage, LinkFault>> {
    const { clock, transport, baudRate } = this.#options;
    if (this.#pending !== undefined) throw new Error(`${request.command} while another command waits`);
    const frame = encodeCommand(request.command, request.data);
    const lineMs = (bytes: number) => (bytes * bitsPerByte * 1000) / baudRate;
    const timeoutMs = Math.ceil(lineMs(frame.length + request.replyBytes)) + allowanceMs;

    return new Promise((resolve) => {
      this.#parser.reset();
      let heard = 0;
      let refusal: string | undefined;
      let cancelGap = () => {};
      const end = (result: Result<DeviceMessage, LinkFault>) => {
        this.#pending = undefined;
        cancelTimeout();
        cancelGap();
        resolve(result);
      };
      const garbled = () =>
        end(err({ kind: 'garbled', description: refusal ?? `${heard} bytes and no good reply` }));
      const cancelTimeout = clock.schedule(timeoutMs, () => {
        if (heard > 0) garbled();
        else end(err({ kind: 'noAnswer', description: `nothing in ${timeoutMs} ms` }));
      });
      /** Whether the reply was among them. */
      const take = (found: readonly Found[]): boolean => {
        for (const one of found) {
          const parsed = one.kind === 'frame' ? parseDeviceFrame(one.frame) : err(one.reason);
          if (!parsed.ok) {
            refusal = parsed.error;
            continue;
          }
          const message = parsed.value;
          if (message.kind !== 'invalidCommand' && !request.accepts(message)) continue;
          // Who is told keeps it before the unit may forget it.
          request.tell?.(message);
          if (message.kind === 'state' && message.name === 'vendValid') {
            const ack = encodeCommand('ack');
            this.#freeAt = clock.now() + lineMs(ack.length) + afterAckMs;
            void transport.write(ack);
          }
          end(ok(message));
          return true;
        }
        return false;
      };

      this.#pending = {
        hear: (bytes) => {
          heard += bytes.length;
          cancelGap();
          if (take(this.#parser.push(bytes))) return;
          if (!this.#parser.midFrame && refusal === undefined) return;
          cancelGap = clock.schedule(gapMs, () => {
            if (!take(this.#parser.flush())) garbled();
          });
        },
        fail: (fault) => end(err(fault)),
      };
      void transport.write(frame).then((written) => {
        if (!written.ok) this.#pending?.fail({ kind: 'lineLost', description: written.error.description });
      });
    });
  }
}
