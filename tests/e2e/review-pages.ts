import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { createLog } from '../../src-server/log.ts';
import { systemRandom } from '../../src-server/random.ts';
import { installShipped } from '../../src-server/review/install.ts';
import { createReview } from '../../src-server/review/review.ts';
import { sampleApplications } from '../../src-server/review/sample/applications.ts';
import { readShipped } from '../../src-server/review/shipped.ts';
import { startServer } from '../../src-server/server.ts';
import { openDatabase } from '../../src-server/store/database.ts';
import { layTestDatabase } from '../../src-server/store/test-database.ts';
import { createVault } from '../../src-server/store/vault.ts';
import { systemClock } from '../../src-shared/clock.ts';
import { isRoot, projectDirectory } from '../../tools/host.ts';
import { suite } from './harness.ts';
import { fillNotices } from './review-notices.ts';
import { fillPapers, fillPromises } from './review-papers.ts';

/** The page of reviewing in a plain Chromium, with applications of some days and three people. */

const now = Date.parse('2026-06-15T10:00:00+08:00');
const clock = { ...systemClock, now: () => now };
const serverKey = Buffer.alloc(32, 9);
const rules = join(projectDirectory, 'config', 'review');
const names = { admin: 'specimen-20260615', lin: 'lin chose this one', wu: 'wu chose this one' };

/**
 * A database in which the tables are in force for 40 days, five days of applications were decided, and papers were
 * given and promised.
 */
async function fill(directory: string): Promise<{ reviewed: number; withPaper: string }> {
  await layTestDatabase(directory);
  const opened = await openDatabase({ kind: 'embedded', directory });
  if (!opened.ok) throw new Error(opened.error.message);
  const { db, close } = opened.value;
  const day = 24 * 3_600_000;
  const installed = await installShipped(db, rules, new Date(now - 40 * day), true);
  const shipped = readShipped(rules);
  if (!installed.ok || !shipped.ok) throw new Error('config/review is not as it must be');
  const vault = createVault(serverKey, systemRandom);
  const tables = shipped.value.map(({ table }) => table);
  const latest = sampleApplications(tables, 11, 5000)
    .filter((one) => one.now < now - 600_000 && one.now > now - 5 * day)
    .sort((a, b) => a.now - b.now);
  for (const one of latest) {
    const at = { ...systemClock, now: () => one.now };
    const parts = { db, vault, clock: at, random: systemRandom, specimen: true, afterCheckPercent: 5 };
    await createReview(parts).review({
      ...one.request,
      reviewId: randomUUID(),
      transactionId: randomUUID(),
    });
  }
  // Drawn by chance; here at least one must be there.
  await db
    .updateTable('review_case')
    .set({ after_check: 'due' })
    .where('id', '=', (query) =>
      query
        .selectFrom('review_case')
        .select('id')
        .where('kind', '=', 'approve')
        .where('table_id', '=', 'T4')
        .orderBy('reviewed_at')
        .limit(1),
    )
    .execute();
  const waiting = await db
    .selectFrom('review_case')
    .select('id')
    .where('kind', '=', 'toPerson')
    .where('table_id', '=', 'T5')
    .orderBy('reviewed_at')
    .executeTakeFirstOrThrow();
  await fillPapers(db, vault, waiting.id);
  await fillPromises(db, vault);
  await fillNotices(db, vault);
  await close();
  return { reviewed: latest.length, withPaper: waiting.id };
}

