import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from './host.ts';
import { runUnitTests } from './unit/run-unit-tests.ts';

/**
 * `npm test`: the checks, then the unit and property tests beside one script of tests/e2e at a time, then the other scripts,
 * three at a time: they often wait for devices at their real pace. What a script prints comes in one piece when it has
 * ended. A script that failed is run once more when all others have ended, by itself, and the output says so: two cores
 * with a server, a desktop and an X server on them are sometimes late, and what is broken fails again. Ends with one line
 * `N passed, N failed` and exits 1 when anything failed. Names given as arguments choose among the end-to-end scripts and leave the rest out.
 */

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** A check or an end-to-end script that takes longer than this hangs. */
const hungAfterMs = 420_000;

/** So many scripts may be run a second time; more than that at once is no accident of a busy machine. */
const secondTries = 3;

/** Begun before the others: what waits for nothing runs beside the unit tests, what is long not by itself at the end. */
const first = [
  ...['renderer-accessibility', 'items', 'review-pages'],
  ...['item-kinds', 'terminal-killed', 'pay-flow', 'main-flow', 'face'],
];

const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
/** What is said waits for what was said before. */
let printed: Promise<unknown> = Promise.resolve();
if (chosen.length === 0) add('check', await timed(check));
const scripts = endToEndScripts();
const failed: string[] = [];
const unitTests = chosen.length === 0 ? timed(runUnitTests) : null;
// The dots of the unit tests stay one line.
printed = printed.then(() => unitTests);
await Promise.all([
  nextScripts(),
  unitTests?.then((counts) => add('unit tests', counts)).then(nextScripts) ?? nextScripts(),
  unitTests?.then(nextScripts) ?? nextScripts(),
]);
for (const script of failed) {
  print(`once more, by itself: ${script}\n`);
  add(script, await timed(() => endToEnd(script)));
}
print(`${total.passed} passed, ${total.failed} failed\n`);
await printed;
process.exit(total.failed === 0 ? 0 : 1);

async function nextScripts(): Promise<void> {
  for (let script = scripts.shift(); script !== undefined; script = scripts.shift()) {
    const counts = await timed(() => endToEnd(script));
    if (counts.failed > 0 && failed.length < secondTries) {
      failed.push(script);
      print(`== ${script}: ${counts.failed} failed; it is run once more at the end\n\n`);
    } else add(script, counts);
  }
}

function add(name: string, { passed, failed, seconds }: Timed): void {
  total.passed += passed;
  total.failed += failed;
  print(`== ${name}: ${passed} passed, ${failed} failed, in ${seconds} s\n\n`);
}

function print(text: string): void {
  printed = printed.then(() => process.stdout.write(text));
}

interface Timed extends Counts {
  readonly seconds: number;
}

async function timed(work: () => Promise<Counts>): Promise<Timed> {
  const started = performance.now();
  return { ...(await work()), seconds: Math.round((performance.now() - started) / 1_000) };
}

async function check(): Promise<Counts> {
  const { code } = await run(['--import', 'tsx', 'tools/check.ts']);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Scripts say on their last line how they went; what does not has failed, whatever it printed before. */
async function endToEnd(script: string): Promise<Counts> {
  const said: string[] = [];
  const { code, lastLine } = await run(['--import', 'tsx', join('tests', 'e2e', script)], (text) =>
    said.push(text),
  );
  print(said.join(''));
  try {
    const { passed, failed } = JSON.parse(lastLine) as Counts;
    return { passed, failed: Math.max(failed, code === 0 ? 0 : 1) };
  } catch {
    print(`${script} ended with ${code ?? 'a signal'} and without its counts\n`);
    return { passed: 0, failed: 1 };
  }
}

/** Scripts start by themselves with `await suite(...)`; what lies beside them without it is their help. */
function endToEndScripts(): string[] {
  const folder = join(projectDirectory, 'tests', 'e2e');
  const scripts = readdirSync(folder).filter(
    (name) => name.endsWith('.ts') && /^await suite\(/m.test(readFileSync(join(folder, name), 'utf8')),
  );
  const unknown = chosen.filter((name) => !scripts.includes(`${name}.ts`));
  if (unknown.length > 0) throw new Error(`no such script in tests/e2e: ${unknown.join(', ')}`);
  return scripts
    .filter((name) => chosen.length === 0 || chosen.includes(name.slice(0, -3)))
    .sort((one, other) => place(one) - place(other) || one.localeCompare(other));
}

function place(script: string): number {
  const at = first.indexOf(script.slice(0, -3));
  return at === -1 ? first.length : at;
}

function run(
  args: string[],
  say: (text: string) => unknown = (text) => process.stdout.write(text),
): Promise<{ code: number | null; lastLine: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectDirectory,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Build servers keep the log as text.
      env: { ...process.env, NO_COLOR: '1' },
      timeout: hungAfterMs,
      killSignal: 'SIGKILL',
    });
    let lastLine = '';
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      say(text);
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lastLine = lines.filter((line) => line.trim() !== '').at(-1) ?? lastLine;
    });
    child.stderr.setEncoding('utf8').on('data', say);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, lastLine: rest.trim() === '' ? lastLine : rest }));
  });
}
