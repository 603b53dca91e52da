import '../src-shared/jitless.ts';
import { systemClock } from '../src-shared/clock.ts';
import type { StartHelper } from '../src-shared/helper-process.ts';
import { bootTerminal } from './terminal/boot.ts';
import { outOfService } from './terminal/out-of-service.ts';
import type { Terminal } from './terminal/terminal.ts';

interface Application {
  readonly version: string;
  /** Of this application and this user, for what the environment does not name. */
  readonly dataDirectory: string;
  readonly configurationDirectory: string;
  readonly startHelper: StartHelper;
}

/**
 * Boots the terminal: configuration, keys, store, devices, centre, what the last run left open, and then the citizens.
 * Where its site is not in order it answers with one that says so on the screen.
 */
export async function startTerminal(application: Application): Promise<Terminal> {
  const { env } = process;
  const booted = await bootTerminal({
    configurationDirectory: env.ZEROWINDOW_CONFIG ?? application.configurationDirectory,
    dataDirectory: env.ZEROWINDOW_DATA ?? application.dataDirectory,
    softwareVersion: application.version,
    environment: env,
    startHelper: application.startHelper,
    // Out of every promise, where the shell takes it as what it is: a reason to start again.
    onBug: (error) => setImmediate(() => Promise.reject(error)),
  });
  if (booted.ok) return booted.value;
  for (const line of booted.error.lines) console.error(`the terminal does not start: ${line}`);
  return outOfService(booted.error, systemClock);
}
