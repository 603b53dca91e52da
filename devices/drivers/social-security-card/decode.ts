import { ok, type Result } from '../../../src-shared/result.ts';
import { tags } from './card.ts';
import { applicationName, type CommandApdu, hex, parseCommand, parseRecord, parseResponse } from './codec.ts';
import { describeStatusWord } from './status-word.ts';

export interface DecodeOptions {
  /** Writes out what is personal instead of how long it is. */
  readonly showPersonalData: boolean;
}

const instructions: Record<number, string> = {
  32: 'verify',
  94: 'changePin',
  132: 'getChallenge',
  164: 'select',
  178: 'readRecord',
  192: 'getResponse',
};
/** Carry a PIN. */
const secret: readonly number[] = [0x20, 0x5e];
const tagNames = new Map(Object.entries(tags).map(([name, tag]) => [tag as number, name]));
const personal = ['cardIdentifier', 'cardNumber', 'socialSecurityNumber', 'name', 'nameExtension', 'sex'];

/** Explains one command or response APDU for a person. PINs and what is personal are hidden unless asked for. */
export function decodeApdu(
  direction: 'host' | 'device',
  bytes: Uint8Array,
  options: DecodeOptions = { showPersonalData: false },
): Result<object, string> {
  return direction === 'host' ? decodeCommand(bytes, options) : decodeResponse(bytes, options);
}

function decodeCommand(bytes: Uint8Array, { showPersonalData }: DecodeOptions): Result<object, string> {
  const command = parseCommand(bytes);
  if (!command.ok) return command;
  const { cla, ins, p1, p2, data, le } = command.value;
  const hidden = secret.includes(ins) && !showPersonalData;
  return ok({
    command: instructions[ins] ?? 'unknown',
    header: hex(Uint8Array.of(cla, ins, p1, p2)),
    ...meaning(command.value),
    ...(data.length > 0 ? { data: hidden ? `${data.length} bytes` : hex(data) } : {}),
    ...(le === null ? {} : { le }),
  });
}

function meaning({ ins, p1, p2, data }: CommandApdu): object {
  if (ins === 0xb2 && (p2 & 0x07) === 0x04) return { file: `EF0${p2 >> 3}`, record: p1 };
  if (ins === 0xa4 && p1 === 0x04) {
    return { application: hex(data) === hex(applicationName) ? 'sx1.sh.社会保障' : 'another' };
  }
  if (ins === 0xa4) return { file: hex(data) };
  return {};
}

function decodeResponse(bytes: Uint8Array, { showPersonalData }: DecodeOptions): Result<object, string> {
  const response = parseResponse(bytes);
  if (!response.ok) return response;
  const { data, statusWord } = response.value;
  const status = describeStatusWord(statusWord);
  if (data.length === 0) return ok({ status });
  const record = parseRecord(data);
  if (!record.ok) {
    // Without its record nobody knows what it is, so that it counts as personal.
    return showPersonalData
      ? ok({ status, data: hex(data), noRecord: record.error })
      : ok({ status, data: `${data.length} bytes`, noRecord: record.error });
  }
  const name = tagNames.get(record.value.tag);
  const hidden = (name === undefined || personal.includes(name)) && !showPersonalData;
  return ok({
    status,
    tag: hex(Uint8Array.of(record.value.tag)),
    field: name ?? 'unknown',
    value: hidden ? `${record.value.value.length} bytes` : hex(record.value.value),
  });
}
