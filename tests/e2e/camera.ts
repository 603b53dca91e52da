import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import type { CameraStatus } from '../../devices/contract/camera.ts';
import { film } from './film.ts';
import { buildShellApp } from './fixtures/shell-app/build.ts';
import { eventually, launchApp, type RunningApp, suite } from './harness.ts';

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
}

const picture = (running: RunningApp) =>
  running.app.evaluate(() => (globalThis as unknown as { shellTest: ShellTest }).shellTest.takePicture());
const status = (running: RunningApp) =>
  running.app.evaluate(() => (globalThis as unknown as { shellTest: ShellTest }).shellTest.cameraStatus());
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
  const withFilm = async (luminance: number, check: (running: RunningApp) => Promise<void>) => {
    const file = join(folder, `${luminance}.y4m`);
    writeFileSync(
      file,
      film(width, height, () => luminance),
    );
    const fake = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`];
    const running = await launchApp({ appDirectory, args: fake });
    try {
      await eventually('the camera is there', async () => (await status(running)).device === 'online');
      await check(running);
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
