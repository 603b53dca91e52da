import { randomUUID } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LockerRow, NoticeList } from '../console/notice-model.ts';
import type { GivenPapers, OpenedPaper, PromiseDetail, PromiseList } from '../console/promise-model.ts';
import type { ReviewCaseDetail } from '../console/review-model.ts';
import {
  type Client,
  configDirectory,
  enrolTerminal,
  operatorPassword,
  people,
  setFaults,
  signedIn,
  startTestServer,
  type TestPerson,
  type TestServer,
  type TestTerminal,
} from '../test-server.ts';

/** What staff at the centre see and do about papers, over HTTP; the matters are handed in as a terminal hands them in. */

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
let staff: { admin: string; lin: string };
beforeAll(async () => {
  server = await startTestServer({ reviewDirectory: `${configDirectory}/review` });
  terminal = await enrolTerminal(server);
  const admin = await signIn('admin', operatorPassword);
  const made = await ask(admin, 'operators', { name: 'lin' });
  const { password } = (await made.json()) as { password: string };
  staff = { admin, lin: await signIn('lin', password, 'lin chose this one') };
}, 120_000);
afterAll(() => server.close());
beforeEach(async () => {
  await setFaults(server, {});
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

function ask(cookie: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}/console/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
async function signIn(name: string, password: string, newPassword?: string): Promise<string> {
  const answer = await ask('', 'session', { name, password, newPassword });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}
async function read<T>(path: string, cookie = staff.lin): Promise<T> {
  return (await (await ask(cookie, path)).json()) as T;
}
async function refused(path: string, body: unknown, cookie = staff.lin): Promise<[number, string | null]> {
  const answer = await ask(cookie, path, body);
  const text = await answer.text();
  return [answer.status, text === '' ? null : ((JSON.parse(text) as { code?: string }).code ?? null)];
}

function jpeg(): Buffer {
  const context = createCanvas(400, 500).getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 400, 500);
  return context.canvas.toBuffer('image/jpeg', 90);
}
/** Two empty sheets, by hand. */
const renderedPdf = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type /Catalog /Pages 2 0 R>>endobj',
    '2 0 obj<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>>endobj',
    '3 0 obj<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 300]>>endobj',
    '4 0 obj<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 300]>>endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
  ].join('\n'),
);
const tornPdf = Buffer.from('%PDF-1.7\n1 0 obj<</Type /Page>>endobj\ntrailer\n%%EOF\n');

interface Matter {
  readonly person: TestPerson;
  readonly itemCode: string;
  readonly answers: Record<string, string>;
  readonly material: string;
}
const unemployment: Matter = {
  // Somebody for whom an employer pays: table T5 passes them on to a person.
  person: people.insured,
  itemCode: 'EMP-REG-001',
  answers: { reason: 'ended', wanted: 'any', phone: '13800000001' },
  material: 'termination',
};
const allowance: Matter = {
  person: people.old,
  itemCode: 'CIV-DCL-001',
  answers: { account: 'card' },
  material: 'registerPage',
};
const card: Matter = {
  person: people.notInsured,
  itemCode: 'SSC-DCL-001',
  answers: { bank: 'specimen', phone: '13800000001' },
  material: 'photo',
};

const attested = async (person: TestPerson) =>
  (await client.verification.attest({ transactionId: randomUUID(), method: 'staff', person })).token;

/** With what the camera of the terminal took; without files the paper is promised. Answers key and number. */
async function handIn({ person, itemCode, answers, material }: Matter, ...files: Buffer[]) {
  const token = await attested(person);
  const papers: Parameters<Client['services']['submit']>[0]['papers'] = [];
  if (files.length > 0) {
    const begun = await client.papers.begin({ token, itemCode, materialId: material, by: 'scan' });
    for (const file of files)
      await client.papers.addPage({ paperId: begun.paperId, base64: file.toString('base64') });
    papers.push({ kind: 'upload', materialId: material, paperId: begun.paperId });
  }
  const idempotencyKey = randomUUID();
  const outcome = await client.services.submit({
    itemCode,
    token,
    companyCode: null,
    answers,
    promises: files.length === 0 ? [material] : [],
    papers,
    idempotencyKey,
  });
  return { key: idempotencyKey, outcome };
}

const reason = '核对离职证明上的日期';
const openPath = (key: string, material = 'termination') => `matters/${key}/papers/${material}/open`;

