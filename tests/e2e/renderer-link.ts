import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { zh } from '../../src-renderer/i18n/zh.ts';
import { stories } from '../../src-renderer/stories/fixtures.ts';
import type { Act, View } from '../../src-shared/view.ts';
import { projectDirectory } from '../../tools/host.ts';
import { Finger } from './fixtures/finger.ts';
import { ToyTerminal } from './fixtures/toy-terminal.ts';
import { eventually, suite } from './harness.ts';

/** The built page against a terminal that does what a test wants: what it sends, keeps and forgets. */

function story(name: string, change: Partial<View> = {}): View {
  const view = stories.find((each) => each.name === name)?.view;
  assert(view, name);
  return { ...view, ...change };
}

const pages = mkdtempSync(join(tmpdir(), 'zerowindow-pages-'));
await build({
  configFile: join(projectDirectory, 'src-renderer/vite.config.ts'),
  logLevel: 'error',
  build: { outDir: pages, emptyOutDir: true },
});

await suite('renderer: link', async (test) => {
  const terminal = new ToyTerminal(pages, story('attract'));
  await terminal.start();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const context = await browser.newContext({ viewport: { width: 540, height: 960 }, hasTouch: true });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  const finger = await Finger.of(page);
  let revision = 1;
  /** Shows a story as a new visit, or as the same one with other content. */
  const show = async (name: string, screenId: string, change: Partial<View> = {}) => {
    terminal.publish(story(name, { revision: ++revision, screenId, ...change }));
    await page.waitForSelector(`[data-screen="${story(name).screen.kind}"]`);
    terminal.taken();
  };
  const acts = () => terminal.acts.map(({ act }) => act.type).filter((type) => type !== 'stay');

  /** Waits until this act, and no other, was sent since the screen was shown. */
  const sends = async (type: Act['type']) => {
    await eventually(`the act ${type}`, () => acts().length > 0);
    assert.deepEqual(acts(), [type]);
  };

  try {
    await test('draws the first view, and breaks no policy', async () => {
      await page.goto(terminal.url);
      await page.waitForSelector('[data-screen="attract"]');
      await page.evaluate(() => document.fonts.ready);
      assert.deepEqual(complaints, []);
    });

    await test('an act quotes the screen that it was made on', async () => {
      await show('notice', 'visit-7');
      await page.getByRole('button', { name: zh.notice.start }).click();
      await sends('next');
      assert.deepEqual(new Set(terminal.taken().map(({ screenId }) => screenId)), new Set(['visit-7']));
    });

    await test('sends the code once, and holds it no longer', async () => {
      await show('verify', 'visit-8');
      for (const digit of '407193') await page.getByRole('button', { name: digit, exact: true }).click();
      assert.equal(await typedDigits(page), '407193');
      await page.getByRole('button', { name: zh.verify.confirm }).click();
      await sends('submitCode');
      assert.deepEqual(terminal.taken().find(({ act }) => act.type === 'submitCode')?.act, {
        type: 'submitCode',
        code: '407193',
      });
      assert.equal(await typedDigits(page), '');
    });

    await test('what one person typed is gone when the next visit begins', async () => {
      await show('verify', 'visit-9');
      for (const digit of '407') await page.getByRole('button', { name: digit, exact: true }).click();
      await show('verify', 'visit-9', { language: 'en' });
      assert.equal(await typedDigits(page), '407');
      await show('verify', 'visit-10');
      await eventually('the boxes are empty', async () => (await typedDigits(page)) === '');
    });

    await test('a resting finger presses, a sliding one does not', async () => {
      await show('notice', 'visit-11');
      const start = page.getByRole('button', { name: zh.notice.start });
      await finger.press(start, 900);
      await sends('next');
      terminal.taken();
      await page.waitForTimeout(400);
      await finger.slideOff(start);
      await page.waitForTimeout(100);
      assert.deepEqual(acts(), []);
    });

    await test('a double tap presses one button, two quick keys are two digits', async () => {
      await show('notice', 'visit-12');
      await page.waitForTimeout(400);
      const start = page.getByRole('button', { name: zh.notice.start });
      await finger.press(start);
      await finger.press(start);
      await page.waitForTimeout(100);
      assert.deepEqual(acts(), ['next']);
      await show('verify', 'visit-13');
      const key = page.getByRole('button', { name: '5', exact: true });
      await finger.press(key);
      await finger.press(key);
      await eventually('two digits', async () => (await typedDigits(page)) === '55');
    });

    await test('a touch says that somebody is there, at most once a second', async () => {
      await show('confirm', 'visit-14');
      await page.waitForTimeout(1_100);
      terminal.taken();
      for (let touch = 0; touch < 4; touch++) await page.locator('h1').click();
      await page.waitForTimeout(100);
      assert.deepEqual(terminal.taken(), [{ screenId: 'visit-14', act: { type: 'stay' } }]);
    });

    await test('five touches on the emblem, and no fewer, open the staff sign-in', async () => {
      await show('attract', 'visit-15');
      const emblem = page.getByRole('button', { name: zh.topBar.emblem });
      for (let touch = 0; touch < 4; touch++) await emblem.click();
      await page.waitForTimeout(100);
      assert.deepEqual(acts(), []);
      await emblem.click();
      await sends('openStaff');
    });

    await test('a destructive act of staff waits for a yes to its effect', async () => {
      await show('staff', 'visit-16');
      await page.getByRole('button', { name: zh.staff.acts.void }).click();
      await page.getByText(zh.staff.effects.void).waitFor();
      await page.getByRole('button', { name: zh.staff.cancel }).click();
      assert.deepEqual(acts(), []);
      await page.getByRole('button', { name: zh.staff.acts.void }).click();
      await page
        .getByRole('dialog')
        .or(page.getByRole('alertdialog'))
        .getByRole('button', { name: zh.staff.acts.void })
        .click();
      await sends('staffVoid');
    });

    await test('behind "are you still there?" nothing can be pressed', async () => {
      await show('idle-warning', 'visit-17');
      const behind = page.getByRole('button', { name: zh.confirm.print });
      await assert.rejects(behind.click({ timeout: 500 }));
      await page.getByRole('button', { name: zh.idle.stay }).click();
      await eventually('stay', () => terminal.acts.some(({ act }) => act.type === 'stay'));
    });

    await test('a lost terminal leaves nothing of anybody on the glass, and the screen comes back', async () => {
      await show('confirm', 'visit-18');
      await terminal.stop();
      await page.waitForSelector('[data-screen="restoring"]');
      assert.doesNotMatch((await page.locator('#root').textContent()) ?? '', /\*|445/);
      await terminal.start();
      await page.waitForSelector('[data-screen="confirm"]');
    });

    await test('a view that breaks the contract is not drawn', async () => {
      terminal.publish({ ...story('confirm', { revision: ++revision }), name: '张小三' });
      await page.waitForSelector('[data-screen="restoring"]');
      await show('home', 'visit-19');
    });
  } finally {
    await browser.close();
    await terminal.stop();
    rmSync(pages, { recursive: true });
  }
});

async function typedDigits(page: Page): Promise<string> {
  return (await page.locator('.code-box').allInnerTexts()).join('').trim();
}
