import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PageCamera } from '../../../../devices/drivers/camera/driver.ts';
import { TestPage } from '../../../../devices/drivers/camera/test-page.ts';
import { CameraDesk } from '../../../../devices/transport/camera-desk.ts';
import type { FaceObservation } from '../../../../src-shared/contract/camera.ts';
import { err, ok } from '../../../../src-shared/result.ts';
import { Sensitive } from '../../../../src-shared/sensitive.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { faceModelName } from '../../face/face-check.ts';
import type { PhotoDecoder } from '../../face/photo-decoder.ts';
import { moved, seen } from '../../face/test-face.ts';
import { journalTypes } from '../../transaction/test-ground.ts';
import { goTo, openSession, type TestSession } from '../test-session.ts';

let session: TestSession;
let page: TestPage;
let cardPhoto: PhotoDecoder | null;
/** What the decoder was given, and what it gave. */
let photos: Uint8Array[];
beforeEach(async () => {
  cardPhoto = null;
  photos = [];
  await open();
});
afterEach(() => session.close());

async function open(): Promise<void> {
  session = await openSession(undefined, {
    face(clock) {
      const desk = new CameraDesk();
      page = new TestPage(desk);
      const size = { widthPx: 1280, heightPx: 720 };
      const camera = new PageCamera({
        id: 'camera',
        desk,
        clock,
        camera: '',
        ...size,
        warmUpMs: 600,
        darkBelow: 12,
      });
      void camera.open();
      // Turn left, turn right, turn left.
      return { camera, threshold: 0.6, cardPhoto, draw: () => 0 };
    },
  });
}

const at = () => session.stage.view.screen;
const toConsent = async () => {
  await goTo(session, 'verify');
  await session.act({ type: 'otherWay' });
  await session.act({ type: 'chooseMethod', method: 'face' });
};
const toCheck = async () => {
  await toConsent();
  await session.act({ type: 'next' });
  await session.until('faceCheck');
};
const see = async (observation: FaceObservation, frames = 1) => {
  for (let frame = 0; frame < frames; frame++) {
    await session.clock.advance(100);
    page.observe(observation);
    await session.clock.advance(0);
  }
};
/** Does as the screen says, until it says nothing more. */
const follows = async (similarity: number) => {
  while (at().kind === 'faceCheck') {
    const { prompt } = at() as ScreenOf<'faceCheck'>;
    if (prompt === 'lookStraight') await see(seen({ similarity }));
    else {
      await see(seen({ similarity }), 4);
      await see(seen({ similarity, ...moved[prompt] }));
    }
  }
};
const compared = () =>
  session.disk.store.read
    .journal(0, 1_000)
    .map(({ event }) => event)
    .filter(({ type }) => type === 'faceCompared');

