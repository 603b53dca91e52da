import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../host.ts';
import type { Progress } from './progress-reporter.ts';
import { readRun, type UnitRun } from './unit-run.ts';

/** No test takes so long; a worker whose thread is blocked says nothing, and Vitest would wait for it for ever. */
const silenceMs = 150_000;
const lookEveryMs = 1_000;

/**
 * All unit and property tests. A file in which a worker hangs is named, and runs once more by itself with whatever had
 * not run yet; when it hangs again, it has failed.
 */
export async function runUnitTests(): Promise<{ passed: number; failed: number }> {
  const first = await run([]);
  if (!first.hung) return { passed: first.passed, failed: first.failed };
  const second = await run(first.unfinished);
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed + second.unfinished.length,
  };
}

async function run(files: readonly string[]): Promise<UnitRun & { hung: boolean }> {
  const folder = join(projectDirectory, 'out', 'tests');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `unit-${process.pid}.jsonl`);
  rmSync(file, { force: true });
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...files], {
    cwd: projectDirectory,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Build servers keep the log as text.
    env: { ...process.env, NO_COLOR: '1', ZEROWINDOW_UNIT_PROGRESS: file },
    // A group of its own, so that blocked workers end with it.
    detached: process.platform !== 'win32',
  });
  let hung = false;
  let told = 0;
  let toldAt = Date.now();
  const watch = setInterval(() => {
    const lines = progressIn(file).length;
    if (lines > told) [told, toldAt] = [lines, Date.now()];
    if (Date.now() - toldAt < silenceMs) return;
    hung = true;
    clearInterval(watch);
    end(child.pid);
  }, lookEveryMs);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  const result = readRun(progressIn(file));
  // Real lines, daemons and clocks share the machine with everything else: once more is allowed, and is told.
  for (const name of result.again) console.log(`passed at the second try: ${name}`);
  if (hung)
    console.log(
      `\nunit tests: nothing was told for ${silenceMs / 1000} s. These had begun and did not end:\n${result.stuck
        .map(({ file: name, last }) => `  ${name}, after ${last ?? 'no test'}`)
        .join('\n')}`,
    );
  // Vitest fails for more than tests: an error outside of them, a worker that died.
  const failed = !hung && code !== 0 ? Math.max(result.failed, 1) : result.failed;
  return { ...result, failed, hung };
}

function progressIn(file: string): Progress[] {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Progress);
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
}
