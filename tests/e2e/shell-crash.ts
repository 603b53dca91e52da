import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { electronCommand, openDisplay } from '../../tools/launch.ts';
import { buildShellApp } from './fixtures/shell-app/build.ts';
import { eventually, launchApp, type RunningApp, suite, temporaryProfile } from './harness.ts';

/** Pages and processes die; the terminal is back, on the screen where it was, or says why it is not. */
await suite('shell-crash: what dies comes back', async (test) => {
  const appDirectory = await buildShellApp();

  await test('a killed renderer is back on the same screen, and the terminal is told', async () => {
    const running = await launchApp({ appDirectory });
    try {
      await reachFarewell(running);
      const before = await rendererPid(running);
      process.kill(before, 'SIGKILL');
      await eventually('the page is back', async () => (await screen(running)) === 'farewell');
      assert.notEqual(await rendererPid(running), before);
      assert.deepEqual(await lost(running), ['killed']);
    } finally {
      await running.close();
    }
  });

  await test('a reloaded page gets a new port, and the old one ends', async () => {
    const running = await launchApp({ appDirectory });
    try {
      await reachFarewell(running);
      for (let times = 0; times < 5; times++) {
        await running.page.reload();
        await eventually('the page is back', async () => (await screen(running)) === 'farewell');
      }
      assert.deepEqual(await lost(running), []);
      assert.equal(running.output().includes('starting again'), false);
    } finally {
      await running.close();
    }
  });

  await test('a page that dies a fourth time in a minute starts the whole terminal anew', async () => {
    const running = await launchApp({ appDirectory });
    try {
      for (let times = 0; times < 4; times++) {
        await eventually('the page is there', async () => (await screen(running)) === 'attract');
        process.kill(await rendererPid(running), 'SIGKILL');
        await pause(100);
      }
      await eventually('another process runs', () => successor(running.userDataDir) !== undefined);
      assert.match(running.output(), /starting again: the page was lost again and again: killed/);
    } finally {
      await endSuccessor(running);
    }
  });

  for (const [what, fault] of [
    [
      'a bug in the main process',
      () => (globalThis as unknown as { shellTest: { fault(): void } }).shellTest.fault(),
    ],
    ['a rejection that nobody handles', () => void Promise.reject(new Error('a bug, on purpose'))],
  ] as const)
    await test(`${what} starts the terminal anew`, async () => {
      const running = await launchApp({ appDirectory });
      try {
        await running.app.evaluate(fault).catch(() => {});
        await eventually('another process runs', () => successor(running.userDataDir) !== undefined);
        assert.match(running.output(), /starting again: a bug, on purpose/);
      } finally {
        await endSuccessor(running);
      }
    });

  await test('a window that its page closed comes back with a new process', async () => {
    const running = await launchApp({ appDirectory });
    try {
      await running.page.evaluate(() => window.close()).catch(() => {});
      await eventually('another process runs', () => successor(running.userDataDir) !== undefined);
    } finally {
      await endSuccessor(running);
    }
  });

  await test('a second instance on the same data is refused and harms nothing', async () => {
    const running = await launchApp({ appDirectory });
    try {
      const second = await runToEnd({ appDirectory, userDataDir: running.userDataDir });
      assert.equal(second.code, 1);
      assert.match(second.output, /another terminal is running/);
      assert.equal(await screen(running), 'attract');
    } finally {
      await running.close();
    }
  });

  await test('a terminal that cannot start says why, ends with 1 and is not started again', async () => {
    const userDataDir = temporaryProfile();
    const refused = await runToEnd({ appDirectory, userDataDir, env: { SHELL_TEST_REFUSE: '1' } });
    assert.equal(refused.code, 1);
    assert.match(refused.output, /terminal\.yaml:3: expected a number/);
    assert.doesNotMatch(refused.output, /starting again/);
    assert.equal(successor(userDataDir), undefined);
  });

  await test('SIGTERM ends the terminal in order, with 0', async () => {
    const running = await launchApp({ appDirectory });
    try {
      const ended = once(running.app.process(), 'exit');
      running.app.process().kill('SIGTERM');
      assert.deepEqual(await ended, [0, null]);
      assert.doesNotMatch(running.output(), /starting again/);
    } finally {
      await running.close();
    }
  });
});

async function reachFarewell(running: RunningApp): Promise<void> {
  await eventually('the first view', async () => (await screen(running)) === 'attract');
  await running.page.evaluate(() =>
    (
      window as unknown as { shellTest: { client: { act(input: object): Promise<unknown> } } }
    ).shellTest.client.act({ screenId: '1', act: { type: 'start' } }),
  );
  await eventually('the second view', async () => (await screen(running)) === 'farewell');
}

/** Asked of the window, because Playwright's page does not survive its renderer. */
function screen(running: RunningApp): Promise<string | null> {
  return running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return null;
    // A renderer that dies now never answers.
    return Promise.race([
      contents.executeJavaScript('document.documentElement.dataset.screen ?? null'),
      new Promise<null>((resolve) => setTimeout(() => resolve(null), 500)),
    ]);
  });
}

function rendererPid(running: RunningApp): Promise<number> {
  return running.app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
}

function lost(running: RunningApp): Promise<string[]> {
  return running.app.evaluate(
    () => (globalThis as unknown as { shellTest: { lost: string[] } }).shellTest.lost,
  );
}

/** The main process that a relaunch left on this data directory. */
function successor(userDataDir: string): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => {
      const line = pid > 0 ? commandLine(pid) : '';
      return (
        line.includes(`--user-data-dir=${userDataDir}`) &&
        line.includes('--zerowindow-relaunched=') &&
        !line.includes('--type=')
      );
    });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

async function endSuccessor(running: RunningApp): Promise<void> {
  const pid = successor(running.userDataDir);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await running.close();
}

async function runToEnd(
  launch: Parameters<typeof electronCommand>[0],
): Promise<{ code: number | null; output: string }> {
  const display = await openDisplay({ virtual: true });
  const command = electronCommand(launch);
  const child = spawn(command.executable, command.args, {
    env: { ...command.env, ...(display.name === undefined ? {} : { DISPLAY: display.name }) },
    timeout: 20_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = await once(child, 'exit');
  await display.close();
  return { code, output };
}
