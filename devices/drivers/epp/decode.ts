import { err, ok, type Result } from '../../../src-shared/result.ts';
import { EppParser } from './codec.ts';
import { parseReply, parseRequest } from './requests.ts';
import { describeStatus } from './status-code.ts';

export interface DecodeOptions {
  /** Writes out the account number instead of its masked form. */
  readonly showPersonalData: boolean;
}

/**
 * Explains one frame or key press of a PIN pad. Fails with the reason when the bytes are not exactly one. Keys and
 * PIN blocks are shown as they are on the line: encrypted.
 */
export function decodeEpp(
  direction: 'host' | 'device',
  bytes: Uint8Array,
  options: DecodeOptions = { showPersonalData: false },
): Result<object, string> {
  const parser = new EppParser(direction);
  const [first, ...rest] = parser.push(bytes);
  if (first === undefined) return err(parser.midFrame ? 'the frame is not complete' : 'there is no frame');
  if (first.kind === 'refused') return err(first.reason);
  if (rest.length > 0 || parser.midFrame) return err('more than one frame: give one at a time');
  if (first.message.kind === 'key') return ok({ key: first.message.key });
  const { body } = first.message;
  if (direction === 'device') {
    const { status, data } = parseReply(body);
    return ok({ status: describeStatus(status), ...(data.length > 0 ? { data: hex(data) } : {}) });
  }
  const request = parseRequest(body);
  if (!request.ok) return request;
  if (request.value.command === 'account') {
    const { digits } = request.value;
    const shown = options.showPersonalData ? digits : `${'*'.repeat(digits.length - 4)}${digits.slice(-4)}`;
    return ok({ command: 'account', digits: shown });
  }
  return ok(
    Object.fromEntries(
      Object.entries(request.value).map(([name, value]) => [
        name,
        value instanceof Uint8Array ? hex(value) : value,
      ]),
    ),
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
