import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import { type CheckMode, decodeFrame, encodeFrame, frameLength, hostAddress } from './codec.ts';
import { type HeaderName, headers, replyHeaders } from './headers.ts';

export interface CctalkRequest {
  readonly address: number;
  readonly mode: CheckMode;
  readonly command: HeaderName;
  readonly data?: readonly number[];
  /** How many bytes of data the reply may have. Any other reply is not the one to this command. */
  readonly replyBytes: readonly number[];
  /** Moves something: is never sent again. */
  readonly once?: true;
}

export interface BusFault {
  /** `refused`: the unit answered NAK. */
  readonly kind: 'refused' | 'noAnswer' | 'garbled' | 'lineLost';
  readonly description: string;
}

/** A unit answers within some tens of milliseconds; the allowance is for USB and the operating system. */
const replyMs = 300;
/** The specification allows 50 ms between two bytes; USB adds up to 16. */
const gapMs = 70;
/** After a failure, so that a late reply does not meet the next command. */
const quietMs = 100;
const attempts = 3;
/** More than any frame with its echo. */
const longestNoise = 600;

interface Pending {
  hear(bytes: Uint8Array): void;
  fail(description: string): void;
}

/**
 * The single wire of ccTalk, which several units and their drivers share. One command and its reply at a time.
 *
 * What the host sends comes back to it as an echo, unless the adapter keeps it. Once an echo was heard, nothing
 * that comes before it can be the reply: a late one to an earlier command is thereby told apart.
 */
export class CctalkBus {
  readonly #transport: Transport;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();
  #handles = 0;
  #opening: ReturnType<Transport['open']> | undefined;
  /** An echo was heard since the line was opened. */
  #echoes = false;
  #pending: Pending | undefined;

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    transport.onData((bytes) => this.#pending?.hear(bytes));
    transport.onLost((reason) => {
      this.#handles = 0;
      this.#pending?.fail(reason);
    });
  }

  /** The line as one driver opens and closes it; it stays open as long as one of them has it open. */
  handle(): Transport {
    const transport = this.#transport;
    const lost = new Listeners<string>();
    let open = false;
    transport.onLost((reason) => {
      if (!open) return;
      open = false;
      lost.tell(reason);
    });
    return {
      name: transport.name,
      get isOpen() {
        return open;
      },
      open: async () => {
        if (open) return err({ code: 'busy', description: `${transport.name} is open already` });
        if (this.#handles === 0) {
          this.#opening ??= transport.open();
          const opened = await this.#opening;
          this.#opening = undefined;
          if (!opened.ok) return opened;
          if (this.#handles === 0) this.#echoes = false;
        }
        open = true;
        this.#handles++;
        return ok();
      },
      write: (bytes) => transport.write(bytes),
      onData: (listener) => transport.onData(listener),
      onLost: (listener) => lost.add(listener),
      close: async () => {
        if (!open) return;
        open = false;
        this.#handles--;
        if (this.#handles === 0) {
          this.#pending?.fail(`${transport.name} was closed`);
          await transport.close();
        }
      },
    };
  }

  /** The data of the reply. */
  run(request: CctalkRequest): Promise<Result<Uint8Array, BusFault>> {
    const result = this.#turn.then(() => this.#try(request));
    this.#turn = result.catch(() => {});
    return result;
  }

  async #try(request: CctalkRequest): Promise<Result<Uint8Array, BusFault>> {
    const faults: string[] = [];
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(request);
      if (answer.ok || answer.error.kind === 'lineLost' || answer.error.kind === 'refused') return answer;
      faults.push(answer.error.description);
      await sleep(this.#clock, quietMs);
      if (attempt === attempts || request.once) {
        const description = `${request.command} to ${request.address}, sent ${attempt} times: ${faults.join('; ')}`;
        return err({ kind: answer.error.kind, description });
      }
    }
  }

  #once(request: CctalkRequest): Promise<Result<Uint8Array, BusFault>> {
    const { address, mode, command, data = [] } = request;
    const frame = encodeFrame(mode, {
      destination: address,
      source: hostAddress,
      header: headers[command],
      data: Uint8Array.from(data),
    });
    return new Promise((resolve) => {
      let heard: number[] = [];
      let echoed = false;
      let cancelGap = () => {};
      const end = (result: Result<Uint8Array, BusFault>) => {
        this.#pending = undefined;
        cancelTimeout();
        cancelGap();
        resolve(result);
      };
      const fault = (kind: BusFault['kind'], description: string) => end(err({ kind, description }));
      const cancelTimeout = this.#clock.schedule(replyMs, () => {
        if (this.#echoes && !echoed) fault('garbled', 'what was sent did not come back as it was');
        else if (heard.length > 0) fault('garbled', `${heard.length} bytes and no reply in ${replyMs} ms`);
        else fault('noAnswer', `nothing in ${replyMs} ms`);
      });

      const pending: Pending = {
        hear: (bytes) => {
          cancelGap();
          heard.push(...bytes);
          const rest = echoed ? heard : afterEcho(heard, frame);
          if (rest !== null) {
            echoed = true;
            this.#echoes = true;
            heard = rest;
          } else if (this.#echoes || heard[0] !== hostAddress) {
            if (heard.length > longestNoise) fault('garbled', 'the line babbles');
            return;
          }
          const length = frameLength(heard);
          if (length !== null && heard.length >= length) end(replyIn(request, Uint8Array.from(heard)));
          else if (heard.length > 0) {
            cancelGap = this.#clock.schedule(gapMs, () =>
              fault('garbled', `the reply stopped after ${heard.length} bytes`),
            );
          }
        },
        fail: (description) => fault('lineLost', description),
      };
      this.#pending = pending;
      void this.#transport.write(frame).then((written) => {
        if (!written.ok && this.#pending === pending) fault('lineLost', written.error.description);
      });
    });
  }
}

/** What came after our own bytes; null while they have not come. */
function afterEcho(heard: readonly number[], frame: Uint8Array): number[] | null {
  for (let at = 0; at + frame.length <= heard.length; at++) {
    if (frame.every((byte, index) => heard[at + index] === byte)) return heard.slice(at + frame.length);
  }
  return null;
}

function replyIn(request: CctalkRequest, bytes: Uint8Array): Result<Uint8Array, BusFault> {
  const garbled = (description: string) => err({ kind: 'garbled', description } as const);
  const decoded = decodeFrame(request.mode, bytes);
  if (!decoded.ok) return garbled(decoded.error);
  const { destination, source, header, data } = decoded.value;
  if (destination !== hostAddress) return garbled(`a frame for address ${destination}`);
  if (source !== null && source !== request.address) return garbled(`a reply from address ${source}`);
  if (header === replyHeaders.nak) {
    return err({ kind: 'refused', description: `${request.command} to ${request.address}: NAK` });
  }
  if (header !== replyHeaders.ok) return garbled(`a reply with header ${header}`);
  if (!request.replyBytes.includes(data.length)) {
    return garbled(`a reply with ${data.length} bytes of data, not ${request.replyBytes.join(' or ')}`);
  }
  return ok(data);
}
