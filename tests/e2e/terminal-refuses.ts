import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadlessTerminal } from '../../tools/headless-terminal.ts';
import { makeKioskDirectory, projectDirectory } from '../../tools/host.ts';
import { readableByKiosk } from '../../tools/launch.ts';
import { launchApp, suite } from './harness.ts';

/** A terminal that must not start: it says what, where and what was expected, and nothing starts half. */
await suite('a terminal that must not start', async (test) => {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-refuses-'));
  const config = join(directory, 'config');
  cpSync(join(projectDirectory, 'config'), config, { recursive: true });
  const data = join(directory, 'terminal');
  const environment = {
    ZEROWINDOW_CONFIG: config,
    ZEROWINDOW_DATA: data,
    // Nobody listens there: a terminal starts without its centre and its devices, and says so.
    ZEROWINDOW_SERVER_URL: 'http://127.0.0.1:9',
    ZEROWINDOW_DEVICE_DOCUMENT_PRINTER_URI: 'ipp://127.0.0.1:9/ipp/print',
  };
  const settings = readFileSync(join(config, 'terminal.yaml'), 'utf8');
  const refusal = async (given: Record<string, string> = environment): Promise<string> => {
    try {
      const terminal = await HeadlessTerminal.start(given);
      await terminal.kill();
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    throw new Error('the terminal started');
  };

  try {
    await test('a wrong value: file, line and what was expected, and nothing is made', async () => {
      const lines = settings.split('\n');
      const wrong = lines.findIndex((line) => line.includes('idleSeconds: 60'));
      lines[wrong] = '  idleSeconds: soon';
      writeFileSync(join(config, 'terminal.yaml'), lines.join('\n'));
      const message = await refusal();
      assert.match(message, new RegExp(`terminal\\.yaml:${wrong + 1}:`));
      assert.match(message, /idleSeconds|session/);
      assert.match(message, /expected/);
      assert.match(message, /ended with 78/);
      assert.equal(existsSync(data), false, 'no data directory, no keys, no store');
    });

    await test('in Electron the same stands on the error output, and the screen says that it is out of service', async () => {
      const kiosk = await launchApp({
        env: {
          ...environment,
          ZEROWINDOW_CONFIG: readableByKiosk(config),
          ZEROWINDOW_DATA: join(makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-kiosk-'))), 'data'),
        },
      });
      try {
        await kiosk.page.locator('[data-screen="outOfService"]').waitFor({ timeout: 20_000 });
        assert.match((await kiosk.page.locator('body').textContent()) ?? '', /terminal\.yaml/);
      } finally {
        await kiosk.close();
      }
    });
    writeFileSync(join(config, 'terminal.yaml'), settings);

    await test('an environment variable that names no device is a problem too', async () => {
      const message = await refusal({ ...environment, ZEROWINDOW_DEVICE_TOASTER_PATH: '/dev/null' });
      assert.match(message, /ZEROWINDOW_DEVICE_TOASTER_PATH/);
    });

    await test('a database that another terminal holds', async () => {
      const first = await HeadlessTerminal.start(environment);
      try {
        const message = await refusal();
        assert.match(message, /terminal\.db/);
        assert.match(message, /process|locked|running/i);
      } finally {
        assert.equal(await first.stop(), 0);
      }
    });

    await test('a damaged database is named, refused and left as it is', async () => {
      const file = join(data, 'terminal.db');
      const bytes = readFileSync(file);
      bytes.fill(0x5a, 4096, 8192);
      writeFileSync(file, bytes);
      const before = fingerprint(data);
      assert.match(await refusal(), /terminal\.db/);
      assert.deepEqual(fingerprint(data), before);
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** Name and content of all files but locks, logs and the shared-memory index, which holds nothing of its own. */
function fingerprint(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !/\.(lock|log|db-shm)$/.test(name))
    .sort()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')}`,
    );
}
