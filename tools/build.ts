import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Rollup } from 'vite';
import { projectDirectory } from './host.ts';

/**
 * Builds the folder `build/`, which is the app that Electron is given and electron-builder packs:
 * package.json, main/, helpers/, preload/, renderer/ and node_modules/ with what cannot be bundled. console/ belongs to
 * the central server.
 */

const output = join(projectDirectory, 'build');
const stamp = join(output, '.sources');

/** Hold native code or find their files by path; all else is bundled, for a fast cold start. */
const unbundled =
  /^(libsql|@libsql\/.*|serialport|@serialport\/.*|pcsc-mini|@pcsc-mini\/.*|node-hid|@napi-rs\/canvas)$/;

/** Of these, what is required at its first use, where the bundler does not see it. */
const requiredLater = ['serialport', '@napi-rs/canvas', '@expo-google-fonts/noto-sans-sc'];

/** Of these, all that is used: the fonts of receipts are two faces out of nine. */
const usedFiles: Readonly<Record<string, RegExp>> = {
  '@expo-google-fonts/noto-sans-sc': /^(package\.json|LICENSE_FONT|(500Medium|700Bold)(\/.*\.ttf)?)$/,
};

/** Builds when a source changed since the last build. */
export async function buildIfStale(progress: (line: string) => void): Promise<void> {
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  progress('building');
  rmSync(stamp, { force: true });
  const imported = new Set([
    ...requiredLater,
    ...(await bundleProgram('src-main/main.ts', join(output, 'main', 'main.mjs'))),
    ...(await bundleProgram(
      'devices/drivers/social-security-card/pcsc-process.ts',
      join(output, 'helpers', 'pcsc.mjs'),
    )),
  ]);
  await bundleForElectron('src-main/preload.ts', join(output, 'preload', 'preload.cjs'));
  await bundlePages('src-renderer', 'renderer');
  await bundlePages('src-server/console', 'console');
  copyModules(imported);
  writePackage(imported);
  writeFileSync(stamp, sources);
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const roots = ['src-shared', 'devices', 'src-main', 'src-renderer', 'src-server', 'tools/build.ts'];
  for (const name of [...roots, 'package.json', 'package-lock.json']) visit(join(projectDirectory, name));
  return hash.digest('hex');

  function visit(path: string): void {
    if (!existsSync(path)) return;
    const state = statSync(path);
    if (state.isDirectory()) for (const entry of readdirSync(path).sort()) visit(join(path, entry));
    else if (!/\.test\.tsx?$/.test(path))
      hash.update(`${relative(projectDirectory, path)} ${state.size} ${state.mtimeMs}\n`);
  }
}

/** Bundles a program of Node; returns the packages that it leaves to node_modules. */
async function bundleProgram(entry: string, target: string): Promise<string[]> {
  const chunks = await bundleForElectron(entry, target);
  const outside = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  return outside.filter((id) => unbundled.test(id));
}

/** One file that runs in Electron's main process (.mjs), or as a sandboxed preload, which must be CommonJS. */
export async function bundleForElectron(entry: string, target: string): Promise<Rollup.OutputChunk[]> {
  const result = await build({
    configFile: false,
    root: projectDirectory,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      target: 'node20',
      outDir: dirname(target),
      emptyOutDir: true,
      minify: true,
      sourcemap: true,
      rollupOptions: {
        external: ['electron', unbundled],
        output: { format: target.endsWith('.cjs') ? 'cjs' : 'es', entryFileNames: basename(target) },
      },
    },
  });
  return (result as Rollup.RollupOutput).output.filter((file) => file.type === 'chunk');
}

/** Pages are optional only until their folder exists. */
async function bundlePages(folder: string, name: string): Promise<void> {
  const configFile = join(projectDirectory, folder, 'vite.config.ts');
  if (!existsSync(configFile)) return;
  await build({
    configFile,
    root: join(projectDirectory, folder),
    logLevel: 'warn',
    build: { outDir: join(output, name), emptyOutDir: true },
  });
}

/** Copies packages and what they depend on, each to the place where Node looks for it. */
function copyModules(packages: Iterable<string>): void {
  const target = join(output, 'node_modules');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const copied = new Set<string>();
  for (const name of packages) copy(name, projectDirectory);

  function copy(name: string, from: string): void {
    const directory = installed(name, from);
    // Optional packages of other platforms are not installed.
    if (directory === undefined || copied.has(directory)) return;
    copied.add(directory);
    cpSync(directory, join(output, relative(projectDirectory, directory)), {
      recursive: true,
      filter: (path) =>
        path === directory ||
        (!path.endsWith('node_modules') && (usedFiles[name]?.test(relative(directory, path)) ?? true)),
    });
    const { dependencies, optionalDependencies } = readPackage(directory);
    for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies }))
      copy(dependency, directory);
  }
}

/** Where Node finds a package from a folder of this project. */
function installed(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (folder === projectDirectory) return undefined;
  }
}

interface PackageDescription {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

function readPackage(directory: string): PackageDescription {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
}

function writePackage(imported: Iterable<string>): void {
  const { name, version, description, license } = readPackage(projectDirectory);
  const dependencies = Object.fromEntries(
    [...imported].map((each) => [each, readPackage(join(projectDirectory, 'node_modules', each)).version]),
  );
  const app = {
    name,
    productName: 'ZeroWindow',
    version,
    description,
    license,
    author: 'The ZeroWindow authors',
    type: 'module',
    main: 'main/main.mjs',
    dependencies,
  };
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(app, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const started = performance.now();
  await buildIfStale(console.log);
  console.log(`build/ is up to date (${Math.round(performance.now() - started)} ms)`);
}
