import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findElectron } from '../../tools/electron-runtime.ts';
import { isRoot, makeKioskDirectory } from '../../tools/host.ts';
import { openDisplay, readableByKiosk } from '../../tools/launch.ts';
import { packApplication } from '../../tools/package.ts';
import { eventually, suite } from './harness.ts';

/** What is delivered to a site: it starts from its archive, on its own, and cannot be turned into a Node. */
await suite('packaged app', async (test) => {
  if (process.platform !== 'linux') return;
  const folder = await packApplication(() => {}, { installers: false });
  // The packed one refuses to be a Node; the archive is read by the same runtime before it is packed.
  const electron = findElectron();
  assert.ok(electron !== undefined);
  const executable = join(readableByKiosk(folder), 'zerowindow');
  const home = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-packaged-')));
  const display = await openDisplay({ virtual: true });
  const environment = { PATH: process.env.PATH, HOME: home, DISPLAY: display.name };
  const asKiosk = isRoot ? ['setpriv', '--reuid=kiosk', '--regid=kiosk', '--init-groups', '--'] : ['env'];
  const [program = 'env', ...before] = [...asKiosk, executable];

  await test('holds the application in its archive, and the configuration beside it', async () => {
    const resources = join(folder, 'resources');
    assert.deepEqual(
      ['app.asar', 'config/terminal.yaml', 'app', 'default_app.asar', 'config/sandbox'].map((name) =>
        existsSync(join(resources, name)),
      ),
      [true, true, false, false, false],
    );
  });

  await test('can draw on receipts what the printer has no character for', async () => {
    const main = join(folder, 'resources', 'app.asar', 'main', 'main.mjs');
    const draw = `
      const inApp = require('node:module').createRequire(${JSON.stringify(main)});
      const { createCanvas, GlobalFonts } = inApp('@napi-rs/canvas');
      for (const face of ['500Medium/NotoSansSC_500Medium', '700Bold/NotoSansSC_700Bold']) {
        const file = inApp.resolve('@expo-google-fonts/noto-sans-sc/' + face + '.ttf');
        if (GlobalFonts.register(inApp('node:fs').readFileSync(file), 'face' + face.slice(0, 3)) === null) process.exit(1);
      }
      const context = createCanvas(48, 48).getContext('2d');
      context.font = '40px face500';
      context.fillText('䶮', 2, 42);
      const dots = context.getImageData(0, 0, 48, 48).data.filter((dot) => dot > 128).length;
      console.log('drawn ' + (dots > 100));`;
    const { stdout, stderr } = spawnSync(electron.executable, ['-e', draw], {
      env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
    });
    assert.match(stdout, /drawn true/, stderr);
  });

  await test('starts, shows a screen, and gives no debugger for its main process', async () => {
    const child = spawn(program, [...before, '--inspect=0', '--remote-debugging-port=0'], {
      env: environment,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    try {
      await eventually(`the page is there: ${output}`, () => hasPage(output), 30_000);
      assert.doesNotMatch(output, /Debugger listening/);
    } finally {
      await end(child);
    }
  });

  await test('does not run as plain Node', async () => {
    const { stdout } = spawnSync(program, [...before, '-e', 'console.log("i am " + "node")'], {
      env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
      timeout: 5_000,
      encoding: 'utf8',
    });
    assert.doesNotMatch(stdout, /i am node/);
  });

  await display.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  console.log(`  ${basename(folder)} was made and tried`);
});

async function hasPage(output: string): Promise<boolean> {
  const port = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(output)?.[1];
  if (port === undefined) return false;
  const pages: { url: string; title: string }[] = await (
    await fetch(`http://127.0.0.1:${port}/json/list`)
  ).json();
  return pages.some(({ url, title }) => url === 'app://terminal/index.html' && title.includes('ZeroWindow'));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
