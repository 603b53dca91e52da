import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Heard, StreamParser } from '../reply-exchange.ts';

/**
 * The protocol of the KERONG KR-CU16 lock control board: STX, address, command, data, ETX, and the sum of all before it
 * modulo 256. The address has the board in its upper and the lock in its lower four bits. 19200 8N1.
 */
const stx = 0x02;
const etx = 0x03;

export const locksPerBoard = 16;

const codes = { status: 0x30, unlock: 0x31, state: 0x35 } as const;
const commandLength = 5;
const stateLength = 9;

export type LockMessage =
  /** To the board. A question for the status is about all of its locks. */
  | { readonly kind: 'status' | 'unlock'; readonly board: number; readonly lock: number }
  /** From the board: bit n is lock n, counted from 0. What a one means is a matter of the locks and the wiring. */
  | { readonly kind: 'state'; readonly board: number; readonly hooks: number; readonly infrared: number };

export function encode(message: LockMessage): Uint8Array {
  const { kind, board } = message;
  if (kind !== 'state') return framed((board << 4) | message.lock, codes[kind], []);
  const { hooks, infrared } = message;
  return framed(board << 4, codes.state, [hooks & 0xff, hooks >> 8, infrared & 0xff, infrared >> 8]);
}

function framed(address: number, code: number, data: readonly number[]): Uint8Array {
  const body = [stx, address, code, ...data, etx];
  return Uint8Array.of(...body, sum(body));
}

function sum(bytes: Iterable<number>): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total & 0xff;
}

/** Of the whole frame, by its third byte; undefined where no frame has such a command. */
function lengthOf(code: number | undefined): number | undefined {
  if (code === codes.state) return stateLength;
  return code === codes.status || code === codes.unlock ? commandLength : undefined;
}

/** One whole frame. Fails with what is wrong. */
export function parse(frame: Uint8Array): Result<LockMessage, string> {
  const [first, address = 0, code = 0, low = 0, high = 0, infraredLow = 0, infraredHigh = 0] = frame;
  const length = lengthOf(code);
  if (first !== stx) return err('no STX at the beginning');
  if (length === undefined) return err(`no command ${hex(code)}`);
  if (frame.length !== length) return err(`${frame.length} bytes; the command has ${length}`);
  if (frame.at(-2) !== etx) return err('no ETX at the end');
  const computed = sum(frame.subarray(0, -1));
  if (frame.at(-1) !== computed) return err(`sum is ${hex(frame.at(-1) ?? 0)}, computed ${hex(computed)}`);
  const board = address >> 4;
  if (code === codes.state)
    return ok({
      kind: 'state',
      board,
      hooks: low | (high << 8),
      infrared: infraredLow | (infraredHigh << 8),
    });
  return ok({ kind: code === codes.status ? 'status' : 'unlock', board, lock: address & 0x0f });
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}

/** Frames out of a stream. Data may hold an STX, so that a frame that is none is left from its second byte on. */
export class FrameParser implements StreamParser<LockMessage> {
  #buffer: number[] = [];

  get midFrame(): boolean {
    return this.#buffer.length > 0;
  }

  reset(): void {
    this.#buffer = [];
  }

  push(bytes: Uint8Array): Heard<LockMessage>[] {
    this.#buffer.push(...bytes);
    const heard: Heard<LockMessage>[] = [];
    for (;;) {
      const start = this.#buffer.indexOf(stx);
      this.#buffer.splice(0, start < 0 ? this.#buffer.length : start);
      const code = this.#buffer[2];
      if (code === undefined) return heard;
      const length = lengthOf(code);
      if (length !== undefined && this.#buffer.length < length) return heard;
      const parsed = parse(Uint8Array.from(this.#buffer.slice(0, length ?? 3)));
      this.#buffer.splice(0, parsed.ok ? length : 1);
      heard.push(
        parsed.ok ? { kind: 'message', message: parsed.value } : { kind: 'refused', reason: parsed.error },
      );
    }
  }
}
