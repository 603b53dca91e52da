import Database from 'libsql';

/**
 * One process per store. The lock is a lock of the operating system on an empty file beside the store, taken
 * through SQLite because Node has no `flock`: it falls with the process, also under `kill -9`, and can never
 * be stale. The store itself cannot carry it: looking whether it is locked would already touch its log.
 *
 * Throws what SQLite throws; SQLITE_BUSY means that another process holds it.
 */
export function lock(file: string): () => void {
  const database = new Database(file);
  try {
    // `exec` only: a prepared statement would keep the connection, and the lock, until garbage collection.
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return () => database.close();
}
