/** CRC-16/KERMIT: polynomial 1021 reflected (8408), initial value 0. Sent low byte first. */
export function crcKermit(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  return crc;
}

/** Puts the CRC behind the bytes. */
export function withCrc(bytes: Uint8Array): Uint8Array {
  const crc = crcKermit(bytes);
  return Uint8Array.of(...bytes, crc & 0xff, crc >> 8);
}

/**
 * How long the frame is that begins here. `more`: cannot be told from so few bytes. A frame can be refused by its
 * header alone.
 */
export type Measured =
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface FrameFormat {
  /** First byte of every frame. */
  readonly sync: number;
  /** `bytes` begin with the sync byte. */
  readonly measure: (bytes: Uint8Array) => Measured;
  /** No frame is longer. */
  readonly maximumLength: number;
}

export type Found =
  /** A whole frame with a right CRC, from sync to CRC. */
  | { readonly kind: 'frame'; readonly frame: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Finds frames in a stream of bytes that come in any portions, with anything in between. After a refused frame it
 * looks for the next sync byte inside what it refused, for a lost byte makes one frame swallow the beginning of the
 * next. Holds at most one frame of the greatest length.
 */
export class KermitFrameParser {
  readonly #format: FrameFormat;
  #held: Uint8Array = new Uint8Array();

  constructor(format: FrameFormat) {
    this.#format = format;
  }

  push(bytes: Uint8Array): Found[] {
    const found: Found[] = [];
    const { maximumLength } = this.#format;
    // In slices, so that a flood of bytes does not grow the store beyond one frame and one slice.
    for (let at = 0; at < bytes.length; at += maximumLength) {
      const slice = bytes.subarray(at, at + maximumLength);
      const joined = new Uint8Array(this.#held.length + slice.length);
      joined.set(this.#held);
      joined.set(slice, this.#held.length);
      this.#scan(joined, found);
    }
    return found;
  }

  /** Whether bytes of an unfinished frame are held. */
  get midFrame(): boolean {
    return this.#held.length > 0;
  }

  /**
   * The rest of an unfinished frame will not come: looks for whole frames in what is held, and forgets the remainder.
   * Noise that looks like the head of a long frame would otherwise swallow the good ones behind it.
   */
  flush(): Found[] {
    const found: Found[] = [];
    this.#scan(this.#held, found, true);
    return found;
  }

  /** Forgets an unfinished frame. */
  reset(): void {
    this.#held = new Uint8Array();
  }

  /** @param ended nothing more will come: a frame that is not whole is none */
  #scan(bytes: Uint8Array, found: Found[], ended = false): void {
    let rest = bytes;
    for (;;) {
      const start = rest.indexOf(this.#format.sync);
      rest = start === -1 ? rest.subarray(rest.length) : rest.subarray(start);
      if (rest.length === 0) break;
      const measured = this.#format.measure(rest);
      if (measured.kind === 'more' || (measured.kind === 'length' && rest.length < measured.length)) {
        if (!ended) break;
        rest = rest.subarray(1);
        continue;
      }
      if (measured.kind === 'refused') {
        found.push(measured);
        rest = rest.subarray(1);
        continue;
      }
      const { length } = measured;
      const given = (rest[length - 2] ?? 0) | ((rest[length - 1] ?? 0) << 8);
      const computed = crcKermit(rest.subarray(0, length - 2));
      if (given === computed) {
        found.push({ kind: 'frame', frame: rest.slice(0, length) });
        rest = rest.subarray(length);
      } else {
        found.push({ kind: 'refused', reason: `CRC is ${hex16(given)}, computed ${hex16(computed)}` });
        rest = rest.subarray(1);
      }
    }
    this.#held = rest.slice();
  }
}

/** In the order of the wire, low byte first. */
function hex16(crc: number): string {
  return Buffer.of(crc & 0xff, crc >> 8)
    .toString('hex')
    .toUpperCase();
}
