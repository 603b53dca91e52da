import { ok, type Result } from '../../../src-shared/result.ts';
import { describeException, parseReply, parseRequest } from './codec.ts';

/** Explains one frame. Fails with the reason when the bytes are not exactly one good one. */
export function decodeModbus(direction: 'host' | 'device', bytes: Uint8Array): Result<object, string> {
  if (direction === 'host') {
    const request = parseRequest(bytes);
    return request.ok ? ok({ unit: request.value.unit, ...request.value.message }) : request;
  }
  const reply = parseReply(bytes);
  if (!reply.ok) return reply;
  const { unit, message } = reply.value;
  switch (message.kind) {
    case 'exception':
      return ok({ unit, function: message.function, exception: describeException(message.code) });
    case 'written':
      return ok({ unit, ...message.request, done: true });
    case 'values':
      return ok({ unit, table: message.table, values: message.values });
  }
}
