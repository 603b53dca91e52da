import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDatabase } from '../../store/database.ts';
import { openStore, type StoreOptions, storeOn } from '../../store/open.ts';
import { migrations } from '../../store/schema.ts';
import type { Read, Store } from '../../store/store.ts';

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

/** The same schema, statements and commits on a database in memory. */
export function memoryDisk(): Disk {
  const database = memoryDatabase(migrations);
  return {
    open: (options) => readOnce(storeOn(database, options, () => {})),
    remove: () => database.close(),
  };
}

/** Between two commits a question has one answer: it is asked of the database once. Inside a commit, each time. */
function readOnce(store: Store): Store {
  const known = new Map<string, unknown>();
  let writing = false;
  const read = Object.fromEntries(
    Object.entries(store.read).map(([name, ask]: [string, (...parameters: unknown[]) => unknown]) => [
      name,
      (...parameters: unknown[]) => {
        if (writing) return ask(...parameters);
        const key = `${name} ${parameters.join(' ')}`;
        if (!known.has(key)) known.set(key, ask(...parameters));
        return known.get(key);
      },
    ]),
  ) as unknown as Read;
  return {
    read,
    commit(work) {
      known.clear();
      writing = true;
      try {
        return store.commit(work);
      } finally {
        writing = false;
      }
    },
    close: store.close,
  };
}
