/**
 * The transport layer of SSP, the same in both directions:
 *
 * ```
 * 7F | sequence (bit 7) and address (bits 6-0) | length | data | CRC low | CRC high
 * ```
 * The CRC covers everything between the 7F and itself. Then every 7F behind the first is doubled, so that a single
 * one can only be the beginning of a frame.
 */
export interface Frame {
  readonly sequence: 0 | 1;
  readonly address: number;
  readonly data: Uint8Array;
}

const stx = 0x7f;
/** GA138: "the highest allowable slave ID is 0x7D". */
const highestAddress = 0x7d;
const longestData = 255;
const crcBytes = 2;

/** CRC-16, polynomial 8005, started with FFFF, most significant bit first. */
export function crc16(bytes: Iterable<number>): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (crcOfByte[(crc >> 8) ^ byte] ?? 0);
  return crc;
}

const crcOfByte = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x8005) & 0xffff : crc << 1;
  return crc;
});

export function encodeFrame(frame: Frame): Uint8Array {
  const { sequence, address, data } = frame;
  if (address > highestAddress) throw new Error(`an SSP address is at most 7D, not ${hex(address)}`);
  if (data.length === 0 || data.length > longestData) {
    throw new Error(`an SSP frame holds 1 to ${longestData} bytes, not ${data.length}`);
  }
  const body = [(sequence << 7) | address, data.length, ...data];
  const crc = crc16(body);
  const stuffed = [stx];
  for (const byte of [...body, crc & 0xff, crc >> 8]) {
    stuffed.push(byte);
    if (byte === stx) stuffed.push(stx);
  }
  return Uint8Array.from(stuffed);
}

/** What was found in a stream: a good frame, or why bytes were refused. */
export type Found =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Finds frames in a stream of bytes that come in any portions, with anything in between. A single 7F begins a new
 * frame wherever it comes, so that a frame that lost bytes costs itself and not the next one. Holds one frame.
 */
export class FrameParser {
  /** The frame under way, from its address on, with its stuffing taken out; null between frames. */
  #body: number[] | null = null;
  /** The byte before was a 7F whose meaning the next byte tells. */
  #afterStx = false;

  push(bytes: Uint8Array): Found[] {
    const found: Found[] = [];
    for (const byte of bytes) this.#take(byte, found);
    return found;
  }

  /** Whether bytes of an unfinished frame are held. */
  get midFrame(): boolean {
    return this.#body !== null || this.#afterStx;
  }

  /** Forgets an unfinished frame. */
  reset(): void {
    this.#body = null;
    this.#afterStx = false;
  }

  #take(byte: number, found: Found[]): void {
    if (!this.#afterStx) {
      if (byte === stx) this.#afterStx = true;
      else this.#add(byte, found);
      return;
    }
    if (byte === stx) {
      // Inside a frame a doubled 7F is one byte of it. Between frames the second one begins the frame.
      if (this.#body === null) return;
      this.#afterStx = false;
      this.#add(byte, found);
      return;
    }
    this.#afterStx = false;
    if (this.#body !== null) found.push(refused(`cut short after ${this.#body.length} bytes by a new frame`));
    this.#body = [];
    this.#add(byte, found);
  }

  #add(byte: number, found: Found[]): void {
    const body = this.#body;
    if (body === null) return;
    body.push(byte);
    if (body.length === 1 && (byte & 0x7f) > highestAddress) this.#end(found, `address ${hex(byte & 0x7f)}`);
    const length = body[1];
    if (length === undefined) return;
    if (length === 0) this.#end(found, 'length 0');
    else if (body.length === 2 + length + crcBytes) this.#finish(body, found);
  }

  #end(found: Found[], reason: string): void {
    this.#body = null;
    found.push(refused(reason));
  }

  #finish(body: readonly number[], found: Found[]): void {
    const computed = crc16(body.slice(0, -crcBytes));
    const given = (body.at(-2) ?? 0) | ((body.at(-1) ?? 0) << 8);
    if (given !== computed) {
      this.#end(found, `CRC is ${hex(given, 4)}, computed ${hex(computed, 4)}`);
      return;
    }
    this.#body = null;
    const [head = 0] = body;
    const frame: Frame = {
      sequence: head & 0x80 ? 1 : 0,
      address: head & 0x7f,
      data: Uint8Array.from(body.slice(2, -crcBytes)),
    };
    found.push({ kind: 'frame', frame });
  }
}

function refused(reason: string): Found {
  return { kind: 'refused', reason };
}

export function hex(value: number, digits = 2): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
