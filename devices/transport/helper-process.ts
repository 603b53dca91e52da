import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HelperName, HelperProcess, StartHelper } from '../../src-shared/helper-process.ts';
import { Listeners } from '../../src-shared/listeners.ts';

const sources: Record<HelperName, string> = {
  pcsc: '../drivers/social-security-card/pcsc-process.ts',
};

/** Runs a helper from its source, as the programs of `tools/` and the tests do with all else. */
export const nodeHelper: StartHelper = (name) => {
  const child = fork(fileURLToPath(new URL(sources[name], import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    // Bytes stay bytes.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return helperOf(child);
};

function helperOf(child: ChildProcess): HelperProcess {
  const messages = new Listeners<unknown>();
  const ends = new Listeners<string>();
  let ended = false;
  function end(reason: string): void {
    if (ended) return;
    ended = true;
    ends.tell(reason);
  }
  child.on('message', (message) => messages.tell(message));
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(`the helper ended with ${signal ?? code}`));
  return {
    send(message) {
      // Fails when it has ended, and that is told by `exit`.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => messages.add(listener),
    onEnd: (listener) => ends.add(listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** In a helper: the line to who started it. */
export interface HelperLine {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** What Electron gives a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

export function helperLine(): HelperLine {
  const { parentPort } = process as typeof process & { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };
  }
  // Nobody is left to answer to. Not `exit`, which would wait for native code.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  return {
    send: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}
