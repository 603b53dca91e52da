import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { terminalContract } from '../src-shared/contract/terminal.ts';
import type { Act, ScreenKind, ScreenOf, View } from '../src-shared/view.ts';
import { projectDirectory } from './host.ts';

/** A terminal under plain Node as a process of its own, driven over its contract, that can be killed. */
export class HeadlessTerminal {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #client: ContractRouterClient<typeof terminalContract>;
  readonly #seen: View[] = [];
  #wake: () => void = () => {};

  private constructor(child: ChildProcess, socket: WebSocket) {
    this.#process = child;
    this.#socket = socket;
    this.#client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
    void this.#follow();
  }

  /** Starts the process and waits until its port answers. Rejects with what it wrote when it does not start. */
  static async start(
    environment: Record<string, string>,
    program: readonly string[] = ['--import', 'tsx', 'src-main/serve.ts'],
  ): Promise<HeadlessTerminal> {
    const child = spawn(process.execPath, [...program], {
      cwd: projectDirectory,
      env: { ...process.env, ...environment, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(JSON.parse(line).listening));
      child.once('exit', (code) => reject(new Error(`the terminal ended with ${code}: ${errors}`)));
    });
    const socket = new WebSocket(`${url.replace('http', 'ws')}/terminal`);
    await once(socket, 'open');
    return new HeadlessTerminal(child, socket);
  }

  get view(): View {
    const view = this.#seen.at(-1);
    if (view === undefined) throw new Error('no view yet');
    return view;
  }

  /** Every view since the start. */
  get seen(): readonly View[] {
    return this.#seen;
  }

  async act(act: Act): Promise<void> {
    const { taken } = await this.#client.act({ screenId: this.view.screenId, act });
    if (!taken) throw new Error(`${this.view.screen.kind} does not take ${act.type}`);
  }

  /** Waits for a screen that `holds`. */
  async until<K extends ScreenKind>(
    kind: K,
    holds: (screen: ScreenOf<K>) => boolean = () => true,
    milliseconds = 30_000,
  ): Promise<ScreenOf<K>> {
    const end = Date.now() + milliseconds;
    for (;;) {
      const screen = this.#seen.at(-1)?.screen;
      if (screen?.kind === kind && holds(screen as ScreenOf<K>)) return screen as ScreenOf<K>;
      const left = end - Date.now();
      if (left <= 0) throw new Error(`expected ${kind}, saw ${JSON.stringify(screen)}`);
      await this.#next(left);
    }
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const before = this.#wake;
      this.#wake = () => {
        clearTimeout(timer);
        before();
        resolve();
      };
    });
  }

  /** Resolves when another view than this one is shown, or after so many milliseconds. */
  async after(view: View, milliseconds: number): Promise<void> {
    if (this.#seen.at(-1) !== view) return;
    await this.#next(milliseconds);
  }

  /** kill -9: no handler of the process runs. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
    this.#socket.terminate();
  }

  async stop(): Promise<number | null> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    const [code] = (await ended) as [number | null];
    return code;
  }

  async #follow(): Promise<void> {
    try {
      for await (const view of await this.#client.watch()) {
        this.#seen.push(view);
        const wake = this.#wake;
        this.#wake = () => {};
        wake();
      }
    } catch {
      // The socket went with the process.
    }
  }
}
