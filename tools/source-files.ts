import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseResult, parseSync } from 'vite';
import { projectDirectory } from './host.ts';

export interface SourceFile {
  /** From the top of the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly parsed: ParseResult;
}

/** TypeScript 7 has no programming interface, so our own checks read syntax trees of the bundler's parser. */
export function parseSource(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text);
  const [problem] = parsed.errors;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  return { path, text, parsed };
}

/** Every TypeScript file of the project that is not ignored, also what is not committed yet. */
export function sourceFiles(): SourceFile[] {
  const names = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
    cwd: projectDirectory,
    encoding: 'utf8',
  });
  return names
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(projectDirectory, path)))
    .map((path) => parseSource(path, readFileSync(join(projectDirectory, path), 'utf8')));
}
