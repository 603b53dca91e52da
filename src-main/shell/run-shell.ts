import { app, ipcMain, powerSaveBlocker, session } from 'electron';
import type { Clock } from '../../src-shared/clock.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { type Served, serveContract } from './contract-port.ts';
import { endForGood, recoverPage, relaunchOnBug, watchHelpers } from './crash-recovery.ts';
import { lockDownApp, lockDownSession } from './lockdown.ts';
import { openWindow } from './window.ts';

export interface Terminal extends Served {
  /** The page may have the camera now. */
  cameraWanted(): boolean;
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
   * Boots the terminal, in this instance only, while the page loads, which waits for its router. If it
   * rejects, its message is shown on the error output and the process ends with 1: nothing starts half.
   */
  startTerminal(): Promise<Terminal>;
}

/** Script and style are asked for within a few milliseconds of the port. */
const filesAskedForMs = 15;
const pageMissingMs = 1_000;

/**
 * Everything that is Electron: one instance, one locked window, one port, and recovery. Returns before the
 * app is ready: Electron waits with that until the main module is evaluated.
 */
export function runShell(shell: Shell): void {
  if (!app.requestSingleInstanceLock()) {
    console.error('another terminal is running with this data directory');
    app.exit(1);
    return;
  }
  relaunchOnBug(shell.clock);
  declareAppScheme();
  lockDownApp();
  void app.whenReady().then(() => openTerminal(shell));
}

function openTerminal(shell: Shell): void {
  let running: Terminal | undefined;
  lockDownSession(session.defaultSession, () => running?.cameraWanted() ?? false);
  serveApp(session.defaultSession, shell.rendererDirectory);
  const window = openWindow(shell);
  const terminal = pageIsLoading(shell.clock).then(() => {
    window.show();
    return startOrEnd(shell);
  });
  void terminal.then((started) => {
    running = started;
  });
  stopInOrder(terminal);
  serveContract(window.webContents, terminal, shell.clock);
  const onLost = (reason: string) => void terminal.then((started) => started.onRendererLost(reason));
  recoverPage(window, shell.clock, onLost);
  watchHelpers(onLost);
  app.on('second-instance', () => window.focus());
  powerSaveBlocker.start('prevent-display-sleep');
}

/**
 * Resolves when the page has what it needs of this thread, which starting the terminal holds for 150 ms: until then
 * Chromium starts its processes from here, and the page's files are asked for. Its preload asks for the port first. A
 * page that does not come is loaded again (crash-recovery.ts), and the terminal does not wait for that.
 */
function pageIsLoading(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    ipcMain.once('zerowindow:request-port', () => clock.schedule(filesAskedForMs, resolve));
    clock.schedule(pageMissingMs, resolve);
  });
}

function startOrEnd(shell: Shell): Promise<Terminal> {
  return shell.startTerminal().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    endForGood();
    // Nobody who waits for the terminal is told anything more.
    return new Promise<never>(() => {});
  });
}

/** Quitting waits for the terminal: an open transaction is ended and the database shut before the end. */
function stopInOrder(terminal: Promise<Terminal>): void {
  let stopping = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    void terminal.then((running) => running.stop()).then(() => app.exit(0));
  });
}
