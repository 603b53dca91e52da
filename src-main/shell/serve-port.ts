import { RPCHandler } from '@orpc/server/message-port';
import type { MessagePortMain } from 'electron';
import type { TerminalRouter } from './contract-port.ts';
import { isPeerFrame } from './peer-frame.ts';

/** Serves the terminal's contract on a port: what the page has sent by now is answered first. */
export function servePort(port: MessagePortMain, router: TerminalRouter): void {
  new RPCHandler(router).upgrade(onlyFrames(port), { context: {} });
  port.start();
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
