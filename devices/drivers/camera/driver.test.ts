import { beforeEach, describe, expect, it } from 'vitest';
import type { FaceObservation, PaperObservation } from '../../../src-shared/contract/camera.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { CameraDesk } from '../../transport/camera-desk.ts';
import { PageCamera } from './driver.ts';
import { TestPage } from './test-page.ts';

let clock: VirtualClock;
let desk: CameraDesk;
let page: TestPage;
let camera: PageCamera;
const options = { timeoutMs: 8_000 };

beforeEach(() => {
  clock = new VirtualClock();
  desk = new CameraDesk();
  page = new TestPage(desk);
  camera = made();
});

function made(name = 'Specimen'): PageCamera {
  const size = { widthPx: 1280, heightPx: 720 };
  return new PageCamera({ id: 'camera', desk, clock, camera: name, ...size, warmUpMs: 600, darkBelow: 12 });
}

/** Somebody else has the camera. */
async function fails(watching: Promise<unknown>): Promise<void> {
  await clock.advance(0);
  page.fail({ kind: 'failed', reason: 'inUse', description: 'as the browser says' });
  await watching;
}

it('takes a picture, and asks as its profile says', async () => {
  expect(await camera.open()).toEqual({ ok: true, value: undefined });
  expect(camera.status).toEqual({ device: 'online', reasons: [], camera: 'ok' });
  const taken = await camera.takePicture(options);
  if (!taken.ok) throw new Error(taken.error.description);
  expect(Buffer.from(taken.value.jpeg.reveal()).toString()).toBe('a frame');
  expect(taken.value).toMatchObject({ widthPx: 640, heightPx: 480 });
  expect(page.orders.at(-1)).toMatchObject({
    kind: 'take',
    camera: 'Specimen',
    widthPx: 1280,
    warmUpMs: 600,
  });
});

it('a picture shows itself to nobody by accident', async () => {
  await camera.open();
  const taken = await camera.takePicture(options);
  expect(JSON.stringify(taken)).not.toContain(Buffer.from('a frame').toString('base64'));
  expect(JSON.stringify(taken)).toContain('picture');
});

it('a camera of another name is not ours', async () => {
  camera = made('Document tray');
  expect(await camera.open()).toMatchObject({
    ok: false,
    error: { description: expect.stringContaining('there is Specimen USB Camera (0001)') },
  });
  expect(camera.status).toMatchObject({ device: 'offline', reasons: ['notFound'] });
});

it('without a page there is none, and it comes with the page', async () => {
  page.leave();
  await clock.advance(0);
  expect(await camera.open()).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  expect(camera.status).toMatchObject({ device: 'offline', reasons: ['pageLost'] });
  page = new TestPage(desk);
  await clock.advance(0);
  expect(camera.status).toMatchObject({ device: 'online' });
});

it('pulled out and plugged in again', async () => {
  await camera.open();
  page.cameras = [];
  desk.camerasChanged();
  await clock.advance(0);
  expect(camera.status).toMatchObject({ device: 'offline', reasons: ['notFound'] });
  page.cameras = ['Specimen USB Camera (0002)'];
  desk.camerasChanged();
  await clock.advance(0);
  expect(camera.status).toMatchObject({ device: 'online', camera: 'ok' });
});

