import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../store/replace-file.ts';

/**
 * What came of checking a file before, by its content: a hundred and fifty item files take half a second to parse and
 * check, and change once in weeks. Kept beside the store; a file that cannot be read is the same as none.
 */
export interface CheckedFiles {
  /** Undefined when this text was not checked before, by this program, for the same `expected`. */
  find<T>(text: string, expected: unknown): T | undefined;
  keep(text: string, expected: unknown, value: unknown): void;
  /** Writes what was used since it was opened, if anything was new. */
  save(): void;
}

const content = z.strictObject({ program: z.string(), files: z.record(z.string(), z.unknown()) });

export function openCheckedFiles(dataDirectory: string, softwareVersion: string): CheckedFiles {
  const path = join(dataDirectory, 'checked-items.json');
  // Another build may check other things.
  const program = `${softwareVersion} ${statSync(import.meta.filename).mtimeMs}`;
  const known = new Map(Object.entries(read(path, program)));
  const used = new Map<string, unknown>();
  let news = false;
  const keyOf = (text: string, expected: unknown) =>
    createHash('sha256').update(JSON.stringify(expected)).update('\0').update(text).digest('hex');
  return {
    find<T>(text: string, expected: unknown) {
      const key = keyOf(text, expected);
      const value = known.get(key);
      if (value !== undefined) used.set(key, value);
      return value as T | undefined;
    },
    keep(text, expected, value) {
      used.set(keyOf(text, expected), value);
      news = true;
    },
    save() {
      // At the very first start there is no such directory yet, and nothing may be made before all is checked.
      if ((!news && used.size === known.size) || !existsSync(dataDirectory)) return;
      try {
        replaceFile(path, [JSON.stringify({ program, files: Object.fromEntries(used) })]);
        news = false;
      } catch {
        // A full disk is the store's to tell; here it only costs time.
      }
    },
  };
}

function read(path: string, program: string): Record<string, unknown> {
  try {
    const parsed = content.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success && parsed.data.program === program ? parsed.data.files : {};
  } catch {
    return {};
  }
}
