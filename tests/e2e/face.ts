import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { zh } from '../../src-renderer/i18n/zh.ts';
import { Citizen } from '../../tools/demo/citizen.ts';
import { makeKioskDirectory, projectDirectory } from '../../tools/host.ts';
import { readableByKiosk } from '../../tools/launch.ts';
import { FilmedFace, type portraits } from './fixtures/filmed-face.ts';
import { filesWith, hasOne, storeInClear, waysToWrite } from './fixtures/what-is-kept.ts';
import { launchApp, suite } from './harness.ts';
import { openWorld } from './world.ts';

/**
 * The comparison of a face in real Electron with the model that is shipped, in one visit: declined, nobody there, a photo
 * that does not move, somebody else, and the person of the document. Whoever stands before the camera is a filmed
 * portrait that does what the screen asks. Pictures of the screens in out/e2e/face.
 */
const photoOfRecord = join(projectDirectory, 'tests/e2e/fixtures/faces/collins.jpg');
const idNumber = '445202196006060029';
const poses = {
  [zh.faceCheck.prompts.turnLeft]: { turn: 34, closer: 1 },
  [zh.faceCheck.prompts.turnRight]: { turn: -34, closer: 1 },
  [zh.faceCheck.prompts.comeCloser]: { turn: 0, closer: 1.45 },
};
const still = { turn: 0, closer: 1 };

