import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { View } from '../../src-shared/view.ts';
import { App } from '../app.tsx';
import { useTerminalStore } from '../store.ts';
import { stories, storyNow } from '../stories/fixtures.ts';

const clock = { now: () => storyNow, schedule: () => () => {} };
const terminal = { act: () => {}, searchItems: async () => [] };

/** What a server-side rendering sees of the store is its initial state: the view is put there, and taken out again. */
function draw(view: View): string {
  const initial = useTerminalStore.getInitialState();
  const { view: before } = initial;
  Object.assign(initial, { view });
  try {
    return renderToStaticMarkup(<App terminal={terminal} clock={clock} />);
  } finally {
    Object.assign(initial, { view: before });
  }
}
const words = (markup: string) => markup.replace(/<[^>]+>/g, '\n');

describe.each(['zh', 'en'] as const)('every screen in %s', (language) => {
  it.each(stories.map((story) => [story.name, story.view] as const))('%s', (_, view) => {
    const markup = draw({ ...view, language });
    expect(markup).toContain(`data-screen="${view.screen.kind}"`);
    expect(words(markup)).not.toMatch(/undefined|NaN|\[object/);
    // 样张 is on every screen of a terminal that is not connected.
    expect(markup).toContain('class="specimen"');
    expect(words(markup)).toContain(language === 'zh' ? '样张' : 'Specimen');
  });

  it.each(stories.map((story) => [story.name, story.view] as const))(
    '%s shows nobody in clear',
    (_, view) => {
      const text = words(draw({ ...view, language }));
      expect(text).not.toMatch(/\d{17}[\dX]/);
      expect(text.replaceAll(' ', '')).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
    },
  );

  it('no English screen speaks Chinese, but for names and the certificate', () => {
    if (language === 'zh') return;
    for (const { view } of stories) {
      if (view.screen.kind === 'preview') continue;
      const text = words(draw({ ...view, language }))
        .replaceAll('中文', '')
        .replaceAll('触摸屏幕开始', '')
        // Laws keep their names.
        .replace(/《[^》]*》/g, '');
      expect(text.replaceAll(/张\*[三本]/g, '').match(/[\u4e00-\u9fff]+/)?.[0]).toBeUndefined();
    }
  });
});

it('a connected terminal wears no specimen mark', () => {
  const home = stories.find((story) => story.name === 'home')?.view as View;
  expect(draw({ ...home, specimen: false })).not.toContain('class="specimen"');
});

it('without a view there is only the wish to wait', () => {
  const markup = draw(null as unknown as View);
  expect(markup).toContain('正在恢复');
  expect(markup).toContain('Restoring');
});
