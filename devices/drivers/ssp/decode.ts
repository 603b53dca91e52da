import { err, ok, type Result } from '../../../src-shared/result.ts';
import { parseCommand } from './commands.ts';
import { decryptPacket, isEncrypted } from './encryption.ts';
import { parseEvents } from './events.ts';
import type { FieldValue } from './fields.ts';
import { type Frame, FrameParser, hex } from './frame.ts';
import { parseCashboxPayoutData, parseLevels, parseSetup, replyName } from './replies.ts';

export interface DecodeOptions {
  /** The 16 bytes of the session, for the encrypted layer. */
  readonly key?: Uint8Array;
  /** That the unit was set to; what some events carry depends on it. 8 when absent. */
  readonly version?: number;
}

/**
 * Explains one frame for a person. Fails with the reason when the bytes are not exactly one good frame, or when a key
 * was given and does not fit.
 *
 * A reply does not say to which command it belongs. So the readings that its bytes allow are given: as events of a
 * poll, and as setup or levels where those fit to the last byte.
 */
export function decodeSsp(
  direction: 'host' | 'device',
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Result<object, string> {
  const parser = new FrameParser();
  const [first, ...more] = parser.push(bytes);
  if (first === undefined) return err(parser.midFrame ? 'the frame is not complete' : 'there is no 7F');
  if (first.kind === 'refused') return err(first.reason);
  if (more.length > 0 || parser.midFrame) return err('more than one frame: give one at a time');
  const { frame } = first;
  const head = { address: hex(frame.address), sequence: frame.sequence };
  if (!isEncrypted(frame.data)) return explained(direction, frame.data, head, options);
  if (options.key === undefined) return ok({ ...head, encrypted: true, data: hexOf(frame.data.subarray(1)) });
  return decodeEncrypted(direction, frame, options.key, head, options);
}

function decodeEncrypted(
  direction: 'host' | 'device',
  frame: Frame,
  key: Uint8Array,
  head: object,
  options: DecodeOptions,
): Result<object, string> {
  if (key.length !== 16) return err(`a key has 16 bytes, not ${key.length}`);
  const packet = decryptPacket(frame.data, key);
  if (!packet.ok) return packet;
  const { count, data } = packet.value;
  return explained(direction, data, { ...head, encrypted: true, count }, options);
}

function explained(
  direction: 'host' | 'device',
  data: Uint8Array,
  head: object,
  options: DecodeOptions,
): Result<object, string> {
  if (direction === 'device') return ok({ ...head, ...explainReply(data, options.version ?? 8) });
  const command = parseCommand(data);
  if (!command.ok) {
    if (command.error.kind === 'parameters') return err(command.error.description);
    return ok({ ...head, command: 'unknown', data: hexOf(data) });
  }
  const { name, values } = command.value;
  const shown = Object.entries(values).map(([field, value]) => [field, readable(value)] as const);
  return ok({ ...head, command: name, code: hex(data[0] ?? 0), ...Object.fromEntries(shown) });
}

function explainReply(data: Uint8Array, version: number): object {
  const [code = 0] = data;
  const rest = data.subarray(1);
  const plain = { reply: replyName(code) ?? 'unknown', code: hex(code) };
  if (rest.length === 0) return plain;
  if (plain.reply !== 'ok') return { ...plain, data: hexOf(rest) };
  const setup = parseSetup(rest);
  if (setup.ok) return { ...plain, setup: setup.value };
  const levels = parseLevels(rest);
  const cashbox = parseCashboxPayoutData(rest);
  const { events, unread } = parseEvents(rest, version);
  return {
    ...plain,
    data: hexOf(rest),
    ...(unread === null ? { events } : {}),
    ...(levels.ok ? { levels: levels.value } : {}),
    ...(cashbox.ok && !levels.ok ? { cashboxPayoutData: cashbox.value } : {}),
    ...(rest.length === 8 ? { number: String(Buffer.from(rest).readBigUInt64LE()) } : {}),
  };
}

function readable(value: FieldValue): string | number {
  if (value instanceof Uint8Array) return hexOf(value);
  return typeof value === 'bigint' ? String(value) : value;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