describe('the same face', () => {
  it('passes after a consent of its own, and the centre hears by what', async () => {
    await toConsent();
    expect(at()).toEqual({ kind: 'faceConsent', photo: 'centre' });
    expect(page.orders.map(({ kind }) => kind)).not.toContain('watchFace');
    expect(session.centre.asked).not.toContain('photo');
    await session.act({ type: 'next' });
    await session.until('faceCheck');
    expect(at()).toMatchObject({ ready: false, prompt: 'lookStraight', done: 0, of: 3 });
    expect(page.orders.at(-1)).toMatchObject({
      kind: 'watchFace',
      referenceBase64: Buffer.from('photo of record').toString('base64'),
    });
    await follows(0.9);
    expect(at()).toEqual({ kind: 'faceResult', problem: null, triesLeft: 0 });
    expect(session.centre.asked).toContain('attest by face');
    await session.until('forWhom');
    const types = journalTypes(session.disk.store);
    const order = ['faceConsentGiven', 'faceCompared', 'secondFactorPassed'].map((type) =>
      types.indexOf(type as never),
    );
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('leaves a word, a name and a band, and no number', async () => {
    await toCheck();
    await follows(0.731);
    const transactionId = expect.any(String);
    expect(compared()).toEqual([
      {
        type: 'faceCompared',
        transactionId,
        passed: true,
        problem: null,
        model: faceModelName,
        band: 'sufficient',
      },
    ]);
    const written = JSON.stringify([
      session.disk.store.read.journal(0, 1_000),
      session.disk.store.read.unsentReports(1_000),
    ]);
    expect(written).toContain('"state":"faceCompared"');
    expect(written).not.toMatch(/731|photo of record|cGhvdG8/);
  });

  it('lets the camera go', async () => {
    await toCheck();
    await follows(0.9);
    expect(page.observe(seen())).toBe(false);
  });
});

describe('another face', () => {
  it('does not pass, three times; then there are the other ways, and nothing is blocked', async () => {
    await toCheck();
    for (const left of [2, 1]) {
      await follows(0.3);
      expect(at()).toEqual({ kind: 'faceResult', problem: 'notAlike', triesLeft: left });
      await session.act({ type: 'retry' });
      await session.until('faceCheck');
    }
    await follows(0.3);
    expect(at()).toEqual({ kind: 'chooseMethod', methods: ['sms', 'staff'], problem: 'faceNotRecognised' });
    expect(session.centre.asked).not.toContain('attest by face');
    expect(compared().map((one) => 'band' in one && one.band)).toEqual(['low', 'low', 'low']);
    await session.act({ type: 'chooseMethod', method: 'sms' });
    await session.until('verify');
    await session.act({ type: 'submitCode', code: '123456' });
    await session.until('forWhom');
  });

  it('has three tries in all, however often the way is chosen', async () => {
    await toCheck();
    for (let tries = 1; tries <= 2; tries++) {
      await follows(0.3);
      await session.act({ type: 'otherWay' });
      await session.act({ type: 'chooseMethod', method: 'face' });
      await session.act({ type: 'next' });
      await session.until('faceCheck');
    }
    await follows(0.3);
    expect(at()).toMatchObject({ kind: 'chooseMethod', problem: 'faceNotRecognised' });
  });

  it('just below the threshold is close, and no pass', async () => {
    await toCheck();
    await follows(0.59);
    expect(at()).toMatchObject({ problem: 'notAlike' });
    expect(compared()).toMatchObject([{ passed: false, band: 'close' }]);
  });
});

describe('no try that ends', () => {
  it('a still photo: the time runs out', async () => {
    await toCheck();
    for (let seconds = 0; seconds < 20 && at().kind === 'faceCheck'; seconds++) await see(seen(), 10);
    expect(at()).toEqual({ kind: 'faceResult', problem: 'tooSlow', triesLeft: 2 });
  });

  it('a movement that nobody asked for', async () => {
    await toCheck();
    await see(seen(), 8);
    await see(seen(moved.turnRight));
    expect(at()).toEqual({ kind: 'faceResult', problem: 'wrongMovement', triesLeft: 2 });
  });

  it('nobody there: said at once, and the time runs out', async () => {
    await toCheck();
    await see({ faces: 0, brightness: 120, face: null });
    expect(at()).toMatchObject({ kind: 'faceCheck', ready: true, hint: 'noFace' });
    await session.clock.advance(16_000);
    expect(at()).toMatchObject({ kind: 'faceResult', problem: 'tooSlow' });
  });

  it('two people: said, and neither passes', async () => {
    await toCheck();
    for (let seconds = 0; seconds < 20 && at().kind === 'faceCheck'; seconds++)
      await see(seen({}, { faces: 2 }), 10);
    expect(at()).toMatchObject({ kind: 'faceResult', problem: 'tooSlow' });
  });

  it('a camera pulled out is no try of theirs', async () => {
    await toCheck();
    await see(seen(), 2);
    page.fail({ kind: 'failed', reason: 'notFound', description: 'gone' });
    await session.clock.advance(0);
    expect(at()).toEqual({ kind: 'faceResult', problem: 'camera', triesLeft: 3 });
  });

  it('a page that falls silent is given up', async () => {
    await toCheck();
    await session.clock.advance(21_000);
    expect(at()).toMatchObject({ kind: 'faceResult', problem: 'camera', triesLeft: 3 });
  });
});

describe('another way, from every screen', () => {
  it('consent refused: no camera, no photo, and the ways again', async () => {
    await toConsent();
    await session.act({ type: 'otherWay' });
    expect(at()).toEqual({ kind: 'chooseMethod', methods: ['sms', 'face', 'staff'], problem: null });
    expect(page.orders.map(({ kind }) => kind)).not.toContain('watchFace');
    expect(session.centre.asked).not.toContain('photo');
    expect(journalTypes(session.disk.store)).not.toContain('faceConsentGiven');
  });

  it('in the middle of it the camera is let go', async () => {
    await toCheck();
    await see(seen(), 2);
    await session.act({ type: 'otherWay' });
    expect(at()).toMatchObject({ kind: 'chooseMethod', methods: ['sms', 'face', 'staff'] });
    expect(page.observe(seen())).toBe(false);
    expect(compared()).toEqual([]);
  });

  it('leaving lets it go too', async () => {
    await toCheck();
    await see(seen(), 2);
    await session.act({ type: 'leave' });
    await session.until('take');
    expect(page.observe(seen())).toBe(false);
  });

  it('whoever does nothing is asked, and then it goes home', async () => {
    await toConsent();
    await session.clock.advance(91_000);
    expect(['take', 'farewell', 'attract']).toContain(at().kind);
  });
});

describe('the picture to compare with', () => {
  it.each([['PHOTO_UNKNOWN'], ['AUTHORITY_UNAVAILABLE'], ['NAME_MISMATCH']])(
    '%s: this way is not open, the others are',
    async (code) => {
      session.centre.refuse = { photo: code };
      await toConsent();
      await session.act({ type: 'next' });
      expect(await session.until('chooseMethod')).toEqual({
        kind: 'chooseMethod',
        methods: ['sms', 'staff'],
        problem: 'noPhoto',
      });
      expect(journalTypes(session.disk.store)).toContain('noFacePhoto');
      expect(page.orders.map(({ kind }) => kind)).not.toContain('watchFace');
    },
  );

  it('shows no face, or several', async () => {
    page.referenceUnusable = true;
    await toConsent();
    await session.act({ type: 'next' });
    expect(await session.until('chooseMethod')).toMatchObject({ problem: 'noPhoto' });
  });

  it('is the one on the card, where this site can read it; all of it is overwritten', async () => {
    session.close();
    cardPhoto = async (photo) => {
      const picture = new TextEncoder().encode('off the card');
      photos.push(photo.reveal(), picture);
      return ok(new Sensitive(picture, 'photo'));
    };
    await open();
    await toConsent();
    expect(at()).toEqual({ kind: 'faceConsent', photo: 'card' });
    await session.act({ type: 'next' });
    await session.until('faceCheck');
    expect(session.centre.asked).not.toContain('photo');
    expect(page.orders.at(-1)).toMatchObject({
      referenceBase64: Buffer.from('off the card').toString('base64'),
    });
    expect(photos[0]).toHaveLength(1_024);
    await session.act({ type: 'otherWay' });
    expect(photos[1]).toEqual(new Uint8Array('off the card'.length));
    await session.act({ type: 'leave' });
    await session.until('take');
    await session.act({ type: 'next' });
    await session.until('attract');
    expect(photos[0]).toEqual(new Uint8Array(1_024));
  });

  it('is the one of record where the card cannot be read', async () => {
    session.close();
    cardPhoto = async () => err('ended with 3');
    await open();
    await toCheck();
    expect(session.centre.asked).toContain('photo');
    expect(journalTypes(session.disk.store)).toContain('cardPhotoNotRead');
  });
});

it('no camera: the way is not there', async () => {
  page.leave();
  await session.clock.advance(0);
  await goTo(session, 'verify');
  await session.act({ type: 'otherWay' });
  expect(at()).toMatchObject({ methods: ['sms', 'staff'] });
});

it('a centre that is gone when it has passed is asked again', async () => {
  await toCheck();
  session.centre.refuse = { 'attest by face': 'AUTHORITY_UNAVAILABLE' };
  await follows(0.9);
  expect(at()).toMatchObject({ kind: 'fault', code: 'serverUnavailable' });
  session.centre.refuse = {};
  await session.act({ type: 'retry' });
  await session.until('forWhom');
});
