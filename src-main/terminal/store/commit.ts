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
  const methods = guardedMethods(write);
  let running = false;
  let failure: unknown;

  return (work) => {
    if (!database.open) throw new Error('the store is closed');
    if (running) throw new Error('commit inside commit: the outer one is the transaction');
    if (failure !== undefined)
      throw new Error('an earlier commit failed on the disk; start the terminal again', { cause: failure });
    begin.run();
    running = true;
    const guarded = Object.create(methods) as Write & Guarded;
    guarded[isOpen] = true;
    let committing = false;
    try {
      const result = work(guarded);
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
      guarded[isOpen] = false;
      running = false;
    }
  };
}

const isOpen = Symbol('the commit of this write is open');
interface Guarded {
  [isOpen]: boolean;
}

/**
 * A `write` that somebody kept must not write outside a transaction, where each statement commits itself, nor into another
 * one. Made once: each commit has an object of its own in front of these.
 */
function guardedMethods(write: Write): object {
  const entries = Object.entries(write).map(([name, method]) => [
    name,
    function (this: Guarded, ...parameters: unknown[]) {
      if (!this[isOpen]) throw new Error(`write.${name} after its commit has ended`);
      return (method as (...parameters: unknown[]) => unknown)(...parameters);
    },
  ]);
  return Object.fromEntries(entries) as object;
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value;
}
