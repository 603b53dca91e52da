import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../store/replace-file.ts';
import type { ConfigurationFiles } from './files.ts';
import type { Configuration } from './load.ts';

/**
 * What came of checking a configuration before, by the content of all its files: a hundred and fifty items take most of
 * a second to parse and check, and change once in weeks. Kept beside the store; what cannot be read is the same as none.
 */
export interface CheckedBefore {
  /** Undefined when just these files were not checked before by this program. */
  find(files: ConfigurationFiles): Configuration | undefined;
  keep(files: ConfigurationFiles, site: Configuration): void;
}

const content = z.strictObject({ key: z.string(), site: z.unknown() });

export function openCheckedBefore(dataDirectory: string, softwareVersion: string): CheckedBefore {
  const path = join(dataDirectory, 'checked-configuration.json');
  // Another build may check other things.
  const program = `${softwareVersion} ${statSync(import.meta.filename).mtimeMs}`;
  const keyOf = (files: ConfigurationFiles) =>
    createHash('sha256')
      .update(JSON.stringify([program, ...files]))
      .digest('hex');
  return {
    find(files) {
      try {
        const { key, site } = content.parse(JSON.parse(readFileSync(path, 'utf8')));
        return key === keyOf(files) ? (site as Configuration) : undefined;
      } catch {
        return undefined;
      }
    },
    keep(files, site) {
      // At the very first start there is no such directory yet, and nothing may be made before all is checked.
      if (!existsSync(dataDirectory)) return;
      try {
        replaceFile(path, [JSON.stringify({ key: keyOf(files), site })]);
      } catch {
        // A full disk is the store's to tell; here it only costs time.
      }
    },
  };
}
