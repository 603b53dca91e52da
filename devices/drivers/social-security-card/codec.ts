import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * Command and response APDUs of ISO/IEC 7816-4 in their short form, and the records of the social security card.
 *
 * ```
 * terminal -> card: CLA INS P1 P2 | Lc data | Le
 * card -> terminal: data | SW1 SW2
 * record:           tag (1) | length (1) | value
 * ```
 */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  /** At most 255 bytes. */
  readonly data: Uint8Array;
  /** How many bytes are wanted, 1 to 256; null = none. */
  readonly le: number | null;
}

export interface ResponseApdu {
  readonly data: Uint8Array;
  /** SW1 SW2 as one number. */
  readonly statusWord: number;
}

const none = new Uint8Array();

/** `sx1.sh.社会保障` in GBK: the name of the social security application. */
export const applicationName = Uint8Array.from(Buffer.from('7378312E73682EC9E7BBE1B1A3D5CF', 'hex'));
/** Elementary files by their short identifiers; the long one is EF followed by it. */
export const files = { card: 5, person: 6 } as const;

export const commands = {
  selectApplication: (): CommandApdu => apdu(0x00, 0xa4, 0x04, 0x00, applicationName),
  /** P1 = 02 in most sources, 00 in one. */
  selectFile: (file: number, p1: 0x02 | 0x00 = 0x02): CommandApdu =>
    apdu(0x00, 0xa4, p1, 0x00, Uint8Array.of(0xef, file)),
  /** The record by its number, from 1, in the file of a short identifier. */
  readRecord: (file: number, record: number, le: number): CommandApdu =>
    apdu(0x00, 0xb2, record, (file << 3) | 0x04, none, le),
  getResponse: (le: number): CommandApdu => apdu(0x00, 0xc0, 0x00, 0x00, none, le),
  /** Six digits as three bytes BCD. */
  verify: (pin: string): CommandApdu => apdu(0x00, 0x20, 0x00, 0x00, bcd(pin)),
  /**
   * The form of the PBOC card: old PIN, FF, new PIN. LD/T 32.5 has the command by this name; its bytes are in no
   * public source, so that they are an assumption until a real card has taken them.
   */
  changePin: (old: string, next: string): CommandApdu =>
    apdu(0x80, 0x5e, 0x01, 0x00, Uint8Array.of(...bcd(old), 0xff, ...bcd(next))),
} as const;

function apdu(
  cla: number,
  ins: number,
  p1: number,
  p2: number,
  data: Uint8Array,
  le: number | null = null,
): CommandApdu {
  return { cla, ins, p1, p2, data, le };
}

export function encodeCommand(command: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2, data, le } = command;
  if (data.length > 255) throw new Error(`a short APDU carries 255 bytes, not ${data.length}`);
  if (le !== null && (le < 1 || le > 256)) throw new Error(`Le is 1 to 256, not ${le}`);
  const body = data.length === 0 ? [] : [data.length, ...data];
  return Uint8Array.of(cla, ins, p1, p2, ...body, ...(le === null ? [] : [le & 0xff]));
}

export function parseCommand(bytes: Uint8Array): Result<CommandApdu, string> {
  const [cla, ins, p1, p2, p3] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) {
    return err(`a command APDU has at least 4 bytes, not ${bytes.length}`);
  }
  const header = { cla, ins, p1, p2 };
  if (p3 === undefined) return ok({ ...header, data: none, le: null });
  if (bytes.length === 5) return ok({ ...header, data: none, le: p3 === 0 ? 256 : p3 });
  if (p3 === 0) return err('extended lengths are not of this card');
  const data = bytes.slice(5, 5 + p3);
  const rest = bytes.length - 5 - p3;
  if (rest < 0) return err(`Lc says ${p3} bytes, ${bytes.length - 5} follow`);
  if (rest > 1) return err(`${rest} bytes follow the data, Le is one`);
  const last = bytes[5 + p3];
  return ok({ ...header, data, le: last === undefined ? null : last === 0 ? 256 : last });
}

export function encodeResponse(response: ResponseApdu): Uint8Array {
  const { data, statusWord } = response;
  return Uint8Array.of(...data, statusWord >> 8, statusWord & 0xff);
}

export function parseResponse(bytes: Uint8Array): Result<ResponseApdu, string> {
  const [sw1, sw2] = bytes.slice(-2);
  if (sw1 === undefined || sw2 === undefined) {
    return err(`a response APDU has at least 2 bytes, not ${bytes.length}`);
  }
  if (bytes.length > 258) return err(`a short response APDU has at most 258 bytes, not ${bytes.length}`);
  // ISO/IEC 7816-3: SW1 is 6x but 60, or 9x. Anything else is no status word and the answer is spoiled.
  if (sw1 === 0x60 || (sw1 >> 4 !== 0x6 && sw1 >> 4 !== 0x9)) {
    return err(`${hex(bytes.slice(-2))} is no status word`);
  }
  return ok({ data: bytes.slice(0, -2), statusWord: (sw1 << 8) | sw2 });
}

export interface CardRecord {
  readonly tag: number;
  readonly value: Uint8Array;
}

/** Files of fixed record length fill what follows the value with FF or 00. */
export function parseRecord(bytes: Uint8Array): Result<CardRecord, string> {
  const [tag, length] = bytes;
  if (tag === undefined || length === undefined) return err('a record has at least its tag and its length');
  const fill = bytes.slice(2 + length);
  if (bytes.length < 2 + length) return err(`the record says ${length} bytes, ${bytes.length - 2} follow`);
  if (fill.some((byte) => byte !== 0xff && byte !== 0x00)) {
    return err(`after the record's ${length} bytes come ${fill.length} that are no filling`);
  }
  return ok({ tag, value: bytes.slice(2, 2 + length) });
}

export function encodeRecord(record: CardRecord): Uint8Array {
  return Uint8Array.of(record.tag, record.value.length, ...record.value);
}

/** Throws on anything but pairs of digits: who calls has looked. */
export function bcd(digits: string): Uint8Array {
  if (!/^(\d\d)+$/.test(digits)) throw new Error('binary coded decimals are made of pairs of digits');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
