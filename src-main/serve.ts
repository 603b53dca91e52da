import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { resolve } from 'node:path';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import { nodeHelper } from '../devices/transport/helper-process.ts';
import { pageOrigin, securityHeaders, staticFile } from './shell/static-files.ts';
import { bootTerminal } from './terminal/boot.ts';

/**
 * The terminal under plain Node, for development, training and tests: the same core, the same contract over a
 * WebSocket on the loopback interface, and the same screens for a plain Chromium. Not for citizens: a browser is
 * no kiosk shell.
 *
 * Settings as in main.ts, and `PORT` (0: any free one). One line of JSON says where it listens.
 */
const { env } = process;
const pages = resolve(env.ZEROWINDOW_RENDERER ?? 'build/renderer');

const booted = await bootTerminal({
  configurationDirectory: resolve(env.ZEROWINDOW_CONFIG ?? 'config'),
  dataDirectory: resolve(env.ZEROWINDOW_DATA ?? 'data/terminal'),
  softwareVersion: env.npm_package_version ?? '0.1.0',
  environment: env,
  startHelper: nodeHelper,
  onBug(error) {
    console.error(error);
    process.exit(70);
  },
});
if (!booted.ok) {
  for (const line of booted.error.lines) console.error(`the terminal does not start: ${line}`);
  process.exit(78);
}
const terminal = booted.value;

const headers = {
  ...securityHeaders,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** As in the shell: the worker that compares faces has a policy of its own. */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const server = createServer((request, response) => {
  const file = staticFile(pages, `${pageOrigin}${request.url ?? '/'}`);
  if (file === undefined || request.method !== 'GET') {
    response.writeHead(404, headers).end();
    return;
  }
  createReadStream(file.path)
    .on('open', () =>
      response.writeHead(200, {
        ...headers,
        ...(file.isFaceWorker ? { 'content-security-policy': workerPolicy } : {}),
        'content-type': file.contentType,
      }),
    )
    .on('error', () => response.writeHead(404, headers).end())
    .pipe(response);
});

const handler = new RPCHandler(await terminal.router());
const sockets = new WebSocketServer({
  server,
  path: '/terminal',
  // A page of another origin, opened in the same browser, must not play the terminal.
  verifyClient: ({ origin, req }: { origin: string | undefined; req: IncomingMessage }) =>
    origin === undefined || origin === `http://${req.headers.host}`,
});
sockets.on('connection', (socket) => void handler.upgrade(socket, { context: {} }));

server.listen(Number(env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  console.log(JSON.stringify({ listening: `http://127.0.0.1:${address.port}` }));
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const socket of sockets.clients) socket.terminate();
  server.close();
  await terminal.stop();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
