import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Modbus RTU by "MODBUS over Serial Line V1.02" and "Application Protocol V1.1b3": what an I/O board needs. */
export const tables = {
  coils: 0x01,
  discreteInputs: 0x02,
  holdingRegisters: 0x03,
  inputRegisters: 0x04,
} as const;
export type Table = keyof typeof tables;

const writes = { coil: 0x05, register: 0x06 } as const;
/** How FF00 and 0000 say on and off in a coil write. */
const coilOn = 0xff00;
const exceptionBit = 0x80;
const longestFrame = 256;

export type ModbusRequest =
  | { readonly kind: 'read'; readonly table: Table; readonly address: number; readonly count: number }
  | { readonly kind: 'writeCoil'; readonly address: number; readonly on: boolean }
  | { readonly kind: 'writeRegister'; readonly address: number; readonly value: number };

export type ModbusReply =
  /** The values of registers, or bits as 0 and 1; bits come in eights, so that there may be more than asked for. */
  | { readonly kind: 'values'; readonly table: Table; readonly values: readonly number[] }
  | { readonly kind: 'written'; readonly request: ModbusRequest }
  | { readonly kind: 'exception'; readonly function: number; readonly code: number };

/** Addresses on the line: the unit that is asked, or that answers. */
interface Addressed<Message> {
  readonly unit: number;
  readonly message: Message;
}

export type AddressedReply = Addressed<ModbusReply>;

/** CRC-16/MODBUS: polynomial A001 reflected, start FFFF; the low byte goes first. */
export function crc16(bytes: ArrayLike<number>): number {
  let crc = 0xffff;
  for (let index = 0; index < bytes.length; index++) {
    crc ^= bytes[index] ?? 0;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

const word = (value: number) => [value >> 8, value & 0xff];
const framed = (body: readonly number[]) => {
  const crc = crc16(body);
  return Uint8Array.of(...body, crc & 0xff, crc >> 8);
};

export function encodeRequest(unit: number, request: ModbusRequest): Uint8Array {
  return framed([unit, ...requestBody(request)]);
}

function requestBody(request: ModbusRequest): number[] {
  switch (request.kind) {
    case 'read':
      return [tables[request.table], ...word(request.address), ...word(request.count)];
    case 'writeCoil':
      return [writes.coil, ...word(request.address), ...word(request.on ? coilOn : 0)];
    case 'writeRegister':
      return [writes.register, ...word(request.address), ...word(request.value)];
  }
}

export function encodeReply(unit: number, reply: ModbusReply): Uint8Array {
  switch (reply.kind) {
    case 'values': {
      const data = isBits(reply.table) ? packed(reply.values) : reply.values.flatMap(word);
      return framed([unit, tables[reply.table], data.length, ...data]);
    }
    case 'written':
      return encodeRequest(unit, reply.request);
    case 'exception':
      return framed([unit, reply.function | exceptionBit, reply.code]);
  }
}

export function isBits(table: Table): boolean {
  return table === 'coils' || table === 'discreteInputs';
}

function packed(bits: readonly number[]): number[] {
  const bytes = new Array<number>(Math.ceil(bits.length / 8)).fill(0);
  bits.forEach((bit, at) => {
    if (bit !== 0) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  });
  return bytes;
}

/** A whole request frame. Fails with what is wrong. */
export function parseRequest(frame: Uint8Array): Result<Addressed<ModbusRequest>, string> {
  const body = checked(frame, requestLength(frame[1]));
  if (!body.ok) return body;
  const request = requestOf(body.value);
  return request.ok ? ok({ unit: body.value[0] ?? 0, message: request.value }) : request;
}

function requestOf(body: Uint8Array): Result<ModbusRequest, string> {
  const [, code, ...rest] = body;
  const [high = 0, low = 0, valueHigh = 0, valueLow = 0] = rest;
  const address = (high << 8) | low;
  const value = (valueHigh << 8) | valueLow;
  const table = tableOf(code);
  if (table !== undefined) {
    const most = isBits(table) ? 2_000 : 125;
    if (value < 1 || value > most) return err(`a count of ${value}, not 1 to ${most}`);
    return ok({ kind: 'read', table, address, count: value });
  }
  if (code === writes.register) return ok({ kind: 'writeRegister', address, value });
  if (value !== coilOn && value !== 0) return err(`a coil value of ${value.toString(16)}`);
  return ok({ kind: 'writeCoil', address, on: value === coilOn });
}

/** A whole reply frame. Fails with what is wrong. */
export function parseReply(frame: Uint8Array): Result<AddressedReply, string> {
  const checkedBody = checked(frame, replyLength(frame));
  if (!checkedBody.ok) return checkedBody;
  const body = checkedBody.value;
  const [unit = 0, code = 0, third = 0] = body;
  if (code & exceptionBit) {
    return ok({ unit, message: { kind: 'exception', function: code & ~exceptionBit, code: third } });
  }
  const table = tableOf(code);
  if (table === undefined) {
    const request = requestOf(body);
    return request.ok ? ok({ unit, message: { kind: 'written', request: request.value } }) : request;
  }
  const data = body.subarray(3);
  return ok({
    unit,
    message: { kind: 'values', table, values: isBits(table) ? bitsOf(data) : wordsOf(data) },
  });
}

function bitsOf(data: Uint8Array): number[] {
  return Array.from(data).flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1));
}

