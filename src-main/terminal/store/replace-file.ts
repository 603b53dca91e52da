import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file so that after a power failure it is there whole or not at all: temporary file beside it,
 * fsync, rename, fsync of the directory. Readable by the owner alone. Throws what the file system says.
 */
export function replaceFile(file: string, parts: Iterable<string | Uint8Array>): void {
  const temporary = `${file}.new`;
  // What an earlier crash left is not reused: its mode may be another.
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    for (const part of parts) writeWhole(descriptor, Buffer.from(part));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
  syncDirectory(dirname(file));
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

/** A new name is durable only when its directory is. Windows has no such call and refuses the open. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
