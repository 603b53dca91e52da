import { err, ok, type Result } from '../../../src-shared/result.ts';
import { cardFromRead } from './card.ts';
import { decodeAdditionalAddress } from './card-text.ts';
import {
  FrameParser,
  parseCardBlocks,
  parseCommand,
  parseModuleId,
  parseReply,
  type Reply,
} from './codec.ts';
import { longestAddress } from './requests.ts';
import { describeStatusWord, statusWords } from './status-word.ts';

export interface DecodeOptions {
  /** Writes out what is personal instead of its masked form. */
  readonly showPersonalData: boolean;
}

/**
 * Explains one frame for a person. Fails with the reason when the bytes are not exactly one good frame.
 * Personal fields are masked unless asked for.
 */
export function decodeSdt(
  direction: 'host' | 'device',
  bytes: Uint8Array,
  options: DecodeOptions = { showPersonalData: false },
): Result<object, string> {
  const parser = new FrameParser();
  const found = parser.push(bytes);
  const [first] = found;
  if (first === undefined) {
    return err(parser.midFrame ? 'the frame is not complete' : 'there is no preamble AA AA AA 96 69');
  }
  if (first.kind === 'refused') return err(first.reason);
  // Preamble, length, check.
  const frameBytes = first.body.length + 8;
  if (bytes.length !== frameBytes) {
    return err(`the frame has ${frameBytes} bytes, ${bytes.length} were given: give one frame at a time`);
  }
  return direction === 'host' ? decodeHost(first.body) : decodeDevice(first.body, options);
}

function decodeHost(body: Uint8Array): Result<object, string> {
  const command = parseCommand(body);
  if (!command.ok) return command;
  const { name, command: code, parameter, data } = command.value;
  return ok({ command: name ?? 'unknown', code: hex(Uint8Array.of(code, parameter)), data: hex(data) });
}

function decodeDevice(body: Uint8Array, options: DecodeOptions): Result<object, string> {
  const reply = parseReply(body);
  if (!reply.ok) return reply;
  const { statusWord, data } = reply.value;
  const plain = { status: describeStatusWord(statusWord) };
  if (data.length === 0) return ok(plain);
  const moduleId = data.length === 16 ? parseModuleId(data) : undefined;
  if (moduleId?.ok) return ok({ ...plain, moduleId: moduleId.value });
  if (data.length <= 16) return ok({ ...plain, data: hex(data) });
  if (data.length <= longestAddress) {
    const address = decodeAdditionalAddress(data);
    return ok({ ...plain, additionalAddress: options.showPersonalData ? address : '***' });
  }
  return decodeRead(reply.value, plain, options);
}

function decodeRead(reply: Reply, plain: object, options: DecodeOptions): Result<object, string> {
  if (reply.statusWord !== statusWords.ok)
    return err(`${reply.data.length} bytes of data with an error status`);
  // The frame does not say whether it answers a read with or without fingerprint; its lengths do.
  const two = parseCardBlocks(reply.data, false);
  const three = two.ok ? two : parseCardBlocks(reply.data, true);
  if (!three.ok) return err(two.ok ? 'no lengths fit' : two.error);
  const { photo, finger } = three.value;
  const card = cardFromRead(three.value);
  if (!card.ok) return err(card.error);
  const { photo: _photo, fingerprint: _fingerprint, additionalAddress: _, ...fields } = card.value;
  const shown = Object.entries(fields).map(([name, value]) => {
    const personal = options.showPersonalData && typeof value === 'object' && value !== null;
    return [name, personal ? value.reveal() : value] as const;
  });
  return ok({
    ...plain,
    card: Object.fromEntries(shown),
    photoBytes: photo.length,
    fingerBytes: finger.length,
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