function wordsOf(data: Uint8Array): number[] {
  return Array.from(
    { length: data.length / 2 },
    (_, at) => ((data[at * 2] ?? 0) << 8) | (data[at * 2 + 1] ?? 0),
  );
}

function tableOf(code: number | undefined): Table | undefined {
  return (Object.keys(tables) as Table[]).find((table) => tables[table] === code);
}

/** Of the whole frame, by its function; undefined when the function is none of ours. */
function requestLength(code: number | undefined): number | undefined {
  return code !== undefined && code >= tables.coils && code <= writes.register ? 8 : undefined;
}

function replyLength(frame: ArrayLike<number>): number | undefined {
  const code = frame[1];
  if (code === undefined) return undefined;
  if (code & exceptionBit) return requestLength(code & ~exceptionBit) === undefined ? undefined : 5;
  const table = tableOf(code);
  if (table === undefined) return requestLength(code);
  const count = frame[2];
  const odd = count !== undefined && !isBits(table) && count % 2 === 1;
  return count === undefined || count === 0 || odd ? undefined : count + 5;
}

function checked(frame: Uint8Array, length: number | undefined): Result<Uint8Array, string> {
  if (length === undefined) return err(`no function ${hex(frame[1] ?? 0)} with such a length`);
  if (frame.length !== length) return err(`${frame.length} bytes; the function has ${length}`);
  const body = frame.subarray(0, -2);
  const found = (frame.at(-2) ?? 0) | ((frame.at(-1) ?? 0) << 8);
  const computed = crc16(body);
  return found === computed ? ok(body) : err(`CRC is ${hex(found, 4)}, computed ${hex(computed, 4)}`);
}

function hex(value: number, digits = 2): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** Whole frames in a stream: a frame ends with the byte that makes its length and its CRC right. */
class RtuParser<Message> {
  readonly #lengthOf: (frame: ArrayLike<number>) => number | undefined;
  readonly #parse: (frame: Uint8Array) => Result<Addressed<Message>, string>;
  #buffer: number[] = [];

  constructor(
    lengthOf: (frame: ArrayLike<number>) => number | undefined,
    parse: (frame: Uint8Array) => Result<Addressed<Message>, string>,
  ) {
    this.#lengthOf = lengthOf;
    this.#parse = parse;
  }

  get midFrame(): boolean {
    return this.#buffer.length > 0;
  }

  reset(): void {
    this.#buffer = [];
  }

  push(bytes: Uint8Array): { kind: 'message'; message: Addressed<Message> }[] {
    const found: { kind: 'message'; message: Addressed<Message> }[] = [];
    for (const byte of bytes) {
      this.#buffer.push(byte);
      if (this.#buffer.length > longestFrame) this.#buffer.shift();
      const message = this.#ending();
      if (message === undefined) continue;
      this.#buffer = [];
      found.push({ kind: 'message', message });
    }
    return found;
  }

  /** The frame that ends with the last byte: RTU has no start byte, so that every byte before may be its first. */
  #ending(): Addressed<Message> | undefined {
    for (let start = 0; start <= this.#buffer.length - 5; start++) {
      const frame = this.#buffer.slice(start);
      if (this.#lengthOf(frame) !== frame.length) continue;
      const parsed = this.#parse(Uint8Array.from(frame));
      if (parsed.ok) return parsed.value;
    }
    return undefined;
  }
}

export const requestParser = () => new RtuParser((frame) => requestLength(frame[1]), parseRequest);
export const replyParser = () => new RtuParser(replyLength, parseReply);

const exceptions: Readonly<Record<number, string>> = {
  1: 'illegal function',
  2: 'illegal data address',
  3: 'illegal data value',
  4: 'server device failure',
  5: 'acknowledge',
  6: 'server device busy',
};
export const busy = 6;

export function describeException(code: number): string {
  return `exception ${hex(code)} ${exceptions[code] ?? 'unknown'}`;
}
