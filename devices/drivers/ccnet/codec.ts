import { err, ok, type Result } from '../../../src-shared/result.ts';
import { type FrameFormat, KermitFrameParser, type Measured, withCrc } from '../kermit-frames.ts';

/**
 * The frames of CCNET (CashCode NET, revisions 2.3.1 and 2.4.3).
 *
 * ```
 * controller -> unit: 02 | address | length | command | data | CRC (2, low byte first)
 * unit -> controller: 02 | address | length | data | CRC
 * ```
 * The length counts the whole frame. Length 0 announces a wide frame: its length stands in two bytes, high byte
 * first, behind the length in what a unit sends, behind the command (and its subcommand) in what a controller sends.
 *
 * Commands and states share numbers: RESET and ILLEGAL COMMAND are both `02 03 06 30 41 B3`, GET BILL TABLE and DROP
 * CASSETTE FULL both `02 03 06 41 4F D1`. So whoever parses must know who speaks.
 */
export type Direction = 'host' | 'device';

export const addresses = { billToBill: 1, coinChanger: 2, billValidator: 3, cardReader: 4 } as const;

export const commands = {
  reset: 0x30,
  getStatus: 0x31,
  setSecurity: 0x32,
  poll: 0x33,
  enableBillTypes: 0x34,
  stack: 0x35,
  return: 0x36,
  identification: 0x37,
  hold: 0x38,
  setBarcodeParameters: 0x39,
  extractBarcodeData: 0x3a,
  recyclingCassetteStatus: 0x3b,
  dispense: 0x3c,
  unload: 0x3d,
  setCassetteType: 0x40,
  getBillTable: 0x41,
  download: 0x50,
  getCrc32: 0x51,
  requestStatistics: 0x60,
} as const;
export type CommandName = keyof typeof commands;

/** In wide frames the length stands behind their subcommand. */
const withSubcommand: readonly number[] = [commands.download, commands.requestStatistics];

const sync = 0x02;
const ack = 0x00;
const nak = 0xff;
const illegalCommand = 0x30;

/** Sync, address, length, one byte, CRC. */
const minimumLength = 6;
const narrowMaximum = 250;
/** No frame of a validator comes near; a wrong length must not make a listener wait for 64 KiB. */
const wideMaximum = 2048;

export type HostMessage =
  | { readonly kind: 'ack' | 'nak' }
  | {
      readonly kind: 'command';
      /** Null for a code that no document names. */
      readonly name: CommandName | null;
      readonly code: number;
      readonly data: Uint8Array;
    };

export type DeviceMessage =
  | { readonly kind: 'ack' | 'nak' | 'illegalCommand' }
  | { readonly kind: 'data'; readonly data: Uint8Array };

export interface Addressed<Message> {
  readonly address: number;
  readonly message: Message;
}

const nothing = new Uint8Array();

export function encodeCommand(address: number, name: CommandName, data: Uint8Array = nothing): Uint8Array {
  return encodeFrame(address, Uint8Array.of(commands[name], ...data), 'host');
}

export function encodeConfirmation(address: number, kind: 'ack' | 'nak'): Uint8Array {
  return encodeFrame(address, Uint8Array.of(kind === 'ack' ? ack : nak), 'host');
}

export function encodeReply(address: number, message: DeviceMessage): Uint8Array {
  const codes = { ack, nak, illegalCommand };
  const body = message.kind === 'data' ? message.data : Uint8Array.of(codes[message.kind]);
  return encodeFrame(address, body, 'device');
}

function encodeFrame(address: number, body: Uint8Array, direction: Direction): Uint8Array {
  const length = body.length + 5;
  if (length <= narrowMaximum) return withCrc(Uint8Array.of(sync, address, length, ...body));
  const wide = length + 2;
  if (wide > wideMaximum) throw new Error(`a CCNET frame of ours has ${wideMaximum} bytes, not ${wide}`);
  const at = lengthPosition(body, direction);
  const wideLength = [wide >> 8, wide & 0xff];
  return withCrc(
    Uint8Array.of(sync, address, 0, ...body.subarray(0, at), ...wideLength, ...body.subarray(at)),
  );
}

/** Where in the body the two-byte length of a wide frame stands. */
function lengthPosition(body: Uint8Array, direction: Direction): number {
  if (direction === 'device') return 0;
  return withSubcommand.includes(body[0] ?? -1) ? 2 : 1;
}

function measure(bytes: Uint8Array, direction: Direction): Measured {
  const [, , length] = bytes;
  if (length === undefined) return { kind: 'more' };
  if (length !== 0) {
    if (length >= minimumLength) return { kind: 'length', length };
    return { kind: 'refused', reason: `length ${length} is less than ${minimumLength}` };
  }
  if (bytes.length < 4) return { kind: 'more' };
  const at = 3 + lengthPosition(bytes.subarray(3), direction);
  const [high, low] = [bytes[at], bytes[at + 1]];
  if (high === undefined || low === undefined) return { kind: 'more' };
  const wide = (high << 8) | low;
  // Shorter than its own header, or so long that nobody sends it.
  if (wide < at + 4 || wide > wideMaximum) {
    return { kind: 'refused', reason: `wide length ${wide} is not within ${at + 4}..${wideMaximum}` };
  }
  return { kind: 'length', length: wide };
}

const formats: Record<Direction, FrameFormat> = {
  host: { sync, maximumLength: wideMaximum, measure: (bytes) => measure(bytes, 'host') },
  device: { sync, maximumLength: wideMaximum, measure: (bytes) => measure(bytes, 'device') },
};

/** @param direction who speaks on the line that is listened to */
export function frameParser(direction: Direction): KermitFrameParser {
  return new KermitFrameParser(formats[direction]);
}

/** Command and data, without header, wide length and CRC. */
function bodyOf(frame: Uint8Array, direction: Direction): Uint8Array {
  const body = frame.subarray(3, -2);
  if (frame[2] !== 0) return body.slice();
  const at = lengthPosition(body, direction);
  return Uint8Array.of(...body.subarray(0, at), ...body.subarray(at + 2));
}

/** @param frame whole, as the parser gives it */
export function parseHostFrame(frame: Uint8Array): Result<Addressed<HostMessage>, string> {
  const address = frame[1] ?? 0;
  const [code, ...data] = bodyOf(frame, 'host');
  if (code === undefined) return err('a frame of a controller has at least a command');
  if (data.length === 0 && code === ack) return ok({ address, message: { kind: 'ack' } });
  if (data.length === 0 && code === nak) return ok({ address, message: { kind: 'nak' } });
  const known = Object.entries(commands).find(([, known]) => known === code);
  const name = (known?.[0] as CommandName | undefined) ?? null;
  return ok({ address, message: { kind: 'command', name, code, data: Uint8Array.from(data) } });
}

/** @param frame whole, as the parser gives it */
export function parseDeviceFrame(frame: Uint8Array): Result<Addressed<DeviceMessage>, string> {
  const address = frame[1] ?? 0;
  const data = bodyOf(frame, 'device');
  const [only] = data;
  if (only === undefined) return err('a frame of a unit has at least one byte of data');
  const plain = data.length === 1 ? plainKinds[only] : undefined;
  return ok({ address, message: plain === undefined ? { kind: 'data', data } : { kind: plain } });
}

const plainKinds: Readonly<Record<number, 'ack' | 'nak' | 'illegalCommand'>> = {
  [ack]: 'ack',
  [nak]: 'nak',
  [illegalCommand]: 'illegalCommand',
};
