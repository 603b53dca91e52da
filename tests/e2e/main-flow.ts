import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { en } from '../../src-renderer/i18n/en.ts';
import { zh } from '../../src-renderer/i18n/zh.ts';
import { Citizen } from '../../tools/demo/citizen.ts';
import { askCentre } from '../../tools/demo/evidence.ts';
import { makeKioskDirectory, projectDirectory } from '../../tools/host.ts';
import { readableByKiosk } from '../../tools/launch.ts';
import { eventually, launchApp, suite } from './harness.ts';
import { openWorld } from './world.ts';

/**
 * The main job in real Electron with its sandbox on: real lines with emulated units behind them, a real IPP
 * printer, the real server. Then what can go wrong under a citizen's hands, on the same machine.
 */
const item = '社会保险参保证明';

await suite('the main flow in real Electron', async (test) => {
  const pictures = join(projectDirectory, 'out', 'e2e', 'main-flow');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-flow-'));
  const data = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-kiosk-')));
  const world = await openWorld(directory, { newMachine: true });
  const kiosk = await launchApp({
    env: {
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: readableByKiosk(join(projectDirectory, 'config')),
    },
  });
  const citizen = new Citizen(kiosk.page, world);
  const picture = (name: string) => kiosk.page.screenshot({ path: join(pictures, `${name}.png`) });
  const printedCount = async () => (await world.printer.printed()).length;
  /** Takes everything and goes home, from wherever a fault or the end left the citizen. */
  const goesHome = async () => {
    await citizen.sees('take');
    await citizen.liftsCard();
    await citizen.touch(zh.take.done);
    await citizen.sees('attract');
  };
  const prints = async () => {
    await citizen.touch(zh.confirm.print);
    await citizen.sees('rate', 60_000);
    await citizen.touch(zh.rate.skip);
  };
  const bodyText = async () => (await kiosk.page.locator('body').textContent()) ?? '';

  try {
    await test('a certificate in Chinese, and the centre has its story', async () => {
      await citizen.choosesItem(item);
      await citizen.goesToConfirm('specimen-a');
      await prints();
      await goesHome();
      assert.equal(await printedCount(), 1);
      await eventually('the centre has the end', async () => {
        const held = (await askCentre(world, ({ result }) => result === 'completed').catch(() => null)) as {
          reports: unknown[];
        } | null;
        return held !== null && held.reports.length > 8;
      });
      assert.doesNotMatch(await bodyText(), /样\*甲|445\*|138\*/);
    });

    await test('in English, large type and high contrast, and the next citizen starts in Chinese', async () => {
      await citizen.sees('attract');
      await citizen.touch(zh.attract.start);
      await citizen.touch(zh.topBar.language);
      await citizen.touch(en.topBar.largeText);
      await citizen.touch(en.topBar.highContrast);
      await citizen.touch(/Social insurance participation certificate/);
      await citizen.sees('notice');
      await picture('english-large-contrast');
      assert.match(await bodyText(), /Your identity card, social security card/);
      await citizen.touch(en.actions.leave);
      await citizen.sees('attract');
      await citizen.touch(zh.attract.start);
      await citizen.sees('home');
      assert.match(await bodyText(), /您要办什么/);
      await citizen.touch(zh.actions.leave);
    });

    await test('the reader unplugged and plugged in again: the citizen stays', async () => {
      await citizen.choosesItem(item);
      await citizen.plugs('identity-card-reader', false);
      await kiosk.page.getByText(zh.identify.unavailable).waitFor();
      await picture('reader-unplugged');
      await citizen.plugs('identity-card-reader', true);
      await kiosk.page.getByText(zh.identify.ways.identityCard.how).waitFor();
      await citizen.laysCard('specimen-a');
      await citizen.sees('verify');
      await citizen.typesCode(await citizen.readsCode());
      await citizen.comesForThemselves();
      await citizen.sees('parameters');
      await citizen.touch(zh.actions.next);
      await citizen.sees('preview');
    });

    await test('paper out: said before a print is counted, and goes on when there is paper', async () => {
      await world.printer.set('paper', 'out');
      await citizen.touch(zh.preview.accept);
      await citizen.sees('fault');
      await kiosk.page.getByText(zh.fault.faults.printerOutOfPaper({}, '').title).waitFor();
      await picture('paper-out');
      await world.printer.set('paper', 'full');
      await citizen.touch(zh.actions.retry);
      await citizen.sees('confirm');
      assert.match(await bodyText(), /本月第 2 次/);
    });

    await test('a jam during the print: the job is kept; staff print it again, counted once', async () => {
      const before = await printedCount();
      await world.printer.set('jamNext', true);
      await citizen.touch(zh.confirm.print);
      await citizen.sees('fault', 60_000);
      await picture('jam');
      await citizen.touch(zh.actions.finish);
      await goesHome();
      assert.equal(await printedCount(), before);

      await world.printer.set('clearJam', true);
      await staffSignIn(citizen);
      await kiosk.page.getByText(zh.staff.acts.reprint).first().waitFor();
      await picture('staff-open-job');
      assert.doesNotMatch(await bodyText(), /样\*甲|445\*/);
      await citizen.touch(zh.staff.acts.reprint);
      await kiosk.page.locator('dialog').getByRole('button', { name: zh.staff.acts.reprint }).click();
      await kiosk.page.getByText(zh.staff.noOpenJobs).waitFor({ timeout: 60_000 });
      assert.equal(await printedCount(), before + 1);
      await citizen.touch(zh.actions.back);
      await citizen.sees('attract');
    });

    await test('the receipt printer open: the certificate comes all the same', async () => {
      await citizen.sets('receipt-printer', 'coverOpen', true);
      await citizen.choosesItem(item);
      await citizen.goesToConfirm('specimen-a');
      assert.match(await bodyText(), /本月第 3 次/);
      await citizen.touch(zh.confirm.print);
      await citizen.sees('rate', 60_000);
      await kiosk.page.getByText(zh.rate.noReceipt).waitFor();
      await citizen.touch(zh.rate.skip);
      await goesHome();
      await citizen.sets('receipt-printer', 'coverOpen', false);
    });

    await test('the fourth print of the month is refused with its reason', async () => {
      const before = await printedCount();
      await citizen.choosesItem(item);
      await citizen.laysCard('specimen-a');
      await citizen.sees('verify');
      await citizen.typesCode(await citizen.readsCode());
      await citizen.comesForThemselves();
      await citizen.sees('parameters');
      await citizen.touch(zh.actions.next);
      await citizen.sees('preview');
      await citizen.touch(zh.preview.accept);
      await citizen.sees('fault');
      await kiosk.page.getByText(zh.fault.faults.printLimitReached({ limit: 3 }, '').title).waitFor();
      await picture('limit-reached');
      await citizen.touch(zh.actions.finish);
      await goesHome();
      assert.equal(await printedCount(), before);
    });

    await test('the centre away and back: the citizen tries again, reports arrive once', async () => {
      await citizen.choosesItem(item);
      await world.stopServer();
      await citizen.laysCard('specimen-b');
      await citizen.sees('fault');
      await kiosk.page.getByText(zh.fault.faults.serverUnavailable({}, '').title).waitFor();
      await picture('centre-away');
      await world.resumeServer();
      await citizen.touch(zh.actions.retry);
      await citizen.sees('verify');
      await citizen.typesCode(await citizen.readsCode());
      await citizen.comesForThemselves();
      await citizen.sees('parameters');
      await citizen.touch(zh.actions.leave);
      await goesHome();
      await eventually('the centre has the end', () =>
        askCentre(world, ({ result }) => result === 'left').then(
          () => true,
          () => false,
        ),
      );
    });

    await test('a port that is exchanged before the first call: the page is not left with a dead one', async () => {
      // As when the first port comes late, and was asked for again meanwhile.
      await kiosk.page.addInitScript(() => {
        const post = window.postMessage.bind(window);
        let asked = false;
        window.postMessage = ((message: { readonly type?: string }, origin: string) => {
          post(message, origin);
          if (asked || message.type !== 'zerowindow:ready') return;
          asked = true;
          post(message, origin);
        }) as typeof window.postMessage;
      });
      await kiosk.page.reload();
      await citizen.choosesItem(item);
      await citizen.touch(zh.actions.leave);
      await citizen.sees('attract');
    });

    // The last one: Playwright's own page does not survive the death of its process.
    await test('the renderer killed in the middle: the same screen again, and the flow goes on', async () => {
      await citizen.choosesItem(item);
      const shows = (kind: string) =>
        kiosk.app.evaluate(({ BrowserWindow }, wanted) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          if (contents === undefined || contents.isCrashed() || contents.isLoading()) return false;
          const look = `document.querySelector('[data-screen="${wanted}"]') !== null`;
          return Promise.race([
            contents.executeJavaScript(look) as Promise<boolean>,
            // A renderer that dies now never answers.
            new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 500)),
          ]);
        }, kind);
      await kiosk.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
      );
      await eventually('the same screen', () => shows('identify'));
      await citizen.laysCard('specimen-b');
      await eventually('the next screen', () => shows('verify'));
    });
  } catch (error) {
    await picture('failed').catch(() => {});
    throw error;
  } finally {
    await kiosk.close();
    await world.close();
    for (const made of [directory, data]) rmSync(made, { recursive: true, force: true });
  }
});

async function staffSignIn(citizen: Citizen): Promise<void> {
  await citizen.sees('attract');
  for (let touch = 0; touch < 5; touch++) await citizen.touch(zh.topBar.emblem);
  await citizen.sees('staffSignIn');
  for (const digit of '20261122') await citizen.touch(digit);
  await citizen.touch(zh.staff.signIn.signIn);
  await citizen.sees('staff');
}
