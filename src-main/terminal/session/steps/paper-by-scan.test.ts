import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaperPicture } from '../../../../devices/contract/camera.ts';
import { PageCamera } from '../../../../devices/drivers/camera/driver.ts';
import { TestPage } from '../../../../devices/drivers/camera/test-page.ts';
import { CameraDesk } from '../../../../devices/transport/camera-desk.ts';
import type { PaperObservation } from '../../../../src-shared/contract/camera.ts';
import { mostPages } from '../../../../src-shared/contract/papers.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { journalTypes } from '../../transaction/test-ground.ts';
import { seenAt, table } from '../test-paper.ts';
import { toPapers } from '../test-papers.ts';
import { openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
let desk: CameraDesk;
let page: TestPage;
/** Pages as the driver gave them: their bytes must be overwritten in the end. */
let pictures: PaperPicture[];
beforeEach(async () => {
  pictures = [];
  session = await openSession(undefined, {
    documentCamera(clock) {
      desk = new CameraDesk();
      page = new TestPage(desk);
      const size = { widthPx: 3_264, heightPx: 2_448 };
      const camera = new PageCamera({
        id: 'documentCamera',
        desk,
        clock,
        camera: '',
        ...size,
        warmUpMs: 600,
        darkBelow: 12,
      });
      void camera.open();
      const watch = camera.watchPaper.bind(camera);
      camera.watchPaper = async (options) => {
        const taken = await watch(options);
        if (taken.ok) pictures.push(taken.value);
        return taken;
      };
      return camera;
    },
  });
});
afterEach(() => session.close());

const at = () => session.stage.view.screen;
const scan = () => at() as ScreenOf<'paperScan'>;

const toMaterials = () => toPapers(session);
const choose = (way: 'scan' | 'phone' | 'promise') =>
  session.act({ type: 'chooseMaterial', id: 'photo', way });
async function toScan() {
  await toMaterials();
  await choose('scan');
  await session.until('paperScan');
}
const see = async (frame: PaperObservation, times = 1, text?: string) => {
  for (let frames = 0; frames < times && at().kind === 'paperScan'; frames++) {
    await session.clock.advance(100);
    page.observePaper(frame, text);
    await session.clock.advance(0);
  }
};
/** A sheet that lies still, until it is taken. */
const takes = async (text: string, x = 0.3) => {
  await session.until('paperScan', ({ problem }) => problem === null);
  await see(table, 2);
  await see(seenAt(x), 15, text);
  return session.until('paperScanned');
};
const shows = (screen: ScreenOf<'paperScanned'>) => Buffer.from(screen.jpegBase64, 'base64').toString();
const material = async (state: ScreenOf<'materials'>['materials'][number]['state']) =>
  (await session.until('materials', ({ materials }) => materials[0]?.state === state)).materials[0];
const nothingIsLeft = () => {
  expect(session.centre.begunPapers.size).toBe(0);
  for (const { jpeg } of pictures) expect([...jpeg.reveal()].every((byte) => byte === 0)).toBe(true);
  expect(desk.wanted).toBe(false);
};

describe('a page', () => {
  it('is outlined, taken by itself, looked at, and goes to the centre when the citizen says so', async () => {
    expect((await toMaterials()).materials[0]).toMatchObject({ ways: ['scan', 'phone', 'promise'] });
    await choose('scan');
    expect(await session.until('paperScan')).toMatchObject({ ready: false, page: 1, most: mostPages });
    expect(page.orders.at(-1)).toMatchObject({ kind: 'watchPaper', widthPx: 3_264 });
    await see(seenAt(0.3), 3);
    expect(scan()).toMatchObject({ ready: true, still: true, hint: null, outline: seenAt(0.3).outline });
    const shown = await takes('page one');
    expect(shown).toMatchObject({ page: 1, straightened: true });
    expect(shows(shown)).toBe('page one');
    expect(desk.wanted).toBe(false);
    expect(session.centre.asked).not.toContain('beginPaper');
    await session.act({ type: 'next' });
    expect(await material('uploaded')).toMatchObject({ pages: 1 });
    expect(session.centre.pagesGiven).toEqual(['page one']);
    for (const { jpeg } of pictures) expect(jpeg.reveal().every((byte) => byte === 0)).toBe(true);
    const [paperId] = [...session.centre.begunPapers.keys()];
    await session.act({ type: 'next' });
    await session.until('declaration');
    await session.act({ type: 'next' });
    await session.until('outcome');
    const [handedIn] = [...session.centre.submitted.values()];
    expect(handedIn?.papers).toEqual([{ kind: 'upload', materialId: 'photo', paperId }]);
  });

  it('by the button, also where no edge is found; the camera stays on for it', async () => {
    await toScan();
    await see(table, 30);
    expect(scan()).toMatchObject({ hint: 'noSheet', outline: null });
    const orders = page.orders.length;
    await session.act({ type: 'takePicture' });
    await see(table, 1, 'whole view');
    expect(await session.until('paperScanned')).toMatchObject({ straightened: false });
    expect(page.orders).toHaveLength(orders);
  });

  it('that is not clear is taken again, and its bytes are gone; not by itself while it lies there', async () => {
    await toScan();
    await takes('askew');
    await session.act({ type: 'retry' });
    expect([...(pictures[0]?.jpeg.reveal() ?? [1])].every((byte) => byte === 0)).toBe(true);
    await session.until('paperScan');
    await see(seenAt(0.3), 30);
    expect(scan()).toMatchObject({ hint: 'layAnother', page: 1 });
    await takes('better', 0.4);
    await session.act({ type: 'next' });
    await material('uploaded');
    expect(session.centre.pagesGiven).toEqual(['better']);
  });

  it('and another, in the order in which they were taken; back from the second shows the first again', async () => {
    await toScan();
    await takes('one');
    await session.act({ type: 'addPage' });
    await session.until('paperScan', ({ page: number }) => number === 2);
    await session.act({ type: 'back' });
    expect(shows(await session.until('paperScanned'))).toBe('one');
    await session.act({ type: 'addPage' });
    await takes('two', 0.5);
    await session.act({ type: 'next' });
    expect(await material('uploaded')).toMatchObject({ pages: 2 });
    expect(session.centre.pagesGiven).toEqual(['one', 'two']);
  });

  it('as many as the contract allows, and no more', async () => {
    await toScan();
    for (let number = 1; number <= mostPages; number++) {
      await takes(`page ${number}`, number % 2 === 0 ? 0.5 : 0.3);
      if (number < mostPages) await session.act({ type: 'addPage' });
    }
    await expect(session.act({ type: 'addPage' })).rejects.toThrow('does not take');
    expect(await session.until('paperScanned')).toMatchObject({ page: mostPages });
    await session.act({ type: 'next' });
    expect(await material('uploaded')).toMatchObject({ pages: mostPages });
  });
});

describe('nothing is left of it', () => {
  it('after going back from the picture', async () => {
    await toScan();
    await takes('one');
    await session.act({ type: 'addPage' });
    await takes('two', 0.5);
    await session.act({ type: 'back' });
    await material('missing');
    nothingIsLeft();
    expect(session.centre.asked).not.toContain('addPage');
  });

  it.each(['paperScan', 'paperScanned'])('after leaving from %s', async (screen) => {
    await toScan();
    if (screen === 'paperScanned') await takes('one');
    await session.act({ type: 'leave' });
    await session.until('take');
    nothingIsLeft();
  });

  it('when nobody is there any more: a paper that lies still for ever is nobody', async () => {
    await toScan();
    for (let seconds = 0; seconds < 160 && at().kind === 'paperScan'; seconds += 5) {
      page.observePaper({ ...seenAt(0.3), problem: 'blurred' });
      await session.clock.advance(5_000);
    }
    expect(at().kind).not.toBe('paperScan');
    nothingIsLeft();
  });

  it('when nobody is there any more at the picture', async () => {
    await toScan();
    await takes('one');
    await session.clock.advance(151_000);
    expect(at().kind).not.toBe('paperScanned');
    nothingIsLeft();
  });

  it('in journal and reports: not one byte', async () => {
    await toScan();
    await takes('a page that is secret');
    await session.act({ type: 'next' });
    await material('uploaded');
    const { read } = session.disk.store;
    const written = JSON.stringify([read.journal(0, 1_000), read.unsentReports(1_000)]);
    expect(written).not.toContain(Buffer.from('a page that is secret').toString('base64').slice(0, 12));
    expect(written).not.toContain('secret');
  });

  it('and whoever moves the paper is not asked whether they are there', async () => {
    await toScan();
    for (let step = 0; step < 40; step++) {
      await session.clock.advance(5_000);
      await see({ ...seenAt(step % 2 === 0 ? 0.2 : 0.4), problem: 'notFlat' });
    }
    expect(session.stage.view.idleWarning).toBeNull();
    expect(scan()).toMatchObject({ hint: 'notFlat' });
  });
});

describe('the camera', () => {
  it.each([
    ['notFound', 'unplugged'],
    ['notAllowed', 'notAllowed'],
    ['inUse', 'inUse'],
    ['failed', 'noPicture'],
  ] as const)(
    '%s in the middle of it: said, written down, and the other ways are there',
    async (reason, problem) => {
      await toScan();
      await see(seenAt(0.3), 2);
      page.fail({ kind: 'failed', reason, description: 'as the browser says' });
      await session.clock.advance(0);
      expect(at()).toMatchObject({ kind: 'paperScan', problem, ready: false });
      expect(journalTypes(session.disk.store)).toContain('paperNotTaken');
      await session.act({ type: 'back' });
      expect((await session.until('materials')).materials[0]?.ways).toContain('phone');
      await choose('promise');
      await material('promised');
    },
  );

  it('that gives no picture is given up after fifteen seconds, and tried again', async () => {
    await toScan();
    await session.clock.advance(14_900);
    expect(scan().problem).toBeNull();
    await session.clock.advance(200);
    expect(scan()).toMatchObject({ problem: 'noPicture' });
    await session.act({ type: 'retry' });
    await session.until('paperScan', ({ problem }) => problem === null);
    await takes('one');
  });

  it('that hangs while it makes the page is given up too', async () => {
    await toScan();
    page.silent = true;
    await see(seenAt(0.3), 15);
    await session.clock.advance(15_100);
    expect(scan()).toMatchObject({ problem: 'noPicture' });
  });

  it('whose page was reloaded goes on with the pages that were taken before', async () => {
    await toScan();
    await takes('one');
    await session.act({ type: 'addPage' });
    await see(seenAt(0.3), 2);
    page.leave();
    await session.clock.advance(0);
    expect(at()).toMatchObject({ kind: 'paperScan', problem: 'interrupted', page: 2 });
    page = new TestPage(desk);
    await session.clock.advance(0);
    await session.act({ type: 'retry' });
    await session.until('paperScan', ({ problem }) => problem === null);
    await takes('two', 0.5);
    await session.act({ type: 'next' });
    await material('uploaded');
    expect(session.centre.pagesGiven).toEqual(['one', 'two']);
  });

  it('that is not there is not offered, and whoever asks for it all the same gets nothing', async () => {
    page.cameras = [];
    desk.camerasChanged();
    await session.clock.advance(0);
    const { materials } = await toMaterials();
    expect(materials[0]?.ways).toEqual(['phone', 'promise']);
    await choose('scan');
    expect(at().kind).toBe('materials');
  });
});

describe('the centre', () => {
  it('is away: the pages wait, and go when it is back, once each', async () => {
    await toScan();
    await takes('one');
    session.centre.refuse.addPage = 'AUTHORITY_UNAVAILABLE';
    await session.act({ type: 'next' });
    expect(await session.until('fault')).toMatchObject({
      code: 'paperNotSent',
      actions: ['retry', 'back', 'finish', 'call'],
    });
    expect(session.centre.begunPapers.size).toBe(0);
    session.centre.refuse = {};
    await session.act({ type: 'retry' });
    expect(await material('uploaded')).toMatchObject({ pages: 1 });
    expect(session.centre.begunPapers.size).toBe(1);
    expect(session.centre.pagesGiven).toEqual(['one']);
  });

  it('stays away: another way, and nothing of the pages is left', async () => {
    await toScan();
    await takes('one');
    session.centre.refuse.beginPaper = 'AUTHORITY_UNAVAILABLE';
    await session.act({ type: 'next' });
    await session.until('fault');
    await session.act({ type: 'back' });
    await material('missing');
    nothingIsLeft();
    await choose('promise');
    await material('promised');
  });

  it('does not take a page: that one is photographed again, and those before it stay', async () => {
    await toScan();
    await takes('one');
    await session.act({ type: 'addPage' });
    await takes('no picture', 0.5);
    session.centre.noPicture = 'no picture';
    await session.act({ type: 'next' });
    expect(await session.until('paperScan')).toMatchObject({ problem: 'refused', page: 2 });
    expect(session.centre.begunPapers.size).toBe(0);
    await session.act({ type: 'retry' });
    await takes('two', 0.4);
    await session.act({ type: 'next' });
    expect(await material('uploaded')).toMatchObject({ pages: 2 });
    expect(session.centre.pagesGiven.slice(-2)).toEqual(['one', 'two']);
  });

  it('knows the citizen no more: the second factor again', async () => {
    await toScan();
    await takes('one');
    session.centre.refuse.beginPaper = 'VERIFICATION_REQUIRED';
    await session.act({ type: 'next' });
    await session.until('verify');
    nothingIsLeft();
  });
});
