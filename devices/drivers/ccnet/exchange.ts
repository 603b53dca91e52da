import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Found } from '../kermit-frames.ts';
import type { LinkFault } from '../note-acceptor/unit-report.ts';
import {
  type CommandName,
  type DeviceMessage,
  encodeCommand,
  encodeConfirmation,
  frameParser,
  parseDeviceFrame,
} from './codec.ts';

export interface Request {
  readonly command: CommandName;
  readonly data?: Uint8Array;
  /**
   * Replies do not say to which command they belong. One that came too late must not pass for the answer to the
   * next, and must not be confirmed: a unit forgets what was confirmed.
   */
  readonly accepts: (reply: DeviceMessage) => boolean;
  /** Of the longest reply, for the time that it takes on the line. */
  readonly replyBytes: number;
  /** A question may be asked again when its answer is lost; a motion may not. */
  readonly mayRepeat: boolean;
  /** Told before the unit gets its ACK. */
  readonly tell?: (reply: DeviceMessage) => void;
}

export interface ExchangeOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly address: number;
  readonly baudRate: number;
}

/** A unit answers within 10 ms; to this comes what operating system and USB add. */
const allowanceMs = 150;
/** Silence inside a reply after which its rest will not come. USB hands over in portions of some 30 ms at 9600. */
const gapMs = 80;
/** Silence between a confirmation and the next command (t free; 10 ms needed, 20 ms recommended). */
const freeMs = 20;
const attempts = 3;

/** Commands and replies of one unit, one at a time, with ACK and NAK as CCNET wants them. */
export class CcnetExchange {
  readonly #options: ExchangeOptions;
  readonly #parser = frameParser('device');
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
      if (answer.ok && answer.value.kind === 'illegalCommand') {
        return err({ kind: 'refused', description: `${request.command}: ILLEGAL COMMAND` });
      }
      if (answer.ok && answer.value.kind !== 'nak') return answer;
      if (!answer.ok && answer.error.kind === 'lineLost') return answer;
      faults.push(answer.ok ? 'NAK' : answer.error.description);
      // A unit that says NAK did nothing.
      const mayRepeat = request.mayRepeat || answer.ok;
      if (attempt < attempts && mayRepeat) continue;
      const description = `${request.command}, sent ${attempt} times: ${faults.join('; ')}`;
      return err({ kind: answer.ok ? 'refused' : answer.error.kind, description });
    }
  }

  /** Ends a command that waits, because the line is closed under it. */
  abort(): void {
    this.#pending?.fail({ kind: 'lineLost', description: `${this.#options.transport.name} was closed` });
  }

  #once(request: Request): Promise<Result<DeviceMessage, LinkFault>> {
    const { clock, transport, address, baudRate } = this.#options;
    if (this.#pending !== undefined) throw new Error(`${request.command} while another command waits`);
    const frame = encodeCommand(address, request.command, request.data);
    const lineMs = (bytes: number) => (bytes * 10_000) / baudRate;
    const timeoutMs = Math.ceil(lineMs(frame.length + request.replyBytes)) + allowanceMs;

    return new Promise((resolve) => {
      this.#parser.reset();
      let heard = 0;
      let refusal: string | undefined;
      let naks = 0;
      let cancelTimeout = () => {};
      let cancelGap = () => {};
      const end = (result: Result<DeviceMessage, LinkFault>) => {
        this.#pending = undefined;
        cancelTimeout();
        cancelGap();
        resolve(result);
      };
      const restart = () => {
        cancelTimeout();
        cancelTimeout = clock.schedule(timeoutMs, () => {
          this.#freeAt = clock.now() + freeMs;
          if (heard === 0) end(err({ kind: 'noAnswer', description: `nothing in ${timeoutMs} ms` }));
          else end(err({ kind: 'garbled', description: refusal ?? `${heard} bytes and no good reply` }));
        });
      };
      const confirm = (kind: 'ack' | 'nak') => {
        const confirmation = encodeConfirmation(address, kind);
        this.#freeAt = clock.now() + lineMs(confirmation.length) + freeMs;
        void transport.write(confirmation);
      };
      /** Whether the reply was among them. */
      const take = (found: readonly Found[]): boolean => {
        for (const one of found) {
          const parsed = one.kind === 'frame' ? parseDeviceFrame(one.frame) : err(one.reason);
          if (!parsed.ok) {
            refusal = parsed.error;
            continue;
          }
          const { message } = parsed.value;
          const isRefusal = message.kind === 'nak' || message.kind === 'illegalCommand';
          if (parsed.value.address !== address || !(isRefusal || request.accepts(message))) continue;
          // Who is told keeps it before the unit may forget it. Nothing confirms a confirmation.
          request.tell?.(message);
          if (message.kind === 'data') confirm('ack');
          else this.#freeAt = clock.now() + freeMs;
          end(ok(message));
          return true;
        }
        return false;
      };

      restart();
      this.#pending = {
        hear: (bytes) => {
          heard += bytes.length;
          cancelGap();
          if (take(this.#parser.push(bytes))) return;
          if (!this.#parser.midFrame && refusal === undefined) return;
          cancelGap = clock.schedule(gapMs, () => {
            if (take(this.#parser.flush()) || naks === attempts) return;
            // Asks for the reply once more, and not for what was commanded.
            naks++;
            confirm('nak');
            restart();
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
