import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

const busSocket = '/run/dbus/system_bus_socket';
const avahiSocket = '/run/avahi-daemon/socket';

/**
 * ippeveprinter refuses to start without DNS-SD, even when it is told to advertise nothing. Starts the system
 * bus and Avahi where they do not run, as in a container; that needs root. They are left running: they belong
 * to the machine.
 */
export async function ensureDnsSd(clock: Clock): Promise<Result<void, string>> {
  for (const { socket, command, prepare } of [
    {
      socket: busSocket,
      // A bus that was killed leaves its pid file, and with a pid file there the next one refuses to start.
      command: ['dbus-daemon', '--system', '--fork', '--nopidfile'],
      prepare: () => mkdirSync('/run/dbus', { recursive: true }),
    },
    { socket: avahiSocket, command: ['avahi-daemon', '--daemonize'], prepare: () => {} },
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
