import { err, ok, type Result } from '../../src-shared/result.ts';

export interface Arguments {
  /** The words that are no options: profile, command and what it takes. */
  readonly words: readonly string[];
  readonly emulated: boolean;
  /** `/dev/ttyUSB0`, `COM3`, `127.0.0.1:9100`, `ipp://host/ipp/print`. */
  readonly line: string | null;
  readonly yes: boolean;
  readonly timeoutMs: number;
  /** Switches of the emulated unit, moved before the command. */
  readonly set: readonly (readonly [id: string, value: string | boolean])[];
  /** New file into which the bytes on the line are recorded, personal data masked. */
  readonly record: string | null;
}

/** Fails with what was expected. */
export function parseArguments(given: readonly string[]): Result<Arguments, string> {
  const words: string[] = [];
  const set: [string, string | boolean][] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const rest = [...given];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) words.push(word);
    else if (word === '--emulated' || word === '--yes') flags.add(word);
    else if (word === '--set' || word === '--line' || word === '--timeout' || word === '--record') {
      const value = rest.shift();
      if (value === undefined) return err(`${word} expects a value behind it`);
      if (word !== '--set') values.set(word, value);
      else {
        const [id = '', setting] = value.split('=');
        // An action is pressed, a toggle is true or false, a choice is one of its words.
        set.push([
          id,
          setting === undefined || setting === 'true' ? true : setting === 'false' ? false : setting,
        ]);
      }
    } else {
      return err(`no option ${word}; there are --emulated, --line, --set, --yes, --timeout, --record`);
    }
  }
  const timeout = values.get('--timeout') ?? '60';
  if (!/^\d+$/.test(timeout) || Number(timeout) < 1)
    return err(`--timeout expects seconds, found ${timeout}`);
  if (set.length > 0 && !flags.has('--emulated')) return err('--set moves switches of an --emulated unit');
  return ok({
    words,
    emulated: flags.has('--emulated'),
    line: values.get('--line') ?? null,
    yes: flags.has('--yes'),
    timeoutMs: Number(timeout) * 1000,
    record: values.get('--record') ?? null,
    set,
  });
}