describe('pages that were given with a case that waits', () => {
  test('are named, and shut', async () => {
    const { key, outcome } = await handIn(unemployment, jpeg(), jpeg());
    expect(outcome.kind).toBe('toPerson');
    const given = await read<GivenPapers>(`matters/${key}/papers`);
    expect(given).toEqual({
      openable: true,
      papers: [
        {
          kind: 'upload',
          materialId: 'termination',
          name: { zh: '解除/终止劳动关系信息', en: 'Termination record' },
          givenAt: new Date(server.clock.now()).toISOString(),
          pages: 2,
        },
      ],
    });
  });

  test('are opened by a reason, marked, once for each asking; the chain says who, when and why', async () => {
    const { key } = await handIn(unemployment, jpeg());
    const answer = await ask(staff.lin, openPath(key), { reason });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const opened = (await answer.json()) as OpenedPaper;
    expect(opened.openedAt).toMatch(/^2026-11-2\d \d\d:\d\d:\d\d$/);
    const [page] = opened.pages;
    const picture = Buffer.from(page?.kind === 'jpeg' ? page.base64 : '', 'base64');
    const seen = await loadImage(picture);
    expect([seen.width, seen.height]).toEqual([400, 500]);
    const context = createCanvas(400, 500).getContext('2d');
    context.drawImage(seen, 0, 0);
    const { data } = context.getImageData(0, 0, 400, 500);
    expect(data.some((value) => value < 220)).toBe(true);

    const detail = await read<ReviewCaseDetail>(`review/cases/${key}`);
    expect(detail.history.at(-1)).toEqual({
      at: new Date(server.clock.now()).toISOString(),
      kind: 'paperOpened',
      operator: 'lin',
      what: null,
      material: { zh: '解除/终止劳动关系信息', en: 'Termination record' },
      note: reason,
    });
    const log = server.log.join('\n');
    expect(log).toContain('paper opened');
    expect(log).not.toContain(reason);
    expect(log).not.toContain(picture.toString('base64').slice(200, 260));
  });

  test('have no address, and open for nobody without a reason, a session, or a role', async () => {
    const { key } = await handIn(unemployment, jpeg());
    const history = async () => (await read<ReviewCaseDetail>(`review/cases/${key}`)).history.length;
    const before = await history();
    expect((await ask(staff.lin, openPath(key))).status).toBe(404);
    expect((await ask('', openPath(key), { reason })).status).toBe(401);
    expect((await ask('', `matters/${key}/papers`)).status).toBe(401);
    for (const body of [{}, { reason: '  ab  ' }, { reason, also: 1 }])
      expect((await refused(openPath(key), body))[0]).toBe(400);
    expect(await refused(openPath(key), { reason }, staff.admin)).toEqual([403, 'notAClerk']);
    expect(await refused(openPath(key, 'lease'), { reason })).toEqual([404, 'unknown']);
    expect(await refused(openPath(randomUUID()), { reason })).toEqual([404, 'unknown']);
    expect(await history()).toBe(before);
  });

  test('shut when the case is decided', async () => {
    const { key } = await handIn(unemployment, jpeg());
    const decision = {
      kind: 'approve',
      reason: { zh: '已向单位核实', en: 'The employer confirmed it' },
    };
    expect((await ask(staff.lin, `review/cases/${key}/decision`, decision)).status).toBe(204);
    expect((await read<GivenPapers>(`matters/${key}/papers`)).openable).toBe(false);
    expect(await refused(openPath(key), { reason })).toEqual([409, 'nothingToDecide']);
  });

  test('a PDF is drawn sheet by sheet; one that cannot be says so', async () => {
    const { key } = await handIn(unemployment, renderedPdf, tornPdf, jpeg());
    const opened = (await (await ask(staff.lin, openPath(key), { reason })).json()) as OpenedPaper;
    const picture = { kind: 'jpeg', base64: expect.any(String) };
    expect(opened.pages).toEqual([picture, picture, { kind: 'notShown', sheets: 1 }, picture]);
  });
});

