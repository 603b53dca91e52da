import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';

/** The stories in a Chromium, for pictures and for what only a browser can measure. */

export interface Look {
  readonly language?: 'zh' | 'en';
  readonly largeText?: boolean;
  readonly highContrast?: boolean;
}

export interface Gallery {
  /** A new page with the first story. Motion is reduced, so that pictures repeat. */
  open(look: Look, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const server = await createServer({
    configFile: `${root}vite.config.ts`,
    logLevel: 'error',
    server: { port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Chromium refuses its sandbox as root; this browser sees nothing but our own pages.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return {
    open: (look, options) => openPage(server, browser, look, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function openPage(
  server: ViteDevServer,
  browser: Browser,
  look: Look,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1080, height: 1920 },
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
    ...options,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  const wish = new URLSearchParams({ language: look.language ?? 'zh' });
  if (look.largeText) wish.set('largeText', '');
  if (look.highContrast) wish.set('highContrast', '');
  await page.goto(`${server.resolvedUrls?.local[0]}stories.html?${wish}`);
  return page;
}

/** Shows a story and waits until its type is loaded. */
export async function showStory(page: Page, name: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, name);
  await page.waitForFunction((hash) => document.documentElement.dataset.story === hash, name);
  await page.evaluate(() => document.fonts.ready);
}