await suite('the face', async (test) => {
  const pictures = join(projectDirectory, 'out', 'e2e', 'face');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-face-'));
  chmodSync(directory, 0o755);
  const data = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-kiosk-')));
  const profile = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-profile-')));
  const photoDirectory = join(directory, 'photos');
  mkdirSync(photoDirectory);
  copyFileSync(photoOfRecord, join(photoDirectory, `${idNumber}.jpg`));
  const world = await openWorld(join(directory, 'world'), { photoDirectory });
  const sent = await listenIn(world.serverUrl);
  const film = new FilmedFace(join(directory, 'film.y4m'));
  const kiosk = await launchApp({
    userDataDir: profile,
    args: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film.path}`],
    env: {
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_SERVER_URL: sent.url,
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: readableByKiosk(configurationWithFaces(join(directory, 'config'))),
    },
  });
  const { page } = kiosk;
  const citizen = new Citizen(page, world);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  let running = true;
  const end = async () => {
    if (!running) return;
    running = false;
    await kiosk.close();
    await world.close();
    sent.close();
    film.close();
  };
  let taken = 0;
  const picture = async (name: string) => {
    taken += 1;
    await page.screenshot({ path: join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`) });
  };
  const text = async () => (await page.locator('main').textContent()) ?? '';
  const sees = (words: string) => page.getByText(words).first().waitFor({ timeout: 30_000 });
  const takesAnotherWay = async () => {
    await citizen.sees('chooseMethod');
    await citizen.touch(new RegExp(zh.chooseMethod.methods.face.name));
    await citizen.sees('faceConsent');
  };
  /** Until the try is over, as a person would: reads, moves, and looks straight again when asked to. */
  const doesAsAsked = async (who: keyof typeof portraits) => {
    let asked = '';
    for (;;) {
      if ((await page.locator('[data-screen]').getAttribute('data-screen')) !== 'faceCheck') return;
      const title =
        (await page
          .locator('h1')
          .first()
          .textContent({ timeout: 500 })
          .catch(() => asked)) ?? asked;
      const pose = poses[title];
      if (title !== asked) {
        asked = title;
        if (pose !== undefined) {
          // Nobody is faster, and the terminal knows it.
          await pause(300);
          await film.show(who, { turn: pose.turn / 2, closer: (1 + pose.closer) / 2 });
          await pause(150);
        }
        await film.show(who, pose ?? still);
        if (pose !== undefined && who === 'hopper') await picture(`${who}-moves`);
      } else await pause(50);
    }
  };

  try {
    await test('offered beside the other ways, with a consent of its own; declining leads to them', async () => {
      await citizen.choosesItem('社会保险参保证明');
      await citizen.laysCard('specimen-b');
      await citizen.sees('verify');
      await citizen.touch(zh.verify.otherWay);
      await picture('ways');
      await takesAnotherWay();
      await picture('consent');
      assert.equal(await camera(page), 'NotAllowedError');
      await citizen.touch(zh.faceConsent.decline);
      await citizen.sees('chooseMethod');
    });
    await test('nobody before the camera: it is said, and another way is one touch away', async () => {
      await takesAnotherWay();
      await citizen.touch(zh.faceConsent.agree);
      await sees(zh.faceCheck.hints.noFace);
      await picture('nobody');
      await citizen.touch(zh.faceCheck.otherWay);
      await citizen.sees('chooseMethod');
    });
    await test('a photo that does not move is not let through', async () => {
      await film.show('collins', still);
      await takesAnotherWay();
      await citizen.touch(zh.faceConsent.agree);
      await citizen.sees('faceResult', 40_000);
      await picture('still');
      assert.match(await text(), new RegExp(`${zh.faceResult.problems.tooSlow}`));
    });
    await test('somebody else who does all that is asked is not let through', async () => {
      await film.show('hopper', still);
      await citizen.touch(zh.actions.retry);
      await citizen.sees('faceCheck');
      await doesAsAsked('hopper');
      await citizen.sees('faceResult');
      await picture('somebody-else');
      assert.match(await text(), new RegExp(`${zh.faceResult.problems.notAlike}`));
    });
    await test('the person of the document, who does what is asked, is let through', async () => {
      await film.show('collins', still);
      await citizen.touch(zh.actions.retry);
      await citizen.sees('faceCheck');
      await doesAsAsked('collins');
      await citizen.sees('faceResult');
      await picture('passed');
      await citizen.sees('forWhom');
      assert.equal(await camera(page), 'NotAllowedError');
      assert.match(said.join('\n'), /Human: version/);
      assert.doesNotMatch(said.join('\n'), /wasm|falling back/);
    });
    await test('no picture was kept and none was sent; what was written down is passed or not, and how near', async () => {
      const frame = film.someOfIt();
      const photo = readFileSync(photoOfRecord).subarray(6_000, 6_060);
      await end();
      const needles = [...waysToWrite(frame), ...waysToWrite(photo)];
      const inClear = storeInClear(data, join(directory, 'copy'));
      const requests = Buffer.from(sent.bodies.join('\n'), 'latin1');
      assert.equal(
        filesWith(directory, needles).length,
        2,
        'the film and the photo of record: the search finds them',
      );
      for (const where of [data, profile]) assert.deepEqual(filesWith(where, needles), []);
      for (const [what, bytes] of Object.entries({ inClear, requests })) {
        assert.match(bytes.toString(), /faceCompared/, what);
        assert.ok(!hasOne(bytes, needles), what);
        assert.doesNotMatch(bytes.toString(), /similarity|likeness|embedding|\/9j\//, what);
      }
      // As it was sent, and nothing else of a face with it.
      const records = [...requests.toString().matchAll(/"state":"faceCompared"[^}]*/g)].map(
        ([record]) => JSON.parse(`{${record}}`) as Record<string, unknown>,
      );
      for (const { transactionId, ...record } of records)
        assert.deepEqual(Object.keys(record), ['state', 'passed', 'problem', 'model', 'band']);
      assert.deepEqual(
        records.map(({ passed, problem, band }) => [passed, problem, band]),
        [
          [false, 'tooSlow', null],
          [false, 'notAlike', 'low'],
          [true, null, 'high'],
        ],
      );
    });
  } finally {
    await end();
    for (const each of [directory, data, profile]) rmSync(each, { recursive: true, force: true });
  }
});

/** Whether the page may have the camera now. */
function camera(page: Citizen['page']): Promise<string> {
  return page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error: DOMException) => error.name,
    ),
  );
}

function configurationWithFaces(directory: string): string {
  cpSync(join(projectDirectory, 'config'), directory, { recursive: true });
  const file = join(directory, 'terminal.yaml');
  const settings = readFileSync(file, 'utf8');
  const device = 'devices:\n  - id: faceCamera\n    profile: camera\n';
  writeFileSync(
    file,
    `${settings.replace('devices:\n', device)}\nface:\n  camera: faceCamera\n  threshold: 0.6\n`,
  );
  return directory;
}

/** Stands between terminal and centre, and keeps all that the terminal sends. */
async function listenIn(serverUrl: string) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    bodies.push(body.toString('latin1'));
    const { method, headers } = request;
    forward(new URL(request.url ?? '', serverUrl), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    })
      .on('error', () => response.destroy())
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, bodies, close: () => server.close() };
}
