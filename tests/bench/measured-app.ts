import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { projectDirectory } from '../../tools/host.ts';
import { electronCommand } from '../../tools/launch.ts';

/** The built terminal, or the bare window that it is compared with, each as its own process tree. */
export interface Subject {
  readonly name: 'terminal' | 'bare window';
  readonly userDataDir: string;
  readonly env: Record<string, string>;
}

/** When what the person waits for is on the glass, in milliseconds since 1970: read in the page itself. */
const painted: Record<Subject['name'], string> = {
  terminal: `performance.timeOrigin + Math.max(
    performance.getEntriesByName('screen:attract')[0]?.startTime,
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime)`,
  'bare window': `performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0]?.startTime`,
};

/** Long enough for either to be ready and quiet, so that looking does not disturb what is looked at. */
const settleMilliseconds = 4_000;
const limitMilliseconds = 30_000;

export interface Observation {
  /** From the start of the process to the paint. */
  readonly coldStartMs: number;
  /** Proportional set size of all its processes, once it is quiet. */
  readonly memoryMiB: number;
}

export async function observe(subject: Subject): Promise<Observation> {
  const command = electronCommand({
    userDataDir: subject.userDataDir,
    ...(subject.name === 'bare window'
      ? { appDirectory: join(projectDirectory, 'tests/e2e/fixtures/bare-app') }
      : {}),
    env: subject.env,
    args: ['--remote-debugging-port=0'],
  });
  const started = Date.now();
  const child = spawn(command.executable, command.args, {
    env: command.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const port = await debuggingPort(child, subject.name);
    await pause(settleMilliseconds - (Date.now() - started));
    const memoryMiB = memoryOf(child.pid ?? 0);
    return { coldStartMs: (await paintedAt(port, subject.name)) - started, memoryMiB };
  } finally {
    await end(child);
  }
}

function debuggingPort(child: ChildProcess, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
      const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(errors)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`the ${name} ended with ${code}: ${errors}`)));
  });
}

async function paintedAt(port: number, name: Subject['name']): Promise<number> {
  const end = Date.now() + limitMilliseconds;
  while (Date.now() < end) {
    const at = await evaluateInPage(port, painted[name]);
    if (typeof at === 'number' && Number.isFinite(at)) return at;
    await pause(100);
  }
  throw new Error(`the ${name} showed nothing within ${limitMilliseconds} ms`);
}

async function evaluateInPage(port: number, expression: string): Promise<unknown> {
  const answered = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = (await answered.json()) as { type: string; webSocketDebuggerUrl: string }[];
  const page = targets.find(({ type }) => type === 'page');
  if (page === undefined) return undefined;
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await once(socket, 'open');
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  const [answer] = await once(socket, 'message');
  socket.close();
  // While the page is being replaced there is nothing to ask.
  return JSON.parse(String(answer)).result?.result?.value;
}

/** Shared pages count once over all processes (PSS), which is what the machine has to have. Linux only. */
function memoryOf(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : '';
    // A zombie (Z) has no memory any more.
    const parent = /\) [^Z] (\d+)/.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const belongs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || belongs(parents.get(pid)));
  const kilobytes = [...parents.keys()].filter(belongs).map((pid) => {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    const pss = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
    // A process that ended while it was looked at; one that may not be read would make the sum a lie.
    if (pss === undefined && read(`/proc/${pid}/stat`) !== '')
      throw new Error(`/proc/${pid}/smaps_rollup cannot be read: sandboxed processes show it to root only`);
    return Number(pss ?? 0);
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
