import assert from 'node:assert/strict';
import { readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectDirectory } from '../../tools/host.ts';
import { buildShellApp } from './fixtures/shell-app/build.ts';
import { eventually, launchApp, type RunningApp, suite, type Test } from './harness.ts';

/**
 * Tries to get out of the locked page. Each way out is tried in a bare window too, where it must succeed:
 * otherwise the attempt proves nothing about the lock.
 */

/** Ways to reach a server; `url` is an address at which each leaves a trace. Run inside the page. */
const waysToConnect: Record<string, (url: string) => unknown> = {
  fetch: (url) => void fetch(url, { mode: 'no-cors' }).catch(() => {}),
  xhr: (url) => {
    const request = new XMLHttpRequest();
    request.open('GET', url);
    request.send();
  },
  webSocket: (url) => void new WebSocket(url.replace('http:', 'ws:')),
  eventSource: (url) => void new EventSource(url),
  beacon: (url) => void navigator.sendBeacon(url),
  image: (url) => {
    new Image().src = url;
  },
  script: (url) => void document.head.append(Object.assign(document.createElement('script'), { src: url })),
  moduleImport: (url) => void import(url).catch(() => {}),
  stylesheet: (url) =>
    void document.head.append(
      Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }),
    ),
  frame: (url) => void document.body.append(Object.assign(document.createElement('iframe'), { src: url })),
  object: (url) => void document.body.append(Object.assign(document.createElement('object'), { data: url })),
  windowOpen: (url) => void window.open(url),
  blankTarget: (url) => {
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
    document.body.append(link);
    link.click();
  },
  form: (url) => {
    const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  metaRefresh: (url) => {
    const meta = Object.assign(document.createElement('meta'), {
      httpEquiv: 'refresh',
      content: `0;url=${url}`,
    });
    document.head.append(meta);
  },
  navigation: (url) => {
    location.href = url;
  },
};

/** Ways to run text as code. Each sets `window.escaped`. Run inside the page, out of the driver's reach. */
const waysToRunText: Record<string, () => unknown> = {
  eval: () =>
    setTimeout(() => {
      // biome-ignore lint/security/noGlobalEval: the attempt itself
      // biome-ignore lint/complexity/noCommaOperator: indirect, so in the page's scope
      (0, eval)('window.escaped = true');
    }),
  functionConstructor: () => setTimeout(() => new Function('window.escaped = true')()),
  timerText: () => setTimeout('window.escaped = true'),
  inlineScript: () =>
    document.head.append(Object.assign(document.createElement('script'), { text: 'window.escaped = true' })),
  inlineHandler: () => {
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.escaped = true');
    image.src = 'data:image/png;base64,AAAA';
    document.body.append(image);
  },
  blobScript: () => {
    const blob = new Blob(['window.escaped = true'], { type: 'text/javascript' });
    document.head.append(Object.assign(document.createElement('script'), { src: URL.createObjectURL(blob) }));
  },
  scriptAddress: () => {
    location.href = 'javascript:void (window.escaped = true)';
  },
};

const permissions = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi'];

await suite('shell-lockdown: the page cannot get out', async (test) => {
  const hits: string[] = [];
  const server = await listen(hits);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A camera that every machine has: without one the page is told so before anybody is asked.
  const args = ['--use-fake-device-for-media-stream'];
  const bareApp = join(projectDirectory, 'tests/e2e/fixtures/bare-app');
  const locked = await launchApp({ appDirectory: await buildShellApp(), args });
  const bare = await launchApp({ appDirectory: bareApp, args });
  try {
    await eventually('the page draws its view', () =>
      screenOf(locked).then((screen) => screen === 'attract'),
    );
    await sandbox(test, locked);
    await connections(test, locked, bare, hits, address);
    await textAsCode(test, locked, bare);
    await powers(test, locked, bare);
    await files(test, locked);
    await port(test, locked);
    await keyboard(test, locked, bare);
  } finally {
    await locked.close();
    await bare.close();
    server.closeAllConnections();
    server.close();
  }
});

