import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the tools must know of the machine that they run on. */

export const projectDirectory = resolve(fileURLToPath(import.meta.url), '..', '..');

/** As root every Electron process runs as this user, because Chromium refuses its sandbox to root. */
export const kioskUser = 'kiosk';

export const isRoot = process.getuid?.() === 0;

/**
 * Where runtimes and staged builds are kept. As root it lies outside root's home, which the kiosk user may
 * not enter.
 */
export function cacheDirectory(): string {
  const { ZEROWINDOW_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (ZEROWINDOW_CACHE) return ZEROWINDOW_CACHE;
  if (isRoot) return '/var/cache/zerowindow';
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? homedir(), 'zerowindow', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'zerowindow');
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'zerowindow');
}

/** Where `npm start` keeps its world. As root the kiosk user must reach its own part of it. */
export function stateDirectory(): string {
  const directory = isRoot ? '/var/lib/zerowindow' : join(projectDirectory, 'data');
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  return directory;
}

/** Numeric ids and home of the kiosk user. Throws when `npm start` or `npm test` has not made it yet. */
export function kioskAccount(): { uid: number; gid: number; home: string } {
  const entry = execFileSync('getent', ['passwd', kioskUser], { encoding: 'utf8' }).trim().split(':');
  return { uid: Number(entry[2]), gid: Number(entry[3]), home: entry[5] ?? `/home/${kioskUser}` };
}

/** Makes a directory into which the user that runs Electron may write, whoever runs the tools. */
export function makeKioskDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (isRoot) {
    const { uid, gid } = kioskAccount();
    chownSync(path, uid, gid);
  }
  return path;
}
