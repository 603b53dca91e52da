import './jitless.ts';
import '@fontsource-variable/noto-sans-sc/index.css';
import { createRoot } from 'react-dom/client';
import { systemClock } from '../src-shared/clock.ts';
import { App } from './app.tsx';
import { openLink } from './link.ts';
import { useTerminalStore } from './store.ts';
import { warmType } from './warm-type.ts';

const store = useTerminalStore.getState();
const terminal = openLink({ onView: store.receive, onLost: store.lose });

// A long press must not open a browser menu, and nothing on the page can be dragged away.
for (const type of ['contextmenu', 'dragstart']) {
  window.addEventListener(type, (event) => event.preventDefault());
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<App terminal={terminal} clock={systemClock} />);
window.addEventListener('load', warmType, { once: true });