async function sandbox(test: Test, locked: RunningApp): Promise<void> {
  await test('every renderer runs in the sandbox, and the main process as an ordinary user', async () => {
    if (process.platform !== 'linux') return;
    const metrics = await locked.app.evaluate(({ app }) => app.getAppMetrics());
    const renderers = metrics.filter((each) => each.type === 'Tab');
    const main = metrics.find((each) => each.type === 'Browser');
    assert.ok(main && renderers.length > 0);
    const status = (pid: number, field: string) =>
      new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    assert.equal(status(main.pid, 'Seccomp'), '0', 'the main process has no filter: the check can tell');
    assert.notEqual(status(main.pid, 'Uid'), '0');
    for (const { pid } of renderers) {
      assert.equal(status(pid, 'Seccomp'), '2');
      assert.equal(status(pid, 'NoNewPrivs'), '1');
      if (process.getuid?.() === 0)
        assert.notEqual(readlinkSync(`/proc/${pid}/ns/user`), readlinkSync(`/proc/${main.pid}/ns/user`));
    }
    const args = await locked.app.evaluate(() => process.argv.join(' '));
    assert.doesNotMatch(args, /no-sandbox/);
  });

  await test('the page has nothing that a bare page has not: no require, no process, no bridge', async () => {
    const kinds = await locked.page.evaluate(() =>
      ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      ),
    );
    assert.deepEqual(kinds, []);
  });
}

async function connections(
  test: Test,
  locked: RunningApp,
  bare: RunningApp,
  hits: string[],
  address: string,
): Promise<void> {
  for (const [way, attempt] of Object.entries(waysToConnect))
    await test(`no way out by ${way}`, async () => {
      await eventually(`the bare page gets out by ${way}`, async () => {
        await run(bare, attempt, `${address}/bare-${way}`);
        await pause(100);
        return hits.includes(`/bare-${way}`);
      });
      await home(bare);
      await mark(locked);
      await run(locked, attempt, `${address}/locked-${way}`);
      await pause(300);
      assert.ok(!hits.includes(`/locked-${way}`), 'the server was reached');
      await stillHome(locked);
    });

  await test('no way out past the policy: the session itself refuses other addresses', async () => {
    const ask = (running: RunningApp, url: string) =>
      running.app.evaluate(
        ({ session }, target) =>
          session.defaultSession.fetch(target).then(
            () => true,
            () => false,
          ),
        url,
      );
    assert.equal(await ask(bare, `${address}/bare-session`), true);
    assert.equal(await ask(locked, `${address}/locked-session`), false);
    assert.ok(!hits.includes('/locked-session'));
  });

  await test('no way to a local file', async () => {
    await mark(locked);
    await run(locked, (url) => location.assign(url), 'file:///etc/hostname');
    await pause(300);
    await stillHome(locked);
  });
}

async function textAsCode(test: Test, locked: RunningApp, bare: RunningApp): Promise<void> {
  for (const [way, attempt] of Object.entries(waysToRunText))
    await test(`no text runs as code by ${way}`, async () => {
      const escaped = (running: RunningApp) => running.page.evaluate(() => 'escaped' in window);
      await home(bare);
      await eventually('it runs in the bare page', async () => {
        await run(bare, attempt, '');
        await pause(50);
        return escaped(bare);
      });
      await mark(locked);
      await run(locked, attempt, '');
      await pause(200);
      assert.equal(await escaped(locked), false);
      await stillHome(locked);
    });
}

