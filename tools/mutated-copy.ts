import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDirectory } from './host.ts';

/** A deliberate fault in the code under test: `find` stands once in `file` and becomes `replace`. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Runs each, says by what it was noticed, and ends with a line of JSON. Answers the exit code: 1 where one was not. */
export function runEach(mutations: readonly Mutation[], noticed: (one: Mutation) => string | null): number {
  let unnoticed = 0;
  for (const mutation of mutations) {
    const started = performance.now();
    const by = noticed(mutation);
    if (by === null) unnoticed += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${by === null ? 'NOT NOTICED' : 'noticed    '} ${mutation.name} (${seconds} s)`);
    if (by !== null) console.log(`            ${by}`);
  }
  console.log(JSON.stringify({ mutations: mutations.length, noticed: mutations.length - unnoticed }));
  return unnoticed === 0 ? 0 : 1;
}

/** A copy of these parts of the project with the fault in it, for as long as `work` lasts. */
export function inMutatedCopy<T>(
  { file, find, replace }: Mutation,
  parts: readonly string[],
  work: (directory: string) => T,
): T {
  const copy = mkdtempSync(join(tmpdir(), 'zerowindow-mutation-'));
  try {
    for (const part of [...parts, 'package.json', 'tsconfig.json'])
      cpSync(join(projectDirectory, part), join(copy, part), { recursive: true });
    symlinkSync(join(projectDirectory, 'node_modules'), join(copy, 'node_modules'));
    const source = readFileSync(join(copy, file), 'utf8');
    if (source.split(find).length !== 2) throw new Error(`${file} does not have exactly once: ${find}`);
    writeFileSync(
      join(copy, file),
      source.replace(find, () => replace),
    );
    return work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** By what a program that ended like this noticed the fault, in a line; null when it ended well. */
export function noticedIn({ name }: Mutation, status: number | null, output: string): string | null {
  if (status === 0) return null;
  if (/Transform failed|SyntaxError/.test(output)) throw new Error(`"${name}" makes no program: ${output}`);
  const line = output.split('\n').find((text) => /BROKEN|Error:/.test(text));
  return (line ?? `ended with ${status}`).trim().slice(0, 160);
}
