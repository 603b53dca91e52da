import { app, Menu, type Session, type WebContents, type WebPreferences } from 'electron';
import { isPage, pageOrigin } from './static-files.ts';

/**
 * What a page may do on this machine: draw, and talk over its port. Everything else that Chromium offers is
 * refused here, for every window and frame, also for those that nobody meant to make.
 */

/** Developer tools: only in a checkout, and only when asked for. */
export function developerToolsAllowed(): boolean {
  return !app.isPackaged && process.env.ZEROWINDOW_DEVTOOLS === '1';
}

export function lockedPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    // Would fetch dictionaries from the Internet.
    spellcheck: false,
    devTools: developerToolsAllowed(),
  };
}

/** Before the app is ready. */
export function lockDownApp(): void {
  app.enableSandbox();
  Menu.setApplicationMenu(null);
  // Two fingers would scale the page, and a swipe would go back in its history.
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
}

/** @param cameraWanted whether the terminal waits for a picture: only then may the page, and it alone, have the camera */
export function lockDownSession(session: Session, cameraWanted: () => boolean): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const onlyVideo = permission === 'media' && media?.length === 1 && media[0] === 'video';
    callback(onlyVideo && details.isMainFrame && isOurs(details.requestingUrl) && cameraWanted());
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      permission === 'media' &&
      details.mediaType === 'video' &&
      details.isMainFrame &&
      isOurs(origin) &&
      cameraWanted(),
  );
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !mayLoad(details.url) }));
}

function isOurs(address: string): boolean {
  return address === pageOrigin || address.startsWith(`${pageOrigin}/`);
}

function mayLoad(url: string): boolean {
  if (url.startsWith(`${pageOrigin}/`) || url.startsWith('data:image/')) return true;
  return developerToolsAllowed() && url.startsWith('devtools://');
}

function lockDownContents(contents: WebContents): void {
  const stayOnPage = (event: { preventDefault(): void; url: string }) => {
    if (!isPage(event.url)) event.preventDefault();
  };
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', stayOnPage);
  contents.on('will-redirect', stayOnPage);
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('before-input-event', (event, input) => {
    if (!developerToolsAllowed() && isShortcut(input)) event.preventDefault();
  });
}

/**
 * A kiosk has at most a number pad; whoever plugs in a keyboard gets letters, editing keys and nothing else:
 * no reload, close, zoom, print, full screen, address of the page before, or window menu.
 */
function isShortcut(input: { control: boolean; alt: boolean; meta: boolean; key: string }): boolean {
  if (input.control || input.alt || input.meta) return true;
  return /^(F\d{1,2}|Browser\w+|Launch\w+|ContextMenu|PrintScreen|Cancel)$/.test(input.key);
}
