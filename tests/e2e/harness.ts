import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron, type ElectronApplication, errors, type Page } from 'playwright-core';
import { lockDirectory } from '../../src-server/store/directory-lock.ts';
import { makeKioskDirectory } from '../../tools/host.ts';
import { electronCommand, openDisplay } from '../../tools/launch.ts';

export type Test = (title: string, body: () => Promise<void>) => Promise<void>;

/** No test takes as long as this: what does waits for something that will not come. */
const testLimitMs = 180_000;
/** Playwright may wait for the end of an application that has ended already; so long is waited with it. */
const closeGraceMs = 10_000;

/**
 * Runs one end-to-end script: each test in turn, a line for each, and as the last line the counts as JSON,
 * which tools/test.ts adds up. A test that throws has failed; the others still run.
 */
export async function suite(name: string, body: (test: Test) => Promise<void>): Promise<void> {
  const counts = { passed: 0, failed: 0 };
  console.log(name);
  const test: Test = async (title, run) => {
    const started = performance.now();
    try {
      await within(testLimitMs, run());
      counts.passed += 1;
      console.log(`  ok    ${title} (${Math.round(performance.now() - started)} ms)`);
    } catch (error) {
      counts.failed += 1;
      console.log(
        `  FAIL  ${title}\n${indent(error instanceof Error ? (error.stack ?? error.message) : error)}`,
      );
    }
  };
  try {
    await body(test);
  } catch (error) {
    counts.failed += 1;
    console.log(
      `  FAIL  ${name}\n${indent(error instanceof Error ? (error.stack ?? error.message) : error)}`,
    );
  }
  console.log(JSON.stringify(counts));
  // What a test that hung has left open would keep this process.
  process.exit(counts.failed === 0 ? 0 : 1);
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const limit = new AbortController();
  try {
    await Promise.race([
      work,
      pause(milliseconds, undefined, { signal: limit.signal }).then(() => {
        throw new Error(`not over within ${milliseconds} ms`);
      }),
    ]);
  } finally {
    limit.abort();
  }
}

function indent(text: unknown): string {
  return String(text).replace(/^/gm, '        ');
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly userDataDir: string;
  /** What the process wrote to its outputs so far. */
  output(): string;
  close(): Promise<void>;
}

export interface AppOptions {
  /** Folder of the app; the built terminal when absent. */
  readonly appDirectory?: string;
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
  /** Kept when given; otherwise a new profile that is deleted at the end. */
  readonly userDataDir?: string;
}

/** Where there is no GPU, one that is emulated takes a fifth of all the processor time of a script. */
const drawing = existsSync('/dev/dri') ? [] : ['--disable-gpu'];

/** A start takes one to five seconds, on a busy machine too. */
const launchMs = 20_000;

/** Starts an app in the real Electron with its sandbox on, on a display of its own when there is none. */
export async function launchApp(options: AppOptions = {}): Promise<RunningApp> {
  const userDataDir = options.userDataDir ?? temporaryProfile();
  const display = await openDisplay({ virtual: true });
  const command = electronCommand({ ...options, userDataDir });
  let output = '';
  const end = async (app: ElectronApplication) => {
    await within(closeGraceMs, app.close()).catch(() => app.process().kill('SIGKILL'));
  };
  const start = async () => {
    const started = await turnToStart();
    try {
      return await launch();
    } finally {
      started();
    }
  };
  const launch = async () => {
    const app = await _electron.launch({
      executablePath: command.executable,
      args: [...command.args, ...drawing],
      env: { ...command.env, ...(display.name === undefined ? {} : { DISPLAY: display.name }) },
      // Without this Playwright adds --no-sandbox by itself.
      chromiumSandbox: true,
      timeout: launchMs,
    });
    for (const stream of [app.process().stdout, app.process().stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    try {
      return { app, page: await app.firstWindow({ timeout: launchMs }) };
    } catch (error) {
      await end(app);
      throw error;
    }
  };
  // Playwright waits for ever where the inspector loses the answer to one of its own first questions (see `asks`), and
  // ends the process at the limit.
  const { app, page } = await start()
    .catch((error: unknown) => {
      if (error instanceof errors.TimeoutError) return start();
      throw error;
    })
    .catch(async (error: unknown) => {
      await display.close();
      throw new Error(`no window came up: ${error}\n${output}`, { cause: error });
    });
  const close = async () => {
    await end(app);
    await display.close();
    if (options.userDataDir === undefined) rmSync(userDataDir, { recursive: true, force: true });
  };
  try {
    // tsx gives functions their names by a helper that does not exist where Playwright runs them.
    const keepNames = 'globalThis.__name ??= (named) => named';
    await asks(app, keepNames);
    await app.context().addInitScript(keepNames);
    // The window may still be on its way from its empty page, whose script context then goes away.
    await page.waitForURL((url) => url.protocol !== 'about:', { waitUntil: 'domcontentloaded' });
    await page.evaluate(keepNames);
    return { app, page, userDataDir, output: () => output, close };
  } catch (error) {
    await close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`no window came up: ${reason}\n${output}`, { cause: error });
  }
}

/** Of three that start in one moment, on two cores, some never tell Playwright of their window. Answers what ends the turn. */
async function turnToStart(): Promise<() => void> {
  for (;;) {
    const turn = lockDirectory(join(tmpdir(), 'zerowindow-e2e-start'));
    if (turn.ok) return turn.value;
    await pause(100);
  }
}

/**
 * Asks the main process what may be asked twice: the inspector of a starting process may lose the promise of an answer
 * to the garbage collector.
 */
export async function asks<T>(app: ElectronApplication, script: string | (() => T | Promise<T>)): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return (await app.evaluate(script as () => T)) as T;
    } catch (error) {
      if (tries === 20 || !/garbage collected/.test(String(error))) throw error;
    }
  }
}

export function temporaryProfile(): string {
  return makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-e2e-')));
}

/** Asks until the answer is yes. Throws with the last answer when `milliseconds` were not enough. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean> | boolean,
  milliseconds = 10_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
