import type { StoreError } from './store.ts';

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html. */
const ERROR = 1;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
const IOERR_SHORT_READ = 522;

/** What a failure to open means for whoever stands before the machine. Throws on what is no such failure. */
export function storeError(file: string, error: unknown, keyIsRight: boolean): StoreError {
  const code = resultCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (code === IOERR_SHORT_READ) return { code: 'corrupt', message: `${file}: shorter than it says` };
  switch (code === undefined ? undefined : code & 0xff) {
    case BUSY:
    case LOCKED:
      return { code: 'locked', message: `${file}: in use by another process` };
    // While a file is looked at, nothing but pragmas is asked: the fault is in what it holds.
    case ERROR:
    case CORRUPT:
      return { code: 'corrupt', message: `${file}: damaged: ${reason}` };
    case NOTADB:
      return {
        code: 'corrupt',
        message: keyIsRight
          ? `${file}: damaged: its beginning is not that of a store`
          : `${file}: damaged, or encrypted with another key, which without its .key-check file cannot be told apart`,
      };
    case READONLY:
    case IOERR:
    case FULL:
    case CANTOPEN:
      return { code: 'unwritable', message: `${file}: cannot be opened for writing: ${reason}` };
    default:
      if (isSystemError(error)) return { code: 'unwritable', message: `${file}: ${reason}` };
      throw error;
  }
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode;
  // A failure in the constructor of libsql carries its code in the text alone.
  const code = /Unable to open connection to local database .*: (\d+)"/.exec(error.message)?.[1];
  return code === undefined ? undefined : Number(code);
}

/** EACCES, ENOSPC, EROFS ... from node:fs. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
