import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { zh } from '../../src-renderer/i18n/zh.ts';
import { Citizen } from '../../tools/demo/citizen.ts';
import { HeadlessTerminal } from '../../tools/headless-terminal.ts';
import { makeKioskDirectory, projectDirectory } from '../../tools/host.ts';
import { readableByKiosk } from '../../tools/launch.ts';
import { launchApp, type RunningApp, suite } from './harness.ts';
import { notesInUnit, readLedger } from './notes.ts';
import { openWorld } from './world.ts';

/**
 * A premium paid in real Electron: notes into an emulated recycler that speaks encrypted eSSP on a real serial line, a
 * code that is scanned off the screen, and the process killed while a note is in the mouth.
 */
const pension = '城乡居民基本养老保险费缴费';

await suite('a premium is paid', async (test) => {
  const pictures = join(projectDirectory, 'out', 'e2e', 'pay-flow');
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-pay-'));
  const data = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-kiosk-')));
  const world = await openWorld(directory);
  const kiosk = await launchApp({
    env: {
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: readableByKiosk(join(projectDirectory, 'config')),
    },
  });
  const citizen = new Citizen(kiosk.page, world);
  const picture = (name: string) => kiosk.page.screenshot({ path: join(pictures, `${name}.png`) });
  const text = async () => (await kiosk.page.locator('main').textContent()) ?? '';

  const processes: HeadlessTerminal[] = [];

  const goesToPayment = async (card: string, tier: RegExp) => {
    await citizen.choosesItem(pension);
    await citizen.laysCard(card);
    await citizen.sees('verify');
    await citizen.typesCode(await citizen.readsCode());
    await citizen.sees('bills');
    await kiosk.page.getByRole('radio', { name: tier }).first().click();
    await picture('bills');
    await citizen.touch(/去缴费/);
    await citizen.sees('choosePayment');
  };
  const inserts = async (note: number, total: string) => {
    await kiosk.page.getByText(zh.payCash.titles.taking).waitFor({ timeout: 20_000 });
    await citizen.sets('note-recycler', 'insert', `${note} CNY`);
    await kiosk.page.getByText(total).first().waitFor({ timeout: 20_000 });
  };
  /** As a person would: once more, where the mouth was not open yet. */
  const pushesUntilPaid = async (note: string) => {
    for (let tries = 0; tries < 8; tries++) {
      await kiosk.page
        .getByText(zh.payCash.titles.taking)
        .waitFor({ timeout: 3_000 })
        .catch(() => {});
      await citizen.sets('note-recycler', 'insert', note);
      const shown = await citizen.sees('paymentResult', 8_000).then(
        () => true,
        () => false,
      );
      if (shown) return;
    }
    throw new Error('the last note was never taken');
  };
  const goesHome = async () => {
    await citizen.touch(zh.actions.next);
    await citizen.sees('rate', 30_000);
    await citizen.touch(zh.rate.skip);
    await citizen.sees('take');
    await citizen.liftsCard();
    await citizen.touch(zh.take.done);
    await citizen.sees('attract');
  };

  try {
    await test('400 yuan in notes, with change', async () => {
      const before = await notesInUnit(world);
      await goesToPayment('specimen-a', /400/);
      await picture('choose');
      await citizen.touch(/现金/);
      await citizen.sees('payCash');
      await inserts(100, '¥300.00');
      await inserts(100, '¥200.00');
      await inserts(100, '¥100.00');
      await picture('three-notes');
      await inserts(50, '¥50.00');
      await pushesUntilPaid('100 CNY');
      await picture('paid');
      assert.match(await text(), /缴费成功[\s\S]*¥400\.00[\s\S]*人民币肆佰元整[\s\S]*¥50\.00/);
      await goesHome();
      const after = await notesInUnit(world);
      assert.equal(after.payout + after.cashbox, before.payout + before.cashbox + 400);
    });

    await test('by a code that is scanned off the screen', async () => {
      await goesToPayment('specimen-b', /600/);
      await citizen.touch(/手机扫码/);
      await citizen.sees('payCode');
      await kiosk.page.locator('.qr-code').waitFor();
      await picture('code');
      await fetch(await scan(kiosk), { method: 'POST', body: new URLSearchParams() });
      await citizen.sees('paymentResult', 30_000);
      assert.match(await text(), /缴费成功[\s\S]*¥600\.00/);
      await goesHome();
    });

    await test('called off after a note: it comes back, and nothing was booked', async () => {
      const before = await notesInUnit(world);
      await goesToPayment('over-eighty', /200/);
      await citizen.touch(/现金/);
      await inserts(50, '¥150.00');
      await citizen.touch(zh.payCash.cancelAll);
      await citizen.sees('paymentResult', 40_000);
      await picture('refunded');
      assert.match(await text(), /没有缴费[\s\S]*¥50\.00/);
      await citizen.touch(zh.actions.finish);
      await citizen.sees('take');
      await citizen.liftsCard();
      await citizen.touch(zh.take.done);
      await citizen.sees('attract');
      const after = await notesInUnit(world);
      assert.equal(after.payout + after.cashbox, before.payout + before.cashbox);
    });

    await test('it cannot be paid back: a code, and with it the money at the machine later', async () => {
      const before = await notesInUnit(world);
      await goesToPayment('over-eighty', /200/);
      await citizen.touch(/现金/);
      await inserts(50, '¥150.00');
      await citizen.sets('note-recycler', 'payoutOutOfService', true);
      await citizen.touch(zh.payCash.cancelAll);
      await citizen.sees('paymentResult', 40_000);
      const code = (await kiosk.page.locator('.claim-code').textContent()) ?? '';
      await citizen.touch(zh.paymentResult.claimDone);
      await citizen.sees('take');
      await citizen.liftsCard();
      await citizen.touch(zh.take.done);
      await citizen.sees('attract');
      await citizen.sets('note-recycler', 'payoutOutOfService', false);
      // A recycler that could not pay is asked again every ten seconds.
      await pause(12_000);

      await citizen.touch(zh.attract.start);
      await citizen.sees('home');
      await citizen.touch(zh.actions.nextPage);
      await citizen.touch(zh.actions.nextPage);
      await citizen.touch(/现金领款/);
      await citizen.sees('category');
      await citizen.touch(/凭领款码领款/);
      await citizen.sees('notice');
      await citizen.touch(zh.notice.start);
      await citizen.sees('field');
      for (const letter of code.replace('-', '').toLowerCase()) await citizen.touch(letter);
      await picture('claim-code');
      await citizen.touch(zh.field.next);
      await citizen.sees('collectClaim');
      await picture('claim-found');
      assert.match(await text(), /¥50\.00/);
      await citizen.touch(zh.collectClaim.collect);
      await citizen.sees('paymentResult', 60_000);
      await picture('claim-collected');
      assert.match(await text(), /请取走现金[\s\S]*¥50\.00/);
      await citizen.touch(zh.actions.finish);
      await citizen.sees('rate', 30_000);
      await citizen.touch(zh.rate.skip);
      await citizen.sees('take');
      await citizen.touch(zh.take.done);
      await citizen.sees('attract');
      const after = await notesInUnit(world);
      assert.equal(after.payout + after.cashbox, before.payout + before.cashbox);
    });

    await test('the ledger has every note that is in the machine', async () => {
      await kiosk.close();
      const [ledger, unit] = [readLedger(data), await notesInUnit(world)];
      assert.deepEqual([ledger.payout, ledger.cashbox], [unit.payout, unit.cashbox]);
      assert.deepEqual(
        [ledger.sum, ledger.citizen, ledger.host, ledger.claims, ledger.escrow],
        [0, 0, 400, 0, 0],
      );
    });

    await test('killed while a note is being taken: it is claimed, or it is back; the machine serves on', async () => {
      const environment = {
        ...(await world.terminalEnvironment()),
        ZEROWINDOW_DATA: join(directory, 'headless'),
      };
      const terminal = await HeadlessTerminal.start(environment);
      processes.push(terminal);
      await terminal.until('attract', ({ limitations }) => limitations.length === 0);
      await terminal.act({ type: 'start' });
      await terminal.until('home');
      await terminal.act({ type: 'chooseItem', code: 'TAX-PAY-001' });
      await terminal.until('notice');
      await terminal.act({ type: 'next' });
      await terminal.until('consent');
      await terminal.act({ type: 'next' });
      await citizen.laysCard('specimen-a');
      await terminal.until('verify');
      await terminal.act({ type: 'submitCode', code: await citizen.readsCode() });
      const { bills } = await terminal.until('bills');
      const [own] = bills;
      await terminal.act({
        type: 'chooseBills',
        charges: [{ billId: own?.id ?? '', optionId: own?.options[0]?.id ?? '' }],
      });
      await terminal.until('choosePayment', ({ cash }) => cash === 'available');
      await terminal.act({ type: 'choosePayment', method: 'cash' });
      await terminal.until('payCash', ({ state }) => state === 'taking');
      const before = await notesInUnit(world);
      await citizen.sets('note-recycler', 'insert', '100 CNY');
      await terminal.until('payCash', ({ state }) => state === 'deciding');
      await terminal.kill();
      await citizen.liftsCard();

      const again = await HeadlessTerminal.start(environment);
      processes.push(again);
      await again.until('attract', undefined, 90_000);
      assert.doesNotMatch(JSON.stringify(again.seen), /样\*甲|\*\*\*|445202/);
      // What the recycler does with a note of which it hears no more ends by itself.
      for (let waited = 0; (await notesInUnit(world)).path !== 'empty' && waited < 40; waited++)
        await pause(500);
      await pause(1_500);
      assert.equal(await again.stop(), 0);
      const [ledger, unit] = [readLedger(join(directory, 'headless')), await notesInUnit(world)];
      // What this new terminal found in the store it took over; what lies in a cashbox no unit counts.
      assert.deepEqual([ledger.payout, ledger.cashbox], [unit.payout, unit.cashbox - before.cashbox]);
      const taken = unit.payout + unit.cashbox - before.payout - before.cashbox;
      assert.deepEqual(
        [ledger.sum, ledger.citizen, ledger.active, ledger.unsettled, ledger.claims + ledger.suspense],
        [0, 0, false, 0, taken],
      );
      assert.equal(ledger.claimed, ledger.claims);
    });
  } finally {
    for (const each of processes) await each.kill();
    await kiosk.close();
    await world.close();
    for (const each of [directory, data]) rmSync(each, { recursive: true, force: true });
  }
});

/** What a phone reads off the screen. */
async function scan({ page }: RunningApp): Promise<string> {
  const { data, width, height } = PNG.sync.read(await page.screenshot());
  const found = jsQR(new Uint8ClampedArray(data), width, height);
  if (found === null) throw new Error('no code on the screen');
  return found.data;
}
