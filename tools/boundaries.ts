import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

/**
 * Imports run one way: src-shared <- devices <- src-main/terminal <- src-main/shell; src-renderer and
 * src-server see only src-shared. Types count too. The first entry that fits a path is its room.
 */
const rooms: readonly { readonly room: string; readonly mayImport: readonly string[] }[] = [
  { room: 'src-shared/', mayImport: ['src-shared/'] },
  { room: 'devices/', mayImport: ['src-shared/', 'devices/'] },
  { room: 'src-main/terminal/', mayImport: ['src-shared/', 'devices/', 'src-main/terminal/'] },
  { room: 'src-main/shell/', mayImport: ['src-shared/', 'src-main/terminal/', 'src-main/shell/'] },
  { room: 'src-main/', mayImport: ['src-shared/', 'devices/', 'src-main/'] },
  { room: 'src-renderer/', mayImport: ['src-shared/', 'src-renderer/'] },
  { room: 'src-server/', mayImport: ['src-shared/', 'src-server/'] },
];

const mayImportElectron = /^(src-main\/shell\/|src-main\/(main|preload)\.ts$|tests\/e2e\/)/;

/** Tests, their helpers and what builds a page or shows it to its makers; may use development packages. */
const notShipped =
  /(\.test\.tsx?|\.test-support\.ts|\/test-[^/]+\.ts|\/vite\.config\.ts)$|\/stories\/|^devices\/bench\//;

/** One line for each import that breaks the rules. */
export function brokenImports(files: readonly SourceFile[], dependencies: ReadonlySet<string>): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .map((specifier) => [specifier, problem(file.path, specifier, dependencies)] as const)
      .filter(([, reason]) => reason !== undefined)
      .map(([specifier, reason]) => `${file.path} imports ${specifier}: ${reason}`),
  );
}

function importsOf({ text, parsed }: SourceFile): string[] {
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const exported = staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest?.value));
  const dynamic = dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1));
  return [...staticImports.map((each) => each.moduleRequest.value), ...exported, ...dynamic].filter(
    (specifier) => specifier !== undefined,
  );
}

function problem(path: string, specifier: string, dependencies: ReadonlySet<string>): string | undefined {
  const room = rooms.find((each) => path.startsWith(each.room));
  if (specifier === 'electron' || specifier.startsWith('electron/'))
    return mayImportElectron.test(path)
      ? undefined
      : 'electron only in src-main/shell, main.ts and preload.ts';
  if (room === undefined || specifier.startsWith('node:')) return undefined;
  if (!specifier.startsWith('.')) {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    return dependencies.has(name) || notShipped.test(path) ? undefined : 'not among the dependencies';
  }
  const target = posix.join(posix.dirname(path), specifier);
  return room.mayImport.some((allowed) => target.startsWith(allowed))
    ? undefined
    : `${room.room} may import only ${room.mayImport.join(', ')}`;
}
