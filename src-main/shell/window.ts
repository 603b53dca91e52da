import { BrowserWindow, screen } from 'electron';
import { developerToolsAllowed, lockedPreferences } from './lockdown.ts';
import { pageUrl } from './static-files.ts';

/** The stage is drawn for this many CSS pixels; a window on a smaller screen is scaled to fit. */
const stage = { width: 1080, height: 1920 };

/** The page token of the design, so that nothing flashes before the first view is drawn. */
const pageColour = '#F5F7FA';

/** The one window: all of the screen, or with ZEROWINDOW_WINDOWED=1 a window that fits on a desk's screen. */
export function openWindow(options: { title: string; preload: string }): BrowserWindow {
  const windowed = process.env.ZEROWINDOW_WINDOWED === '1';
  const display = screen.getPrimaryDisplay();
  const scale = Math.min(1, display.workAreaSize.height / stage.height);
  const window = new BrowserWindow({
    title: options.title,
    backgroundColor: pageColour,
    show: false,
    // A hidden page that draws stands still, its scripts too, until the GPU process has started.
    paintWhenInitiallyHidden: false,
    ...(windowed
      ? {
          width: Math.round(stage.width * scale),
          height: Math.round(stage.height * scale),
          useContentSize: true,
        }
      : { ...display.bounds, kiosk: true, fullscreen: true, frame: false, resizable: false, movable: false }),
    webPreferences: {
      ...lockedPreferences(options.preload),
      ...(windowed ? { zoomFactor: scale } : {}),
    },
  });
  // Alt+F4 and a window manager's wish; the process ends by a signal or from within.
  if (!windowed) window.on('close', (event) => event.preventDefault());
  window.webContents.once('dom-ready', () => {
    // The countdown and the view must go on when a dialog of the system covers the window.
    window.webContents.setBackgroundThrottling(false);
    window.show();
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  if (developerToolsAllowed()) window.webContents.openDevTools({ mode: 'detach' });
  void window.loadURL(pageUrl).catch(() => {
    // `did-fail-load` has told crash-recovery.ts.
  });
  return window;
}
