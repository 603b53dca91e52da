import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/**
 * What stands below a folder of configuration, by name (`services/TAX-PAY-001.yaml`) and in the order of names; for a
 * file that cannot be read, the reason of the system. A folder that is empty or not there has no names.
 *
 * Read in one go: in Electron's main process each of two hundred files, read without waiting, would take a turn of
 * Chromium's loop, which at that time opens the window.
 */
export type ConfigurationFiles = ReadonlyMap<string, Result<string, string>>;

const folders = ['devices', 'services'];
const singles = ['terminal.yaml', 'categories.yaml'];

export function readConfigurationFiles(directory: string): ConfigurationFiles {
  const names = [...singles, ...folders.flatMap((folder) => namesIn(directory, folder))];
  return new Map(names.map((name) => [name, readText(join(directory, name))]));
}

function namesIn(directory: string, folder: string): string[] {
  try {
    return readdirSync(join(directory, folder))
      .filter((name) => !name.startsWith('.') && name !== 'README.md')
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function readText(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code ?? String(error));
  }
}
