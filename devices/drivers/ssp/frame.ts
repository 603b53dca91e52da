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
export function crc16(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = 0xffff;
  for (let at = from; at < to; at++)
    crc = ((crc << 8) & 0xffff) ^ (crcOfByte[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0);
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
  const plain = new Uint8Array(3 + data.length + crcBytes);
  plain[0] = stx;
  plain[1] = (sequence << 7) | address;
  plain[2] = data.length;
  plain.set(data, 3);
  const crc = crc16(plain, 1, 3 + data.length);
  plain[3 + data.length] = crc & 0xff;
  plain[4 + data.length] = crc >> 8;
  return stuffed(plain);
}

/** Every 7F behind the first is doubled. */
function stuffed(plain: Uint8Array): Uint8Array {
  let doubled = 0;
  for (let at = 1; at < plain.length; at++) if (plain[at] === stx) doubled++;
  if (doubled === 0) return plain;
  const bytes = new Uint8Array(plain.length + doubled);
  for (let at = 0, to = 0; at < plain.length; at++) {
    bytes[to++] = plain[at] ?? 0;
    if (at > 0 && plain[at] === stx) bytes[to++] = stx;
  }
  return bytes;
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
  /** The frame under way, from its address on, with its stuffing taken out. */
  readonly #body = new Uint8Array(2 + longestData + crcBytes);
  /** Bytes of it; -1 between frames. */
  #length = -1;
  /** The byte before was a 7F whose meaning the next byte tells. */
  #afterStx = false;

  push(bytes: Uint8Array): Found[] {
    const found: Found[] = [];
    for (let at = 0; at < bytes.length; at++) this.#take(bytes[at] ?? 0, found);
    return found;
  }

  /** Whether bytes of an unfinished frame are held. */
  get midFrame(): boolean {
    return this.#length >= 0 || this.#afterStx;
  }

  /** Forgets an unfinished frame. */
  reset(): void {
    this.#length = -1;
    this.#afterStx = false;
  }

  #take(byte: number, found: Found[]): void {
    if (!this.#afterStx) {
      if (byte === stx) this.#afterStx = true;
      else if (this.#length >= 0) this.#add(byte, found);
      return;
    }
    if (byte === stx) {
      // Inside a frame a doubled 7F is one byte of it. Between frames the second one begins the frame.
      if (this.#length < 0) return;
      this.#afterStx = false;
      this.#add(byte, found);
      return;
    }
    this.#afterStx = false;
    if (this.#length >= 0) found.push(refused(`cut short after ${this.#length} bytes by a new frame`));
    this.#length = 0;
    this.#add(byte, found);
  }

  #add(byte: number, found: Found[]): void {
    this.#body[this.#length++] = byte;
    if (this.#length === 1 && (byte & 0x7f) > highestAddress) this.#end(found, `address ${hex(byte & 0x7f)}`);
    if (this.#length < 2) return;
    const length = this.#body[1] ?? 0;
    if (length === 0) this.#end(found, 'length 0');
    else if (this.#length === 2 + length + crcBytes) this.#finish(found);
  }

  #end(found: Found[], reason: string): void {
    this.#length = -1;
    found.push(refused(reason));
  }

  #finish(found: Found[]): void {
    const body = this.#body;
    const end = this.#length - crcBytes;
    const computed = crc16(body, 0, end);
    const given = (body[end] ?? 0) | ((body[end + 1] ?? 0) << 8);
    if (given !== computed) {
      this.#end(found, `CRC is ${hex(given, 4)}, computed ${hex(computed, 4)}`);
      return;
    }
    this.#length = -1;
    const [head = 0] = body;
    const frame: Frame = {
      sequence: head & 0x80 ? 1 : 0,
      address: head & 0x7f,
      data: body.slice(2, end),
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
