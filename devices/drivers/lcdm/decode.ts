import { err, ok, type Result } from '../../../src-shared/result.ts';
import { type Frame, hex, LcdmParser } from './codec.ts';
import { describeError } from './error-codes.ts';
import { type LcdmReply, parseReply, parseRequest } from './messages.ts';
import { type LcdmProfile, lcdm1000 } from './profile.ts';

/** Explains one message for a person. Fails with the reason when the bytes are not exactly one good message. */
export function decodeLcdm(
  direction: 'host' | 'device',
  bytes: Uint8Array,
  profile: LcdmProfile = lcdm1000,
): Result<object, string> {
  const parser = new LcdmParser(direction, profile.communicationId);
  const [first, ...more] = parser.push(bytes);
  if (first === undefined) {
    return err(parser.midFrame ? 'the frame is not complete' : 'there is neither a frame nor an ACK or NCK');
  }
  if (first.kind === 'refused') return err(first.reason);
  // Start, id, STX, code, ETX, BCC.
  const length = first.kind === 'frame' ? first.data.length + 6 : 1;
  if (more.length > 0 || length !== bytes.length) {
    return err(`the message has ${length} bytes, ${bytes.length} were given: give one message at a time`);
  }
  if (first.kind !== 'frame') return ok({ message: first.kind });
  return direction === 'host' ? decodeHost(profile, first) : decodeDevice(profile, first);
}

function decodeHost(profile: LcdmProfile, frame: Frame): Result<object, string> {
  const request = parseRequest(profile, frame);
  return request.ok ? ok({ code: hex(frame.code), ...request.value }) : request;
}

function decodeDevice(profile: LcdmProfile, frame: Frame): Result<object, string> {
  const parsed = parseReply(profile, frame);
  if (!parsed.ok) return parsed;
  const reply: LcdmReply = parsed.value;
  const error = 'error' in reply ? { error: describeError(reply.error) } : {};
  if (reply.command === 'status') {
    const set = Object.entries(reply.sensors).flatMap(([name, on]) => (on ? [name] : []));
    return ok({ command: reply.command, ...error, sensors: set });
  }
  return ok({ ...reply, ...error });
}