describe('papers of a matter that the machine decided', () => {
  test('pages are open to whoever looks at it again, and say so when they are erased', async () => {
    const { key, outcome } = await handIn(allowance, jpeg());
    expect(outcome.kind).toBe('approved');
    // Of a new rule set everything is looked at again.
    const given = () => read<GivenPapers>(`matters/${key}/papers`);
    expect(await given()).toMatchObject({ openable: true, papers: [{ pages: 1 }] });
    await later(29);
    expect((await ask(staff.lin, openPath(key, 'registerPage'), { reason })).status).toBe(200);
    await later(1);
    await until(async () => JSON.stringify(await given()).includes('"pages":null'));
    expect(await refused(openPath(key, 'registerPage'), { reason })).toEqual([410, 'erased']);
    const { history } = await read<ReviewCaseDetail>(`review/cases/${key}`);
    expect(history.map(({ kind }) => kind)).toEqual(['review', 'paperOpened']);
  });

  test('an e-licence that was used is named by issuer and masked number, for thirty days', async () => {
    const { person, itemCode, answers } = { ...unemployment, person: people.notInsured };
    const token = await attested(person);
    const { licences } = await client.papers.licences({ itemCode, companyCode: null, token });
    const key = randomUUID();
    const outcome = await client.services.submit({
      itemCode,
      token,
      companyCode: null,
      answers,
      promises: [],
      papers: licences.map(({ licenceId, materialId }) => ({ kind: 'eLicence', licenceId, materialId })),
      idempotencyKey: key,
    });
    expect(outcome.kind).toBe('approved');
    const licence = async () => (await read<GivenPapers>(`matters/${key}/papers`)).papers[0];
    expect(await licence()).toMatchObject({
      kind: 'eLicence',
      issuer: '样本市人力资源和社会保障局',
      numberMasked: 'YPJ*********0003',
    });
    expect(await refused(openPath(key), { reason })).toEqual([404, 'unknown']);
    await later(30);
    await until(async () => JSON.stringify(await licence()).includes('"numberMasked":null'));
  });
});

