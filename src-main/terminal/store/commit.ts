import type Database from 'libsql';
import type { JournalAppender } from '../journal/appender.ts';
import type { Store, Write } from './store.ts';

/**
 * Makes `commit`: BEGIN IMMEDIATE, the work, the checkpoint it asks for, COMMIT (which returns after
 * fdatasync of the log, `synchronous = FULL`).
 *
 * If the work throws, all of it is rolled back and the store goes on. If COMMIT itself fails (disk full, I/O
 * error), what is on the disk is not known: after a failed fsync the kernel may have dropped the pages and
 * calls the next one good. Then the store refuses everything until the process starts again and reads what
 * is really there.
 */
export function createCommit(
  database: Database.Database,
  journal: JournalAppender,
  write: Write,
): Store['commit'] {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  let running = false;
  let failure: unknown;

  return (work) => {
    if (!database.open) throw new Error('the store is closed');
    if (running) throw new Error('commit inside commit: the outer one is the transaction');
    if (failure !== undefined)
      throw new Error('an earlier commit failed on the disk; start the terminal again', { cause: failure });
    begin.run();
    running = true;
    let open = true;
    let committing = false;
    try {
      const result = work(guarded(write, () => open));
      if (isThenable(result)) throw new TypeError('the work of a commit must not be asynchronous');
      journal.seal();
      committing = true;
      commit.run();
      journal.committed();
      return result;
    } catch (error) {
      if (committing) failure = error;
      journal.rollback();
      // After some I/O errors SQLite has rolled back already.
      if (database.inTransaction) rollback.run();
      throw error;
    } finally {
      open = false;
      running = false;
    }
  };
}

/** A `write` that somebody kept must not write outside a transaction, where each statement commits itself. */
function guarded(write: Write, isOpen: () => boolean): Write {
  const entries = Object.entries(write).map(([name, method]) => [
    name,
    (...parameters: unknown[]) => {
      if (!isOpen()) throw new Error(`write.${name} after its commit has ended`);
      return (method as (...parameters: unknown[]) => unknown)(...parameters);
    },
  ]);
  return Object.fromEntries(entries) as Write;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
