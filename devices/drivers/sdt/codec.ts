import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * The frames of SDT / SAM_V identity card readers, both directions.
 *
 * ```
 * host -> reader: AA AA AA 96 69 | length (2, big endian) | command | parameter | data | check
 * reader -> host: AA AA AA 96 69 | length (2, big endian) | SW1 SW2 SW3 | data | check
 * ```
 * The length counts what follows it, check included. The check is the XOR of everything from the length on.
 */

const preamble = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const headerBytes = preamble.length + 2;
/** The longest reply known, text + photo + fingerprint, has 0x090A; the rest is room for variants. */
const maximumLength = 0x1000;
/** Command, parameter, check. A reply has one more. */
const minimumLength = 3;

/** Command and parameter byte. */
export const commands = {
  resetModule: [0x10, 0xff],
  moduleStatus: [0x11, 0xff],
  moduleId: [0x12, 0xff],
  findCard: [0x20, 0x01],
  selectCard: [0x20, 0x02],
  readTextAndPhoto: [0x30, 0x01],
  readAdditionalAddress: [0x30, 0x03],
  readTextPhotoAndFinger: [0x30, 0x10],
  setBaud115200: [0x60, 0x00],
  setBaud57600: [0x60, 0x01],
  setBaud38400: [0x60, 0x02],
  setBaud19200: [0x60, 0x03],
  setBaud9600: [0x60, 0x04],
  setMaximumRfBytes: [0x61, 0xff],
} as const satisfies Record<string, readonly [number, number]>;

export type CommandName = keyof typeof commands;

export interface Command {
  /** Null for a pair of bytes that no document names. */
  readonly name: CommandName | null;
  readonly command: number;
  readonly parameter: number;
  readonly data: Uint8Array;
}

export interface Reply {
  /** SW1 SW2 SW3 as one number; SW1 and SW2 are zero in all documents. */
  readonly statusWord: number;
  readonly data: Uint8Array;
}

export function encodeCommand(name: CommandName, data: Uint8Array = new Uint8Array()): Uint8Array {
  return encodeFrame(Uint8Array.of(...commands[name], ...data));
}

export function encodeReply(reply: Reply): Uint8Array {
  const { statusWord: sw, data } = reply;
  return encodeFrame(Uint8Array.of((sw >> 16) & 0xff, (sw >> 8) & 0xff, sw & 0xff, ...data));
}

function encodeFrame(body: Uint8Array): Uint8Array {
  const length = body.length + 1;
  if (length > maximumLength) throw new Error(`an SDT frame holds ${maximumLength} bytes, not ${length}`);
  const frame = Uint8Array.of(...preamble, length >> 8, length & 0xff, ...body, 0);
  frame[frame.length - 1] = xor(frame.subarray(preamble.length, -1));
  return frame;
}

function xor(bytes: Uint8Array): number {
  return bytes.reduce((check, byte) => check ^ byte, 0);
}

/** What was found in a stream: a frame's body (without length and check), or why bytes were refused. */
export type Found =
  | { readonly kind: 'frame'; readonly body: Uint8Array }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Finds frames in a stream of bytes that come in any portions, with anything in between. After a refused frame
 * it looks for the next preamble inside what it refused: a lost byte makes one frame swallow the beginning of
 * the next. Holds at most one frame of the greatest length.
 */
export class FrameParser {
  #held = new Uint8Array();

