import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { StartHelper } from '../../src-shared/helper-process.ts';
import { Listeners } from '../../src-shared/listeners.ts';

/**
 * Helpers as utility processes: the packaged application refuses to run as Node (fuse `runAsNode`), so that a child
 * process of Node's own is not to be had.
 *
 * @param directory where tools/build.ts puts them, each as `name.mjs`
 */
export function helpersIn(directory: string): StartHelper {
  return (name) => {
    const child = utilityProcess.fork(join(directory, `${name}.mjs`), [], {
      serviceName: `ZeroWindow ${name}`,
    });
    const messages = new Listeners<unknown>();
    const ends = new Listeners<string>();
    child.on('message', (message) => messages.tell(message));
    child.on('exit', (code) => ends.tell(`the helper ended with ${code}`));
    return {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => messages.add(listener),
      onEnd: (listener) => ends.add(listener),
      kill() {
        if (child.pid === undefined) child.once('spawn', () => end(child.pid));
        else end(child.pid);
      },
    };
  };
}

/** Not by Electron's own `kill`, which is SIGTERM: native code may have taken that signal over. */
function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
