import '../../src-shared/jitless.ts';
import '@fontsource-variable/noto-sans-sc/index.css';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { type Act, view as viewSchema } from '../../src-shared/view.ts';
import { App } from '../app.tsx';
import { en } from '../i18n/en.ts';
import { zh } from '../i18n/zh.ts';
import { useTerminalStore } from '../store.ts';
import { stories, storyNow } from './fixtures.ts';

/**
 * Development only: any screen without a terminal. `stories.html#verify` shows a story; `?language=en`,
 * `?largeText` and `?highContrast` change how. What the screen would send is kept in `window.acts`.
 */
declare global {
  interface Window {
    acts: { screenId: string; act: Act }[];
  }
}
window.acts = [];

const stillClock = { now: () => storyNow, schedule: () => () => {} };
const terminal = {
  act: (screenId: string, act: Act) => void window.acts.push({ screenId, act }),
  searchItems: async (query: string) =>
    stories.flatMap(({ name, view }) =>
      name === 'home' && view.screen.kind === 'home' && !query.startsWith('x') ? view.screen.frequent : [],
    ),
};

const root = document.getElementById('root');
if (root === null) throw new Error('stories.html has no #root');
flushSync(() => createRoot(root).render(<App terminal={terminal} clock={stillClock} />));
show();
window.addEventListener('hashchange', show);

/** All of it is on the page when `data-story` has its name. */
function show(): void {
  const name = location.hash.slice(1);
  const story = stories.find((each) => each.name === name) ?? stories[0];
  if (story === undefined) return;
  const wish = new URLSearchParams(location.search);
  const view = viewSchema.parse({
    ...story.view,
    language: wish.get('language') ?? story.view.language,
    largeText: wish.has('largeText'),
    highContrast: wish.has('highContrast'),
  });
  const { lose, receive, type } = useTerminalStore.getState();
  flushSync(lose);
  flushSync(() => {
    receive(view);
    type(story.typed ?? {});
  });
  // Also when no such button is there: whoever waits for the story is told by the error.
  document.documentElement.dataset.story = story.name;
  if (story.pressed !== undefined) press(story.pressed(view.language === 'zh' ? zh : en));
}

function press(word: string): void {
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === word);
  if (button === undefined) throw new Error(`no button "${word}"`);
  flushSync(() => button.click());
}
