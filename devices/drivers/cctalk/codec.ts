import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * The frames of ccTalk. Both directions look alike.
 *
 * ```
 * checksum: destination | length of data | source  | header | data | the sum of all bytes is 0 modulo 256
 * CRC:      destination | length of data | CRC low | header | data | CRC high
 * ```
 * The CRC is CCITT (polynomial 1021, initial 0) over destination, length, header and data; a frame with CRC has
 * no source. Headers of commands are numbered from 255 down, as the specification has them.
 */
export type CheckMode = 'checksum' | 'crc';

export interface CctalkFrame {
  readonly destination: number;
  /** Null where the frame does not say. */
  readonly source: number | null;
  readonly header: number;
  readonly data: Uint8Array;
}

export const hostAddress = 1;
const headerBytes = 4;
/** All bytes but the data. */
const overhead = headerBytes + 1;

export function encodeFrame(mode: CheckMode, frame: CctalkFrame): Uint8Array {
  const { destination, header, data } = frame;
  if (data.length > 255) throw new Error(`a ccTalk frame has at most 255 bytes of data, not ${data.length}`);
  if (mode === 'crc') {
    const crc = crcOf(Uint8Array.of(destination, data.length, header, ...data));
    return Uint8Array.of(destination, data.length, crc & 0xff, header, ...data, crc >> 8);
  }
  const bytes = [destination, data.length, frame.source ?? hostAddress, header, ...data];
  return Uint8Array.of(...bytes, -sum(bytes) & 0xff);
}

/** The bytes must be exactly one frame. */
export function decodeFrame(mode: CheckMode, bytes: Uint8Array): Result<CctalkFrame, string> {
  const [destination = 0, length = 0, third = 0, header = 0] = bytes;
  if (bytes.length < overhead) return err(`a frame has at least ${overhead} bytes, not ${bytes.length}`);
  if (bytes.length !== overhead + length) {
    return err(`the frame declares ${overhead + length} bytes in all, there are ${bytes.length}`);
  }
  const data = bytes.slice(headerBytes, -1);
  const last = bytes.at(-1) ?? 0;
  if (mode === 'checksum') {
    const total = sum(bytes) & 0xff;
    if (total !== 0) return err(`the sum of all bytes is ${hex(total)}, not 00`);
    return ok({ destination, source: third, header, data });
  }
  const crc = crcOf(Uint8Array.of(destination, length, header, ...data));
  const given = (last << 8) | third;
  if (crc !== given) return err(`the CRC is ${hex(given, 4)}, computed ${hex(crc, 4)}`);
  return ok({ destination, source: null, header, data });
}

/** Of the bytes so far: how many the frame will have in all, or null before its length came. */
export function frameLength(bytes: ArrayLike<number>): number | null {
  const length = bytes[1];
  return length === undefined ? null : overhead + length;
}

function sum(bytes: Iterable<number>): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total;
}

function crcOf(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

export function hex(value: number, digits = 2): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** What a unit finds on the wire. */
export type Heard =
  | { readonly kind: 'frame'; readonly frame: CctalkFrame }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Finds frames in a stream of bytes that come in any portions. ccTalk has no start byte: what does not check is
 * looked through again one byte further on, but only the silence between frames tells them apart for sure (the
 * same frame said twice has rotations that check as well), so that `reset` is to be called when the line was
 * quiet. Holds at most one frame.
 */
export class FrameFinder {
  readonly #mode: CheckMode;
  #held: number[] = [];

  constructor(mode: CheckMode) {
    this.#mode = mode;
  }

  push(bytes: Uint8Array): Heard[] {
    const found: Heard[] = [];
    for (const byte of bytes) {
      this.#held.push(byte);
      this.#scan(found);
    }
    return found;
  }

  reset(): void {
    this.#held = [];
  }

  #scan(found: Heard[]): void {
    for (;;) {
      const length = frameLength(this.#held);
      if (length === null || this.#held.length < length) return;
      const decoded = decodeFrame(this.#mode, Uint8Array.from(this.#held.slice(0, length)));
      if (decoded.ok) found.push({ kind: 'frame', frame: decoded.value });
      else found.push({ kind: 'refused', reason: decoded.error });
      this.#held = this.#held.slice(decoded.ok ? length : 1);
    }
  }
}
