import { join } from 'node:path';
import { app } from 'electron';
import { systemClock } from '../src-shared/clock.ts';
import { helpersIn } from './shell/helpers.ts';
import { runShell } from './shell/run-shell.ts';

/**
 * The terminal as an application. The shell opens the window at once; the terminal is loaded and boots beside it
 * (start-terminal.ts).
 *
 * - `ZEROWINDOW_CONFIG`: folder of terminal.yaml; beside the application when not set.
 * - `ZEROWINDOW_DATA`: keys, store and log of this terminal; in the user's data folder when not set.
 * - `ZEROWINDOW_ENROLMENT_CODE`, `ZEROWINDOW_SERVER_URL`, `ZEROWINDOW_DEVICE_*`: see config/terminal.yaml.
 */
runShell({
  title: '零窗 ZeroWindow',
  rendererDirectory: join(import.meta.dirname, '../renderer'),
  preload: join(import.meta.dirname, '../preload/preload.cjs'),
  clock: systemClock,
  async startTerminal() {
    const { startTerminal } = await import('./start-terminal.ts');
    return startTerminal({
      version: app.getVersion(),
      dataDirectory: join(app.getPath('userData'), 'terminal'),
      configurationDirectory: join(process.resourcesPath, 'config'),
      startHelper: helpersIn(join(import.meta.dirname, '../helpers')),
    });
  },
});
