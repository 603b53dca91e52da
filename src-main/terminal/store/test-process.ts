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

  /** `script` is run by `sh` with the command as "$0" "$@": to set a limit, or to look on, first. */
  constructor(test: TestStore, mode: readonly string[], script = 'exec "$0" "$@"') {
    const key = Buffer.from(test.key).toString('hex');
    const command = [process.execPath, '--import', 'tsx', child, test.file, key, ...mode];
    this.#process = spawn('sh', ['-c', script, ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
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
