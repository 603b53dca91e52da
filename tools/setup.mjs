// Makes a bare machine ready, then runs a tool: node tools/setup.mjs <start|test|bench> [arguments]
// Plain Node without dependencies, because node_modules may not exist yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const [command, ...commandArguments] = process.argv.slice(2);

if (!['start', 'test', 'bench'].includes(command))
  stop('usage: node tools/setup.mjs <start|test|bench> [...]');
checkNode();
// Folders that the kiosk user reads are made here, whatever mask root logged in with.
if (isRoot) process.umask(0o022);
installNodeModules();
if (process.platform === 'linux') installSystemPackages();
if (isRoot) makeKioskUser();
await prepareElectronAndBuild();
runTool();

function say(line) {
  console.log(`[setup] ${line}`);
}

function stop(line) {
  console.error(`[setup] ${line}`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node ${process.versions.node} is too old: 20.19 or newer is needed`);
}

function run(program, programArguments, environment = {}) {
  const { status, error } = spawnSync(program, programArguments, {
    cwd: project,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    stop(
      `${program} ${programArguments.join(' ')} failed${error ? `: ${error.message}` : ` with ${status}`}`,
    );
}

function installNodeModules() {
  if (nodeModulesMatchLock()) return;
  say('installing npm packages as package-lock.json has them');
  // Not `npm ci`: it refuses a lock made where a registry holds no packages of other platforms.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** npm keeps beside the packages a list of what it installed; every package of the lock must be on it. */
function nodeModulesMatchLock() {
  const installed = join(project, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const present = packagesOf(installed);
  return Object.entries(packagesOf(join(project, 'package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

function installSystemPackages() {
  if (spawnSync('dpkg-query', ['--version']).status !== 0)
    return say('not a Debian: see tools/system-packages.txt for what must be there');
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (!isRoot)
    stop(
      'system packages are missing; run this once, then again:\n' +
        `sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ${choose(missing).join(' ')}'`,
    );
  say(`installing system packages: ${missing.map(([first]) => first).join(' ')}`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-qq', 'update'], environment);
  run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...choose(missing)], environment);
}

/** Each package as its list of alternative names. */
function missingPackages() {
  const wanted = readFileSync(join(project, 'tools', 'system-packages.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/)[0].split('|'));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own format language
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const installed = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((names) => !names.some((name) => installed.has(name)));
}

/** The first alternative that this release can install. */
function choose(packages) {
  return packages.map(
    (names) =>
      names.find((name) =>
        /Candidate: (?!\(none\))/.test(
          spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
            .stdout,
        ),
      ) ?? names[0],
  );
}

function makeKioskUser() {
  if (spawnSync('getent', ['passwd', 'kiosk']).status === 0) return;
  say('making the unprivileged user kiosk, as which Electron runs');
  run('useradd', ['--create-home', '--user-group', '--shell', '/usr/sbin/nologin', 'kiosk']);
}

async function prepareElectronAndBuild() {
  const { tsImport } = await import('tsx/esm/api');
  try {
    const { ensureElectron } = await tsImport('./electron-runtime.ts', import.meta.url);
    say(`${(await ensureElectron(say)).notice}`);
    const { buildIfStale } = await tsImport('./build.ts', import.meta.url);
    await buildIfStale(say);
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error));
  }
}

function runTool() {
  const tool = spawn(
    process.execPath,
    ['--import', 'tsx', join(project, 'tools', `${command}.ts`), ...commandArguments],
    { cwd: project, stdio: 'inherit' },
  );
  // Ctrl+C reaches the whole group by itself; what is sent to this process alone is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => tool.kill(signal));
  process.on('SIGINT', () => {});
  tool.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