  push(bytes: Uint8Array): Found[] {
    const found: Found[] = [];
    // In slices, so that a flood of bytes does not grow the store beyond one frame and one slice.
    for (let at = 0; at < bytes.length; at += maximumLength) {
      const joined = new Uint8Array(this.#held.length + Math.min(maximumLength, bytes.length - at));
      joined.set(this.#held);
      joined.set(bytes.subarray(at, at + maximumLength), this.#held.length);
      this.#held = joined;
      this.#scan(found);
    }
    return found;
  }

  /** Whether bytes of an unfinished frame are held. */
  get midFrame(): boolean {
    return this.#held.length >= preamble.length;
  }

  /** Forgets an unfinished frame. */
  reset(): void {
    this.#held = new Uint8Array();
  }

  #scan(found: Found[]): void {
    let rest = this.#held;
    for (;;) {
      rest = rest.subarray(preambleIn(rest));
      if (rest.length < headerBytes) break;
      const length = lengthOf(rest);
      if (length < minimumLength || length > maximumLength) {
        found.push({
          kind: 'refused',
          reason: `length ${length} is not within ${minimumLength}..${maximumLength}`,
        });
        rest = rest.subarray(1);
        continue;
      }
      if (rest.length < headerBytes + length) break;
      const frame = rest.subarray(0, headerBytes + length);
      const given = frame.at(-1);
      const computed = xor(frame.subarray(preamble.length, -1));
      if (given === computed) {
        found.push({ kind: 'frame', body: frame.slice(headerBytes, -1) });
        rest = rest.subarray(frame.length);
      } else {
        found.push({ kind: 'refused', reason: `check is ${hex(given)}, computed ${hex(computed)}` });
        rest = rest.subarray(1);
      }
    }
    this.#held = rest.slice();
  }
}

/** Index at which a preamble begins or may begin; the length when there is none. */
function preambleIn(bytes: Uint8Array): number {
  const first = preamble[0];
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (preamble.every((byte, index) => at + index >= bytes.length || bytes[at + index] === byte)) return at;
  }
  return bytes.length;
}

function lengthOf(frame: Uint8Array): number {
  return ((frame[preamble.length] ?? 0) << 8) | (frame[preamble.length + 1] ?? 0);
}

function hex(byte: number | undefined): string {
  return (byte ?? 0).toString(16).toUpperCase().padStart(2, '0');
}

export function parseCommand(body: Uint8Array): Result<Command, string> {
  const [command, parameter] = body;
  if (command === undefined || parameter === undefined) return err('a command has at least two bytes');
  const known = Object.entries(commands).find(([, pair]) => pair[0] === command && pair[1] === parameter);
  const name = (known?.[0] as CommandName | undefined) ?? null;
  return ok({ name, command, parameter, data: body.slice(2) });
}

export function parseReply(body: Uint8Array): Result<Reply, string> {
  const [sw1, sw2, sw3] = body;
  if (sw1 === undefined || sw2 === undefined || sw3 === undefined) {
    return err('a reply has at least the three bytes of its status word');
  }
  return ok({ statusWord: (sw1 << 16) | (sw2 << 8) | sw3, data: body.slice(3) });
}

/** What a read brings: blocks of declared lengths. Lengths are never assumed from the total. */
export interface CardBlocks {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  /** Empty where none was asked for or the card has none. */
  readonly finger: Uint8Array;
}

/** Takes the data of a good read apart; `finger` says whether it declares a third length. */
export function parseCardBlocks(data: Uint8Array, finger: boolean): Result<CardBlocks, string> {
  const count = finger ? 3 : 2;
  if (data.length < count * 2) return err(`a read declares ${count} lengths; there are ${data.length} bytes`);
  const lengths = Array.from({ length: count }, (_, index) => {
    return ((data[index * 2] ?? 0) << 8) | (data[index * 2 + 1] ?? 0);
  });
  const expected = count * 2 + lengths.reduce((sum, length) => sum + length, 0);
  if (data.length !== expected) {
    return err(
      `the read declares ${lengths.join(' + ')} bytes, ${expected} in all; there are ${data.length}`,
    );
  }
  let at = count * 2;
  const take = (length = 0) => {
    at += length;
    return data.slice(at - length, at);
  };
  return ok({ text: take(lengths[0]), photo: take(lengths[1]), finger: take(lengths[2]) });
}

export function encodeCardBlocks(blocks: CardBlocks, finger: boolean): Uint8Array {
  const parts = finger ? [blocks.text, blocks.photo, blocks.finger] : [blocks.text, blocks.photo];
  const lengths = parts.flatMap((part) => [part.length >> 8, part.length & 0xff]);
  return Uint8Array.of(...lengths, ...parts.flatMap((part) => [...part]));
}

/** The security module's id: five little-endian numbers, written as its label has them. */
export function parseModuleId(data: Uint8Array): Result<string, string> {
  if (data.length < 16) return err(`a module id has 16 bytes, not ${data.length}`);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const two = (at: number) => String(view.getUint16(at, true)).padStart(2, '0');
  const long = (at: number) => String(view.getUint32(at, true));
  return ok(`${two(0)}.${two(2)}-${long(4)}-${long(8).padStart(10, '0')}-${long(12).padStart(10, '0')}`);
}