describe('promises', () => {
  const list = (show: string) => read<PromiseList>(`promises?show=${show}`);
  const detail = (key: string) => read<PromiseDetail>(`promises/${key}/photo`);
  const camePath = (key: string) => `promises/${key}/photo/came`;
  const note = '样本区大厅 3 号窗口，已看原件';

  test('are listed with what is owed by whom until when, masked', async () => {
    const { key, outcome } = await handIn(card);
    const { rows, counts } = await list('open');
    const [owed] = outcome.promises;
    expect(rows).toContainEqual({
      submissionKey: key,
      code: 'photo',
      number: outcome.number,
      itemCode: 'SSC-DCL-001',
      itemName: expect.objectContaining({ en: expect.any(String) }),
      material: owed?.material,
      consequence: owed?.consequence,
      dueOn: owed?.dueDate,
      daysLeft: expect.any(Number),
      state: 'open',
      person: { name: '样*丁', idNumber: '445***********0047' },
      companyCode: null,
      promisedAt: new Date(server.clock.now()).toISOString(),
      remindedAt: null,
      byClerk: false,
      notifiedAt: null,
      messageFailure: null,
      givenUp: false,
      askedAt: null,
      counterAt: null,
      endedAt: null,
    });
    expect(counts.open).toBe(rows.length);
    const told = JSON.stringify(await list('open')) + JSON.stringify(await detail(key));
    expect(told).not.toContain(people.notInsured.name);
    expect(told).not.toContain(people.notInsured.idNumber);
  });

  test('a paper that came to a counter is no longer owed, at the business system neither', async () => {
    const { key, outcome } = await handIn(card);
    const answer = await ask(staff.lin, camePath(key), { reason: note });
    expect(await answer.json()).toEqual({ told: true });
    expect((await list('open')).rows.map(({ submissionKey }) => submissionKey)).not.toContain(key);
    const came = (await list('came')).rows.find(({ submissionKey }) => submissionKey === key);
    expect(came).toMatchObject({ state: 'came', person: null });
    expect((await detail(key)).history).toMatchObject([
      { kind: 'promised', operator: null },
      { kind: 'paperCame', operator: 'lin', note, material: outcome.promises[0]?.material },
      { kind: 'promiseKept', operator: null },
    ]);
    expect(await refused(camePath(key), { reason: note })).toEqual([409, 'notOpen']);
    const token = await attested(people.notInsured);
    const asked = { itemCode: 'HAL-REG-001', token, companyCode: null, answers: {} };
    const offered = JSON.stringify(await client.services.options({ ...asked, field: 'paper' }));
    expect(offered).not.toContain(`${outcome.number} photo`);
    expect(server.log.join('\n')).not.toContain('3 号窗口');
  });

  test('the business system is silent: it came all the same, and is told when it answers', async () => {
    const { key } = await handIn(card);
    await setFaults(server, { failing: true });
    const answer = await ask(staff.lin, camePath(key), { reason: note });
    expect(await answer.json()).toEqual({ told: false });
    const state = async () =>
      (await list('came')).rows.find(({ submissionKey }) => submissionKey === key)?.state;
    expect(await state()).toBe('atCounter');
    await setFaults(server, {});
    await server.clock.advance(600_000);
    await until(async () => (await state()) === 'came');
  });

  test('nobody else, nothing else', async () => {
    const { key } = await handIn(card);
    expect(await refused(camePath(key), { reason: note }, staff.admin)).toEqual([403, 'notAClerk']);
    expect((await ask('', camePath(key), { reason: note })).status).toBe(401);
    expect((await ask('', 'promises?show=open')).status).toBe(401);
    expect((await refused(camePath(key), { reason: 'no' }))[0]).toBe(400);
    expect(await refused(camePath(randomUUID()), { reason: note })).toEqual([404, 'unknown']);
    expect((await ask(staff.lin, 'promises?show=all')).status).toBe(400);
    for (const path of [`promises/${randomUUID()}/photo`, 'promises/x/photo'])
      expect((await ask(staff.lin, path)).status).toBe(404);
    expect((await detail(key)).state).toBe('open');
  });

  test('due soon, reminded or not, lapsed: each in its list', async () => {
    await later(40);
    await until(async () => (await list('open')).rows.length === 0);
    const { key, outcome } = await handIn(card);
    const mine = async (show: string) =>
      (await list(show)).rows.filter(({ submissionKey }) => submissionKey === key);
    expect([(await mine('open')).length, (await mine('dueSoon')).length]).toEqual([1, 0]);
    const due = Date.parse(`${outcome.promises[0]?.dueDate}T09:00:00+08:00`);
    const day = 24 * 3_600_000;
    await setFaults(server, { smsFailing: true });
    await later((due - day - server.clock.now()) / day);
    await until(async () => (await mine('dueSoon'))[0]?.messageFailure !== null);
    expect((await mine('dueSoon'))[0]).toMatchObject({
      daysLeft: 1,
      messageFailure: { why: 'unavailable' },
      remindedAt: null,
    });
    await setFaults(server, {});
    await server.clock.advance(600_000);
    await until(async () => (await mine('dueSoon'))[0]?.remindedAt !== null);
    await later(2);
    await until(async () => (await mine('lapsed')).length === 1);
    expect((await mine('lapsed'))[0]).toMatchObject({ state: 'lapsed', person: null });
    expect((await detail(key)).history.map(({ kind }) => kind)).toEqual([
      'promised',
      'messageFailed',
      'reminded',
      'lapsed',
    ]);
  });
});

