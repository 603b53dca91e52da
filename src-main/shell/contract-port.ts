import type { Router } from '@orpc/server';
import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { isPeerFrame } from './peer-frame.ts';
import { pageOrigin } from './static-files.ts';

/** A router that needs no context: whoever holds the port is the page. */
// biome-ignore lint/suspicious/noExplicitAny: oRPC's own upper bound of all routers
export type TerminalRouter = Router<any, Record<never, never>>;

export interface Served {
  readonly router: TerminalRouter;
  /** Its view goes with the port, so that the page can draw before its first call is answered. */
  readonly stage: { readonly view: unknown };
}

/**
 * Hands the page one end of a message port, on which the terminal's contract is served. The page asks by
 * `zerowindow:request-port`; only the main frame of our own window, at our own origin, is answered. One port
 * lives at a time: a page that was reloaded gets a new one, and the old one's streams end.
 */
export function serveContract(contents: WebContents, terminal: Promise<Served>): void {
  const server = import('@orpc/server/message-port');
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
    const { RPCHandler } = await server;
    const { router, stage } = await terminal;
    const handler = new RPCHandler(router);
    // While the terminal boots, a page asks more than once, or is gone before the answer.
    if (request !== requests || frame.isDestroyed()) return;
    close();
    const { port1, port2 } = new MessageChannelMain();
    current = port1;
    handler.upgrade(onlyFrames(port1), { context: {} });
    port1.start();
    frame.postMessage('zerowindow:port', stage.view, [port2]);
  });
}

/** Passes well-formed frames on and closes the port at the first other one. */
function onlyFrames(port: MessagePortMain) {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    on(event: string, listener: (event?: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => listener());
      else
        port.on('message', (message) => {
          if (isPeerFrame(message.data)) listener(message);
          else port.close();
        });
    },
  };
}
