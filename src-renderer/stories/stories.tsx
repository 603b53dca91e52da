import '../../src-shared/jitless.ts';
import '@fontsource-variable/noto-sans-sc/index.css';
import { createRoot } from 'react-dom/client';
import { type Act, view as viewSchema } from '../../src-shared/view.ts';
import { App } from '../app.tsx';
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

function show(): void {
  const name = location.hash.slice(1);
  const story = stories.find((each) => each.name === name) ?? stories[0];
  if (story === undefined) return;
  document.documentElement.dataset.story = story.name;
  const wish = new URLSearchParams(location.search);
  useTerminalStore.getState().lose();
  useTerminalStore.getState().receive(
    viewSchema.parse({
      ...story.view,
      language: wish.get('language') ?? story.view.language,
      largeText: wish.has('largeText'),
      highContrast: wish.has('highContrast'),
    }),
  );
  useTerminalStore.getState().type(story.typed ?? {});
}

const root = document.getElementById('root');
if (root === null) throw new Error('stories.html has no #root');
show();
window.addEventListener('hashchange', show);
createRoot(root).render(<App terminal={terminal} clock={stillClock} />);
