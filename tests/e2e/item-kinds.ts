import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import readCode from 'jsqr';
import { zh } from '../../src-renderer/i18n/zh.ts';
import { Citizen } from '../../tools/demo/citizen.ts';
import { makeKioskDirectory, projectDirectory } from '../../tools/host.ts';
import { readableByKiosk } from '../../tools/launch.ts';
import { filedYesterday } from './filed-yesterday.ts';
import { filmOfSheet } from './film.ts';
import { launchApp, suite } from './harness.ts';
import { storedPages } from './stored-pages.ts';
import { openWorld } from './world.ts';

/** In the code on the sheet that is photographed. */
const onPaper = 'SPECIMEN-PAPER-20261127';

/**
 * One item of each kind in real Electron, found by what somebody would type, with a picture of each screen in
 * out/e2e/item-kinds. Paying is in pay-flow.ts; all the others are walked without a window in items.ts.
 */
await suite('an item of each kind', async (test) => {
  const pictures = join(projectDirectory, 'out', 'e2e', 'item-kinds');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-items-'));
  const data = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-kiosk-')));
  const ready = { number: '' };
  const world = await openWorld(directory, {
    async before(serverDirectory) {
      ready.number = await filedYesterday(serverDirectory, {
        name: '样本甲',
        idNumber: '44520219500101001X',
      });
    },
  });
  // A terminal with a cabinet, and a camera over the place for papers, before which a sheet lies all the time.
  const filmDirectory = mkdtempSync(join(tmpdir(), 'zerowindow-film-'));
  chmodSync(filmDirectory, 0o755);
  const film = join(filmDirectory, 'sheet.y4m');
  writeFileSync(film, filmOfSheet(onPaper));
  const site = join(directory, 'config');
  cpSync(join(projectDirectory, 'config'), site, { recursive: true });
  const settings = join(site, 'terminal.yaml');
  writeFileSync(
    settings,
    readFileSync(settings, 'utf8')
      .replace(
        'devices:\n',
        'devices:\n  - id: documentCamera\n    profile: document-camera\n' +
          `  - id: locker\n    profile: kr-cu-locker\n    path: ${world.bench.addresses.locker}\n`,
      )
      .replace('\ncash:\n', '\npapers:\n  camera: documentCamera\n\ncash:\n'),
  );
  const kiosk = await launchApp({
    args: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
    env: {
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: readableByKiosk(site),
    },
  });
  const { page } = kiosk;
  const citizen = new Citizen(page, world);
  const text = async () => (await page.locator('main').textContent()) ?? '';
  let taken = 0;
  const picture = async (name: string) => {
    taken += 1;
    await page.screenshot({ path: join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`) });
  };

  const types = async (characters: string) => {
    for (const one of characters) await page.getByRole('button', { name: one, exact: true }).click();
  };
  /** From the attract screen to the notice of an item, by the letters of its pinyin. */
  const finds = async (query: string, name: RegExp) => {
    await citizen.sees('attract');
    await citizen.touch(zh.attract.start);
    await citizen.sees('home');
    await page.getByRole('button', { name: new RegExp(zh.home.search) }).click();
    await types(query);
    await page.getByRole('button', { name }).first().click();
    await citizen.sees('notice');
    await citizen.touch(zh.notice.start);
  };
  const isKnown = async (card: string, verified: boolean) => {
    await citizen.sees('consent');
    await citizen.touch(zh.consent.agree);
    await citizen.sees('identify');
    await citizen.laysCard(card);
    if (!verified) return;
    await citizen.sees('verify');
    await citizen.typesCode(await citizen.readsCode());
  };
  /** The citizen is seen by a member of staff, who types the PIN of the specimen terminal. */
  const isSeenByStaff = async (name: string) => {
    await citizen.sees('staffConfirm');
    await types('20261122');
    await picture(name);
    await citizen.touch(zh.staffConfirm.confirm);
  };
  /** Six digits on the metal pad. */
  const typesPin = async (which: 'old' | 'next' | 'repeat', pin: string) => {
    await page.getByText(zh.pinEntry.titles[which]).first().waitFor({ timeout: 20_000 });
    await page.getByText(zh.pinEntry.explain).waitFor({ timeout: 20_000 });
    for (const [at, digit] of [...pin].entries()) {
      await citizen.sets('pin-pad', `key_${digit}`, true);
      await page.getByLabel(zh.pinEntry.entered(at + 1, pin.length)).waitFor({ timeout: 20_000 });
    }
    await picture(`pin-${which}`);
    await citizen.sets('pin-pad', 'key_enter', true);
  };
  /** The social security card into its slot, and the identity card, and seen by staff. */
  const toThePad = async (person: string, name: string) => {
    await citizen.sees('consent');
    await citizen.touch(zh.consent.agree);
    await citizen.sees('identify');
    await picture(`${name}-card`);
    await citizen.sets('card-reader', 'chipCard', person);
    await page.getByText(zh.identify.ways.identityCard.name).first().waitFor({ timeout: 20_000 });
    await citizen.laysCard(person);
    await isSeenByStaff(`${name}-staff`);
  };
  /** Answers the question that is shown: touches these, and goes on. */
  const answers = async (question: RegExp, ...touches: (string | RegExp)[]) => {
    await page.locator('h1').filter({ hasText: question }).waitFor({ timeout: 20_000 });
    for (const name of touches)
      await page
        .getByRole('button', { name })
        .or(page.getByRole('radio', { name }))
        .or(page.getByRole('checkbox', { name }))
        .first()
        .click();
    await picture('field');
    await page.locator('.action .button.main').click();
  };
  const goesHome = async (lifts = true) => {
    await citizen.sees('rate', 40_000);
    await citizen.touch(zh.rate.skip);
    if (lifts) {
      await citizen.sees('take');
      await citizen.liftsCard();
      await citizen.sets('card-reader', 'chipCard', 'none');
    }
    // The screen changes with each thing that is taken, and a touch counts for the one that it was meant for.
    const home = citizen.sees('attract', 40_000).then(() => true);
    const atHome = () => Promise.race([home, new Promise<false>((later) => setTimeout(later, 1_500, false))]);
    do
      await page
        .getByRole('button', { name: zh.take.done })
        .click({ timeout: 3_000 })
        .catch(() => {});
    while (!(await atHome()));
  };

  try {
    await test('a query: the pension account, found by its initials, with a slip', async () => {
      await finds('grzh', /个人账户信息查询/);
      await isKnown('specimen-a', true);
      await citizen.sees('result');
      await picture('result');
      assert.match(await text(), /个人账户储存额/);
      await citizen.touch(zh.result.slip);
      await goesHome();
    });

    await test('a print: taxes paid in a period, asked one question a screen', async () => {
      await finds('wszm', /税收完税证明（表格式）/);
      await isKnown('specimen-a', true);
      await answers(/从哪个月开始/, /2026-01/);
      await answers(/到哪个月为止/, /2026-10/);
      await answers(/哪些税种/, /个人所得税/);
      await citizen.sees('preview');
      await picture('preview');
      await citizen.touch(zh.preview.accept);
      await citizen.sees('confirm');
      await picture('confirm');
      assert.match(await text(), /2026-01[\s\S]*2026-10[\s\S]*个人所得税/);
      await citizen.touch(zh.confirm.print);
      await goesHome();
    });

    await test('a registration with a paper that may follow, signed for', async () => {
      await finds('jmybcb', /城乡居民医保参保登记/);
      await isKnown('resident-worker', true);
      await citizen.comesForThemselves();
      await answers(/参保类别/, /成年居民/);
      await answers(/参加哪一年/, /2027/);
      await citizen.sees('materials');
      await picture('materials');
      await citizen.touch(zh.materials.promise);
      await picture('materials-promised');
      await page.locator('.action .button.main').click();
      await citizen.sees('declaration');
      await picture('declaration');
      await citizen.touch(zh.declaration.submit);
      await citizen.sees('outcome');
      await picture('outcome');
      assert.match(await text(), /容缺受理成功|受理编号/);
      await citizen.touch(zh.outcome.next);
      await goesHome();
    });

    await test('the same for a child, by its number: whose matter it is, stands on every screen', async () => {
      await finds('jmybcb', /城乡居民医保参保登记/);
      await isKnown('gaps-and-owed-months', true);
      await citizen.sees('forWhom');
      await picture('for-whom');
      await citizen.touch(new RegExp(zh.forWhom.names.another));
      await citizen.touch(new RegExp(zh.forWhom.names.child));
      await citizen.sees('field');
      await types('44520220110505017X');
      await picture('principal-number');
      await page.locator('.action .button.main').click();
      await citizen.sees('principal');
      await picture('principal');
      assert.match(await text(), /样\*少[\s\S]*代办人欧\*\*本/);
      await citizen.touch(zh.principal.accept);
      await answers(/参保类别/, /学生/);
      await answers(/参加哪一年/, /2027/);
      await citizen.sees('materials');
      await citizen.touch(zh.materials.promise);
      await page.locator('.action .button.main').click();
      await citizen.sees('declaration');
      await picture('declaration-for-another');
      await page.getByText(zh.principal.underWay('样*少', zh.principal.theirs.child)).waitFor();
      await citizen.touch(zh.declaration.submit);
      await citizen.sees('outcome');
      await citizen.touch(zh.outcome.next);
      await goesHome();
    });

    await test('an appointment, for which the document alone will do', async () => {
      await finds('yyqh', /预约取号/);
      await isKnown('specimen-b', false);
      await citizen.comesForThemselves();
      await answers(/办什么事/, /社会保险/);
      await answers(/到哪个大厅/, /样本市政务服务中心/);
      await answers(/哪一天/, /周/);
      await answers(/什么时段/, /10:00/);
      await citizen.sees('declaration');
      await citizen.touch(zh.declaration.submit);
      await citizen.sees('outcome');
      await picture('outcome-appointment');
      assert.match(await text(), /预约成功[\s\S]*10:00/);
      await citizen.touch(zh.outcome.next);
      await goesHome();
    });

    await test('a report of somebody who need not say who they are', async () => {
      await finds('12345zx', /12345咨询/);
      await answers(/想问哪方面的事/, /社会保险/);
      await page
        .locator('h1')
        .filter({ hasText: /您的电话/ })
        .waitFor();
      await types('13800000001');
      await picture('field-phone');
      await page.locator('.action .button.main').click();
      await citizen.sees('declaration');
      assert.doesNotMatch(await text(), /13800000001/);
      await citizen.touch(zh.declaration.submit);
      await citizen.sees('outcome');
      await picture('outcome-report');
      await citizen.touch(zh.outcome.next);
      await goesHome(false);
    });

    await test('what was handed in before, and how far it is', async () => {
      await finds('bjjd', /办件进度/);
      await isKnown('specimen-b', true);
      await citizen.sees('result');
      await picture('result-progress');
      assert.match(await text(), /YPSL\d+[\s\S]*已办结/);
      await citizen.touch(zh.result.slip);
      await goesHome();
    });

    await test('a paper that is ready: staff lay it into the cabinet, and it is fetched behind its door', async () => {
      await citizen.sees('attract');
      for (let touch = 0; touch < 5; touch++) await citizen.touch(zh.topBar.emblem);
      await citizen.sees('staffSignIn');
      await types('20261122');
      await citizen.touch(zh.staff.signIn.signIn);
      await citizen.touch(new RegExp(zh.staff.locker.title));
      await citizen.touch(zh.staff.locker.load);
      await types(ready.number);
      await picture('locker-number');
      await citizen.touch(zh.staff.locker.openDoor);
      await page.getByText(zh.staff.locker.busy.load.empty(1)).waitFor({ timeout: 20_000 });
      await citizen.sets('locker', 'at', '1');
      await citizen.sets('locker', 'putIn', true);
      await citizen.sets('locker', 'closeDoor', true);
      await page.getByText(zh.staff.locker.last.loaded(1)).waitFor({ timeout: 20_000 });
      await picture('locker-loaded');
      await citizen.touch(zh.staff.leave);

      await finds('bjjd', /办件进度/);
      await isKnown('specimen-a', true);
      await citizen.sees('result');
      await page.locator('.action .button.main').click();
      await citizen.sees('readyPapers');
      await picture('ready-papers');
      await citizen.sets('locker', 'stuck', true);
      await citizen.touch(zh.readyPapers.open(1));
      await citizen.sees('fault');
      assert.match(await text(), /01 号格的门没有弹开/);
      await picture('locker-door-stuck');
      await citizen.sets('locker', 'stuck', false);
      await citizen.touch(zh.actions.retry);
      await page.getByText(zh.pickUp.titles.full(1)).waitFor({ timeout: 20_000 });
      await picture('pick-up');
      await citizen.sets('locker', 'closeDoor', true);
      await citizen.sees('fault');
      assert.match(await text(), /门关上了，证照还在里面/);
      await picture('locker-paper-inside');
      await citizen.touch(zh.actions.retry);
      await page.getByText(zh.pickUp.titles.full(1)).waitFor({ timeout: 20_000 });
      await citizen.sets('locker', 'takeOut', true);
      await page.getByText(zh.pickUp.titles.empty(1)).waitFor({ timeout: 20_000 });
      await citizen.sets('locker', 'closeDoor', true);
      await page.getByText(zh.readyPapers.collected(1)).waitFor({ timeout: 20_000 });
      await picture('collected');
      await citizen.touch(zh.readyPapers.done);
      await goesHome();
    });

    await test('a pension eligibility confirmation, of somebody who was seen', async () => {
      await finds('zgrz', /城乡居民养老保险待遇领取资格认证/);
      await isKnown('over-eighty', false);
      await isSeenByStaff('pension-staff');
      await citizen.sees('declaration');
      await picture('declaration-pension');
      await citizen.touch(zh.declaration.submit);
      await citizen.sees('outcome');
      await picture('outcome-pension');
      assert.match(await text(), /认证/);
      await citizen.touch(zh.outcome.next);
      await goesHome();
    });

    await test('the PIN of the social security card, forgotten: a new one on the pad alone', async () => {
      await finds('sbkmm', /社会保障卡密码重置/);
      await toThePad('specimen-a', 'reset');
      await typesPin('next', '260417');
      await typesPin('repeat', '260417');
      await citizen.sees('pinSet');
      await picture('pin-reset');
      await citizen.touch(zh.pinSet.done);
      await goesHome();
    });

    await test('the PIN of the social security card, changed: with the one of before', async () => {
      await finds('sbkmm', /社会保障卡密码修改/);
      await toThePad('specimen-a', 'change');
      await typesPin('old', '260417');
      await typesPin('next', '371528');
      await typesPin('repeat', '371528');
      await citizen.sees('pinSet');
      await picture('pin-changed');
      assert.doesNotMatch(await text(), /260417|371528/);
      await citizen.touch(zh.pinSet.done);
      await goesHome();
    });

    await test('a declaration for a company, by somebody who may act for it', async () => {
      await finds('zzsxgm', /增值税小规模纳税人申报/);
      await isKnown('gaps-and-owed-months', true);
      await page
        .locator('h1')
        .filter({ hasText: /统一社会信用代码/ })
        .waitFor({ timeout: 20_000 });
      await types('91445202MA00000C3W'.toLowerCase());
      await picture('company');
      await page.locator('.action .button.main').click();
      await answers(/哪个所属期/, /季度/);
      await answers(/开了发票的销售额/, '3', '2', '0', '0', '0', '0');
      await answers(/没开发票的销售额/, '0');
      await citizen.sees('declaration');
      await picture('declaration-company');
      await citizen.touch(zh.declaration.submit);
      await citizen.sees('outcome');
      await picture('outcome-company');
      assert.match(await text(), /增值税¥3,200\.00[\s\S]*¥3,392\.00/);
      await citizen.touch(zh.outcome.next);
      await goesHome();
    });

    await test('a paper is photographed here: outlined, straightened, and at the centre it can be read', async () => {
      await finds('jmybcb', /城乡居民医保参保登记/);
      await isKnown('resident-worker', true);
      await citizen.comesForThemselves();
      await answers(/参保类别/, /成年居民/);
      await answers(/参加哪一年/, /2026/);
      await citizen.sees('materials');
      await picture('materials-with-camera');
      await citizen.touch(zh.materials.scan);
      await page.locator('.paper-scan-view polygon.still').waitFor({ timeout: 20_000 });
      await picture('paper-scan');
      await citizen.sees('paperScanned', 60_000);
      await picture('paper-scanned');
      await citizen.touch(zh.paperScanned.addPage);
      await page.getByText(zh.paperScan.hints.layAnother).waitFor({ timeout: 20_000 });
      await picture('paper-scan-another');
      // Nobody turned the page: only the button takes it.
      await citizen.touch(zh.paperScan.take);
      await page.getByText(zh.paperScanned.page(2, 10)).waitFor({ timeout: 20_000 });
      await citizen.touch(zh.paperScanned.done);
      await page.getByText(zh.materials.pages(2)).waitFor({ timeout: 20_000 });
      await picture('materials-photographed');
      await world.stopServer();
      const pages = await storedPages(join(directory, 'server'));
      assert.equal(pages.length, 2);
      for (const [number, jpeg] of pages.entries()) {
        writeFileSync(join(pictures, `stored-page-${number + 1}.jpeg`), jpeg);
        const image = await loadImage(jpeg);
        const ratio = image.height / image.width;
        assert.ok(Math.abs(ratio - Math.SQRT2) < 0.01, `A4, not 1 : ${ratio}`);
        assert.ok(image.height > 950, `${image.height} pixels`);
        const context = createCanvas(image.width, image.height).getContext('2d');
        context.drawImage(image, 0, 0);
        const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
        assert.equal(readCode(new Uint8ClampedArray(data), width, height)?.data, onPaper);
        // The sheet fills it: paper at every corner, white in the light and in the shade.
        for (const [x, y] of [
          [6, 6],
          [width - 7, 6],
          [width - 7, height - 7],
          [6, height - 7],
        ] as const)
          assert.ok((data[(y * width + x) * 4] ?? 0) > 215, `luminance at ${x}, ${y}`);
      }
    });
  } finally {
    await kiosk.close();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true });
    rmSync(filmDirectory, { recursive: true, force: true });
  }
});
