import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import { ack, encodeFrame, type LcdmMessage, LcdmParser, nck } from './codec.ts';
import { encodeRequest, type LcdmReply, type LcdmRequest, parseReply } from './messages.ts';
import type { LcdmProfile } from './profile.ts';

export interface ExchangeFault {
  /** `refused`: the unit answered NCK. `garbled`: it answered, and no answer came through whole. */
  readonly kind: 'refused' | 'noAnswer' | 'garbled' | 'lineLost';
  /** Whether the unit may have done what it was told. */
  readonly acted: boolean;
  readonly description: string;
}

/** By the document: a frame is complete within 200 ms, ACK or NCK comes within 500 ms, the reply within 60 s. */
const frameMs = 200;
const ackMs = 500;
const motionReplyMs = 60_000;
/** Questions move nothing; published host software waits 0.3 to 5 s. */
const questionReplyMs = 5_000;
/** For the operating system and USB, above what unit and line need. */
const allowanceMs = 100;
const attempts = 3;

interface Pending {
  hear(bytes: Uint8Array): void;
  fail(description: string): void;
}

/**
 * One command and its reply at a time, with the handshakes around them.
 *
 * A command goes out again only where that cannot move a note twice: a question always, a motion only after the
 * unit said NCK and then nothing more. A motion without ACK is waited for all the same: the ACK may be what was
 * lost. A reply that came broken is asked for again with NCK, which moves nothing.
 */
export class LcdmExchange {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #profile: LcdmProfile;
  readonly #parser: LcdmParser;
  readonly #strays = new Listeners<LcdmReply>();
  #pending: Pending | undefined;

  constructor(transport: Transport, clock: Clock, profile: LcdmProfile) {
    this.#transport = transport;
    this.#clock = clock;
    this.#profile = profile;
    this.#parser = new LcdmParser('device', profile.communicationId);
    transport.onData((bytes) =>
      this.#pending === undefined ? this.#overhear(bytes) : this.#pending.hear(bytes),
    );
    transport.onLost((reason) => this.#pending?.fail(reason));
  }

  /** Replies to an earlier command, which the unit says again because our ACK did not reach it. */
  onStray(listener: (reply: LcdmReply) => void): () => void {
    return this.#strays.add(listener);
  }

  async run(request: LcdmRequest): Promise<Result<LcdmReply, ExchangeFault>> {
    const motion = request.command !== 'status' && request.command !== 'romVersion';
    const faults: string[] = [];
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(request, motion);
      if (answer.ok || answer.error.kind === 'lineLost') return answer;
      if (motion && answer.error.acted) return answer;
      faults.push(answer.error.description);
      if (attempt === attempts) {
        const description = `${request.command}, sent ${attempts} times: ${faults.join('; ')}`;
        return err({ ...answer.error, description });
      }
    }
  }

  /** Ends a command that waits, because the line is closed under it. */
  abort(): void {
    this.#pending?.fail(`${this.#transport.name} was closed`);
  }

  #once(request: LcdmRequest, motion: boolean): Promise<Result<LcdmReply, ExchangeFault>> {
    if (this.#pending !== undefined) throw new Error(`${request.command} while another command waits`);
    const frame = encodeFrame('host', this.#profile.communicationId, encodeRequest(this.#profile, request));
    return new Promise((resolve) => {
      this.#parser.reset();
      let taken: 'unknown' | 'refused' | 'yes' = 'unknown';
      let heard = 0;
      let asked = 0;
      let flaw: string | undefined;
      let cancelGap = () => {};
      const end = (result: Result<LcdmReply, ExchangeFault>) => {
        this.#pending = undefined;
        cancelAck();
        cancelReply();
        cancelGap();
        resolve(result);
      };
      const fail = (kind: ExchangeFault['kind'], description: string, acted = motion) =>
        end(err({ kind, acted, description }));

      const cancelAck = this.#clock.schedule(ackMs + allowanceMs, () => {
        // Believed only where it is all that came: it may be a byte of something else.
        if (taken === 'refused' && heard === 1) fail('refused', 'the unit answered NCK', false);
        else if (taken !== 'yes' && !motion) fail('noAnswer', `no ACK in ${ackMs} ms`);
      });
      const replyMs = motion ? motionReplyMs : questionReplyMs;
      const cancelReply = this.#clock.schedule(ackMs + replyMs + allowanceMs, () => {
        if (flaw !== undefined) fail('garbled', flaw);
        else fail('noAnswer', `${taken === 'yes' ? 'an' : 'no'} ACK, and no reply in ${replyMs} ms`);
      });
      const askAgain = (reason: string) => {
        flaw = reason;
        if (asked === attempts) {
          fail('garbled', `${reason}; asked for again ${attempts} times`);
          return;
        }
        asked++;
        this.#parser.reset();
        void this.#transport.write(Uint8Array.of(nck));
      };
      const take = (message: LcdmMessage) => {
        if (message.kind === 'ack') taken = 'yes';
        else if (message.kind === 'nck') {
          if (taken === 'unknown') taken = 'refused';
        } else if (message.kind === 'refused') askAgain(message.reason);
        else {
          taken = 'yes';
          const reply = parseReply(this.#profile, message);
          if (!reply.ok) {
            askAgain(reply.error);
            return;
          }
          this.#acknowledge();
          if (reply.value.command === request.command) end(reply);
          else this.#strays.tell(reply.value);
        }
      };

      const pending: Pending = {
        hear: (bytes) => {
          heard += bytes.length;
          cancelGap();
          for (const message of this.#parser.push(bytes)) {
            take(message);
            if (this.#pending !== pending) return;
          }
          if (!this.#parser.midFrame) return;
          cancelGap = this.#clock.schedule(frameMs + allowanceMs, () =>
            askAgain('the reply stopped halfway'),
          );
        },
        fail: (description) => fail('lineLost', description),
      };
      this.#pending = pending;

      void this.#transport.write(frame).then((written) => {
        if (written.ok || this.#pending !== pending) return;
        // On a closed line nothing went out; otherwise a part did, or all.
        fail('lineLost', written.error.description, motion && written.error.code !== 'closed');
      });
    });
  }

  #overhear(bytes: Uint8Array): void {
    for (const message of this.#parser.push(bytes)) {
      const reply = message.kind === 'frame' ? parseReply(this.#profile, message) : undefined;
      if (!reply?.ok) continue;
      this.#acknowledge();
      this.#strays.tell(reply.value);
    }
  }

  #acknowledge(): void {
    void this.#transport.write(Uint8Array.of(ack));
  }
}
