import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { stories } from '../../src-renderer/stories/fixtures.ts';
import { openGallery, showStory } from '../../src-renderer/stories/gallery.ts';
import { suite } from './harness.ts';

/**
 * What only a browser can measure of the screens: axe's rules, the size of every touch target, the size of
 * every word, and that nothing runs out of the glass. In both languages, in large text and high contrast,
 * portrait and landscape.
 */

/** Smallest side of what a citizen touches, in pixels of the stage (1080 x 1920). */
const smallestTarget = 96;
/** Smallest type on a citizen's screen, in pixels of the stage. */
const smallestType = 24;

const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1920, height: 1080 };
const looks = [
  { title: 'Chinese', viewport: portrait, look: {} },
  { title: 'English', viewport: portrait, look: { language: 'en' } },
  { title: 'Chinese, large text', viewport: portrait, look: { largeText: true } },
  { title: 'English, large text', viewport: portrait, look: { language: 'en', largeText: true } },
  { title: 'high contrast', viewport: portrait, look: { highContrast: true } },
  { title: 'Chinese, landscape', viewport: landscape, look: {} },
  { title: 'English, landscape', viewport: landscape, look: { language: 'en' } },
] as const;
/** Trained eyes, denser screens. */
const isStaff = (name: string) => name.startsWith('staff');

await suite('renderer: accessibility', async (test) => {
  const gallery = await openGallery();
  try {
    for (const { title, viewport, look } of looks) {
      const page = await gallery.open(look, { viewport });
      await test(`${title}: targets of ${smallestTarget} px, type of ${smallestType} px, nothing cut off or squeezed`, () =>
        eachStory(page, async (name) => {
          if (isStaff(name)) return [];
          return [
            ...(await smallTargets(page)),
            ...(await smallType(page)),
            ...(await cutOff(page)),
            ...(await squeezed(page)),
          ];
        }));
      await page.context().close();
    }
    for (const [title, look] of [
      ['standard', {}],
      ['high contrast', { highContrast: true }],
    ] as const) {
      const page = await gallery.open(look);
      // Once a page: axe's own source is by far the slowest part of looking at a screen.
      await page.evaluate(axe.source);
      // Other languages have the same structure.
      await test(`${title}: no violation that axe knows`, () => eachStory(page, () => violations(page)));
      await page.context().close();
    }
  } finally {
    await gallery.close();
  }
});

function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    // A picture of paper with a thousand marks, described as one image.
    const inPage = (window as unknown as { axe: typeof axe }).axe;
    const found = await inPage.run(
      { exclude: ['.paper-view'] },
      { runOnly: tags, resultTypes: ['violations'] },
    );
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`),
    );
  });
}

async function eachStory(page: Page, inspect: (name: string) => Promise<string[]>): Promise<void> {
  const found: string[] = [];
  for (const { name } of stories) {
    await showStory(page, name);
    found.push(...(await inspect(name)).map((line) => `${name}: ${line}`));
  }
  assert.deepEqual(found, []);
}

function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const small: string[] = [];
    for (const button of document.querySelectorAll('button')) {
      const { width, height } = button.getBoundingClientRect();
      // Half a pixel: boxes are laid out in fractions.
      if (Math.min(width, height) < smallest - 0.5)
        small.push(`${Math.round(width)} x ${Math.round(height)} for "${button.textContent}"`);
    }
    return small;
  }, smallestTarget);
}

function smallType(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const small: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      // Drawings and the certificate are measured by their own scale.
      if (parent === null || node.nodeValue?.trim() === '' || parent.closest('svg, script, style') !== null)
        continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (size < smallest) small.push(`${size} px for "${node.nodeValue}"`);
    }
    return small;
  }, smallestType);
}

/** A drawing in a strip shows nothing: it is left out there. */
function squeezed(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const { height } = document.querySelector('.picture-sheet')?.getBoundingClientRect() ?? { height: 0 };
    return height > 0 && height < smallest ? [`a drawing of ${Math.round(height)} px`] : [];
  }, smallestTarget);
}

/** Words that run out of the window, out of a box that hides them, or under the main action. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = [];
    const work = document.querySelector('.work');
    const action = document.querySelector('.action');
    for (const element of document.querySelectorAll<HTMLElement>(
      'h1, h2, p, dt, dd, button, button span, li, a',
    )) {
      if (element.closest('.visually-hidden, .paper-view') !== null) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0) continue;
      const words = element.textContent.slice(0, 30);
      if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1)
        cut.push(`off the glass: "${words}"`);
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
        cut.push(`wider than its box: "${words}"`);
      if (work?.contains(element) && action !== null) {
        const below = action.getBoundingClientRect();
        const besides = box.right <= below.left || box.left >= below.right;
        if (!besides && box.bottom > below.top + 1) cut.push(`under the main action: "${words}"`);
      }
    }
    const body = document.querySelector('.stage-body')?.getBoundingClientRect();
    const last = work?.lastElementChild?.getBoundingClientRect();
    if (body !== undefined && last !== undefined && last.bottom > body.bottom + 1)
      cut.push('the work runs into the bottom bar');
    for (const box of document.querySelectorAll('.points, .found, .work'))
      if (box.scrollHeight > box.clientHeight + 1)
        cut.push(`${box.className} hides ${box.scrollHeight - box.clientHeight} px`);
    return cut;
  });
}
