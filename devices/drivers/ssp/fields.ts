import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * The values of which messages are made. All numbers are little endian, except in the setup and the serial number.
 * `text3` is a currency. `rest` is all that is left, so it can only come last.
 */
export type FieldKind = 'u8' | 'u16' | 'u32' | 'u32be' | 'u64' | 'text3' | 'rest';
export type Layout = readonly (readonly [name: string, kind: FieldKind])[];

interface KindValues {
  u8: number;
  u16: number;
  u32: number;
  u32be: number;
  u64: bigint;
  text3: string;
  rest: Uint8Array;
}
export type FieldValue = number | bigint | string | Uint8Array;
export type ValuesOf<L extends Layout> = { readonly [F in L[number] as F[0]]: KindValues[F[1]] };

const sizes = { u8: 1, u16: 2, u32: 4, u32be: 4, u64: 8, text3: 3, rest: 0 } as const;

export function sizeOf(layout: Layout): number {
  return layout.reduce((sum, [, kind]) => sum + sizes[kind], 0);
}

/** Throws on a value that its field cannot hold: whoever asks for it has not checked. */
export function encodeFields(layout: Layout, values: Readonly<Record<string, FieldValue>>): Uint8Array {
  if (layout.length === 0) return nothing;
  const rest = layout.find(([, kind]) => kind === 'rest');
  const held = rest === undefined ? undefined : values[rest[0]];
  const bytes = new Uint8Array(sizeOf(layout) + (held instanceof Uint8Array ? held.length : 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [name, kind] of layout) {
    encodeField(view, at, name, kind, values[name]);
    at += sizes[kind];
  }
  return bytes;
}

const nothing = new Uint8Array();
const greatest = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff, u32be: 0xffff_ffff } as const;

function encodeField(
  view: DataView,
  at: number,
  name: string,
  kind: FieldKind,
  value: FieldValue | undefined,
): void {
  if (kind === 'rest') {
    if (!(value instanceof Uint8Array)) throw refused(name, kind, value);
    new Uint8Array(view.buffer).set(value, at);
  } else if (kind === 'text3') {
    if (typeof value !== 'string' || !/^[\x20-\x7e]{3}$/.test(value)) throw refused(name, kind, value);
    for (let index = 0; index < 3; index++) view.setUint8(at + index, value.charCodeAt(index));
  } else if (kind === 'u64') {
    const number = typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
    if (typeof number !== 'bigint' || number < 0n || number >= 1n << 64n) throw refused(name, kind, value);
    view.setBigUint64(at, number, true);
  } else {
    const number = Number(value);
    const whole = (typeof value === 'number' || typeof value === 'bigint') && Number.isInteger(number);
    if (!whole || number < 0 || number > greatest[kind]) throw refused(name, kind, value);
    if (kind === 'u8') view.setUint8(at, number);
    else if (kind === 'u16') view.setUint16(at, number, true);
    else view.setUint32(at, number, kind === 'u32');
  }
}

function refused(name: string, kind: FieldKind, value: FieldValue | undefined): Error {
  return new Error(`${name} is ${String(value)}, which no ${kind} holds`);
}

/** Fails when the bytes are not exactly as many as the layout has. */
export function decodeFields<L extends Layout>(layout: L, bytes: Uint8Array): Result<ValuesOf<L>, string> {
  if (layout.length === 0 && bytes.length === 0) return ok({} as ValuesOf<L>);
  const reader = new Reader(bytes);
  const values = layout.map(([name, kind]) => [name, reader.take(kind)] as const);
  if (reader.missing > 0) return err(`${reader.missing} of ${sizeOf(layout)} bytes are missing`);
  if (reader.left > 0) return err(`${reader.left} bytes are left over`);
  return ok(Object.fromEntries(values) as ValuesOf<L>);
}

/** Reads values one behind the other. Behind the end it gives zeros and counts what was missing. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #missing = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  get missing(): number {
    return this.#missing;
  }

  take<K extends FieldKind>(kind: K): KindValues[K] {
    const count = kind === 'rest' ? this.left : sizes[kind];
    return decodeField(kind, this.bytes(count)) as KindValues[K];
  }

  /** The next bytes, which stay to be read. */
  peek(count: number): Uint8Array {
    return this.#bytes.slice(this.#at, this.#at + count);
  }

  bytes(count: number): Uint8Array {
    const taken = new Uint8Array(count);
    const present = this.#bytes.subarray(this.#at, this.#at + count);
    taken.set(present);
    this.#at += present.length;
    this.#missing += count - present.length;
    return taken;
  }
}

function decodeField(kind: FieldKind, bytes: Uint8Array): FieldValue {
  if (kind === 'rest') return bytes;
  if (kind === 'text3') return Buffer.from(bytes).toString('latin1');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kind) {
    case 'u8':
      return view.getUint8(0);
    case 'u16':
      return view.getUint16(0, true);
    case 'u32':
      return view.getUint32(0, true);
    case 'u32be':
      return view.getUint32(0);
    case 'u64':
      return view.getBigUint64(0, true);
  }
}
