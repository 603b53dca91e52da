import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import type { CameraStatus } from '../../devices/contract/camera.ts';
import { film } from './film.ts';
import { buildShellApp } from './fixtures/shell-app/build.ts';
import { asks, eventually, launchApp, type RunningApp, suite } from './harness.ts';

/** The camera's driver over the real contract and the real page, with a camera whose frames come from a file. */

const width = 320;
const height = 240;

interface Taken {
  readonly jpeg: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly description?: string;
}

interface ShellTest {
  takePicture(): Promise<Taken>;
  cameraStatus(): CameraStatus;
  paper: { readonly frames: number; readonly ended: string | null };
  watchPaper(): void;
  refuseCamera: boolean;
}

const picture = (running: RunningApp) =>
  running.app.evaluate(() => (globalThis as unknown as { shellTest: ShellTest }).shellTest.takePicture());
const status = (running: RunningApp) =>
  asks(running.app, () => (globalThis as unknown as { shellTest: ShellTest }).shellTest.cameraStatus());
const paper = (running: RunningApp) =>
  asks(running.app, () => (globalThis as unknown as { shellTest: ShellTest }).shellTest.paper);
const watchPaper = (running: RunningApp) =>
  running.app.evaluate(() => (globalThis as unknown as { shellTest: ShellTest }).shellTest.watchPaper());
const ended = async (running: RunningApp) => {
  await eventually('the watch ends', async () => (await paper(running)).ended !== null);
  return (await paper(running)).ended ?? '';
};
/** The whole way works (again): frames come. The page that is here then is thrown away. */
const watches = async (running: RunningApp) => {
  await watchPaper(running);
  await eventually('frames come, or why not', async () => {
    const { frames, ended } = await paper(running);
    assert.equal(ended, null);
    return frames > 2;
  });
};
const ask = (running: RunningApp) =>
  running.page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error) => error.name,
    ),
  );

await suite('camera: the page takes a picture when the driver asks, and never otherwise', async (test) => {
  const folder = mkdtempSync(join(tmpdir(), 'zerowindow-camera-'));
  chmodSync(folder, 0o755);
  const appDirectory = await buildShellApp();
  const withFilm = async (luminance: number, check: (running: RunningApp, file: string) => Promise<void>) => {
    const file = join(folder, `${luminance}.y4m`);
    writeFileSync(
      file,
      film(width, height, () => luminance),
    );
    const fake = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
    const running = await launchApp({ appDirectory, args: fake });
    try {
      await eventually('the camera is there', async () => (await status(running)).device === 'online');
      await check(running, file);
    } finally {
      await running.close();
    }
  };
  try {
    await test('a picture is what the camera sees', () =>
      withFilm(180, async (running) => {
        const taken = await picture(running);
        assert.deepEqual([taken.widthPx, taken.heightPx], [width, height], taken.description);
        const image = await loadImage(Buffer.from(taken.jpeg, 'base64'));
        assert.deepEqual([image.width, image.height], [width, height]);
        assert.equal(await ask(running), 'NotAllowedError', 'nobody waits for a picture any more');
        assert.equal((await status(running)).camera, 'ok');
      }));

    await test('a covered camera is told', () =>
      withFilm(16, async (running) => {
        const taken = await picture(running);
        assert.match(taken.description ?? '', /^dark: mean luminance \d+ of 255$/);
        assert.deepEqual((await status(running)).reasons, ['dark']);
      }));

    await test('a sheet is watched; camera gone, busy, refused, and a page that is reloaded are told, and each comes back', () =>
      withFilm(120, async (running, file) => {
        await watches(running);
        // Who holds the camera for Chromium ends, as it does when the line is pulled.
        await running.app.evaluate(({ app }) => {
          const holder = app
            .getAppMetrics()
            .find(({ serviceName }) => serviceName?.includes('video_capture'));
          if (holder === undefined) throw new Error('nobody holds the camera');
          process.kill(holder.pid);
        });
        assert.match(await ended(running), /^cameraInoperative notFound: the camera went away/);
        assert.equal((await status(running)).device, 'offline');

        // Without its film there is no camera.
        const kept = readFileSync(file);
        rmSync(file);
        await watchPaper(running);
        assert.match(await ended(running), /^cameraInoperative notFound: no camera/);
        writeFileSync(file, kept);

        // Chromium's fake camera is never in use: the page is given the error that a real one gives.
        await running.page.evaluate(() => {
          const devices = navigator.mediaDevices;
          Object.assign(devices, {
            getUserMedia: () => {
              Reflect.deleteProperty(devices, 'getUserMedia');
              return Promise.reject(new DOMException('in use', 'NotReadableError'));
            },
          });
        });
        await watchPaper(running);
        assert.match(await ended(running), /^cameraInoperative inUse/);

        const refuse = (now: boolean) =>
          running.app.evaluate((_, refused) => {
            (globalThis as unknown as { shellTest: ShellTest }).shellTest.refuseCamera = refused;
          }, now);
        await refuse(true);
        await watchPaper(running);
        assert.match(await ended(running), /^cameraInoperative notAllowed/);
        await refuse(false);

        await watches(running);
        await running.page.reload();
        assert.match(await ended(running), /^deviceNotReady pageLost/);
        await eventually('the next page has it', async () => (await status(running)).device === 'online');
        await watches(running);
      }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
