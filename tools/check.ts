import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenImports } from './boundaries.ts';
import { droppedResults } from './dropped-results.ts';
import { projectDirectory } from './host.ts';
import { sourceFiles } from './source-files.ts';

/** Lint, types, boundaries, dropped results and unused code, side by side; exits 1 when one finds something. */

interface Finding {
  readonly name: string;
  readonly problems: string;
  readonly milliseconds: number;
}

const tool = (name: string, program: string, args: string[]): Promise<Finding> =>
  timed(name, () => run(join('node_modules', program), args));

const files = sourceFiles();
const findings = await Promise.all([
  tool('lint', '@biomejs/biome/bin/biome', ['check', '--diagnostic-level=error', '--colors=off', '.']),
  tool('types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']),
  tool('types of pages', 'typescript/bin/tsc', ['-p', 'tsconfig.dom.json']),
  tool('types of end-to-end tests', 'typescript/bin/tsc', ['-p', 'tsconfig.e2e.json']),
  tool('unused code', 'knip/bin/knip.js', ['--no-progress']),
  timed('boundaries', async () => brokenImports(files, dependencies()).join('\n')),
  timed('dropped results', async () => droppedResults(files).join('\n')),
]);

for (const { name, problems, milliseconds } of findings) {
  console.log(`${problems === '' ? 'ok  ' : 'FAIL'} ${name} (${(milliseconds / 1000).toFixed(1)} s)`);
  if (problems !== '') console.log(shortened(problems).replace(/^/gm, '     '));
}
process.exitCode = findings.every(({ problems }) => problems === '') ? 0 : 1;

/** The first thing to mend is in the first lines. */
function shortened(problems: string, limit = 40): string {
  const lines = problems.split('\n');
  if (lines.length <= limit) return problems;
  return [...lines.slice(0, limit), `... and ${lines.length - limit} lines more`].join('\n');
}

async function timed(name: string, find: () => Promise<string>): Promise<Finding> {
  const started = performance.now();
  const problems = await find();
  return { name, problems, milliseconds: performance.now() - started };
}

function dependencies(): Set<string> {
  const description = JSON.parse(readFileSync(join(projectDirectory, 'package.json'), 'utf8'));
  return new Set(Object.keys(description.dependencies));
}

/** What the program said when it failed, else nothing. */
function run(script: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: projectDirectory });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? '' : output.trim() || `ended with ${code}`));
  });
}
