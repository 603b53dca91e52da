import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { terminalContract } from '../src-shared/contract/terminal.ts';
import type { Act, ItemSummary, View } from '../src-shared/view.ts';
import { serveCamera } from './camera.ts';

/**
 * The renderer's end of the terminal contract.
 *
 * In Electron the page comes from app:// and knows no IPC. It posts `{type: 'zerowindow:ready'}` to its own
 * window; the preload, which has asked the main process for a port by then, answers with
 * `window.postMessage({type: 'zerowindow:port', view}, location.origin, [port])`. A lost port is asked for again in
 * the same way. In a plain browser the same contract runs over a WebSocket at `/terminal` of the same origin.
 */

export interface Terminal {
  act(screenId: string, act: Act): void;
  searchItems(query: string): Promise<readonly ItemSummary[]>;
}

interface LinkEvents {
  onView(view: View): void;
  onLost(): void;
}

type Client = ContractRouterClient<typeof terminalContract>;
interface Connection {
  readonly client: Client;
  /** The view that came with the port, so that the first screen need not wait for the first call. */
  readonly shown?: unknown;
  /** Rejects when the other end is gone; a call that is made after that would wait for ever. */
  readonly lost: Promise<never>;
  close(): void;
}

const READY = 'zerowindow:ready';
const PORT = 'zerowindow:port';
/** The main process answers within milliseconds; a page that waits longer asks again. */
const PORT_TIMEOUT_MS = 2_000;
const RETRY_MS = 500;

interface Received {
  readonly port: MessagePort;
  readonly shown: unknown;
}

function receivePort(): Promise<Received> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('message', listen);
      reject(new Error('no port from the main process'));
    }, PORT_TIMEOUT_MS);
    function listen(event: MessageEvent) {
      const port = event.ports[0];
      if (event.source !== window || event.data?.type !== PORT || port === undefined) return;
      clearTimeout(timer);
      window.removeEventListener('message', listen);
      resolve({ port, shown: event.data.view });
    }
    window.addEventListener('message', listen);
    window.postMessage({ type: READY }, location.origin);
  });
}

async function connectByPort(): Promise<Connection> {
  const { port, shown } = await receivePort();
  const lost = closed(port);
  const client: Client = createORPCClient(new MessagePortLink({ port }));
  port.start();
  return { client, shown, lost, close: () => port.close() };
}

function closed(end: EventTarget): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    end.addEventListener('close', () => reject(new Error('closed at the other end')));
  });
  // Whoever waits for it is told; nobody waits once the link is given up.
  lost.catch(() => undefined);
  return lost;
}

function connectBySocket(): Promise<Connection> {
  const socket = new WebSocket(new URL('/terminal', location.href.replace(/^http/, 'ws')));
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('no terminal at this address')), { once: true });
    socket.addEventListener(
      'open',
      () => {
        const client: Client = createORPCClient(new WebSocketLink({ websocket: socket }));
        resolve({ client, lost: closed(socket), close: () => socket.close() });
      },
      { once: true },
    );
  });
}

/** A window that is covered draws no frames. */
const notDrawnMs = 500;

/** Resolves in the frame after the one that shows what was given to React just now. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    setTimeout(resolve, notDrawnMs);
  });
}

const connect = () => (location.protocol === 'app:' ? connectByPort() : connectBySocket());

/** The schemas of all views cost the first screen a tenth of its time, so they come when it stands. */
const loadChecks = () => import('./checks.ts');

/** Connects, and connects again whenever the link is lost. Views that break the contract end the link. */
export function openLink(events: LinkEvents): Terminal {
  let connection: Connection | null = null;

  async function follow(current: Connection): Promise<void> {
    const { client, shown } = current;
    // It comes from the program that this page belongs to, and is checked as all others are once it is drawn.
    if (shown !== undefined) {
      events.onView(shown as View);
      await drawn();
    }
    const { checkView } = await loadChecks();
    if (shown !== undefined) checkView(shown);
    // Ends with the link, like the views.
    void serveCamera(client.camera).catch(() => undefined);
    for await (const published of await client.watch())
      if (current === connection) events.onView(checkView(published));
  }

  async function keep(): Promise<never> {
    for (;;) {
      try {
        connection = await connect();
        // A port that came late was asked for again meanwhile, and is closed before its first call.
        await Promise.race([follow(connection), connection.lost]);
      } catch (error) {
        console.warn('link to the terminal lost:', error);
      }
      // A terminal that has not come yet is not one that is lost.
      if (connection !== null) events.onLost();
      connection?.close();
      connection = null;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
  void keep();

  return {
    act(screenId, act) {
      // A failed call shows as a lost link; an act on a screen that is gone is rightly not taken.
      connection?.client.act({ screenId, act }).catch(() => undefined);
    },
    async searchItems(query) {
      if (connection === null) return [];
      const { checkItems } = await loadChecks();
      return checkItems(await connection.client.searchItems({ query }));
    },
  };
}
