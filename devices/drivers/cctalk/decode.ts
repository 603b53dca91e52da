import { err, ok, type Result } from '../../../src-shared/result.ts';
import { type CctalkFrame, type CheckMode, decodeFrame, hex } from './codec.ts';
import { eventBufferBytes, parseEventBuffer } from './events.ts';
import { headerName, replyHeaders } from './headers.ts';

/** Explains one frame for a person, with checksum or CRC. A reply does not say which command it answers. */
export function decodeCctalk(direction: 'host' | 'device', bytes: Uint8Array): Result<object, string> {
  const frames = (['checksum', 'crc'] as const).map((mode) => [mode, decodeFrame(mode, bytes)] as const);
  for (const [mode, frame] of frames) if (frame.ok) return describe(direction, mode, frame.value);
  return err(frames.map(([mode, frame]) => `as ${mode}: ${frame.ok ? '' : frame.error}`).join('; '));
}

function describe(
  direction: 'host' | 'device',
  check: CheckMode,
  frame: CctalkFrame,
): Result<object, string> {
  const { destination, source, header, data } = frame;
  const ends = { check, destination, ...(source === null ? {} : { source }) };
  const bytes = data.length === 0 ? {} : { data: Buffer.from(data).toString('hex').toUpperCase() };
  if (direction === 'host')
    return ok({ ...ends, command: headerName(header) ?? `header ${header}`, ...bytes });
  const reply = Object.entries(replyHeaders).find(([, value]) => value === header)?.[0];
  if (reply === undefined) return err(`no reply has header ${hex(header)}`);
  const buffer = data.length === eventBufferBytes ? parseEventBuffer(data) : undefined;
  return ok({ ...ends, reply, ...bytes, ...(buffer?.ok ? { asEvents: buffer.value } : {}) });
}
