import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { playDemo } from './demo/demo.ts';
import { makeKioskDirectory, projectDirectory, stateDirectory } from './host.ts';
import { electronCommand, readableByKiosk } from './launch.ts';
import { startWorld, type World } from './world.ts';

/**
 * `npm start`: everything on this machine. With a display, a kiosk window and the pages to play its hardware;
 * without one, or with `--demo`, the whole flow plays by itself and leaves its pictures in out/demo/;
 * with `--serve`, everything but a window, and the kiosk in a plain browser.
 */
const options = process.argv.slice(2);
const unknown = options.filter((option) => !['--demo', '--serve'].includes(option));
if (unknown.length > 0) {
  console.error(`unknown option ${unknown.join(' ')}: expected --demo or --serve`);
  process.exit(2);
}
const progress = (line: string) => console.log(`· ${line}`);
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

if (options.includes('--serve')) await serve();
else if (options.includes('--demo') || !hasDisplay) process.exitCode = await playDemo(progress);
else await openKiosk();

async function openWorld(): Promise<World> {
  return startWorld({
    directory: stateDirectory(),
    ports: { server: 8480, bench: 8470, printer: 8631 },
    operatorPassword: process.env.ZEROWINDOW_OPERATOR_PASSWORD ?? 'specimen-20261122',
    progress,
  });
}

async function openKiosk(): Promise<void> {
  const world = await openWorld();
  const data = makeKioskDirectory(join(stateDirectory(), 'terminal'));
  const command = electronCommand({
    userDataDir: makeKioskDirectory(join(stateDirectory(), 'chromium')),
    env: {
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_WINDOWED: '1',
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: readableByKiosk(join(projectDirectory, 'config')),
    },
  });
  const kiosk = spawn(command.executable, command.args, { env: command.env, stdio: 'inherit' });
  tell(world, 'in its window');
  await ended(kiosk, world);
}

async function serve(): Promise<void> {
  const world = await openWorld();
  const kiosk = spawn(process.execPath, ['--import', 'tsx', 'src-main/serve.ts'], {
    cwd: projectDirectory,
    env: {
      ...process.env,
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_DATA: join(stateDirectory(), 'terminal-in-browser'),
      PORT: '8460',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  tell(world, 'http://127.0.0.1:8460/');
  await ended(kiosk, world);
}

function tell(world: World, kiosk: string): void {
  console.log(`
  kiosk          ${kiosk}
  device bench   ${world.bench.url}  lay a card, pull paper, cut a line, read the text message
  console        ${world.serverUrl}/console/  password ${world.operatorPassword}
  staff          five touches on the emblem, PIN 20261122
  stop           Ctrl+C
`);
}

/** Until the kiosk ends or somebody presses Ctrl+C. */
async function ended(kiosk: ChildProcess, world: World): Promise<void> {
  const stop = () => kiosk.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.exitCode = await new Promise<number>((resolve) => kiosk.on('exit', (code) => resolve(code ?? 0)));
  await world.close();
}
