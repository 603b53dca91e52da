import { app, type BrowserWindow } from 'electron';
import type { Clock } from '../../src-shared/clock.ts';
import { relaunchArguments, reloadBudget, restart } from './restart-budget.ts';

/**
 * The truth lives in the main process and on disk, so the answer to a broken page is a new page on the same
 * view, and the answer to a broken process is a new process that reconciles what the old one began.
 */
export function recoverPage(window: BrowserWindow, clock: Clock, onPageLost: (reason: string) => void): void {
  let reloads: readonly number[] = [];
  const reload = (reason: string) => {
    onPageLost(reason);
    const next = restart(reloadBudget, reloads, clock.now());
    if (next === undefined) return relaunch(clock, `the page was lost again and again: ${reason}`);
    reloads = next;
    // Chromium refuses a load while it still takes the dead process down.
    setImmediate(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    });
  };
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') reload(details.reason);
  });
  // Killing the hung process raises `render-process-gone`, which loads the page again.
  window.webContents.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
  // A page may always close its own window, whatever the window's `close` event says.
  const onClosed = () => relaunch(clock, 'the window was closed');
  if (window.isKiosk()) window.on('closed', onClosed);
  app.once('before-quit', () => window.off('closed', onClosed));
  window.webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame) reload(`load failed: ${description} (${code})`);
  });
}

/** Chromium starts its GPU, audio and network processes again by itself; it is only told. */
export function watchHelpers(onHelperLost: (reason: string) => void): void {
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') onHelperLost(`${details.type} ${details.reason}`);
  });
}

/** From now on a bug ends this process and starts a new one, instead of leaving a half-broken one. */
export function relaunchOnBug(clock: Clock): void {
  const onBug = (bug: unknown) => {
    console.error(bug);
    relaunch(clock, bug instanceof Error ? bug.message : String(bug));
  };
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);
}

/** What is taken down by the end of the process must not ask for a successor, or a second one. */
let ending = false;

/** Ends with 1, for a reason that a new process would meet again. */
export function endForGood(): void {
  ending = true;
  app.exit(1);
}

function relaunch(clock: Clock, reason: string): void {
  if (ending) return;
  ending = true;
  const args = relaunchArguments(process.argv, clock.now());
  console.error(args === undefined ? `not started again, too often: ${reason}` : `starting again: ${reason}`);
  if (args !== undefined) app.relaunch({ args });
  app.exit(1);
}
