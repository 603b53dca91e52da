import { app, powerSaveBlocker, session } from 'electron';
import type { Clock } from '../../src-shared/clock.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { serveContract, type TerminalRouter } from './contract-port.ts';
import { recoverPage, relaunchOnBug, watchHelpers } from './crash-recovery.ts';
import { lockDownApp, lockDownSession } from './lockdown.ts';
import { openWindow } from './window.ts';

export interface Terminal {
  readonly router: TerminalRouter;
  /** A page or a helper process of Chromium died and is started again; belongs into the journal. */
  onRendererLost(reason: string): void;
  /** Ends in order: sessions closed, devices released, database shut. */
  stop(): Promise<void>;
}

export interface Shell {
  readonly title: string;
  /** Folder of the built page. */
  readonly rendererDirectory: string;
  /** The built preload script. */
  readonly preload: string;
  readonly clock: Clock;
  /**
   * Boots the terminal, in this instance only, while the window loads; the page waits for its router. If it
   * rejects, its message is shown on the error output and the process ends with 1: nothing starts half.
   */
  startTerminal(): Promise<Terminal>;
}

/** Everything that is Electron: one instance, one locked window, one port, and recovery. */
export async function runShell(shell: Shell): Promise<void> {
  if (!app.requestSingleInstanceLock()) {
    console.error('another terminal is running with this data directory');
    return app.exit(1);
  }
  relaunchOnBug(shell.clock);
  declareAppScheme();
  lockDownApp();

  const starting = startOrEnd(shell);
  stopInOrder(starting);

  await app.whenReady();
  lockDownSession(session.defaultSession);
  serveApp(session.defaultSession, shell.rendererDirectory);
  const window = openWindow(shell);
  serveContract(
    window.webContents,
    starting.then((terminal) => terminal.router),
  );
  const onLost = (reason: string) => void starting.then((terminal) => terminal.onRendererLost(reason));
  recoverPage(window, shell.clock, onLost);
  watchHelpers(onLost);
  app.on('second-instance', () => window.focus());
  powerSaveBlocker.start('prevent-display-sleep');
}

function startOrEnd(shell: Shell): Promise<Terminal> {
  return shell.startTerminal().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    app.exit(1);
    // Nobody who waits for the terminal is told anything more.
    return new Promise<never>(() => {});
  });
}

/** Quitting waits for the terminal: an open transaction is ended and the database shut before the end. */
function stopInOrder(starting: Promise<Terminal>): void {
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void starting.then((terminal) => terminal.stop()).then(() => app.exit(0));
  });
}
