import { ipcRenderer } from 'electron';

/**
 * Runs sandboxed beside the page and gives it nothing but its port. The port is asked for before the page has loaded:
 * it comes while the page's own scripts are compiled, and waits until the page says that it is ready. A page that says
 * so again has lost its port, or never got one, and another is asked for.
 */
let waiting: { readonly port: MessagePort; readonly view: unknown } | undefined;
let pageReady = false;

ipcRenderer.send('zerowindow:request-port');

ipcRenderer.on('zerowindow:port', (event, view: unknown) => {
  waiting?.port.close();
  const [port] = event.ports;
  waiting = port && { port, view };
  if (pageReady) handOver();
});

window.addEventListener('message', (event) => {
  if (event.source !== window || event.data?.type !== 'zerowindow:ready') return;
  if (pageReady) ipcRenderer.send('zerowindow:request-port');
  pageReady = true;
  handOver();
});

function handOver(): void {
  if (waiting === undefined) return;
  const { port, view } = waiting;
  window.postMessage({ type: 'zerowindow:port', view }, location.origin, [port]);
  waiting = undefined;
}
