import { z } from 'zod';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * A recording: a file of JSON lines, the header first. Bytes are as they came, in their portions; `t` is milliseconds
 * since the beginning. See README.md.
 */
const header = z.strictObject({
  recording: z.literal(1),
  driver: z.string(),
  line: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
});
const t = z.number().min(0);
const hex = z.string().regex(/^([\dA-F]{2})+$/);
const entry = z.union([
  z.strictObject({ t, event: z.enum(['open', 'lost', 'close', 'full']) }),
  z.strictObject({ t, host: hex }),
  z.strictObject({ t, device: hex }),
  /** So many bytes that are not written down. */
  z.strictObject({ t, hostBytes: z.int().positive() }),
  z.strictObject({ t, deviceBytes: z.int().positive() }),
]);

export type RecordingHeader = z.infer<typeof header>;
export type RecordingEntry = z.infer<typeof entry>;

export interface Recording {
  readonly header: RecordingHeader;
  readonly entries: readonly RecordingEntry[];
}

export function parseRecording(text: string): Result<Recording, string> {
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '');
  const parsedHeader = parseLine(first, header);
  if (!parsedHeader.ok) return err(`line 1: ${parsedHeader.error}`);
  const entries: RecordingEntry[] = [];
  for (const [index, line] of rest.entries()) {
    const parsed = parseLine(line, entry);
    if (!parsed.ok) return err(`line ${index + 2}: ${parsed.error}`);
    entries.push(parsed.value);
  }
  return ok({ header: parsedHeader.value, entries });
}

function parseLine<T>(line: string, schema: z.ZodType<T>): Result<T, string> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return err('expected JSON');
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err(z.prettifyError(parsed.error));
}