await suite('the page of reviewing', async (test) => {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-review-'));
  const pictures = join(projectDirectory, 'out', 'e2e', 'review-pages');
  mkdirSync(pictures, { recursive: true });
  const { reviewed, withPaper } = await fill(directory);
  const server = await startServer({
    port: 0,
    database: { kind: 'embedded', directory },
    serverKey,
    authority: 'sandbox',
    configDirectory: join(projectDirectory, 'config'),
    consoleDirectory: join(projectDirectory, 'build/console'),
    reviewDirectory: rules,
    operatorPassword: names.admin,
    clock,
    log: createLog('error'),
  });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: isRoot ? ['--no-sandbox'] : [],
  });
  const errors: string[] = [];
  const contexts: BrowserContext[] = [];

  /** Somebody at a browser of their own, on the page of reviewing. */
  async function arrive(name: keyof typeof names, password: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${server.url}/console/`);
    await page.locator('input[name=name]').fill(name);
    await page.locator('input[name=password]').fill(password);
    await page.keyboard.press('Enter');
    if (password !== names[name]) {
      await page.locator('input[name=newPassword]').fill(names[name]);
      await page.screenshot({ path: join(pictures, 'first-sign-in.png') });
      await page.keyboard.press('Enter');
    }
    await page.getByRole('button', { name: '审查' }).click();
    await page.locator('.headline').waitFor();
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    return page;
  }

  try {
    const admin = await arrive('admin', names.admin);
    const first = { lin: '', wu: '' };

    await test('the administrator sees the share and adds two people', async () => {
      await admin.screenshot({ path: join(pictures, 'review.png'), fullPage: true });
      const total = (await admin.locator('.headline small').textContent()) ?? '';
      assert.match(total, new RegExp(`/ ${reviewed} `));
      for (const name of ['lin', 'wu'] as const) {
        await admin.locator('input[name=name]').fill(name);
        await admin.getByRole('button', { name: '添加人员' }).click();
        first[name] = (await admin.locator('.enrolment strong').textContent()) ?? '';
        await admin.locator('.enrolment button').click();
      }
      assert.match(first.lin, /^[0-9A-Z]{4}-/);
    });

    await test('a clerk signs in for the first time, chooses a password and decides a case', async () => {
      const lin = await arrive('lin', first.lin);
      const lines = lin.locator('.queue tbody tr', { hasText: '转人工' });
      const before = await lines.count();
      await lines.first().getByRole('button').click();
      await lin.locator('.case table').waitFor();
      const text = (await lin.locator('.case').textContent()) ?? '';
      assert.doesNotMatch(text, /19\d\d-\d\d-\d\d/);
      await lin.getByLabel('不予通过').check();
      await lin.locator('textarea[name="reason.zh"]').fill('经电话核实，目前不符合申请条件');
      await lin
        .locator('textarea[name="reason.en"]')
        .fill('As a call showed, the conditions are not met now');
      await lin.locator('textarea[name="remedy.zh"]').fill('请到社区服务中心更正信息后再来');
      await lin
        .locator('textarea[name="remedy.en"]')
        .fill('Have the record corrected at the community centre first');
      await lin.screenshot({ path: join(pictures, 'case.png'), fullPage: true });
      await lin.getByRole('button', { name: '作出决定' }).click();
      await lin.locator('.case li', { hasText: '人工决定' }).waitFor();
      await lin.screenshot({ path: join(pictures, 'decided.png'), fullPage: true });
      assert.equal(await lines.count(), before - 1);

      await lin
        .locator('.queue tbody tr', { hasText: '社会保障卡密码重置' })
        .filter({ hasText: '机器的决定对吗' })
        .first()
        .getByRole('button')
        .click();
      await lin.getByLabel('有误，启动纠正').check();
      await lin.locator('textarea[name=note]').fill('卡在前一天已经挂失');
      await lin.getByRole('button', { name: '记录' }).click();
      await lin.locator('.recalls').waitFor();
      await lin.locator('.recalls input').fill('已停止新密码的使用');
      await lin.locator('.recalls form button').click();
      await lin.locator('.recalls .tag.good').waitFor();
      await lin.screenshot({ path: join(pictures, 'recall.png'), fullPage: true });
    });

    await test('a clerk opens a paper: why is asked first, and who and when stand on its pages', async () => {
      const page = contexts[1]?.pages()[0];
      assert.ok(page);
      await page.locator(`.queue [data-case="${withPaper}"] button`).click();
      const papers = page.locator('.case .papers');
      assert.equal(await page.locator('dialog img').count(), 0);
      await papers.getByRole('button', { name: '打开' }).click();
      await papers.locator('textarea').fill('核对离职日期');
      await page.locator('.case').evaluate((pane) => {
        pane.scrollTop = 480;
      });
      await page.screenshot({ path: join(pictures, 'paper-asked.png') });
      await papers.getByRole('button', { name: '记录并打开' }).click();
      await page.locator('dialog img').nth(1).waitFor();
      await page.screenshot({ path: join(pictures, 'paper.png') });
      await page.getByRole('button', { name: '关闭材料' }).click();
      assert.equal(await page.locator('img[src^=data]').count(), 0);
      await page.locator('.case li', { hasText: '打开材料' }).getByText('lin').waitFor();

      await page.clock.install({ time: now });
      await papers.getByRole('button', { name: '打开' }).click();
      await papers.locator('textarea').fill('再看一次签章');
      await papers.getByRole('button', { name: '记录并打开' }).click();
      await page.locator('dialog img').first().waitFor();
      await page.locator('.case li', { hasText: '打开材料' }).nth(1).waitFor();
      // Time goes on by itself as well: on a busy machine for some seconds.
      await page.clock.fastForward(60_000);
      assert.equal(await page.locator('dialog').count(), 1);
      await page.clock.fastForward(60_000);
      await page.locator('dialog').waitFor({ state: 'detached' });
    });

    await test('promised papers: what is due first, and what came to a counter does not lapse', async () => {
      const page = contexts[1]?.pages()[0];
      assert.ok(page);
      await page.getByRole('button', { name: '容缺承诺' }).click();
      const rows = page.locator('section tbody tr');
      await rows.first().getByText('2026-06-13').waitFor();
      await page.screenshot({ path: join(pictures, 'promises.png'), fullPage: true });
      assert.doesNotMatch((await page.locator('body').textContent()) ?? '', /样本甲|样本寿|445202195001/);
      await rows.filter({ hasText: '张*本' }).getByRole('button').click();
      await page.locator('.papers').getByText('样本市公安局样本分局 · YPH*********0001').waitFor();
      await page.screenshot({ path: join(pictures, 'promise-licence.png'), fullPage: true });
      await rows.filter({ hasText: '样*寿' }).getByRole('button').click();
      const form = (title: string) => page.locator('.case form', { hasText: title });
      await form('已经联系到承诺人').locator('textarea').fill('打了登记的座机，家人转告');
      await page.screenshot({ path: join(pictures, 'promise-not-reached.png'), fullPage: true });
      await form('已经联系到承诺人').getByRole('button', { name: '记录' }).click();
      await page.locator('.case li', { hasText: '工作人员已联系' }).getByText('lin').waitFor();
      await form('已经联系到承诺人').waitFor({ state: 'detached' });
      await form('窗口收到').locator('textarea').fill('样本区大厅 3 号窗口，原件已核对');
      await page.screenshot({ path: join(pictures, 'promise.png'), fullPage: true });
      await form('窗口收到').getByRole('button', { name: '记录' }).click();
      await page.locator('.case li', { hasText: '窗口收到材料' }).getByText('lin').waitFor();
      await rows.filter({ hasText: '样*戊' }).getByRole('button').click();
      await page.locator('.case li', { hasText: '已通知结果' }).waitFor();
      await page.screenshot({ path: join(pictures, 'promise-by-clerk.png'), fullPage: true });
      await page.getByRole('button', { name: /^已补交/ }).click();
      await rows.nth(1).waitFor();
      await page.screenshot({ path: join(pictures, 'promise-came.png'), fullPage: true });
      await rows.filter({ hasText: '近期证件照' }).getByRole('button').click();
      await page.locator('.papers').getByText('已按期删除').waitFor();
      await page.screenshot({ path: join(pictures, 'promise-erased.png'), fullPage: true });
      await page.getByRole('button', { name: '审查' }).click();
    });

    await test('whom no message reached is told by a clerk; papers in cabinets, and which of them are to be taken out', async () => {
      const page = contexts[1]?.pages()[0];
      assert.ok(page);
      await page.getByRole('button', { name: '通知与证照柜' }).click();
      const rows = page.getByRole('region', { name: '短信通知' }).locator('tbody tr');
      await rows.nth(1).waitFor();
      await page.screenshot({ path: join(pictures, 'notices.png'), fullPage: true });
      await rows.filter({ hasText: 'YPSL2026061200007' }).getByRole('button').click();
      await page.locator('.case textarea').fill('打了登记的座机，本人接听');
      await page.screenshot({ path: join(pictures, 'notice.png'), fullPage: true });
      await page.locator('.case').getByRole('button', { name: '记录' }).click();
      await rows.filter({ hasText: 'YPSL2026061200007' }).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^已通知/ }).click();
      await rows.filter({ hasText: 'YPSL2026061200007' }).getByText('lin').waitFor();
      const papers = page.getByRole('region', { name: '证照柜' }).locator('tbody tr');
      assert.equal(await papers.count(), 5);
      assert.match((await papers.first().textContent()) ?? '', /YPSL2026050800004[\s\S]*逾期未领/);
      await page.getByRole('button', { name: '审查' }).click();
    });

    await test('a new version comes into force when a second person approves it', async () => {
      const [lin] = contexts.slice(1);
      const page = lin?.pages()[0];
      assert.ok(page);
      const shipped = readShipped(rules);
      assert.ok(shipped.ok);
      const old = shipped.value.find(({ table }) => table.id === 'T10');
      assert.ok(old);
      const content = JSON.stringify({ ...(JSON.parse(old.content) as object), version: 2 });
      await page.getByRole('button', { name: '提交新版本' }).click();
      await page
        .locator('input[name=content]')
        .setInputFiles({ name: 'T10.json', mimeType: 'application/json', buffer: Buffer.from(content) });
      await page.locator('input[name=cases]').setInputFiles({
        name: 'T10.yaml',
        mimeType: 'application/yaml',
        buffer: Buffer.from(old.casesText),
      });
      await page
        .locator('form.act', { has: page.locator('input[type=file]') })
        .locator('button[type=submit]')
        .click();
      const row = (one: Page) => one.locator('tr', { hasText: '待批准' });
      await row(page).waitFor();
      await row(page).getByRole('button', { name: '运行测试' }).click();
      await row(page).getByRole('button', { name: '批准' }).click();
      await row(page).getByText('lin').waitFor();
      const wu = await arrive('wu', first.wu);
      await row(wu).scrollIntoViewIfNeeded();
      await wu.screenshot({ path: join(pictures, 'rules.png'), fullPage: true });
      await row(wu).getByRole('button', { name: '批准' }).click();
      await wu.locator('tr', { hasText: 'lin、wu' }).getByText('生效中').waitFor();
    });

    await test('in English, and with a policy that nothing breaks', async () => {
      await admin.getByRole('button', { name: 'English' }).click();
      await admin.screenshot({ path: join(pictures, 'english.png'), fullPage: true });
      await admin.getByRole('button', { name: 'Promised papers' }).click();
      await admin.locator('section tbody tr').first().getByRole('button').click();
      await admin.locator('.case h3').first().waitFor();
      await admin.screenshot({ path: join(pictures, 'promises-english.png'), fullPage: true });
      await admin.getByRole('button', { name: 'Messages, cabinets' }).click();
      await admin.getByText('Not fetched in time').waitFor();
      await admin.screenshot({ path: join(pictures, 'notices-english.png'), fullPage: true });
      assert.deepEqual(errors, []);
    });
  } finally {
    await browser.close();
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
