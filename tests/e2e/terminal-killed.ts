import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScreenKind } from '../../src-shared/view.ts';
import { Citizen } from '../../tools/demo/citizen.ts';
import { HeadlessTerminal } from '../../tools/headless-terminal.ts';
import { eventually, suite } from './harness.ts';
import { openWorld } from './world.ts';

/**
 * `kill -9` of the terminal at each step. On restart: nothing was printed twice, what is owed is shown to staff,
 * nothing of the person is on the screen, and the centre gets every report once.
 */
type Point = ScreenKind | 'issuing' | 'sheet on its way' | 'slip on its way';

/** Each may print three a month; a point that issues takes one of them. */
const people = ['specimen-a', 'specimen-b', 'rare-character', 'over-eighty'];

await suite('terminal killed at each step', async (test) => {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-killed-'));
  const world = await openWorld(directory);
  const environment = {
    ...(await world.terminalEnvironment()),
    ZEROWINDOW_DATA: join(directory, 'terminal'),
  };
  // A hand for the card and an eye for the message; the screen is read over the contract.
  const hands = new Citizen(undefined as never, world);
  let issues = 0;

  const points: readonly [Point, (terminal: HeadlessTerminal) => Promise<void>][] = [
    ['home', (t) => t.act({ type: 'start' })],
    ['notice', (t) => t.act({ type: 'chooseItem', code: 'SIN-PRT-001' })],
    ['consent', (t) => t.act({ type: 'next' })],
    ['identify', (t) => t.act({ type: 'next' })],
    ['verify', () => hands.laysCard(people[Math.floor(issues / 3) % people.length] ?? 'specimen-a')],
    ['forWhom', async (t) => t.act({ type: 'submitCode', code: await hands.readsCode() })],
    ['parameters', (t) => t.act({ type: 'chooseWhom', whom: 'self' })],
    ['preview', (t) => t.act({ type: 'chooseParameters', schemes: ['pension'], months: 12 })],
    ['confirm', (t) => t.act({ type: 'next' })],
    [
      'issuing',
      async (t) => {
        issues += 1;
        await t.act({ type: 'next' });
      },
    ],
    ['sheet on its way', async () => {}],
    ['slip on its way', async () => {}],
    ['rate', async () => {}],
    ['take', (t) => t.act({ type: 'skipRating' })],
  ];

  async function arrive(terminal: HeadlessTerminal, point: Point): Promise<void> {
    switch (point) {
      case 'issuing':
        await terminal.until('printing');
        return;
      case 'sheet on its way':
        await terminal.until('printing', ({ stage }) => stage === 'printing');
        return;
      case 'slip on its way':
        await terminal.until('printing', ({ stage }) => stage === 'receipt', 60_000);
        return;
      default:
        await terminal.until(point, () => true, 60_000);
    }
  }

  // The one that came up after a kill serves the next citizen.
  let terminal = await HeadlessTerminal.start(environment);
  async function killed(): Promise<void> {
    await terminal.kill();
    terminal = await HeadlessTerminal.start(environment);
    await terminal.until('attract');
    assert.doesNotMatch(JSON.stringify(terminal.seen), /样本甲|张样本|张\*本|样\*寿|\*\*\*|445202|138/);
  }

  try {
    for (const [index, [point]] of points.entries()) {
      await test(`at ${point}`, async () => {
        await hands.liftsCard();
        const printedBefore = (await world.printer.printed()).length;
        // Where a test before this one failed, its terminal may be anywhere.
        await terminal.until('attract', () => true, 5_000).catch(killed);
        for (const [next, go] of points.slice(0, index + 1)) {
          await go(terminal);
          await arrive(terminal, next);
        }
        const issuedAt = points.findIndex(([name]) => name === 'issuing');
        await killed();
        const staff = await signIn(terminal);
        const printed = (await world.printer.printed()).length - printedBefore;
        assert.ok(printed <= 1, `printed ${printed} times`);
        if (index < issuedAt) {
          assert.equal(staff.openJobs.length, 0, 'nothing was owed');
          assert.equal(printed, 0);
        } else if (['slip on its way', 'rate', 'take'].includes(point)) {
          assert.equal(printed, 1);
          assert.equal(staff.openJobs.length, 0, 'the paper was out');
        } else {
          await settle(terminal, staff.openJobs.length, printed);
        }
        await terminal.act({ type: 'back' });
      });
    }
    await test('while somebody acts for another person', async () => {
      await hands.liftsCard();
      await terminal.until('attract');
      for (const [next, go] of points.slice(0, 4)) {
        await go(terminal);
        await arrive(terminal, next);
      }
      await hands.laysCard('specimen-b');
      await terminal.until('verify', () => true, 60_000);
      await terminal.act({ type: 'submitCode', code: await hands.readsCode() });
      await terminal.until('forWhom');
      await terminal.act({ type: 'chooseWhom', whom: 'another' });
      await terminal.until('forWhom', ({ basis }) => basis !== null);
      await terminal.act({ type: 'chooseWhom', whom: 'parent' });
      await terminal.until('identify');
      await hands.liftsCard();
      await hands.laysCard('over-eighty');
      await terminal.until('principal', ({ principal }) => principal.nameMasked === '样*寿', 60_000);
      await killed();
    });

    await test('the centre holds every report once, in order', async () => {
      assert.equal((await signIn(terminal)).openJobs.length, 0);
      // The staff screen is a picture of its moment: look again.
      await eventually(
        'every report is at the centre',
        async () => {
          await terminal.act({ type: 'back' });
          return (await signIn(terminal)).unsentReports === 0;
        },
        60_000,
      );
      assert.equal(await terminal.stop(), 0);
    });
  } finally {
    await terminal.kill();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

async function signIn(terminal: HeadlessTerminal) {
  await terminal.until('attract');
  await terminal.act({ type: 'openStaff' });
  await terminal.until('staffSignIn');
  await terminal.act({ type: 'staffSignIn', pin: '20261122' });
  return terminal.until('staff');
}

/** Staff decide what was cut off: print again under the same number where nothing came out, else confirm. */
async function settle(terminal: HeadlessTerminal, openJobs: number, printed: number): Promise<void> {
  assert.ok(openJobs <= 1, `${openJobs} open jobs`);
  // Issued and not printed: owed. Neither issued nor printed, or printed to the end: nothing is.
  if (openJobs === 0) return;
  const { openJobs: jobs } = await terminal.until('staff');
  const job = jobs[0];
  assert.ok(job?.canReprint, 'the certificate is kept');
  const type = printed === 1 ? 'staffConfirmPrinted' : 'staffReprint';
  await terminal.act({ type, transactionId: job.transactionId });
  await terminal.until('staff', (screen) => screen.openJobs.length === 0, 60_000);
}
