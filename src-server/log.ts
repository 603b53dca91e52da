import { destination, type Logger, pino } from 'pino';

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
      serializers: { err: plainError },
    },
    stream,
  );
}

/** A database quotes rows in `detail` and parameters in `where`: only these fields are kept. */
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  const constraint = 'constraint' in error ? String(error.constraint) : undefined;
  return { type: name, message, code, constraint, stack };
}
