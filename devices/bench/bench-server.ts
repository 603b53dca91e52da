import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { loadPage } from './page-files.ts';
import { type BenchUnit, viewOf } from './unit.ts';

export interface BenchServerOptions {
  readonly units: readonly BenchUnit[];
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  /** Of the central server, whose sandbox keeps the messages of the second factor; null = none. */
  readonly serverUrl: string | null;
}

export interface RunningBench {
  readonly url: string;
  close(): Promise<void>;
}

const longestBody = 10_000;
const switchBody = z.strictObject({ value: z.union([z.boolean(), z.string()]) });
const lineBody = z.strictObject({ plugged: z.boolean() });
const phoneBody = z.strictObject({ person: z.string().max(100).nullable() });

/** A refusal that the caller is told. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Answer = { readonly contentType: string; readonly body: Uint8Array | string };
const json = (value: unknown): Answer => ({ contentType: 'application/json', body: JSON.stringify(value) });

/**
 * The page and the API of the device bench, for a person at training and for tests:
 *
 * - `GET /api/units`
 * - `POST /api/units/:id/switches/:switch` `{"value": true | false | "..."}`
 * - `POST /api/units/:id/line` `{"plugged": true | false}`
 * - `GET /api/units/:id/artifacts/:name`
 * - `POST /api/units/:id/phone` `{"person": "..." | null}`: holds the phone of an invented person before a scanner
 * - `GET /api/sms`: the messages that the sandbox sent
 * - `GET /api/phones`: whose phones show an electronic code
 * - `GET /api/events`: a server-sent event after every change
 */
export async function serveBench(options: BenchServerOptions): Promise<RunningBench> {
  const page = await loadPage();
  const watchers = new Set<ServerResponse>();
  const stops = options.units.map((unit) => unit.emulator.onChanged(changed));

  function changed(): void {
    for (const watcher of watchers) watcher.write('data: changed\n\n');
  }

  async function answer(request: IncomingMessage, path: readonly string[]): Promise<Answer> {
    const [area, id = '', what, name = ''] = path.map(decodeURIComponent);
    if (area === 'units' && path.length === 1) return json(options.units.map(viewOf));
    if (area === 'sms' && path.length === 1) return json(await sandbox(options.serverUrl, '/sandbox/sms'));
    if (area === 'phones' && path.length === 1)
      return json(await sandbox(options.serverUrl, '/sandbox/codes'));
    const unit = options.units.find((one) => one.id === id);
    if (area !== 'units' || unit === undefined) throw new Refusal(404, `no unit ${id}`);
    if (what === 'artifacts' && path.length === 4) return artifact(unit, name);
    if (request.method !== 'POST') throw new Refusal(405, 'switches and lines are moved by POST');
    if (what === 'switches' && path.length === 4) {
      const { value } = await body(request, switchBody);
      try {
        unit.emulator.set(name, value);
      } catch (error) {
        throw new Refusal(400, error instanceof Error ? error.message : String(error));
      }
    } else if (what === 'line' && path.length === 3) {
      if (unit.line === null) throw new Refusal(404, `${id} has no plug`);
      const { plugged } = await body(request, lineBody);
      await (plugged ? unit.line.plug() : unit.line.unplug());
      changed();
    } else if (what === 'phone' && path.length === 3) {
      if (unit.showPhone === undefined) throw new Refusal(404, `${id} scans nothing`);
      const { person } = await body(request, phoneBody);
      unit.showPhone(person === null ? null : await codeOf(options.serverUrl, person));
    } else throw new Refusal(404, 'no such address');
    return json(viewOf(unit));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another site's page in the same browser must not reach the bench by a name that leads to loopback.
    const host = new URL(`http://${request.headers.host ?? ''}`).hostname;
    if (host !== '127.0.0.1' && host !== 'localhost') throw new Refusal(403, 'only by a loopback address');
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname.split('/').slice(1);
    if (path[0] === 'api' && path[1] === 'events') return watch(response);
    const file = path[0] === 'api' ? undefined : page.get(path.join('/') || 'index.html');
    if (file === undefined && path[0] !== 'api') throw new Refusal(404, 'no such page');
    send(response, 200, file ?? (await answer(request, path.slice(1))));
  }

  function watch(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('data: changed\n\n');
    watchers.add(response);
    response.once('close', () => watchers.delete(response));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!(error instanceof Refusal)) console.error('device bench:', error);
      const refusal =
        error instanceof Refusal ? error : new Refusal(500, 'the bench has a bug, see its output');
      if (!response.headersSent) send(response, refusal.status, json({ error: refusal.message }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      for (const stop of stops) stop();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function send(response: ServerResponse, status: number, { contentType, body }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'",
  });
  response.end(body);
}

async function artifact(unit: BenchUnit, name: string): Promise<Answer> {
  const found = Object.hasOwn(unit.artifacts, name) ? unit.artifacts[name] : undefined;
  if (!found?.exists()) throw new Refusal(404, `${unit.id} has no ${name} yet`);
  return { contentType: found.contentType, body: await found.read() };
}

/** JSON alone: a form of another site cannot send it without being asked for permission first. */
async function body<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  if (!request.headers['content-type']?.startsWith('application/json')) {
    throw new Refusal(415, 'the body must be application/json');
  }
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > longestBody)
      throw new Refusal(413, `the body is longer than ${longestBody} characters`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'the body is no JSON');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal(400, z.prettifyError(parsed.error));
  return parsed.data;
}

/** What the sandbox says of the phones of the invented people. */
async function sandbox(serverUrl: string | null, path: string, method = 'GET'): Promise<unknown> {
  if (serverUrl === null) throw new Refusal(404, 'no server is configured');
  try {
    const response = await fetch(new URL(path, serverUrl), {
      method,
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(2_000),
    });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return await response.json();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(502, `the phones of the sandbox: ${reason}`);
  }
}

/** A new code on the phone of this person. */
async function codeOf(serverUrl: string | null, person: string): Promise<string> {
  const shown = await sandbox(serverUrl, `/sandbox/codes/${encodeURIComponent(person)}`, 'POST');
  const parsed = z.object({ code: z.string().min(1) }).safeParse(shown);
  if (!parsed.success) throw new Refusal(502, 'the sandbox showed no code');
  return parsed.data.code;
}
