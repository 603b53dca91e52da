import { spawn } from 'node:child_process';

export interface ChildEnd {
  /** The last line that it wrote. */
  readonly lastLine: string;
  readonly code: number | null;
  /** It wrote nothing for so long that it was stopped. */
  readonly hung: boolean;
}

/** Runs a program that says something now and then, and ends it when it falls silent. */
export function watchChild(program: string, words: readonly string[], silenceMs: number): Promise<ChildEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    let hung = false;
    const alarm = setTimeout(() => {
      hung = true;
      child.kill('SIGKILL');
    }, silenceMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      alarm.refresh();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(alarm);
      resolve({ lastLine: said.trim().split('\n').at(-1) ?? '', code, hung });
    });
  });
}
