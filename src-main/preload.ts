import { ipcRenderer } from 'electron';

/**
 * Runs sandboxed beside the page and gives it nothing but its port: the page says that it is ready, the main
 * process answers with a message port, and this passes it on.
 */
window.addEventListener('message', (event) => {
  if (event.source === window && event.data?.type === 'zerowindow:ready')
    ipcRenderer.send('zerowindow:request-port');
});

ipcRenderer.on('zerowindow:port', (event) => {
  window.postMessage({ type: 'zerowindow:port' }, location.origin, event.ports);
});
