import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { projectDirectory } from '../host.ts';
import { numberOn } from './number-on-paper.ts';
import { firstMessage } from './programs.ts';

/** The A4 printer of the terminal: loses its power as a whole, and keeps what lies in its tray. */
export class ChaosPrinter {
  readonly #directory: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
  }

  static async start(directory: string): Promise<ChaosPrinter> {
    const printer = new ChaosPrinter(directory, await freePort());
    await printer.restart();
    return printer;
  }

  get uri(): string {
    return `ipp://127.0.0.1:${this.#port}/ipp/print`;
  }

  /** The number on each paper that came out, in their order; null where a paper has none. */
  get tray(): (string | null)[] {
    const tray = join(this.#directory, 'output-tray');
    if (!existsSync(tray)) return [];
    return readdirSync(tray)
      .sort()
      .map((name) => numberOn(readFileSync(join(tray, name))));
  }

  async restart(): Promise<void> {
    // Where it finds its parts by their path it cannot be bundled. Whatever it starts is of its group.
    const child = fork(join('tools', 'chaos', 'printer-process.ts'), [this.#directory, String(this.#port)], {
      cwd: projectDirectory,
      execArgv: ['--import', 'tsx'],
      detached: true,
    });
    this.#process = child;
    await firstMessage(child, 'the printer');
  }

  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child?.pid === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}
