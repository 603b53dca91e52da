import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { stories } from '../../src-renderer/stories/fixtures.ts';
import { openGallery } from '../../src-renderer/stories/gallery.ts';
import { suite } from './harness.ts';

/**
 * What only a browser can measure of the screens: axe's rules, the size of every touch target, the size of
 * every word, and that nothing runs out of the glass. In both languages, in large text and high contrast,
 * portrait and landscape.
 */

interface Limits {
  /** Smallest side of what is touched, in pixels of the stage (1080 x 1920). */
  readonly target: number;
  /** Smallest type, in pixels of the stage. */
  readonly type: number;
}
const forCitizens: Limits = { target: 96, type: 24 };
/** Staff have trained eyes, and denser screens. */
const forStaff: Limits = { target: 80, type: 20 };

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
  { title: 'Chinese, large text, landscape', viewport: landscape, look: { largeText: true } },
  { title: 'English, large text, landscape', viewport: landscape, look: { language: 'en', largeText: true } },
] as const;
const rules = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const everyStory = stories.map(({ name }) => name);
const staffScreens: readonly string[] = ['staff', 'staffCash', 'staffLocker'];
/** Lists that staff scroll are not measured, what is pressed on them is. */
const measured = (limits: Limits) =>
  stories
    .filter(({ view, pressed }) =>
      staffScreens.includes(view.screen.kind)
        ? limits === forStaff && pressed !== undefined
        : limits === forCitizens,
    )
    .map(({ name }) => name);

await suite('renderer: accessibility', async (test) => {
  const gallery = await openGallery();
  try {
    for (const { title, viewport, look } of looks) {
      const page = await gallery.open(look, { viewport });
      for (const [whose, limits] of [
        ['a citizen touches', forCitizens],
        ['staff touch in a dialog', forStaff],
      ] as const)
        await test(`${title}, what ${whose}: ${limits.target} px, type of ${limits.type} px, nothing cut off or squeezed`, () =>
          inEach(measured(limits), page, measure, limits));
      await page.context().close();
    }
    for (const [title, look] of [
      ['standard', {}],
      ['high contrast', { highContrast: true }],
    ] as const) {
      const page = await gallery.open(look);
      await page.evaluate(axe.source);
      // Other languages have the same structure.
      await test(`${title}: no violation that axe knows`, () => inEach(everyStory, page, violations, rules));
      await page.context().close();
    }
  } finally {
    await gallery.close();
  }
});

type Inspection<Given> = (given: Given) => string[] | Promise<string[]>;

/**
 * Shows each story and inspects it, all of it inside the page: to ask the browser from here, and to wait for its next
 * picture, takes most of the time of a thousand looks.
 */
async function inEach<Given>(
  names: readonly string[],
  page: Page,
  inspect: Inspection<Given>,
  given: Given,
): Promise<void> {
  // tsx gives functions their names by a helper that the page does not have.
  await page.evaluate('globalThis.__name ??= (named) => named');
  const found = await page.evaluate(
    `(${showAndInspect})(${JSON.stringify(names)}, ${inspect}, ${JSON.stringify(given)})`,
  );
  assert.deepEqual(found, []);
}

/** Runs in the page, as what it calls. */
async function showAndInspect<Given>(
  names: string[],
  inspect: Inspection<Given>,
  given: Given,
): Promise<string[]> {
  const found: string[] = [];
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  for (const name of names) {
    location.hash = name;
    while (document.documentElement.dataset.story !== name) await turn();
    // Laid out once, so that the browser knows which type it needs; loaded, and laid out with it.
    document.body.getBoundingClientRect();
    await document.fonts.ready;
    await turn();
    found.push(...(await inspect(given)).map((line) => `${name}: ${line}`));
  }
  return found;
}

async function violations(runOnly: string[]): Promise<string[]> {
  const inPage = (window as unknown as { axe: typeof axe }).axe;
  const found = await inPage.run(
    // A picture of paper with a thousand marks, described as one image.
    { exclude: ['.paper-view'] },
    { runOnly, resultTypes: ['violations'] },
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`),
  );
}

function measure(smallest: Limits): string[] {
  // What a dialog covers is out of reach.
  const top = document.querySelector('dialog[open]') ?? document.body;
  return [...smallTargets(), ...smallType(), ...cutOff(), ...squeezed()];

  function smallTargets(): string[] {
    const small: string[] = [];
    for (const button of top.querySelectorAll('button')) {
      const { width, height } = button.getBoundingClientRect();
      // Half a pixel: boxes are laid out in fractions.
      if (Math.min(width, height) < smallest.target - 0.5)
        small.push(`${Math.round(width)} x ${Math.round(height)} for "${button.textContent}"`);
    }
    return small;
  }

  function smallType(): string[] {
    const small: string[] = [];
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      // Drawings and the certificate are measured by their own scale.
      if (parent === null || node.nodeValue?.trim() === '' || parent.closest('svg, script, style') !== null)
        continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize);
      if (size < smallest.type) small.push(`${size} px for "${node.nodeValue}"`);
    }
    return small;
  }

  /** A drawing in a strip shows nothing: it is left out there. */
  function squeezed(): string[] {
    const { height } = document.querySelector('.picture-sheet')?.getBoundingClientRect() ?? { height: 0 };
    return height > 0 && height < smallest.target ? [`a drawing of ${Math.round(height)} px`] : [];
  }

  /** Words that run out of the window, out of a box that hides them, or under the main action. */
  function cutOff(): string[] {
    const cut: string[] = [];
    const work = top.querySelector('.work');
    const action = document.querySelector('.action');
    for (const element of top.querySelectorAll<HTMLElement>(
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
    for (const box of [top, ...top.querySelectorAll('.points, .found, .work')])
      if (box.scrollHeight > box.clientHeight + 1)
        cut.push(`${box.className} hides ${box.scrollHeight - box.clientHeight} px`);
    return cut;
  }
}
