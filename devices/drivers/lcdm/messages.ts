import { err, ok, type Result } from '../../../src-shared/result.ts';
import { type Frame, hex } from './codec.ts';
import { type LcdmCommand, type LcdmProfile, maximumCount } from './profile.ts';

/** What the frames say. Counts go over the line as two ASCII digits. */
export type LcdmRequest =
  | { readonly command: 'dispense'; readonly count: number }
  | { readonly command: Exclude<LcdmCommand, 'dispense'> };

/** Of one dispense, as the unit counted it. */
export interface DispenseReply {
  readonly command: 'dispense' | 'testDispense';
  /** Notes seen by the check sensors behind the cassette. */
  readonly check: number;
  /** Notes that passed the exit sensor: what left the machine. */
  readonly exit: number;
  readonly error: number;
  readonly nearEnd: boolean;
  readonly rejects: number;
}

export interface StatusReply {
  readonly command: 'status';
  /** Of the last operation. */
  readonly error: number;
  readonly sensors: Readonly<Record<SensorName, boolean>>;
}

export type LcdmReply =
  | DispenseReply
  | StatusReply
  | { readonly command: 'purge'; readonly error: number }
  | { readonly command: 'romVersion'; readonly version: string; readonly checksum: string };

/**
 * Bits of the two sensor bytes, from bit 0 on; bit 7 is always 1. A set bit is what needs attention: a note on a
 * path sensor, few notes left, cassette or reject tray not there. The document's status of a unit that is well
 * has none set. The second byte as public host software of the LCDM-1000 has it; the LCDM-2000 differs.
 */
const sensors0 = ['check1', 'check2', 'divert1', 'divert2', 'eject', 'exit', 'nearEnd'] as const;
const sensors1 = ['rejectTrayMissing', 'cassetteMissing', 'solenoid'] as const;
export type SensorName = (typeof sensors0)[number] | (typeof sensors1)[number];

const zero = 0x30;

export function encodeRequest(profile: LcdmProfile, request: LcdmRequest): Frame {
  const code = profile.codes[request.command];
  if (request.command !== 'dispense') return { code, data: new Uint8Array() };
  if (!Number.isInteger(request.count) || request.count < 1 || request.count > maximumCount) {
    throw new Error(`a dispense is of 1 to ${maximumCount} notes, not ${request.count}`);
  }
  return { code, data: Uint8Array.from(digits(request.count)) };
}

export function parseRequest(profile: LcdmProfile, frame: Frame): Result<LcdmRequest, string> {
  const command = commandOf(profile, frame.code);
  if (command === undefined) return err(`no command has the code ${hex(frame.code)}`);
  if (command !== 'dispense') {
    if (frame.data.length > 0) return err(`${command} has no data, here are ${frame.data.length} bytes`);
    return ok({ command });
  }
  const count = frame.data.length === 2 ? numberOf(frame.data, 0) : null;
  if (count === null || count < 1 || count > maximumCount) {
    return err(`a dispense has two digits, 01 to ${maximumCount}`);
  }
  return ok({ command, count });
}

export function encodeReply(profile: LcdmProfile, reply: LcdmReply): Frame {
  const code = profile.codes[reply.command];
  const of = (...data: number[]) => ({ code, data: Uint8Array.from(data) });
  switch (reply.command) {
    case 'purge':
      return of(reply.error);
    case 'status': {
      const byte = (names: readonly SensorName[]) =>
        names.reduce((bits, name, bit) => bits | (reply.sensors[name] ? 1 << bit : 0), 0x80);
      return of(zero, reply.error, byte(sensors0), byte(sensors1));
    }
    case 'romVersion':
      return of(
        ...Buffer.from(reply.version, 'latin1'),
        ...[...reply.checksum].map((nibble) => zero | Number.parseInt(nibble, 16)),
      );
    case 'dispense':
    case 'testDispense': {
      const { check, exit, error, nearEnd, rejects } = reply;
      return of(...digits(check), ...digits(exit), error, nearEnd ? zero + 1 : zero, ...digits(rejects));
    }
  }
}

export function parseReply(profile: LcdmProfile, frame: Frame): Result<LcdmReply, string> {
  const command = commandOf(profile, frame.code);
  const { data } = frame;
  const long = (bytes: number) => err(`a reply to ${command} has ${bytes} bytes of data, not ${data.length}`);
  switch (command) {
    case undefined:
      return err(`no command has the code ${hex(frame.code)}`);
    case 'purge':
      return data.length === 1 ? ok({ command, error: data[0] ?? 0 }) : long(1);
    case 'status':
      return data.length === 4 ? ok(parseStatus(data)) : long(4);
    case 'romVersion':
      if (data.length !== 8) return long(8);
      return ok({
        command,
        version: Buffer.from(data.subarray(0, 4)).toString('latin1'),
        checksum: [...data.subarray(4)].map((byte) => (byte & 0x0f).toString(16).toUpperCase()).join(''),
      });
    case 'dispense':
    case 'testDispense':
      return data.length === 8 ? parseDispense(command, data) : long(8);
  }
}

/** The first byte of a status is 30 in everything published; its meaning is not. */
function parseStatus(data: Uint8Array): StatusReply {
  const bits = (names: readonly SensorName[], byte = 0) =>
    names.map((name, bit) => [name, (byte & (1 << bit)) !== 0] as const);
  const sensors = Object.fromEntries([...bits(sensors0, data[2]), ...bits(sensors1, data[3])]);
  return { command: 'status', error: data[1] ?? 0, sensors: sensors as StatusReply['sensors'] };
}

function parseDispense(command: DispenseReply['command'], data: Uint8Array): Result<DispenseReply, string> {
  const [check, exit, rejects] = [numberOf(data, 0), numberOf(data, 2), numberOf(data, 6)];
  const cassette = data[5] ?? 0;
  if (check === null || exit === null || rejects === null) return err('a count is not two digits');
  if (cassette !== zero && cassette !== zero + 1)
    return err(`the cassette is 30 or 31, not ${hex(cassette)}`);
  return ok({ command, check, exit, error: data[4] ?? 0, nearEnd: cassette !== zero, rejects });
}

function commandOf(profile: LcdmProfile, code: number): LcdmCommand | undefined {
  const found = Object.entries(profile.codes).find(([, value]) => value === code);
  return found?.[0] as LcdmCommand | undefined;
}

function digits(count: number): [number, number] {
  if (!Number.isInteger(count) || count < 0 || count > 99) throw new Error(`${count} is not two digits`);
  return [zero + Math.floor(count / 10), zero + (count % 10)];
}

function numberOf(data: Uint8Array, at: number): number | null {
  const [tens, units] = [(data[at] ?? 0) - zero, (data[at + 1] ?? 0) - zero];
  const digit = (value: number) => value >= 0 && value <= 9;
  return digit(tens) && digit(units) ? tens * 10 + units : null;
}
