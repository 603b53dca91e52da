import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

const busSocket = '/run/dbus/system_bus_socket';
const avahiSocket = '/run/avahi-daemon/socket';
const avahiPidFile = '/run/avahi-daemon/pid';

/**
 * ippeveprinter refuses to start without DNS-SD, even when it is told to advertise nothing. Starts the system
 * bus and Avahi where they do not run, as in a container; that needs root. They are left running: they belong
 * to the machine. Printers that start in one moment start them one after the other: a second bus would take
 * the socket of the first, with Avahi still on the first.
 */
export function ensureDnsSd(clock: Clock): Promise<Result<void, string>> {
  return oneAtATime('zerowindow-dns-sd', clock, async () => {
    for (const { socket, command, prepare } of [
      {
        socket: busSocket,
        // A bus that was killed leaves its pid file, and with a pid file there the next one refuses to start.
        command: ['dbus-daemon', '--system', '--fork', '--nopidfile'],
        prepare: () => mkdirSync('/run/dbus', { recursive: true }),
      },
      {
        socket: avahiSocket,
        command: ['avahi-daemon', '--daemonize'],
        prepare: () => removeStalePidFile(avahiPidFile, 'avahi-daemon'),
      },
    ] as const) {
      if (await answers(socket)) continue;
      const [program, ...words] = command;
      if (process.getuid?.() !== 0) return err(`${program} does not run, and only root may start it`);
      prepare();
      const started = spawnSync(program, words, { encoding: 'utf8' });
      if (started.error) return err(`${program}: ${started.error.message}`);
      for (let waited = 0; !(await answers(socket)); waited += 50) {
        if (waited > 5000) return err(`${program} did not come up: ${started.stderr.trim()}`);
        await sleep(clock, 50);
      }
    }
    return ok();
  });
}

/**
 * A daemon that was killed leaves its pid file, and Avahi takes whatever process has that number by now for
 * itself and refuses to start.
 */
export function removeStalePidFile(file: string, program: string): void {
  const pid = Number.parseInt(textOf(file), 10);
  if (textOf(`/proc/${pid}/comm`).trim() !== program) rmSync(file, { force: true });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Does this work while no other process of this machine does work of the same name. The lock is a socket
 * without a file, which falls with its process, also under `kill -9`.
 */
export async function oneAtATime<T>(name: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  let lock = await tryLock(name);
  for (; lock === undefined; lock = await tryLock(name)) await sleep(clock, 50);
  try {
    return await work();
  } finally {
    lock.close();
  }
}

function tryLock(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const lock = createServer();
    lock.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    lock.listen(`\0${name}`, () => resolve(lock));
  });
}

/** A daemon that died leaves its socket file behind, so the file alone proves nothing. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