describe('no picture', () => {
  beforeEach(() => camera.open());

  it('covered: too dark to show anything, and well with the next one', async () => {
    page.brightness = 3;
    expect(await camera.takePicture(options)).toMatchObject({
      error: {
        errorCode: 'cameraInoperative',
        description: 'dark: mean luminance 3 of 255',
        outcome: 'notDone',
      },
    });
    expect(camera.status).toEqual({ device: 'online', reasons: ['dark'], camera: 'inoperative' });
    page.brightness = 100;
    expect(await camera.takePicture(options)).toMatchObject({ ok: true });
    expect(camera.status).toEqual({ device: 'online', reasons: [], camera: 'ok' });
  });

  it.each([
    ['inUse', 'hardwareError'],
    ['notAllowed', 'hardwareError'],
    ['failed', 'hardwareError'],
    ['notFound', 'offline'],
  ] as const)('%s', async (reason, device) => {
    page.failure = { kind: 'failed', reason, description: 'as the browser says' };
    expect(await camera.takePicture(options)).toMatchObject({
      error: { errorCode: 'cameraInoperative', description: `${reason}: as the browser says` },
    });
    expect(camera.status).toMatchObject({ device, reasons: [reason] });
  });

  it('silence: gives up in time, and the late answer is dropped', async () => {
    page.silent = true;
    const taking = camera.takePicture(options);
    await clock.advance(7_999);
    expect(desk.wanted).toBe(true);
    await clock.advance(1);
    expect(await taking).toMatchObject({ error: { completionCode: 'timeOut', outcome: 'notDone' } });
    expect(desk.wanted).toBe(false);
    const late = page.orders.at(-1);
    if (late === undefined) throw new Error('nothing was ordered');
    expect(desk.answer(late.id, page.answerTo(late))).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('canceled at once', async () => {
    page.silent = true;
    const wish = new AbortController();
    const taking = camera.takePicture({ ...options, signal: wish.signal });
    await clock.advance(10);
    wish.abort();
    expect(await taking).toMatchObject({ error: { completionCode: 'canceled' } });
    expect(desk.wanted).toBe(false);
  });

  it('the page goes in the middle', async () => {
    page.silent = true;
    const taking = camera.takePicture(options);
    await clock.advance(10);
    page.leave();
    expect(await taking).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  });

  it('closed', async () => {
    await camera.close();
    expect(await camera.takePicture(options)).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
    expect(camera.status).toMatchObject({ device: 'offline', reasons: ['closed'] });
  });
});

describe('watching a face', () => {
  const reference = new Sensitive(new TextEncoder().encode('whom it should be'), 'photo');
  const seen = { faces: 1, brightness: 120, face: { turn: 0, x: 0.5, y: 0.5, height: 0.4, similarity: 0.8 } };
  let observed: FaceObservation[];
  let end: AbortController;
  beforeEach(() => {
    observed = [];
    end = new AbortController();
    return camera.open();
  });
  const watch = () => {
    const onObserved = (one: FaceObservation) => observed.push(one);
    return camera.watchFace({ reference, onObserved, signal: end.signal });
  };

  it('tells every frame, asks for more as long as somebody listens, and ends when it is aborted', async () => {
    const watching = watch();
    await clock.advance(0);
    expect(page.orders.at(-1)).toMatchObject({
      kind: 'watchFace',
      referenceBase64: Buffer.from('whom it should be').toString('base64'),
    });
    expect(desk.wanted).toBe(true);
    expect(page.observe(seen)).toBe(true);
    expect(page.observe({ ...seen, faces: 0, face: null })).toBe(true);
    expect(observed).toHaveLength(2);
    end.abort();
    expect(await watching).toEqual({ ok: true, value: undefined });
    expect(desk.wanted).toBe(false);
    expect(page.observe(seen)).toBe(false);
    expect(observed).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it('a camera that failed works again as soon as a frame comes, if it shows anything', async () => {
    await fails(watch());
    const watching = watch();
    await clock.advance(0);
    page.observe({ ...seen, brightness: 3 });
    expect(camera.status).toMatchObject({ device: 'hardwareError', reasons: ['inUse'] });
    page.observe(seen);
    expect(camera.status).toEqual({ device: 'online', reasons: [], camera: 'ok' });
    end.abort();
    await watching;
  });

  it('a listener that has seen enough is the last to be told', async () => {
    const watching = camera.watchFace({ reference, onObserved: () => end.abort(), signal: end.signal });
    await clock.advance(0);
    expect(page.observe(seen)).toBe(false);
    expect(await watching).toMatchObject({ ok: true });
  });

  it('a slow machine may think; silence is given up', async () => {
    const watching = watch();
    for (let frame = 0; frame < 5; frame++) {
      await clock.advance(15_000);
      expect(page.observe(seen)).toBe(true);
    }
    await clock.advance(20_000);
    expect(await watching).toMatchObject({ error: { completionCode: 'timeOut', outcome: 'notDone' } });
    expect(page.observe(seen)).toBe(false);
  });

  it('a reference without a face is told apart from a camera that fails', async () => {
    page.referenceUnusable = true;
    expect(await watch()).toMatchObject({
      error: { errorCode: 'referenceUnusable', description: '0 faces on the reference' },
    });
    expect(camera.status).toMatchObject({ device: 'online', reasons: [] });
  });

  it.each([
    ['notFound', 'offline'],
    ['notAllowed', 'hardwareError'],
    ['inUse', 'hardwareError'],
    ['failed', 'hardwareError'],
  ] as const)('%s in the middle of it', async (reason, device) => {
    const watching = watch();
    await clock.advance(0);
    page.observe(seen);
    page.fail({ kind: 'failed', reason, description: 'as the browser says' });
    expect(await watching).toMatchObject({ error: { errorCode: 'cameraInoperative' } });
    expect(camera.status).toMatchObject({ device, reasons: [reason] });
  });

  it('the page goes', async () => {
    const watching = watch();
    await clock.advance(0);
    page.leave();
    expect(await watching).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  });

  it('a picture waits for the end of it', async () => {
    const watching = watch();
    await clock.advance(0);
    const taking = camera.takePicture({ timeoutMs: 30_000 });
    await clock.advance(0);
    expect(page.orders.map(({ kind }) => kind)).not.toContain('take');
    end.abort();
    await watching;
    expect(await taking).toMatchObject({ ok: true });
  });

  it('closed', async () => {
    await camera.close();
    expect(await watch()).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  });
});

describe('watching a sheet', () => {
  const seen: PaperObservation = { widthPx: 3_264, heightPx: 2_448, outline: null, problem: 'noSheet' };
  let observed: PaperObservation[];
  let end: AbortController;
  let takes: boolean;
  beforeEach(() => {
    observed = [];
    end = new AbortController();
    takes = false;
    return camera.open();
  });
  const watch = () =>
    camera.watchPaper({
      signal: end.signal,
      onObserved(one) {
        observed.push(one);
        return takes;
      },
    });

  it('tells every frame, and gives the one that is wanted', async () => {
    const watching = watch();
    await clock.advance(0);
    expect(page.orders.at(-1)).toMatchObject({ kind: 'watchPaper', camera: 'Specimen', warmUpMs: 600 });
    expect(desk.wanted).toBe(true);
    expect(page.observePaper(seen)).toBe('more');
    takes = true;
    expect(page.observePaper(seen, 'the page')).toBe('picture');
    const taken = await watching;
    if (!taken.ok) throw new Error(taken.error.description);
    expect(Buffer.from(taken.value.jpeg.reveal()).toString()).toBe('the page');
    expect(taken.value).toMatchObject({ widthPx: 1_697, heightPx: 2_400, straightened: false });
    expect(JSON.stringify(taken)).not.toContain(Buffer.from('the page').toString('base64'));
    expect(observed).toHaveLength(2);
    expect(desk.wanted).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('a camera that failed works again as soon as a frame comes', async () => {
    await fails(watch());
    const watching = watch();
    await clock.advance(0);
    page.observePaper(seen);
    expect(camera.status).toEqual({ device: 'online', reasons: [], camera: 'ok' });
    end.abort();
    await watching;
  });

  it('ends without a page when it is aborted, and the frame on its way is wanted by nobody', async () => {
    const watching = watch();
    await clock.advance(0);
    end.abort();
    expect(await watching).toMatchObject({ error: { completionCode: 'canceled', outcome: 'notDone' } });
    expect(page.observePaper(seen)).toBe('nothing');
    expect(observed).toEqual([]);
  });

  it('frames may come for minutes; fifteen seconds of silence are given up', async () => {
    const watching = watch();
    await clock.advance(0);
    for (let frame = 0; frame < 20; frame++) {
      await clock.advance(14_000);
      expect(page.observePaper(seen)).toBe('more');
    }
    await clock.advance(15_000);
    expect(await watching).toMatchObject({ error: { completionCode: 'timeOut', outcome: 'notDone' } });
    expect(desk.wanted).toBe(false);
  });

  it('a page that never comes after it was wanted is given up', async () => {
    const watching = watch();
    await clock.advance(0);
    page.silent = true;
    takes = true;
    expect(page.observePaper(seen)).toBe('picture');
    await clock.advance(15_000);
    expect(await watching).toMatchObject({ error: { completionCode: 'timeOut' } });
  });

  it.each([
    ['notFound', 'offline'],
    ['notAllowed', 'hardwareError'],
    ['inUse', 'hardwareError'],
    ['failed', 'hardwareError'],
  ] as const)('%s in the middle of it, and well again with the next page', async (reason, device) => {
    const watching = watch();
    await clock.advance(0);
    page.observePaper(seen);
    page.fail({ kind: 'failed', reason, description: 'as the browser says' });
    expect(await watching).toMatchObject({
      error: { errorCode: 'cameraInoperative', description: `${reason}: as the browser says` },
    });
    expect(camera.status).toMatchObject({ device, reasons: [reason] });
    const second = watch();
    await clock.advance(0);
    takes = true;
    page.observePaper(seen);
    expect(await second).toMatchObject({ ok: true });
    expect(camera.status).toEqual({ device: 'online', reasons: [], camera: 'ok' });
  });

  it('the page goes', async () => {
    const watching = watch();
    await clock.advance(0);
    page.leave();
    expect(await watching).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  });

  it('closed', async () => {
    await camera.close();
    expect(await watch()).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
  });
});

it('two who ask at the same time are served one after the other', async () => {
  await camera.open();
  const both = await Promise.all([camera.takePicture(options), camera.takePicture(options)]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
});

it('the camera may be had only while an order is out', async () => {
  expect(desk.wanted).toBe(false);
  page.silent = true;
  const opening = camera.open();
  await clock.advance(0);
  expect(desk.wanted).toBe(true);
  await clock.advance(10_000);
  await opening;
  expect(desk.wanted).toBe(false);
});

it('a page that was reloaded takes the place of the first', async () => {
  await camera.open();
  const second = new TestPage(desk);
  await clock.advance(0);
  expect(await camera.takePicture(options)).toMatchObject({ ok: true });
  expect(second.orders.map(({ kind }) => kind)).toContain('take');
  expect(page.orders.map(({ kind }) => kind)).not.toContain('take');
});
