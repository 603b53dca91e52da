import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import {
  enrolTerminal,
  operatorPassword,
  people,
  startTestServer,
  type TestPerson,
  type TestTerminal,
  verifiedToken,
} from '../../src-server/test-server.ts';
import type { CashDay } from '../../src-shared/contract/cash-day.ts';
import type { CashUnitState } from '../../src-shared/contract/cash-unit.ts';
import type { ReportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import { isRoot, projectDirectory } from '../../tools/host.ts';
import { suite } from './harness.ts';

/** The page of cash in a plain Chromium: two terminals have told of a day that agrees, and of one that does not. */

const server = await startTestServer({ consoleDirectory: join(projectDirectory, 'build/console') });
const pictures = join(projectDirectory, 'out', 'e2e', 'cash-page');
mkdirSync(pictures, { recursive: true });

const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();
const sequences = new Map<string, number>();

async function tells(terminal: TestTerminal, kind: Report['kind'], body: object): Promise<void> {
  const sequence = (sequences.get(terminal.id) ?? 0) + 1;
  sequences.set(terminal.id, sequence);
  await terminal.client.reporting.submit({
    reports: [
      { sequence, id: randomUUID(), at: iso(server.clock.now()), kind, body: body as Report['body'] },
    ],
  });
}

/** 400 yuan in notes, by somebody. Answers the transaction. */
async function pays(terminal: TestTerminal, person: TestPerson, trace: string): Promise<string> {
  const transactionId = randomUUID();
  await tells(terminal, 'transaction', {
    state: 'started',
    transactionId,
    trace,
    itemCode: 'TAX-PAY-002',
    itemName: '城乡居民社会保险费缴费',
    configurationVersion: 'test',
  });
  const token = await verifiedToken(server, terminal.client, person, transactionId);
  const { assessmentId, bills } = await terminal.client.payments.assess({ token, itemCode: 'TAX-PAY-002' });
  const bill = bills.find(({ relation }) => relation === 'self');
  await terminal.client.payments.post({
    idempotencyKey: randomUUID(),
    assessmentId,
    charges: [{ billId: bill?.id ?? '', optionId: '400' }],
    parts: [{ method: 'cash', amount: 40_000 }],
  });
  await tells(terminal, 'transaction', {
    state: 'ended',
    transactionId,
    result: 'completed',
    reason: null,
  });
  return transactionId;
}

const unit = (place: string, part: Partial<CashUnitState>): CashUnitState => ({
  place,
  status: 'ok',
  accuracy: 'accurateSet',
  capacity: 500,
  initial: [],
  in: { deposited: [], retracted: [], rejected: [], distributed: [] },
  out: { presented: [], rejected: [], distributed: [] },
  adjusted: [],
  now: [],
  ...part,
});

async function beats(terminal: TestTerminal, units: CashUnitState[], exchangeOpen: boolean): Promise<void> {
  await terminal.client.reporting.heartbeat({
    at: iso(server.clock.now()),
    softwareVersion: '0.1.0',
    screen: 'attract',
    limitations: [],
    devices: [],
    openJobs: 0,
    unsentReports: 0,
    cash: { units, exchangeOpen },
  });
}

async function endsDay(terminal: TestTerminal, name: string, part: Partial<CashDay>): Promise<void> {
  const host = (part.payments ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const totals = {
    cashIn: host + 5_000,
    change: 5_000,
    refunds: 0,
    cashOut: 0,
    host,
    pending: 0,
    claimsOpened: 0,
    claimsSettled: 0,
    held: 0,
    loaded: 0,
    collected: 0,
    long: 0,
    short: 0,
  };
  const to = Date.parse(`${name}T16:00:00Z`);
  await tells(terminal, 'cashDay', {
    day: name,
    from: iso(to - day),
    to: iso(to),
    totals,
    opening: 0,
    closing: host,
    carriedIn: 0,
    carriedOut: 0,
    units: [
      { place: 'unit:noteRecycler/payout', ledger: 0, count: { ledger: 62_000, counted: 62_000 } },
      { place: 'unit:noteRecycler/cashbox', ledger: host, count: null },
    ],
    payments: [],
    underWay: [],
    suspense: 0,
    openDifferences: 0,
    heldByCases: 0,
    ...part,
  });
}

const [first, second] = [await enrolTerminal(server), await enrolTerminal(server)];

async function fill(): Promise<void> {
  const one = await pays(first, people.insured, `${first.number}-000041`);
  const two = await pays(first, people.alsoInsured, `${first.number}-000042`);
  await endsDay(first, '2026-11-21', {
    payments: [one, two].map((transactionId) => ({ transactionId, amount: 40_000 })),
  });
  await pays(second, people.gaps, `${second.number}-000007`);
  await endsDay(second, '2026-11-21', {
    units: [
      { place: 'unit:noteRecycler/payout', ledger: 57_000, count: { ledger: 62_000, counted: 57_000 } },
      { place: 'unit:noteRecycler/cashbox', ledger: 0, count: null },
    ],
  });
  const notes = (value: number, count: number) => [{ value, count }];
  await beats(
    first,
    [
      unit('unit:noteRecycler/payout', {
        capacity: 80,
        status: 'low',
        initial: notes(5_000, 12),
        out: { presented: notes(5_000, 4), rejected: [], distributed: [] },
        now: notes(5_000, 8),
      }),
      unit('unit:noteRecycler/cashbox', {
        in: { deposited: notes(10_000, 214), retracted: [], rejected: [], distributed: [] },
        now: notes(10_000, 214),
      }),
    ],
    false,
  );
  await beats(
    second,
    [
      unit('unit:noteRecycler/payout', { accuracy: 'inaccurate', capacity: 80, now: notes(2_000, 30) }),
      unit('unit:noteRecycler/cashbox', { status: 'missing', accuracy: 'unknown' }),
    ],
    true,
  );
  const difference: ReportBodies['cashDifference'] = {
    number: 1,
    place: 'unit:noteRecycler/payout',
    amount: -5_000,
    openedAt: iso(server.clock.now()),
    by: 'two staff',
    caseId: null,
    state: 'open',
    finding: null,
  };
  await tells(second, 'cashDifference', difference);
  await tells(first, 'cashDifference', {
    ...difference,
    amount: 2_000,
    state: 'returned',
    finding: 'ofCitizen',
  });
  await tells(first, 'cashClaim', { transactionId: one, state: 'open', amount: 30_000 });
  await tells(first, 'cashClaim', { transactionId: two, state: 'open', amount: 5_000 });
  await tells(first, 'cashClaim', { transactionId: two, state: 'settled', amount: 5_000 });
  await tells(second, 'cashCase', {
    caseId: randomUUID(),
    transactionId: null,
    device: 'noteRecycler',
    amount: 10_000,
    evidence: ['the recycler cannot tell what it holds', 'it named no sum that left'],
  });
}

const section = (page: Page, id: string) => page.locator(`section[aria-labelledby=${id}]`);

await suite('the page of cash', async (test) => {
  await fill();
  // Chromium refuses its sandbox to root; this is the reader's browser of a test, not the terminal.
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: isRoot ? ['--no-sandbox'] : [],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  /** The server's clock stands still but for this: what changed is told to the page. */
  const told = () => server.clock.advance(10_000);

  try {
    await test('whoever is signed in finds units, days, differences, claims, cases and payments', async () => {
      await page.goto(`${server.url}/console/`);
      await page.locator('input[name=name]').fill('admin');
      await page.locator('input[name=password]').fill(operatorPassword);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: '现金', exact: true }).waitFor();
      errors.length = 0;
      await page.getByRole('button', { name: '现金', exact: true }).click();
      await section(page, 'units').getByText('偏少').waitFor();
      await section(page, 'units').getByText('加钞清机未完成').waitFor();
      await section(page, 'days').getByText('相符').waitFor();
      await section(page, 'differences').getByText('−¥50.00').waitFor();
      await section(page, 'claims').getByText('待领取 ¥300.00').waitFor();
      await section(page, 'cases').getByText('it named no sum that left').waitFor();
      assert.equal(await section(page, 'payments').getByText('已入账').count(), 3);
      await picture('all');
    });

    await test('a day that does not agree names each difference', async () => {
      const line = section(page, 'days').locator('tr', { hasText: second.number });
      await line.getByText('终端没有记账').waitFor();
      await line.getByText(`${second.number}-000007`).waitFor();
      await line.getByText('实点不符').waitFor();
      await line.getByText('账面 ¥620.00 · 实点 ¥570.00').waitFor();
    });

    await test('it shows only what is open, or only one terminal', async () => {
      await page.locator('input[name=openOnly]').check();
      await section(page, 'days').getByText('相符').waitFor({ state: 'detached' });
      await section(page, 'differences').getByText('已退还').waitFor({ state: 'detached' });
      assert.equal(await section(page, 'claims').locator('tbody tr').count(), 1);
      await section(page, 'payments').getByText('没有缴费').waitFor();
      await picture('open');
      await page.locator('select[name=terminal]').selectOption({ label: first.number });
      await section(page, 'differences').getByText('没有长短款').waitFor();
      await section(page, 'cases').getByText('没有待查事项').waitFor();
      await page.locator('input[name=openOnly]').uncheck();
      await section(page, 'differences').getByText('已退还').waitFor();
      assert.equal(await page.getByText(`${second.number}-000007`).count(), 0);
      await page.locator('select[name=terminal]').selectOption({ label: '全部终端' });
      await page.getByText(`${second.number}-000007`).first().waitFor();
    });

    await test('one transaction is found by its trace number', async () => {
      await page.locator('input[name=trace]').fill('000041');
      await page.getByText(`${first.number}-000042`).first().waitFor({ state: 'detached' });
      assert.equal(await section(page, 'payments').locator('tbody tr').count(), 1);
      assert.equal(await section(page, 'claims').locator('tbody tr').count(), 1);
      await page.locator('input[name=trace]').fill('');
      await page.getByText(`${first.number}-000042`).first().waitFor();
    });

    await test('what a terminal tells appears without a reload', async () => {
      await tells(second, 'cashDifference', {
        number: 2,
        place: 'unit:noteRecycler/cashbox',
        amount: 10_000,
        openedAt: iso(server.clock.now()),
        by: 'machine',
        caseId: null,
        state: 'open',
        finding: null,
      });
      await told();
      await section(page, 'differences').getByText('+¥100.00').waitFor();
    });

    await test('in English every word of it is English, and nobody is named in either', async () => {
      await page.getByRole('button', { name: 'English' }).click();
      await section(page, 'days').getByText('Not in the day of the terminal').waitFor();
      await picture('english');
      const text = (await page.locator('main').textContent()) ?? '';
      // The names of the items are the citizen's.
      assert.doesNotMatch(text.replaceAll('城乡居民社会保险费缴费', ''), /[\u4e00-\u9fff]/);
      assert.doesNotMatch(text, /cash:|44520219500101001X|138\d{8}/);
      assert.deepEqual(errors, [], 'the page keeps its content security policy');
    });
  } finally {
    await browser.close();
    await server.close();
  }
});
