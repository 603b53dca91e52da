import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';
import { stories } from './fixtures.ts';

/** Pictures of every story in out/stories/: `tsx src-renderer/stories/shoot.ts [part of a name]`. */

const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1920, height: 1080 };
const looks = [
  { suffix: 'zh', query: '', viewport: portrait, only: /./ },
  { suffix: 'en', query: '?language=en', viewport: portrait, only: /./ },
  { suffix: 'zh-large', query: '?largeText', viewport: portrait, only: /./ },
  { suffix: 'en-large', query: '?language=en&largeText', viewport: portrait, only: /./ },
  {
    suffix: 'zh-contrast',
    query: '?highContrast',
    viewport: portrait,
    only: /^(home|attract|verify|fault-printFailed|take|parameters|printing|preview|staff)$/,
  },
  {
    suffix: 'zh-wide',
    query: '',
    viewport: landscape,
    only: /^(attract|home|notice|consent|identify|verify|parameters|preview|confirm|printing|rate|take|fault-printFailed|staff)$/,
  },
  {
    suffix: 'en-small',
    query: '?language=en',
    viewport: { width: 1280, height: 800 },
    only: /^(home|verify|consent|parameters)$/,
  },
];

const part = process.argv[2] ?? '';
const root = fileURLToPath(new URL('..', import.meta.url));
const out = fileURLToPath(new URL('../../out/stories/', import.meta.url));
await mkdir(out, { recursive: true });
const server = await createServer({
  root,
  configFile: `${root}vite.config.ts`,
  logLevel: 'error',
  server: { port: 0, hmr: false, watch: null },
});
await server.listen();
const address = server.resolvedUrls?.local[0];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const look of looks) {
  const page = await browser.newPage({
    viewport: look.viewport,
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${address}stories.html${look.query}`);
  for (const { name } of stories) {
    if (!look.only.test(name) || !`${name}-${look.suffix}`.includes(part)) continue;
    await page.evaluate((hash) => {
      location.hash = hash;
    }, name);
    await page.waitForFunction((hash) => document.documentElement.dataset.story === hash, name);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${out}${name}-${look.suffix}.png` });
  }
  await page.close();
}
await browser.close();
await server.close();
