/**
 * The frames of Puloon LCDM dispensers, both directions.
 *
 * ```
 * host -> unit: EOT 04 | id | STX 02 | code | data | ETX 03 | BCC      or one byte: ACK 06, NCK 15
 * unit -> host: SOH 01 | id | STX 02 | code | data | ETX 03 | BCC      or one byte: ACK 06, NCK 15
 * ```
 * BCC is the XOR of all bytes before it. No field of any command or reply can be 03.
 */

const eot = 0x04;
const soh = 0x01;
const stx = 0x02;
const etx = 0x03;
export const ack = 0x06;
export const nck = 0x15;

/** Start, id, STX, code. */
const headerBytes = 4;
/** The longest known reply, of a unit with two cassettes, has 15; the rest is room for variants. */
const maximumData = 32;

export type Sender = 'host' | 'device';

export interface Frame {
  readonly code: number;
  readonly data: Uint8Array;
}

export type LcdmMessage =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nck' }
  | ({ readonly kind: 'frame' } & Frame)
  | { readonly kind: 'refused'; readonly reason: string };

export function encodeFrame(sender: Sender, communicationId: number, frame: Frame): Uint8Array {
  if (frame.data.length > maximumData || frame.data.includes(etx)) {
    throw new Error('the data of an LCDM frame has at most 32 bytes, and none of them is 03');
  }
  const bytes = [startOf(sender), communicationId, stx, frame.code, ...frame.data, etx];
  return Uint8Array.of(...bytes, xor(bytes));
}

function startOf(sender: Sender): number {
  return sender === 'host' ? eot : soh;
}

function xor(bytes: Iterable<number>): number {
  let check = 0;
  for (const byte of bytes) check ^= byte;
  return check;
}

/**
 * Finds messages in a stream of bytes that come in any portions, with anything in between. Holds at most one
 * frame.
 *
 * After bytes that belong to nothing, ACK and NCK are not believed until a good frame came or `reset` was
 * called: the last byte of a frame whose beginning was lost can be 15 (it is so in the document's own example of
 * a good dispense), and a dispense that is sent again because of it would be paid twice.
 */
export class LcdmParser {
  readonly #start: number;
  readonly #id: number;
  #held: number[] = [];
  #noisy = false;

  constructor(sender: Sender, communicationId: number) {
    this.#start = startOf(sender);
    this.#id = communicationId;
  }

  push(bytes: Uint8Array): LcdmMessage[] {
    const found: LcdmMessage[] = [];
    for (const byte of bytes) {
      this.#held.push(byte);
      this.#scan(found);
    }
    return found;
  }

  /** Whether a frame has begun and is not complete. */
  get midFrame(): boolean {
    return this.#held.length > 0;
  }

  /** Forgets an unfinished frame, and what came before it. */
  reset(): void {
    this.#held = [];
    this.#noisy = false;
  }

  /** Takes from the front what is complete or cannot become a frame; what is left may be the start of one. */
  #scan(found: LcdmMessage[]): void {
    for (;;) {
      const [first] = this.#held;
      if (first === undefined) return;
      if (first === ack || first === nck) {
        if (!this.#noisy) found.push({ kind: first === ack ? 'ack' : 'nck' });
        this.#held.shift();
        continue;
      }
      if (!this.#mayBeFrame()) {
        this.#noisy = true;
        this.#held.shift();
        continue;
      }
      const end = this.#held.indexOf(etx, headerBytes);
      if (end === -1) {
        if (this.#held.length <= headerBytes + maximumData) return;
        this.#refuse(found, `no ETX within ${maximumData} bytes of data`);
        continue;
      }
      const given = this.#held[end + 1];
      if (given === undefined) return;
      const computed = xor(this.#held.slice(0, end + 1));
      if (given !== computed) {
        this.#refuse(found, `BCC is ${hex(given)}, computed ${hex(computed)}`);
        continue;
      }
      const [, , , code = 0, ...data] = this.#held.slice(0, end);
      found.push({ kind: 'frame', code, data: Uint8Array.from(data) });
      this.#held = this.#held.slice(end + 2);
      this.#noisy = false;
    }
  }

  #mayBeFrame(): boolean {
    const [start, id = this.#id, text = stx] = this.#held;
    return start === this.#start && id === this.#id && text === stx;
  }

  /** Looks for the next frame inside what was refused: a lost byte makes one swallow the beginning of the next. */
  #refuse(found: LcdmMessage[], reason: string): void {
    found.push({ kind: 'refused', reason });
    this.#noisy = true;
    this.#held.shift();
  }
}

export function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
