import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestStore } from './test-store.ts';

const child = fileURLToPath(new URL('./test-child.ts', import.meta.url));

/** Another terminal process on the same store; see test-child.ts. */
export class TestProcess {
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  #output = '';
  #waiting: (() => void)[] = [];

  /** `shell` prefixes the command, to set a limit of the operating system before it. */
  constructor(test: TestStore, mode: 'commit' | 'hold', shell?: string) {
    const parameters = ['--import', 'tsx', child, test.file, Buffer.from(test.key).toString('hex'), mode];
    this.#process =
      shell === undefined
        ? spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] })
        : spawn('sh', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...parameters], {
            stdio: ['ignore', 'pipe', 'inherit'],
          });
    this.#exited = once(this.#process, 'close');
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** Complete lines so far. */
  get lines(): string[] {
    return this.#output.split('\n').slice(0, -1);
  }

  /** Resolves when `count` lines are out, or the process is gone. */
  async untilLines(count: number): Promise<void> {
    while (this.lines.length < count) {
      const more = new Promise<'more'>((resolve) => this.#waiting.push(() => resolve('more')));
      if ((await Promise.race([more, this.#exited])) !== 'more') return;
    }
  }

  /** Resolves when the process has ended and all of its output is here. */
  async end(): Promise<void> {
    await this.#exited;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }
}
