import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { Clock } from '../../src-shared/clock.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';

/**
 * The technical log: what a technician needs to find out why. It names no person; what a person did is in the
 * journal, and that says no names either.
 */
export type Log = Logger;

/** Fields that hold personal data or secrets in this project; their values never reach a line, at any depth. */
const refused = new Set([
  'name',
  'englishName',
  'holder',
  'person',
  'idNumber',
  'phone',
  'address',
  'birthDate',
  'photo',
  'pin',
  'token',
  'access_token',
  'client_assertion',
  'authorization',
  'pdf',
  'pdfBase64',
]);

/** The last net: an identity number (GB 11643) or a mobile number in a text that somebody put together. */
const numbers = /(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])/g;

/** Lines of JSON to a file, or to standard error. Written at once: the last lines before a crash matter most. */
export function createLog(
  to: { readonly file: string } | { readonly stream: DestinationStream } | 'stderr',
  clock: Clock,
): Log {
  const stream =
    to === 'stderr'
      ? destination({ dest: 2, sync: true })
      : 'file' in to
        ? destination({ dest: to.file, sync: true, mkdir: true })
        : to.stream;
  return pino(
    {
      base: null,
      timestamp: () => `,"at":"${new Date(clock.now()).toISOString()}"`,
      formatters: {
        level: (level) => ({ level }),
        log: (fields) => refuse(fields) as Record<string, unknown>,
      },
      hooks: { streamWrite: (line) => line.replace(numbers, '[number]') },
    },
    stream,
  );
}

function refuse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(refuse);
  // Sensitive shows its mask, Error goes to pino's serializer, bytes are nobody's business in a log.
  if (value instanceof Sensitive || value instanceof Error) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      refused.has(key) && !(member instanceof Sensitive) ? '[refused]' : refuse(member),
    ]),
  );
}
