import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stories } from './fixtures.ts';
import { type Look, openGallery, showStory } from './gallery.ts';

/** Pictures of every story in out/stories/: `tsx src-renderer/stories/shoot.ts [part of a name]`. */

const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1920, height: 1080 };
const small = { width: 1280, height: 800 };

interface Series extends Look {
  readonly suffix: string;
  readonly viewport: { readonly width: number; readonly height: number };
}
const series: readonly Series[] = [
  { suffix: 'zh', viewport: portrait },
  { suffix: 'en', language: 'en', viewport: portrait },
  { suffix: 'zh-large', largeText: true, viewport: portrait },
  { suffix: 'en-large', language: 'en', largeText: true, viewport: portrait },
  { suffix: 'zh-contrast', highContrast: true, viewport: portrait },
  { suffix: 'zh-wide', viewport: landscape },
  { suffix: 'en-wide', language: 'en', viewport: landscape },
  { suffix: 'zh-large-wide', largeText: true, viewport: landscape },
  { suffix: 'en-large-wide', language: 'en', largeText: true, viewport: landscape },
  { suffix: 'en-small', language: 'en', viewport: small },
];

const part = process.argv[2] ?? '';
const out = fileURLToPath(new URL('../../out/stories/', import.meta.url));
await mkdir(out, { recursive: true });
const gallery = await openGallery();
try {
  for (const { suffix, viewport, ...look } of series) {
    const names = stories.map((story) => story.name).filter((name) => `${name}-${suffix}`.includes(part));
    if (names.length === 0) continue;
    const page = await gallery.open(look, { viewport });
    for (const name of names) {
      await showStory(page, name);
      await page.screenshot({ path: `${out}${name}-${suffix}.png` });
    }
    await page.context().close();
  }
} finally {
  await gallery.close();
}
