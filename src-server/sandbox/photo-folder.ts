import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { PhotoRegister } from '../connectors/photo-register.ts';
import type { Faults } from './faults.ts';

/**
 * `<identity number>.jpg` in a folder. An invented person has no face: whoever wants to try the comparison puts a picture
 * there that they may use, for example their own.
 */
export function createPhotoFolder(directory: string, faults: Faults): PhotoRegister {
  return {
    async photo(idNumber) {
      if (faults.failing) return err('unavailable');
      const number = idNumber.reveal();
      // It becomes the name of a file.
      if (!/^\d{14,17}[\dX]$/.test(number)) return ok(null);
      try {
        return ok(new Sensitive(new Uint8Array(await readFile(join(directory, `${number}.jpg`))), 'photo'));
      } catch {
        return ok(null);
      }
    },
  };
}