async function powers(test: Test, locked: RunningApp, bare: RunningApp): Promise<void> {
  const state = (running: RunningApp, name: string) =>
    running.page.evaluate(
      (asked) =>
        navigator.permissions.query({ name: asked as PermissionName }).then((answer) => answer.state),
      name,
    );
  for (const name of permissions)
    await test(`no permission: ${name}`, async () => {
      assert.equal(await state(bare, name), 'granted');
      assert.equal(await state(locked, name), 'denied');
    });

  await test('a request for the camera or the place is refused, not left open', async () => {
    const camera = (running: RunningApp) =>
      running.page.evaluate(() =>
        navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => 'given',
          (error) => error.name,
        ),
      );
    assert.equal(await camera(bare), 'given');
    assert.equal(await camera(locked), 'NotAllowedError');
    const place = await locked.page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code),
          ),
        ),
    );
    assert.equal(place, 1, 'PERMISSION_DENIED');
  });

  await test('no download', async () => {
    await locked.app.evaluate(({ session }) => {
      const seen: boolean[] = [];
      Object.assign(globalThis, { downloads: seen });
      session.defaultSession.on('will-download', (event) => seen.push(event.defaultPrevented));
    });
    await locked.page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: '/index.html', download: 'page.html' });
      document.body.append(link);
      link.click();
    });
    const downloads = () =>
      locked.app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads);
    await eventually('the download is attempted', async () => (await downloads()).length > 0);
    assert.deepEqual(await downloads(), [true]);
  });

  await test('no developer tools', async () => {
    const opened = (running: RunningApp) =>
      running.app.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const open = new Promise<boolean>((resolve) => {
          contents?.once('devtools-opened', () => resolve(true));
          setTimeout(() => resolve(false), 3_000);
        });
        contents?.openDevTools({ mode: 'detach' });
        const result = await open;
        contents?.closeDevTools();
        return result;
      });
    assert.equal(await opened(bare), true);
    assert.equal(await opened(locked), false);
  });
}

async function files(test: Test, locked: RunningApp): Promise<void> {
  const get = (url: string) =>
    locked.app.evaluate(async ({ session }, target) => {
      const response = await session.defaultSession.fetch(target);
      return { status: response.status, policy: response.headers.get('content-security-policy') };
    }, url);

  await test('the page comes with its policy', async () => {
    const answer = await get('app://terminal/index.html');
    assert.equal(answer.status, 200);
    assert.match(answer.policy ?? '', /default-src 'none'.*connect-src 'none'/);
  });

  for (const path of ['../package.json', '%2e%2e/package.json', '..%2fpackage.json', '..%5cpackage.json'])
    await test(`no file outside the page's folder: ${path}`, async () => {
      await assert.rejects(get(`app://terminal/${path}`), /ERR_FILE_NOT_FOUND/);
    });
}

