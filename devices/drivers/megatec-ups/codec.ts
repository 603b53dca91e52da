import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Heard, StreamParser } from '../reply-exchange.ts';

/**
 * The Megatec protocol, which most small UPS speak: ASCII lines that end with CR, 2400 8N1, no check of any kind.
 * `Q1` asks for the status, `F` for the ratings, `S` orders a shutdown, `C` takes it back; the last two get no reply.
 * A unit says a command back that it does not know.
 */
const endOfLine = 0x0d;
const longestLine = 64;

const flagNames = [
  'mainsFailed',
  'batteryLow',
  'bypass',
  'failed',
  'standbyType',
  'testing',
  'shutdownActive',
  'beeperOn',
] as const;
type Flag = (typeof flagNames)[number];

/** Null where the unit sends dashes. */
export interface Q1 {
  readonly inputVoltage: number | null;
  readonly faultVoltage: number | null;
  readonly outputVoltage: number | null;
  /** Percent of what the unit can give. */
  readonly load: number | null;
  readonly frequency: number | null;
  /** Of the battery in a standby unit, of one cell in an on-line unit. */
  readonly batteryVoltage: number | null;
  readonly temperature: number | null;
  readonly flags: Readonly<Record<Flag, boolean>>;
}

export interface Rating {
  readonly voltage: number | null;
  readonly current: number | null;
  readonly batteryVoltage: number | null;
  readonly frequency: number | null;
}

export type UpsMessage =
  | { readonly kind: 'status'; readonly status: Q1 }
  | { readonly kind: 'rating'; readonly rating: Rating }
  /** Some other line: a command that came back, or an identification. */
  | { readonly kind: 'line'; readonly text: string };

const number = /^(?:\d{1,4}(?:\.\d{1,2})?|-[-.]*)$/;
const numberIn = (field = '-') => (field.startsWith('-') ? null : Number(field));

export function parseLine(text: string): Result<UpsMessage, string> {
  if (text.startsWith('(')) return parseStatus(text.slice(1));
  if (text.startsWith('#')) return parseRating(text.slice(1));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is no printable ASCII is noise
  return /^[^\x00-\x1f\x7f-\xff]+$/.test(text) ? ok({ kind: 'line', text }) : err('noise');
}

function parseStatus(text: string): Result<UpsMessage, string> {
  const fields = text.split(' ');
  const bits = fields.at(-1) ?? '';
  if (fields.length !== 8) return err(`${fields.length} fields, not 8`);
  if (!/^[01]{8}$/.test(bits)) return err('no eight flags');
  if (!fields.slice(0, 7).every((field) => number.test(field))) return err('a field that is no number');
  const [inputVoltage = null, faultVoltage = null, outputVoltage = null, ...rest] = fields
    .slice(0, 7)
    .map(numberIn);
  const [load = null, frequency = null, batteryVoltage = null, temperature = null] = rest;
  const flags = Object.fromEntries(flagNames.map((name, at) => [name, bits[at] === '1'])) as Record<
    Flag,
    boolean
  >;
  const status = {
    inputVoltage,
    faultVoltage,
    outputVoltage,
    load,
    frequency,
    batteryVoltage,
    temperature,
    flags,
  };
  return ok({ kind: 'status', status });
}

function parseRating(text: string): Result<UpsMessage, string> {
  const fields = text.trim().split(/ +/);
  // An identification begins with # too.
  if (fields.length !== 4 || !fields.every((field) => number.test(field)))
    return ok({ kind: 'line', text: `#${text}` });
  const [voltage = null, current = null, batteryVoltage = null, frequency = null] = fields.map(numberIn);
  return ok({ kind: 'rating', rating: { voltage, current, batteryVoltage, frequency } });
}

/** @param batteryDigits after the point: 2 of a cell, 1 of a battery */
export function encodeStatus(status: Q1, batteryDigits: 1 | 2): Uint8Array {
  const fixed = (value: number | null, whole: number, digits: number) => {
    const width = whole + (digits === 0 ? 0 : digits + 1);
    return value === null ? '-'.repeat(width) : value.toFixed(digits).padStart(width, '0');
  };
  const { inputVoltage, faultVoltage, outputVoltage, load, frequency, batteryVoltage, temperature, flags } =
    status;
  const fields = [
    fixed(inputVoltage, 3, 1),
    fixed(faultVoltage, 3, 1),
    fixed(outputVoltage, 3, 1),
    fixed(load, 3, 0),
    fixed(frequency, 2, 1),
    fixed(batteryVoltage, 3 - batteryDigits, batteryDigits),
    fixed(temperature, 2, 1),
    flagNames.map((name) => (flags[name] ? '1' : '0')).join(''),
  ];
  return encodeLine(`(${fields.join(' ')}`);
}

export function encodeLine(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(`${text}\r`, 'latin1'));
}

/** How a shutdown is ordered: in tenths of a minute from .2 to .9, or in minutes from 01 to 10; rounded up. */
export function shutdownCommand(afterMs: number): string {
  const tenths = Math.max(2, Math.ceil(afterMs / 6_000));
  if (tenths <= 9) return `S.${tenths}`;
  return `S${String(Math.ceil(afterMs / 60_000)).padStart(2, '0')}`;
}

/** Milliseconds; null when it is no such command. */
export function shutdownDelay(command: string): number | null {
  const [, tenths, minutes] = /^S(?:\.([2-9])|(0[1-9]|10))$/.exec(command) ?? [];
  if (tenths !== undefined) return Number(tenths) * 6_000;
  return minutes === undefined ? null : Number(minutes) * 60_000;
}

/** Lines out of a stream. What is longer than a line can be is noise up to the next end of line. */
export class LineParser implements StreamParser<UpsMessage> {
  #line: number[] = [];
  #tooLong = false;

  get midFrame(): boolean {
    return this.#line.length > 0 || this.#tooLong;
  }

  reset(): void {
    this.#line = [];
    this.#tooLong = false;
  }

  push(bytes: Uint8Array): Heard<UpsMessage>[] {
    const heard: Heard<UpsMessage>[] = [];
    for (const byte of bytes) {
      // A reply says itself where it begins: what stands before it on the line is noise.
      if (byte === 0x28 || byte === 0x23) this.reset();
      if (byte !== endOfLine) {
        if (this.#line.length < longestLine) this.#line.push(byte);
        else this.#tooLong = true;
        continue;
      }
      const text = Buffer.from(this.#line).toString('latin1');
      const parsed = this.#tooLong ? err('a line without end') : parseLine(text);
      this.reset();
      if (text === '') continue;
      heard.push(
        parsed.ok ? { kind: 'message', message: parsed.value } : { kind: 'refused', reason: parsed.error },
      );
    }
    return heard;
  }
}
