import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { findElectron } from './electron-runtime.ts';
import {
  cacheDirectory,
  isRoot,
  kioskAccount,
  kioskUser,
  makeKioskDirectory,
  projectDirectory,
} from './host.ts';

export interface ElectronCommand {
  readonly executable: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

export interface ElectronLaunch {
  /** Chromium's profile; made here, and given to the kiosk user. Two terminals need two. */
  readonly userDataDir: string;
  /** Folder of the app; the built terminal when absent. */
  readonly appDirectory?: string;
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
}

/**
 * How to run Electron here with its sandbox on: as oneself, or, as root, as the kiosk user out of a copy that
 * this user can read. Never with `--no-sandbox`.
 */
export function electronCommand(launch: ElectronLaunch): ElectronCommand {
  const runtime = findElectron();
  if (runtime === undefined) throw new Error('no Electron runtime here: run `npm start` or `npm test` once');
  refuseWithoutUserNamespaces();
  makeKioskDirectory(launch.userDataDir);
  const app = launch.appDirectory ?? join(projectDirectory, 'build');
  return {
    executable: isRoot ? kioskWrapper(runtime.executable) : runtime.executable,
    args: [isRoot ? staged(app) : app, `--user-data-dir=${launch.userDataDir}`, ...(launch.args ?? [])],
    env: { ...environment(), ...launch.env },
  };
}

/** A site's configuration where the user that runs Electron can read it. */
export function readableByKiosk(directory: string): string {
  return isRoot ? staged(directory) : directory;
}

function environment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([, value]) => value !== undefined);
  const env = Object.fromEntries(inherited) as Record<string, string>;
  // Set by editors that are Electron themselves; it would turn ours into a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  if (!isRoot) return env;
  for (const name of ['XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'DBUS_SESSION_BUS_ADDRESS'])
    delete env[name];
  return { ...env, HOME: kioskAccount().home, USER: kioskUser, LOGNAME: kioskUser };
}

/** One path that runs Electron as the kiosk user, because Playwright takes one path. */
function kioskWrapper(executable: string): string {
  const wrapper = join(cacheDirectory(), `${basename(join(executable, '..'))}-as-${kioskUser}`);
  const script =
    '#!/bin/sh\n' +
    `exec setpriv --reuid=${kioskUser} --regid=${kioskUser} --init-groups -- '${executable}' "$@"\n`;
  if (!existsSync(wrapper) || readFileSync(wrapper, 'utf8') !== script) {
    writeFileSync(`${wrapper}.${process.pid}`, script, { mode: 0o755 });
    renameSync(`${wrapper}.${process.pid}`, wrapper);
  }
  return wrapper;
}

/**
 * A copy of a folder of this checkout in the cache, made anew when its `.sources` stamp differs; a folder
 * without a stamp is small and copied each time.
 */
function staged(directory: string): string {
  const id = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  const target = join(cacheDirectory(), 'staged', `${basename(directory)}-${id}`);
  const stamp = (folder: string) =>
    existsSync(join(folder, '.sources')) ? readFileSync(join(folder, '.sources'), 'utf8') : undefined;
  if (stamp(directory) !== undefined && stamp(directory) === stamp(target)) return target;
  const fresh = `${target}.${process.pid}`;
  mkdirSync(fresh, { recursive: true, mode: 0o755 });
  cpSync(directory, fresh, { recursive: true });
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
  return target;
}

/** Ubuntu 24.04 forbids the user namespaces that Chromium's sandbox needs; it would die with a core dump. */
function refuseWithoutUserNamespaces(): void {
  const restriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  if (existsSync(restriction) && readFileSync(restriction, 'utf8').trim() === '1')
    throw new Error(
      'this system forbids unprivileged user namespaces, which the sandbox needs; allow them with: ' +
        'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    );
}

export interface Display {
  /** Value for DISPLAY; undefined where windows need none (macOS, Windows). */
  readonly name: string | undefined;
  close(): Promise<void>;
}

/** The screen of this machine, or an Xvfb of our own in portrait size when there is none. */
export async function openDisplay(options: { virtual?: boolean } = {}): Promise<Display> {
  const present = process.env.DISPLAY;
  if (process.platform !== 'linux') return { name: undefined, close: async () => {} };
  if (present && options.virtual !== true) return { name: present, close: async () => {} };
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1080x1920x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  // Also when this process fails on its way.
  const kill = () => server.kill();
  process.once('exit', kill);
  server.once('exit', () => process.off('exit', kill));
  const number = await firstLine(server, server.stdio[3] as Readable);
  return { name: `:${number}`, close: () => end(server) };
}

function firstLine(server: ChildProcess, output: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    output.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
    server.on('error', (error) => reject(new Error(`Xvfb does not start: ${error.message}`)));
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code} before it had a display`)));
  });
}

function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill();
  });
}
