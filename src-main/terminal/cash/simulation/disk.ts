import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDatabase } from '../../store/database.ts';
import { openStore, type StoreOptions, storeOn } from '../../store/open.ts';
import { migrations } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { knowAnswers } from './known-answers.ts';

type Opening = Pick<StoreOptions, 'clock' | 'terminalNumber' | 'newId'>;

/** Where a simulated terminal keeps what it committed; outlives its processes. */
export interface Disk {
  open(options: Opening): Store;
  remove(): void;
}

/** The encrypted file, as on a real terminal; only its flushing is left to the operating system: no power fails here. */
export function fileDisk(key: Uint8Array): Disk {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-simulate-'));
  return {
    open(options) {
      const opened = openStore({ ...options, file: join(directory, 'terminal.db'), key, flush: false });
      if (!opened.ok) throw new Error(opened.error.message);
      return opened.value;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/**
 * The same schema, statements and commits on a database in memory.
 *
 * @param doubt asks the database each time, also where the answer cannot have changed
 */
export function memoryDisk({ doubt = false } = {}): Disk {
  const database = memoryDatabase(migrations);
  return {
    open: (options) =>
      knowAnswers(
        storeOn(database, options, () => {}),
        { doubt },
      ),
    remove: () => database.close(),
  };
}