describe('a case that a clerk accepts on a promise', () => {
  const decision = {
    kind: 'acceptWithPromise',
    promise: 'termination',
    reason: { zh: '单位已经核实', en: 'The employer confirmed it' },
  };
  const decide = (key: string) => ask(staff.lin, `review/cases/${key}/decision`, decision);
  const detail = (key: string) => read<PromiseDetail>(`promises/${key}/termination`);
  const sheet = async (itemCode: string, person: TestPerson) => {
    const asked = { itemCode, token: await attested(person), companyCode: null, answers: {} };
    return JSON.stringify(await client.services.query(asked));
  };

  test('is a promise like any other: owed, notified, brought at a terminal; days run from the decision', async () => {
    const { key, outcome } = await handIn(unemployment);
    expect(outcome).toMatchObject({ kind: 'toPerson', promises: [] });
    await later(3);
    expect((await decide(key)).status).toBe(204);
    const today = new Date(server.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const one = await detail(key);
    expect(one).toMatchObject({
      number: outcome.number,
      state: 'open',
      byClerk: true,
      person: { name: expect.stringContaining('*') },
    });
    expect(one.daysLeft).toBe((Date.parse(one.dueOn) - Date.parse(today)) / 86_400_000);
    expect(one.daysLeft).toBe(5);
    expect(await sheet('HAL-QRY-001', unemployment.person)).toContain('待补材料');
    await morning();
    await until(async () => (await detail(key)).notifiedAt !== null);
    expect((await detail(key)).history.map(({ kind }) => kind)).toEqual(['promisedByClerk', 'notified']);

    const token = await attested(unemployment.person);
    const paper = `${outcome.number} termination`;
    const asked = { itemCode: 'HAL-REG-001', token, companyCode: null, answers: {} };
    expect(JSON.stringify(await client.services.options({ ...asked, field: 'paper' }))).toContain(paper);
    const brought = await client.services.submit({
      ...{ ...asked, answers: { paper }, promises: [], papers: [] },
      idempotencyKey: randomUUID(),
    });
    expect(brought.kind).toBe('done');
    await later(0.3);
    await until(async () => (await detail(key)).state === 'came');
  });

  test('lapses when it does not come', async () => {
    const { key } = await handIn(unemployment);
    await decide(key);
    await later((await detail(key)).daysLeft + 1);
    await until(async () => (await detail(key)).state === 'lapsed');
    expect(await sheet('HAL-QRY-001', unemployment.person)).toContain('逾期未补');
  });

  test('the business system is silent: decided all the same, and owed when it answers', async () => {
    const { key } = await handIn(unemployment);
    await setFaults(server, { failing: true });
    expect((await decide(key)).status).toBe(204);
    expect((await ask(staff.lin, `promises/${key}/termination`)).status).toBe(404);
    await setFaults(server, {});
    await server.clock.advance(600_000);
    await until(async () => (await ask(staff.lin, `promises/${key}/termination`)).status === 200);
  });

  test('what a person refuses is told too: the progress says it, and it does not stand in the way', async () => {
    const { key, outcome } = await handIn(unemployment);
    const no = { zh: '单位没有确认', en: 'The employer did not confirm it' };
    const refusal = { kind: 'refuse', reason: no, remedy: no };
    expect((await ask(staff.lin, `review/cases/${key}/decision`, refusal)).status).toBe(204);
    const progress = await sheet('HAL-QRY-001', unemployment.person);
    expect(progress).toMatch(new RegExp(`${outcome.number}[^\\]]*不予办理`));
  });

  test('whom no message reaches is told by a person: only then, by a clerk, once', async () => {
    const { key } = await handIn(unemployment);
    const told = `promises/${key}/termination/told`;
    await setFaults(server, { smsFailing: true });
    await decide(key);
    expect(await refused(told, { reason: '已打座机告知' })).toEqual([409, 'nothingToTell']);
    await morning();
    for (const [failures, minutes] of [0, 10, 20, 40, 80, 160].entries()) {
      await later(minutes / 1440);
      await until(async () => (await detail(key)).messageFailure?.times === failures + 1);
    }
    const { rows, counts } = await read<PromiseList>('promises?show=notReached');
    expect([counts.notReached, rows.map(({ submissionKey }) => submissionKey)]).toEqual([1, [key]]);
    expect(await refused(told, { reason: '已打座机告知' }, staff.admin)).toEqual([403, 'notAClerk']);
    expect((await ask(staff.lin, told, { reason: '已打座机告知' })).status).toBe(204);
    expect(await refused(told, { reason: '已打座机告知' })).toEqual([409, 'nothingToTell']);
    expect((await detail(key)).history.at(-1)).toMatchObject({ kind: 'paperReminded', operator: 'lin' });
    expect(server.log.join('\n')).not.toContain('座机');
  });
});

describe('messages that are owed', () => {
  const no = { zh: '单位没有确认', en: 'The employer did not confirm it' };
  const refusal = { kind: 'refuse', reason: no, remedy: no };
  const of = async (show: string, number: string | null) =>
    (await read<NoticeList>(`notices?show=${show}`)).rows.find((one) => one.number === number);

  test('a decision is told by day: it waits, masked, and then it is gone with the person', async () => {
    const { key, outcome } = await handIn(unemployment);
    expect((await ask(staff.lin, `review/cases/${key}/decision`, refusal)).status).toBe(204);
    await until(async () => (await of('waiting', outcome.number)) !== undefined);
    const waiting = await of('waiting', outcome.number);
    expect(waiting).toMatchObject({ kind: 'decision', state: 'waiting', toldAt: null, failure: null });
    expect(waiting?.person?.name).toContain('*');
    expect(waiting?.person?.idNumber).toContain('***');
    await morning();
    await until(async () => (await of('told', outcome.number)) !== undefined);
    expect(await of('told', outcome.number)).toMatchObject({ state: 'sent', person: null, toldBy: null });
    const { messages } = (await (await fetch(`${server.url}/sandbox/sms`)).json()) as {
      messages: { text: string }[];
    };
    expect(messages.find(({ text }) => text.includes(outcome.number ?? '?'))?.text).toMatch(/不予办理/);
  });

  test('whom none reaches is told by a person: only then, by a clerk, once', async () => {
    const { key, outcome } = await handIn(unemployment);
    await setFaults(server, { smsFailing: true });
    await ask(staff.lin, `review/cases/${key}/decision`, refusal);
    const told = `notices/${encodeURIComponent(`decision ${key}`)}/told`;
    await until(async () => (await of('waiting', outcome.number)) !== undefined);
    expect(await refused(told, { reason: '已打座机告知' })).toEqual([409, 'nothingToTell']);
    await morning();
    for (const [failures, minutes] of [0, 10, 20, 40, 80, 160].entries()) {
      await later(minutes / 1440);
      const show = failures === 5 ? 'notReached' : 'waiting';
      await until(async () => (await of(show, outcome.number))?.failure?.times === failures + 1);
    }
    expect(await refused(told, { reason: '短' })).toEqual([400, null]);
    expect(await refused(told, { reason: '已打座机告知' }, staff.admin)).toEqual([403, 'notAClerk']);
    expect((await ask(staff.lin, told, { reason: '已打座机告知' })).status).toBe(204);
    expect(await refused(told, { reason: '已打座机告知' })).toEqual([409, 'nothingToTell']);
    expect(await of('told', outcome.number)).toMatchObject({ state: 'toldByPerson', toldBy: 'lin' });
    expect(server.log.join('\n')).not.toContain('座机');
  });

  test('there is no other filter, and nobody looks who is not signed in', async () => {
    expect((await ask(staff.lin, 'notices?show=all')).status).toBe(400);
    for (const path of ['notices?show=told', 'lockers']) expect((await ask('', path)).status).toBe(401);
  });
});

describe('papers in cabinets', () => {
  test('where each lies and until when; what nobody fetched in time is to be taken out', async () => {
    const at = () => new Date(server.clock.now()).toISOString();
    const tells = (sequence: number, matter: string, state: string) => ({
      ...{ sequence, id: randomUUID(), at: at(), kind: 'locker' as const },
      body: { matter, compartment: 7, state, transactionId: null, by: 'staff', evidence: [] },
    });
    const laid = at();
    const reports = [
      tells(1, 'YPSL2026112000001', 'inside'),
      tells(2, 'YPSL2026112000002', 'inside'),
      tells(3, 'YPSL2026112000002', 'collected'),
    ];
    await client.reporting.submit({ reports });
    const { number: at7 } = terminal;
    const place = { terminal: at7, compartment: 7, since: laid, itemName: null, overdue: false };
    expect(await read<LockerRow[]>('lockers')).toMatchObject([
      { ...place, number: 'YPSL2026112000001', state: 'inside' },
      { ...place, number: 'YPSL2026112000002', state: 'collected' },
    ]);
    await later(31);
    expect(await read<LockerRow[]>('lockers')).toMatchObject([
      { number: 'YPSL2026112000001', overdue: true },
      { number: 'YPSL2026112000002', overdue: false },
    ]);
  });
});

/** What the server does by itself takes some turns of the event loop. */
async function until(so: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 500; turn++) if (await so()) return;
  throw new Error('it did not come to that');
}

/** Nine o'clock in China, when messages may go out. */
async function morning() {
  const day = 24 * 3_600_000;
  const nine = Math.ceil((server.clock.now() - 3_600_000) / day) * day + 3_600_000;
  await later((nine - server.clock.now()) / day);
}

/** Days, and one round of erasing. Sessions are over then. */
async function later(days: number) {
  await server.clock.advance(days * 24 * 3_600_000);
  await server.clock.advance(60_000);
  staff = {
    admin: await signIn('admin', operatorPassword),
    lin: await signIn('lin', 'lin chose this one'),
  };
  client = await signedIn(server, terminal.id, terminal.privateKey);
}
