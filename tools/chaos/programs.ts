import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleForElectron } from '../build.ts';
import { projectDirectory } from '../host.ts';

const chaos = (name: string) => join('tools', 'chaos', `${name}.ts`);
const programs = {
  'terminal-process': chaos('terminal-process'),
  'recycler-process': chaos('recycler-process'),
  'second-unit-process': chaos('second-unit-process'),
  /** A whole terminal, without Electron. */
  serve: join('src-main', 'serve.ts'),
} as const;
type Name = keyof typeof programs;

const patienceMs = 180_000;

/** The programs of the processes, bundled as the app is: they are started some hundred times. */
export class Programs {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async build(): Promise<Programs> {
    // Inside the project, where Node finds the packages that cannot be bundled.
    const out = join(projectDirectory, 'out');
    mkdirSync(out, { recursive: true });
    const built = new Programs(mkdtempSync(join(out, 'chaos-')));
    for (const [name, source] of Object.entries(programs))
      await bundleForElectron(source, built.fileOf(name as Name));
    return built;
  }

  start(name: Name, parameters: readonly string[]): ChildProcess {
    return fork(this.fileOf(name), [...parameters], { cwd: projectDirectory, execArgv: [] });
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  fileOf(name: Name): string {
    return join(this.#directory, name, `${name}.mjs`);
  }
}

/** The first message of a process, which says that it is up. */
export function firstMessage(child: ChildProcess, name: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${name} does not come up`)), patienceMs);
    const gone = (code: number | null) => {
      clearTimeout(late);
      reject(new Error(`${name} ended with ${code}`));
    };
    child.once('exit', gone);
    child.once('message', (message) => {
      clearTimeout(late);
      child.off('exit', gone);
      resolve(message);
    });
  });
}

/** Kills it with SIGKILL, and waits until it is gone. */
export function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