async function port(test: Test, locked: RunningApp): Promise<void> {
  await test('another window at the same address gets no port', async () => {
    const screen = await locked.app.evaluate(async ({ app, BrowserWindow }) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/preload/preload.cjs` },
      });
      await window.loadURL('app://terminal/index.html');
      await new Promise((resolve) => setTimeout(resolve, 500));
      const shown = await window.webContents.executeJavaScript(
        'document.documentElement.dataset.screen ?? null',
      );
      window.destroy();
      return shown;
    });
    assert.equal(screen, null);
  });

  await test('the page gets the view of the moment with its port', async () => {
    assert.equal(await locked.page.evaluate(() => document.documentElement.dataset.first), 'first');
  });

  await test('a request that names another frame gets no port', async () => {
    const answered = await locked.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      let posted = 0;
      const frame = { origin: 'app://terminal', isDestroyed: () => false, postMessage: () => posted++ };
      ipcMain.emit('zerowindow:request-port', { sender: contents, senderFrame: frame });
      ipcMain.emit('zerowindow:request-port', { sender: contents, senderFrame: null });
      await new Promise((resolve) => setTimeout(resolve, 300));
      return posted;
    });
    assert.equal(answered, 0);
  });

  await test('no frame of the page gets a port', async () => {
    await mark(locked);
    const received = await locked.page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      let ports = 0;
      const inner = frame.contentWindow;
      for (const target of [window, inner])
        target?.addEventListener('message', (event) => {
          ports += event.ports.length;
        });
      // A listener of the inner document that speaks to the outer one: its messages name the frame as source.
      inner?.postMessage({ type: 'zerowindow:ready' }, '*');
      const relay = inner as unknown as { parent: Window; MessageChannel: typeof MessageChannel };
      relay.parent.dispatchEvent(
        new MessageEvent('message', { data: { type: 'zerowindow:ready' }, source: inner }),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      frame.remove();
      return ports;
    });
    assert.equal(received, 0);
  });

  await test('a page that sends rubbish loses its port and harms nothing', async () => {
    for (const rubbish of [
      'not a frame',
      '{"i":"1","p":{}}',
      '{"i":"1","p":{"u":"/watch","h":{"content-type":"x"}}}',
    ])
      await locked.page.evaluate(async (text) => {
        const held = () => (window as unknown as { shellTest: { port: MessagePort } }).shellTest.port;
        const lost = new Promise((resolve) => held().addEventListener('close', resolve));
        held().postMessage(text);
        await lost;
        const before = held();
        window.postMessage({ type: 'zerowindow:ready' }, location.origin);
        while (held() === before) await new Promise((resolve) => setTimeout(resolve, 20));
      }, rubbish);
    const items = await locked.page.evaluate(() =>
      (
        window as unknown as { shellTest: { client: { searchItems(input: object): Promise<unknown[]> } } }
      ).shellTest.client.searchItems({ query: 'x' }),
    );
    assert.deepEqual(items, []);
    assert.doesNotMatch(locked.output(), /starting again/);
  });
}

async function keyboard(test: Test, locked: RunningApp, bare: RunningApp): Promise<void> {
  /** Presses as the operating system would, so that the main process sees the key first. */
  const arrives = async (running: RunningApp, shortcut: string) => {
    await running.page.evaluate(() => {
      Object.assign(window, { keys: 0 });
      window.addEventListener('keydown', () => Object.assign(window, { keys: 1 }), { once: true });
    });
    await running.app.evaluate(({ BrowserWindow }, combination) => {
      const modifiers = combination.split('+').map((part) => part.toLowerCase());
      const keyCode = combination.split('+').at(-1) ?? '';
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (const type of ['keyDown', 'keyUp'] as const)
        contents?.sendInputEvent({ type, keyCode, modifiers: modifiers.slice(0, -1) as 'control'[] });
    }, shortcut);
    await pause(150);
    return running.page.evaluate(() => (window as unknown as { keys: number }).keys === 1);
  };

  await test('letters and editing keys arrive', async () => {
    for (const key of ['a', '7', 'Backspace', 'Enter', 'Tab'])
      assert.equal(await arrives(locked, key), true, key);
  });

  const shortcuts = [
    'Control+R',
    'Control+W',
    'Control+Shift+I',
    'Control+P',
    'Alt+F4',
    'Alt+Left',
    'F5',
    'F11',
    'F12',
  ];
  for (const shortcut of shortcuts)
    await test(`no shortcut: ${shortcut}`, async () => {
      await mark(locked);
      assert.equal(await arrives(locked, shortcut), false);
      await stillHome(locked);
    });

  await test('a shortcut reaches a bare page', async () => {
    await home(bare);
    for (const shortcut of ['Control+P', 'Alt+Left', 'F12'])
      assert.equal(await arrives(bare, shortcut), true);
  });
}

async function run(running: RunningApp, attempt: (url: string) => unknown, url: string): Promise<void> {
  // A navigation may take the page away under the call.
  await running.page.evaluate(attempt, url).catch(() => {});
}

/** Puts a mark on the page that a reload or a navigation would wipe away. */
async function mark(running: RunningApp): Promise<void> {
  await running.page.evaluate(() => Object.assign(window, { marked: true }));
}

async function stillHome(running: RunningApp): Promise<void> {
  assert.equal(running.page.url(), 'app://terminal/index.html');
  assert.equal(await running.page.evaluate(() => 'marked' in window), true, 'the page was loaded anew');
  assert.equal(running.app.windows().length, 1, 'a window was opened');
}

/** Brings the bare window back to its page and closes what it opened. */
async function home(running: RunningApp): Promise<void> {
  // A navigation that was begun before may cut this one short.
  await eventually('the bare page is back', () =>
    running.app
      .evaluate(({ app, BrowserWindow }) => {
        const [first, ...others] = BrowserWindow.getAllWindows().sort((one, other) => one.id - other.id);
        for (const other of others) other.destroy();
        return first?.loadFile(`${app.getAppPath()}/index.html`).then(
          () => true,
          () => false,
        );
      })
      .then((loaded) => loaded === true),
  );
  // The driver of the test hears of the new document a moment after the main process does.
  await eventually('a script of the test runs in it', () =>
    running.page.evaluate(() => document.readyState === 'complete').catch(() => false),
  );
}

function screenOf(running: RunningApp): Promise<string | undefined> {
  return running.page.evaluate(() => document.documentElement.dataset.screen);
}

function listen(hits: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('reached');
  });
  server.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '');
    socket.destroy();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
