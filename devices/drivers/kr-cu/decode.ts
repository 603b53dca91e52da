import { ok, type Result } from '../../../src-shared/result.ts';
import { locksPerBoard, parse } from './codec.ts';

/** Explains one frame. Fails with the reason when the bytes are not exactly one good one. */
export function decodeKrCu(bytes: Uint8Array): Result<object, string> {
  const parsed = parse(bytes);
  if (!parsed.ok) return parsed;
  const message = parsed.value;
  if (message.kind !== 'state') return ok(message);
  const { board, hooks, infrared } = message;
  return ok({ kind: 'state', board, hooks: ones(hooks), infrared: ones(infrared) });
}

/** Locks whose bit is set, counted from 0 as on the line. */
function ones(bits: number): number[] {
  return Array.from({ length: locksPerBoard }, (_, lock) => lock).filter((lock) => (bits >> lock) & 1);
}
