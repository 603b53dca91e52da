import { err, ok, type Result } from '../../../src-shared/result.ts';
import { parseLine, shutdownDelay } from './codec.ts';

/** Explains one line, with or without its CR. Fails with the reason when it is none that is known. */
export function decodeMegatec(direction: 'host' | 'device', bytes: Uint8Array): Result<object, string> {
  const text = Buffer.from(bytes).toString('latin1').replace(/\r$/, '');
  if (text.includes('\r')) return err('more than one line: give one at a time');
  if (direction === 'host') return decodeCommand(text);
  const parsed = parseLine(text);
  if (!parsed.ok) return parsed;
  switch (parsed.value.kind) {
    case 'status': {
      const { flags, ...values } = parsed.value.status;
      return ok({ ...values, flags: Object.entries(flags).flatMap(([name, set]) => (set ? [name] : [])) });
    }
    case 'rating':
      return ok({ rating: parsed.value.rating });
    case 'line':
      return ok({ text: parsed.value.text });
  }
}

const commands: Readonly<Record<string, string>> = {
  Q1: 'status',
  F: 'rating',
  I: 'identification',
  C: 'cancelShutdown',
  T: 'test',
  Q: 'beeper',
};

function decodeCommand(text: string): Result<object, string> {
  const afterMs = shutdownDelay(text);
  if (afterMs !== null) return ok({ command: 'shutdown', afterMs });
  const command = Object.hasOwn(commands, text) ? commands[text] : undefined;
  return command === undefined ? err('no command that is known') : ok({ command });
}
