import { createRoot } from 'react-dom/client';
import { systemClock } from '../src-shared/clock.ts';
import { App } from './app.tsx';
import { openLink } from './link.ts';
import { useTerminalStore } from './store.ts';
import { warmType } from './warm-type.ts';

const typeAfterMs = 1_000;

const store = useTerminalStore.getState();
const terminal = openLink({ onView: store.receive, onLost: store.lose });

// A long press must not open a browser menu, and nothing on the page can be dragged away.
for (const type of ['contextmenu', 'dragstart']) {
  window.addEventListener(type, (event) => event.preventDefault());
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App terminal={terminal} clock={systemClock} />);

// A hundred font faces cost the first screen more than drawing it does; the type of the machine stands in for them
// until a screen has stood a moment.
const stop = useTerminalStore.subscribe(({ view }) => {
  if (view === null) return;
  stop();
  systemClock.schedule(
    typeAfterMs,
    () => void import('@fontsource-variable/noto-sans-sc/index.css').then(warmType),
  );
});
