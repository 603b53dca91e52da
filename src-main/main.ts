import '../src-shared/jitless.ts';
import { join } from 'node:path';
import { app } from 'electron';
import { systemClock } from '../src-shared/clock.ts';
import { helpersIn } from './shell/helpers.ts';
import { runShell } from './shell/run-shell.ts';
import { bootTerminal } from './terminal/boot.ts';
import { outOfService } from './terminal/out-of-service.ts';

/**
 * The terminal as an application. The shell opens the window at once; the terminal boots beside it:
 * configuration, keys, store, devices, centre, what the last run left open, and then the citizens.
 *
 * - `ZEROWINDOW_CONFIG`: folder of terminal.yaml; beside the application when not set.
 * - `ZEROWINDOW_DATA`: keys, store and log of this terminal; in the user's data folder when not set.
 * - `ZEROWINDOW_ENROLMENT_CODE`, `ZEROWINDOW_SERVER_URL`, `ZEROWINDOW_DEVICE_*`: see config/terminal.yaml.
 */
const { env } = process;

runShell({
  title: '零窗 ZeroWindow',
  rendererDirectory: join(import.meta.dirname, '../renderer'),
  preload: join(import.meta.dirname, '../preload/preload.cjs'),
  clock: systemClock,
  async startTerminal() {
    const booted = await bootTerminal({
      configurationDirectory: env.ZEROWINDOW_CONFIG ?? join(process.resourcesPath, 'config'),
      dataDirectory: env.ZEROWINDOW_DATA ?? join(app.getPath('userData'), 'terminal'),
      softwareVersion: app.getVersion(),
      environment: env,
      startHelper: helpersIn(join(import.meta.dirname, '../helpers')),
      // Out of every promise, where the shell takes it as what it is: a reason to start again.
      onBug: (error) => setImmediate(() => Promise.reject(error)),
    });
    if (booted.ok) return booted.value;
    for (const line of booted.error.lines) console.error(`the terminal does not start: ${line}`);
    return outOfService(booted.error, systemClock);
  },
});
