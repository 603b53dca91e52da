import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Citizen } from '../../tools/demo/citizen.ts';
import { HeadlessTerminal } from '../../tools/headless-terminal.ts';
import { isRoot, projectDirectory } from '../../tools/host.ts';
import { suite } from './harness.ts';
import { openWorld } from './world.ts';

/** The pages of the central server in a plain Chromium, while a real terminal reports to it. */
await suite('the pages of the server', async (test) => {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-pages-'));
  const pictures = join(projectDirectory, 'out', 'e2e', 'server-pages');
  mkdirSync(pictures, { recursive: true });
  const world = await openWorld(directory);
  const terminal = await HeadlessTerminal.start({
    ...(await world.terminalEnvironment()),
    ZEROWINDOW_DATA: join(directory, 'terminal'),
  });
  // Chromium refuses its sandbox to root; this is the reader's browser of a test, not the terminal.
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: isRoot ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });

  try {
    await test('the console refuses a wrong password and lets the right one in', async () => {
      await page.goto(`${world.serverUrl}/console/`);
      await page.locator('input[type=password]').fill('not the password');
      await page.keyboard.press('Enter');
      await page.locator('[role=alert]', { hasText: '✕' }).waitFor();
      await page.locator('input[type=password]').fill(world.operatorPassword);
      await page.keyboard.press('Enter');
      await page.getByText('0001').first().waitFor();
      errors.length = 0;
    });

    await test('a transaction appears live, goes through its steps and ends, without a reload', async () => {
      const hands = new Citizen(page, world);
      await terminal.until('attract');
      await terminal.act({ type: 'start' });
      await terminal.until('home');
      await terminal.act({ type: 'chooseItem', code: 'SIN-PRT-001' });
      await page.getByText('0001-000001').first().waitFor();
      await terminal.act({ type: 'next' });
      await terminal.until('consent');
      await terminal.act({ type: 'next' });
      await terminal.until('identify');
      await hands.laysCard('specimen-a');
      await terminal.until('verify');
      await terminal.act({ type: 'submitCode', code: await hands.readsCode() });
      await terminal.until('forWhom');
      await terminal.act({ type: 'chooseWhom', whom: 'self' });
      await terminal.until('parameters');
      await terminal.act({ type: 'chooseParameters', schemes: ['pension', 'medical'], months: 24 });
      await terminal.until('preview');
      await terminal.act({ type: 'next' });
      await terminal.until('confirm');
      await terminal.act({ type: 'next' });
      await terminal.until('rate', () => true, 60_000);
      await page
        .getByText(/YP\d{14}/)
        .first()
        .waitFor();
      await page.screenshot({ path: join(pictures, 'console.png') });
      const text = (await page.locator('body').textContent()) ?? '';
      assert.doesNotMatch(text, /样本甲|44520219500101001X|138\d{8}/);
      const shown = await page.locator('section.terminals tbody').innerText();
      assert.doesNotMatch(shown, /[a-z][A-Z]/, 'no code of the contract in the place of a word');
      assert.deepEqual(errors, [], 'the page keeps its content security policy');
    });

    await test('the cash units of the terminal are there, as its heartbeat tells them', async () => {
      await page.getByRole('button', { name: '现金', exact: true }).click();
      const units = page.locator('section[aria-labelledby=units]');
      await units.getByText('循环钞箱').waitFor();
      await units.getByText('存款钞箱').waitFor();
      await page.screenshot({ path: join(pictures, 'cash.png') });
    });

    await test('the certificate on paper carries a code that the verification page knows', async () => {
      const [pdf] = await world.printer.printed();
      assert.ok(pdf, 'a certificate was printed');
      const words = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
      const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(words)?.[0];
      assert.ok(code, 'a verification code stands on it');
      assert.match(words, /样张/);
      await page.goto(`${world.serverUrl}/verify/${code}`);
      const text = (await page.locator('body').textContent()) ?? '';
      assert.match(text, /YP\d{14}/);
      assert.match(text, /样\*甲/);
      assert.match(text, /样张/);
      assert.doesNotMatch(text, /样本甲|44520219500101001X/);
      await page.screenshot({ path: join(pictures, 'verify.png') });
    });

    await test('a code that nobody gave is not genuine', async () => {
      await page.goto(`${world.serverUrl}/verify/AAAA-BBBB-CCCC`);
      assert.doesNotMatch((await page.locator('body').textContent()) ?? '', /YP\d{14}/);
    });
  } finally {
    await browser.close();
    await terminal.stop();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
