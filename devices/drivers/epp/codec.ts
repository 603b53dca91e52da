import type { Heard, StreamParser } from '../reply-exchange.ts';

/**
 * The frame of Chinese metal PIN pads: 02, length, command or status, data, BCC (XOR from the length on). Some
 * units end it with 03, which is not counted. Key presses come as single bytes between frames.
 */
const startByte = 0x02;
const endByte = 0x03;
const maximumBody = 0xff;

/** What a key press may tell. There is no way to say which digit it was. */
export type Key = 'digit' | 'enter' | 'clear' | 'cancel' | 'clearText';

export type EppMessage =
  | { readonly kind: 'frame'; readonly body: Uint8Array }
  | { readonly kind: 'key'; readonly key: Key };

const keyBytes: Readonly<Record<number, Key>> = { 42: 'digit', 13: 'enter', 8: 'clear', 27: 'cancel' };

export function keyByte(key: Exclude<Key, 'clearText'>): number {
  return Number(Object.entries(keyBytes).find(([, one]) => one === key)?.[0]);
}

/** @param body command or status with its data, 1 to 255 bytes */
export function encodeFrame(body: Uint8Array): Uint8Array {
  if (body.length < 1 || body.length > maximumBody) throw new Error(`a body of ${body.length} bytes`);
  return Uint8Array.of(startByte, body.length, ...body, check(body));
}

function check(body: ArrayLike<number>): number {
  return Array.from(body).reduce((all, byte) => all ^ byte, body.length);
}

/** Frames, and in what the pad says also keys, out of a stream; never more than one frame in memory. */
export class EppParser implements StreamParser<EppMessage> {
  readonly #direction: 'host' | 'device';
  #buffer: number[] = [];
  /** So many bytes belonged to a frame that was refused: what looks like a key among them is none. */
  #distrusted = 0;

  constructor(direction: 'host' | 'device') {
    this.#direction = direction;
  }

  get midFrame(): boolean {
    return this.#buffer.length > 0;
  }

  reset(): void {
    this.#buffer = [];
    this.#distrusted = 0;
  }

  push(bytes: Uint8Array): Heard<EppMessage>[] {
    const heard: Heard<EppMessage>[] = [];
    for (const byte of bytes) {
      this.#buffer.push(byte);
      while (this.#buffer.length > 0) {
        const found = this.#next();
        if (found === 'more') break;
        if (found !== 'skip') heard.push(found);
      }
    }
    return heard;
  }

  #next(): Heard<EppMessage> | 'more' | 'skip' {
    const [first = 0, length] = this.#buffer;
    if (first !== startByte) return this.#between(first);
    if (length === undefined) return 'more';
    if (length === 0) {
      this.#take(1);
      return { kind: 'refused', reason: 'length 0' };
    }
    if (this.#buffer.length < length + 3) return 'more';
    const body = Uint8Array.from(this.#buffer.slice(2, length + 2));
    const found = this.#buffer[length + 2];
    if (found === check(body)) {
      this.#take(length + 3);
      return { kind: 'message', message: { kind: 'frame', body } };
    }
    this.#take(1);
    this.#distrusted = Math.max(this.#distrusted, length + 2);
    return { kind: 'refused', reason: `BCC is ${hex(found ?? 0)}, computed ${hex(check(body))}` };
  }

  #between(byte: number): Heard<EppMessage> | 'skip' {
    const trusted = this.#distrusted === 0;
    this.#take(1);
    if (!trusted || byte === endByte) return 'skip';
    const key = byte >= 0x30 && byte <= 0x39 ? 'clearText' : keyBytes[byte];
    if (key === undefined || this.#direction === 'host')
      return { kind: 'refused', reason: `a stray ${hex(byte)}` };
    return { kind: 'message', message: { kind: 'key', key } };
  }

  #take(count: number): void {
    this.#buffer.splice(0, count);
    this.#distrusted = Math.max(0, this.#distrusted - count);
  }
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
