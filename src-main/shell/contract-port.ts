import type { Router } from '@orpc/server';
import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { type Clock, sleep } from '../../src-shared/clock.ts';
import { pageOrigin } from './static-files.ts';

/** A router that needs no context: whoever holds the port is the page. */
// biome-ignore lint/suspicious/noExplicitAny: oRPC's own upper bound of all routers
export type TerminalRouter = Router<any, Record<never, never>>;

export interface Served {
  router(): Promise<TerminalRouter>;
  /** Its view goes with the port, so that the page can draw before its first call is answered. */
  readonly stage: { readonly view: unknown };
}

/** The page draws its first screen of the view that came with the port, and has this thread meanwhile. */
const servedAfterMs = 150;

/**
 * Hands the page one end of a message port, on which the terminal's contract is served. The page asks by
 * `zerowindow:request-port`; only the main frame of our own window, at our own origin, is answered. One port
 * lives at a time: a page that was reloaded gets a new one, and the old one's streams end. What it sends before the
 * contract is loaded waits in the port.
 */
export function serveContract(contents: WebContents, terminal: Promise<Served>, clock: Clock): void {
  let current: MessagePortMain | undefined;
  let requests = 0;
  const close = () => {
    current?.close();
    current = undefined;
  };
  contents.on('render-process-gone', close);
  ipcMain.on('zerowindow:request-port', async (event) => {
    const frame = event.senderFrame;
    if (event.sender !== contents || frame === null || frame !== contents.mainFrame) return;
    if (frame.origin !== pageOrigin) return;
    const request = ++requests;
    const { router, stage } = await terminal;
    // While the terminal boots, a page asks more than once, or is gone before the answer.
    if (request !== requests || frame.isDestroyed()) return;
    close();
    const { port1, port2 } = new MessageChannelMain();
    current = port1;
    frame.postMessage('zerowindow:port', stage.view, [port2]);
    await sleep(clock, servedAfterMs);
    const { servePort } = await import('./serve-port.ts');
    const served = await router();
    if (current === port1) servePort(port1, served);
  });
}
