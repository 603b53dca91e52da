import { err, ok, type Result } from '../../../src-shared/result.ts';
import { encodeFields, Reader } from './fields.ts';

/** The first byte of every reply. */
export const replyCodes = {
  ok: 0xf0,
  commandNotKnown: 0xf2,
  wrongNumberOfParameters: 0xf3,
  parameterOutOfRange: 0xf4,
  commandCannotBeProcessed: 0xf5,
  softwareError: 0xf6,
  fail: 0xf8,
  keyNotSet: 0xfa,
} as const;
export type ReplyName = keyof typeof replyCodes;

export function replyName(code: number | undefined): ReplyName | null {
  return code === undefined ? null : (names.get(code) ?? null);
}

const names = new Map(Object.entries(replyCodes).map(([name, code]) => [code as number, name as ReplyName]));

/** Why a payout, a float or an empty was refused, in the byte behind `commandCannotBeProcessed`. */
export const payoutRefusals: Readonly<Record<number, string>> = {
  0: 'not enough value in the payout store',
  1: 'the exact amount cannot be paid',
  3: 'the payout store is busy',
  4: 'the unit is disabled',
};

export interface Channel {
  readonly number: number;
  readonly currency: string;
  /** In the smallest part of the currency: fen. */
  readonly value: number;
}

export interface Setup {
  readonly unitType: number;
  readonly firmware: string;
  readonly currency: string;
  readonly protocolVersion: number;
  readonly channels: readonly Channel[];
}

/** The unit type of a validator with a SMART Payout. */
export const smartPayoutType = 6;
const expandedFrom = 6;

/** The reply to a setup request, behind its first byte. Its numbers of three bytes are big endian. */
export function parseSetup(data: Uint8Array): Result<Setup, string> {
  const reader = new Reader(data);
  const text = (count: number) => Buffer.from(reader.bytes(count)).toString('latin1');
  const big3 = () => reader.bytes(3).reduce((sum, byte) => (sum << 8) | byte, 0);
  const unitType = reader.take('u8');
  const firmware = text(4);
  const currency = text(3);
  const valueMultiplier = big3();
  const count = reader.take('u8');
  const short = [...reader.bytes(count)];
  // Channel security, obsolete.
  reader.bytes(count);
  const realMultiplier = big3();
  const protocolVersion = reader.take('u8');
  // From version 6 on every channel has its own currency, and its value does not fit one byte.
  const expanded = protocolVersion >= expandedFrom;
  const currencies = expanded ? short.map(() => text(3)) : [];
  const values = expanded
    ? short.map(() => reader.take('u32'))
    : short.map((value) => value * valueMultiplier);
  if (reader.missing > 0) return err(`the setup ends ${reader.missing} bytes early`);
  if (reader.left > 0) return err(`${reader.left} bytes behind the setup`);
  const channels = values.map((value, index) => ({
    number: index + 1,
    currency: currencies[index] ?? currency,
    value: value * realMultiplier,
  }));
  return ok({ unitType, firmware, currency, protocolVersion, channels });
}

/** As a unit with a dataset for version 6 sends it. `realMultiplier`: what a channel's value is multiplied with. */
export function encodeSetup(setup: Setup, realMultiplier: number): Uint8Array {
  const { channels } = setup;
  const big3 = (value: number) => [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
  const expanded = channels.flatMap(({ value }) => [
    ...encodeFields([['value', 'u32']], { value: value / realMultiplier }),
  ]);
  return Uint8Array.of(
    setup.unitType,
    ...Buffer.from(setup.firmware + setup.currency, 'latin1'),
    ...big3(0),
    channels.length,
    ...channels.map(() => 0),
    ...channels.map(() => 0),
    ...big3(realMultiplier),
    setup.protocolVersion,
    ...Buffer.from(channels.map(({ currency }) => currency).join(''), 'latin1'),
    ...expanded,
  );
}

/** So many notes of one kind. */
export interface Level {
  readonly count: number;
  readonly value: number;
  readonly currency: string;
}

/** The reply to "all levels": what the payout store holds, and to "cashbox payout data" with one number behind. */
export function parseLevels(data: Uint8Array): Result<readonly Level[], string> {
  const reader = new Reader(data);
  const levels = takeLevels(reader);
  return reader.missing > 0 || reader.left > 0 ? err('the levels have a wrong length') : ok(levels);
}

export interface CashboxPayoutData {
  /** What the last motion brought into the cashbox. */
  readonly moved: readonly Level[];
  /** Things that were moved and not recognised. Not every firmware sends it. */
  readonly unknown: number;
}

export function parseCashboxPayoutData(data: Uint8Array): Result<CashboxPayoutData, string> {
  const reader = new Reader(data);
  const moved = takeLevels(reader);
  const unknown = reader.left === 0 ? 0 : reader.take('u32');
  return reader.missing > 0 || reader.left > 0
    ? err('the levels have a wrong length')
    : ok({ moved, unknown });
}

function takeLevels(reader: Reader): Level[] {
  const count = reader.take('u8');
  return Array.from({ length: count }, () => ({
    count: reader.take('u16'),
    value: reader.take('u32'),
    currency: reader.take('text3'),
  }));
}

export function encodeLevels(levels: readonly Level[]): Uint8Array {
  return Uint8Array.of(
    levels.length,
    ...levels.flatMap((level) => [
      ...encodeFields(
        [
          ['count', 'u16'],
          ['value', 'u32'],
          ['currency', 'text3'],
        ],
        { ...level },
      ),
    ]),
  );
}
