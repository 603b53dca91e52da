import { destination, type Logger, pino } from 'pino';
import { Sensitive } from '../src-shared/sensitive.ts';

/** Names of fields that never reach a log, wherever somebody puts them. */
const personal = ['name', 'idNumber', 'phone', 'person', 'code', 'token', 'password', 'assertion', 'body'];

/**
 * Lines of JSON on stderr. Bodies and URLs are not logged at all; the list is for the day when somebody
 * forgets.
 */
export function createLog(level: string, stream: { write(line: string): void } = destination(2)): Logger {
  return pino(
    {
      level,
      base: { service: 'zerowindow-server' },
      redact: { paths: personal.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
      formatters: { log: maskSensitive },
      serializers: { err: plainError },
    },
    stream,
  );
}

/** A database quotes rows in `detail` and parameters in `where`: only these fields are kept. */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack } = error;
  // Not `code`, which is struck out: in all else it is what somebody types.
  const errorCode = 'code' in error ? String(error.code) : undefined;
  const constraint = 'constraint' in error ? String(error.constraint) : undefined;
  return { type: name, message, errorCode, constraint, stack };
}

/** The redaction copies what it is given, and a copy of a `Sensitive` has lost its value and its mask. */
function maskSensitive(fields: Record<string, unknown>): Record<string, unknown> {
  const masked = ([field, value]: [string, unknown]) => [
    field,
    value instanceof Sensitive ? String(value) : value,
  ];
  return Object.fromEntries(Object.entries(fields).map(masked));
}
