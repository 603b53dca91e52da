import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../src-shared/result.ts';

export interface DirectoryLocked {
  readonly code: 'locked';
  readonly message: string;
}

/**
 * One process per data directory. The embedded database has no server that would refuse a second one, and two
 * of them on the same files destroy them.
 */
export function lockDirectory(directory: string): Result<() => void, DirectoryLocked> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'server.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return ok(() => rmSync(file, { force: true }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) {
      return err({
        code: 'locked',
        message: `${directory} is in use by the server with process id ${holder}`,
      });
    }
    if (holder === process.pid) {
      return err({ code: 'locked', message: `${directory} is in use by this process` });
    }
    // Its process is gone: killed, or the machine lost power.
    rmSync(file, { force: true });
  }
  return err({ code: 'locked', message: `${directory} is being taken by another server` });
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
