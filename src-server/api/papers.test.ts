import { randomUUID } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { base64Length, largestPageCall, mostPageBytes } from '../../src-shared/contract/papers.ts';
import {
  type Client,
  configDirectory,
  enrolTerminal,
  people,
  refusal,
  setFaults,
  signedIn,
  startTestServer,
  type TestPerson,
  type TestServer,
  type TestTerminal,
} from '../test-server.ts';

/** Papers on their way: what exists already, and what a phone or the camera of a terminal gives. */

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
beforeAll(async () => {
  server = await startTestServer({ reviewDirectory: `${configDirectory}/review` });
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(61_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

const attested = async (person: TestPerson, transactionId = randomUUID()) =>
  (await client.verification.attest({ transactionId, method: 'staff', person })).token;

function jpeg(width = 200, height = 100): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#ff0000';
  context.fillRect(0, 0, width / 4, height / 2);
  return canvas.toBuffer('image/jpeg', 90);
}

/** As a phone writes it: turned by a quarter, with the place where it was taken. */
function withExif(picture: Buffer): Buffer {
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
  const tiff = Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, ...entry, 0, 0, 0, 0]);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from('GPS 23.55N 116.37E')]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 0xff]);
  return Buffer.concat([picture.subarray(0, 2), head, body, picture.subarray(2)]);
}

const pdf = Buffer.from(
  '%PDF-1.7\n1 0 obj<</Type /Page>>endobj\n2 0 obj<</Type/Page>>endobj\ntrailer\n%%EOF\n',
);

/** A phone: keeps its cookie, follows no redirect by itself. */
class Phone {
  #cookie = '';
  readonly #link: string;
  constructor(link: string) {
    this.#link = link;
  }
  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${this.#link}${path}`, {
      ...init,
      redirect: 'manual',
      headers: this.#cookie === '' ? {} : { cookie: this.#cookie },
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) this.#cookie = set.split(';')[0] ?? '';
    return response;
  }
  async see(): Promise<string> {
    return (await this.#ask('')).text();
  }
  /** What the page says afterwards. */
  async send(...files: Buffer[]): Promise<string> {
    const form = new FormData();
    for (const file of files) form.append('pages', new Blob([new Uint8Array(file)]), 'IMG_0001.HEIC');
    const answer = await this.#ask('/pages', { method: 'POST', body: form });
    return this.#follow(answer);
  }
  async press(deed: 'give' | 'clear'): Promise<string> {
    return this.#follow(await this.#ask(`/${deed}`, { method: 'POST', body: new URLSearchParams() }));
  }
  async #follow(answer: Response): Promise<string> {
    const to = answer.headers.get('location') ?? '';
    return (await this.#ask(to.slice(to.indexOf('?') < 0 ? to.length : to.indexOf('?')))).text();
  }
}

async function begin(
  by: 'phone' | 'scan' = 'phone',
  { person = people.notInsured as TestPerson, itemCode = 'SSC-DCL-001', materialId = 'photo' } = {},
  transactionId = randomUUID(),
) {
  const token = await attested(person, transactionId);
  const begun = await client.papers.begin({ token, itemCode, materialId, by });
  return { ...begun, token, transactionId, phone: new Phone(begun.link ?? '') };
}

describe('e-licences', () => {
  const asked = async (itemCode: string, person: TestPerson = people.insured) =>
    client.papers.licences({ itemCode, companyCode: null, token: await attested(person) });

  test('the one that is there: issuer, masked number, validity', async () => {
    expect(await asked('MED-REG-001')).toEqual({
      licences: [
        {
          licenceId: 'YPZZ000001',
          materialId: 'registerPage',
          issuer: { zh: '样本市公安局样本分局', en: 'Specimen District Police' },
          numberMasked: 'YPH*********0001',
          validUntil: null,
          state: 'valid',
        },
      ],
    });
  });

  test.each([
    ['HPF-DCL-001', 'expired'],
    ['EMP-DCL-003', 'revoked'],
  ])('%s: %s is said, and does not count', async (itemCode, state) => {
    const { licences } = await asked(itemCode);
    expect(licences).toMatchObject([{ state }]);
    const [held] = licences;
    const token = await attested(people.insured);
    const papers = [
      { kind: 'eLicence' as const, materialId: held?.materialId ?? '', licenceId: held?.licenceId ?? '' },
    ];
    const request = { itemCode, token, companyCode: null, answers: {}, promises: [], papers };
    const { code } = await refusal(client.services.submit({ ...request, idempotencyKey: randomUUID() }));
    expect(['PAPERS_MISSING', 'INPUT_INVALID']).toContain(code);
  });

  test('of nobody else, and of a company only for those who may act for it', async () => {
    expect(await asked('MED-REG-001', people.notInsured)).toEqual({ licences: [] });
    const ask = async (person: TestPerson, companyCode: string | null) =>
      client.papers.licences({ itemCode: 'SIN-RPT-004', companyCode, token: await attested(person) });
    expect(await ask(people.alsoInsured, '91445202MA00000A1L')).toMatchObject({
      licences: [{ materialId: 'diagnosis', state: 'valid' }],
    });
    for (const companyCode of ['91445202MA00000A1L', null])
      expect(await refusal(ask(people.notInsured, companyCode))).toEqual({ code: 'AGENT_NOT_AUTHORISED' });
  });

  test('the platform is down: said as such, and nothing else is', async () => {
    await setFaults(server, { licencesFailing: true });
    expect(await refusal(asked('MED-REG-001'))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
    expect((await begin()).link).toContain('/papers/');
  });

  test('the platform is slow: the answer comes when it comes', async () => {
    await setFaults(server, { licencesDelayMs: 5_000 });
    const token = await attested(people.insured);
    let answered = false;
    const waiting = client.papers
      .licences({ itemCode: 'MED-REG-001', companyCode: null, token })
      .finally(() => {
        answered = true;
      });
    const pending = server.clock.pending;
    while (server.clock.pending === pending) await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    await server.clock.advance(5_000);
    expect((await waiting).licences).toHaveLength(1);
  });
});

describe('from the phone', () => {
  test('a photo: upright, without where it was taken, to be seen by the terminal that asked', async () => {
    const { paperId, phone } = await begin();
    expect(await phone.see()).toContain('近期证件照');
    expect(await phone.send(withExif(jpeg()))).toContain('已收到 1 个');
    expect(await client.papers.state({ paperId })).toMatchObject({
      state: 'open',
      pages: [{ kind: 'jpeg' }],
    });
    expect(await phone.press('give')).toContain('已经传好了');
    expect(await client.papers.state({ paperId })).toMatchObject({ state: 'given' });
    const { kind, base64 } = await client.papers.page({ paperId, index: 0 });
    const bytes = Buffer.from(base64, 'base64');
    const seen = await loadImage(bytes);
    expect([kind, seen.width, seen.height]).toEqual(['jpeg', 100, 200]);
    expect(bytes.includes('Exif')).toBe(false);
    expect(bytes.includes('GPS')).toBe(false);
  });

  test('several at once, a PNG and a PDF among them; all of them away again', async () => {
    const { paperId, phone } = await begin();
    const png = createCanvas(30, 20).toBuffer('image/png');
    expect(await phone.send(jpeg(), png, pdf)).toContain('已收到 3 个');
    expect((await client.papers.state({ paperId })).pages.map(({ kind, sheets }) => [kind, sheets])).toEqual([
      ['jpeg', 1],
      ['jpeg', 1],
      ['pdf', 2],
    ]);
    expect(await phone.press('clear')).not.toContain('已收到');
    expect((await client.papers.state({ paperId })).pages).toEqual([]);
  });

  test('nothing chosen is nothing given', async () => {
    const { paperId, phone } = await begin();
    expect(await phone.send()).toContain('还没有选照片或文件');
    await phone.send(jpeg());
    await phone.press('clear');
    expect(await phone.press('give')).toContain('请给这份材料拍照');
    expect(await client.papers.state({ paperId })).toEqual({ state: 'open', pages: [] });
  });

  const torn = jpeg().subarray(0, 400);
  const huge = createCanvas(10, 10).toBuffer('image/png');
  huge.writeUInt32BE(60_000, 16);
  huge.writeUInt32BE(60_000, 20);
  test.each([
    ['a program called .jpg', Buffer.from('MZ this is no picture'), '这个文件不能用'],
    ['a page with a script', Buffer.from('<html><script>1</script>'), '这个文件不能用'],
    ['a torn photo', torn, '这个文件打不开'],
    ['a torn PDF', pdf.subarray(0, 40), '这个文件打不开'],
    ['a PDF with a password', Buffer.from(`${pdf.toString()}<</Encrypt 5 0 R>>%%EOF`), '有密码'],
    ['a picture that claims 3600 megapixels', huge, '这个文件太大'],
    ['more than 10 MB', Buffer.concat([jpeg(), Buffer.alloc(10_000_000)]), '这个文件太大'],
  ])('%s is refused, and says what to do', async (_, file, sentence) => {
    const { paperId, phone } = await begin();
    const page = await phone.send(file);
    expect(page).toContain(sentence);
    expect(page).toContain('role="alert"');
    expect((await client.papers.state({ paperId })).pages).toEqual([]);
  });

  test('ten files and no more', async () => {
    const { phone } = await begin();
    const small = jpeg(8, 8);
    expect(await phone.send(...Array.from({ length: 11 }, () => small))).toContain('最多 10 张');
  });

  test('the link belongs to the first phone that gave something', async () => {
    const { link, phone } = await begin();
    await phone.send(jpeg());
    const other = new Phone(link ?? '');
    expect(await other.see()).toContain('另一部手机正在用这个链接');
    expect(await other.send(jpeg())).toContain('另一部手机正在用这个链接');
    expect(await other.press('give')).toContain('另一部手机正在用这个链接');
    expect(await phone.see()).toContain('已收到 1 个');
  });

  test('one use: after that is all, nothing more is taken', async () => {
    const { paperId, phone } = await begin();
    await phone.send(jpeg());
    await phone.press('give');
    expect(await phone.send(jpeg())).toContain('已经传好了');
    expect((await client.papers.state({ paperId })).pages).toHaveLength(1);
  });

  test('ten minutes, and not one more', async () => {
    const { paperId, phone } = await begin();
    await server.clock.advance(10 * 60_000 - 1);
    expect(await phone.see()).toContain('请给这份材料拍照');
    await server.clock.advance(1);
    expect(await phone.see()).toContain('这个链接已过期');
    expect(await phone.send(jpeg())).toContain('这个链接已过期');
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect(await client.papers.state({ paperId })).toEqual({ state: 'over', pages: [] });
  });

  test('a link that nobody gave', async () => {
    expect(await new Phone(`${server.url}/papers/aaaaaaaaaaaaaaaaaaaa`).see()).toContain('这个链接无效');
  });

  test('the page shows nothing of what was given, and lets nothing else in', async () => {
    const { link, phone } = await begin();
    await phone.send(jpeg());
    const response = await fetch(link ?? '');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await phone.see()).not.toContain('<img');
  });
});

describe('nobody else', () => {
  test('another terminal sees nothing, adds nothing, throws nothing away', async () => {
    const { paperId, phone } = await begin();
    await phone.send(jpeg());
    await phone.press('give');
    const other = (await enrolTerminal(server)).client;
    expect(await other.papers.state({ paperId })).toEqual({ state: 'over', pages: [] });
    expect(await refusal(other.papers.page({ paperId, index: 0 }))).toEqual({ code: 'PAPER_OVER' });
    expect(await other.papers.discard({ paperId })).toEqual({ discarded: false });
    expect((await client.papers.state({ paperId })).pages).toHaveLength(1);
  });

  test('without a second factor nothing is begun, nor for a paper that the item has not', async () => {
    const { token } = await client.verification.attest({
      transactionId: randomUUID(),
      method: 'document',
      person: people.insured,
    });
    const photo = { itemCode: 'SSC-DCL-001', materialId: 'photo', by: 'phone' as const };
    expect(await refusal(client.papers.begin({ ...photo, token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
    const good = await attested(people.insured);
    expect(await refusal(client.papers.begin({ ...photo, materialId: 'lease', token: good }))).toEqual({
      code: 'ITEM_UNKNOWN',
    });
  });
});

describe('by the camera of the terminal', () => {
  test('pages come from the terminal, checked as any other', async () => {
    const { paperId, link } = await begin('scan');
    expect(link).toBeNull();
    const add = (file: Buffer) => client.papers.addPage({ paperId, base64: file.toString('base64') });
    expect(await add(jpeg())).toEqual({ pages: 1 });
    expect(await add(jpeg())).toEqual({ pages: 2 });
    expect(await refusal(add(Buffer.from('no picture')))).toEqual({
      code: 'PAGE_REFUSED',
      data: { why: 'notAPicture' },
    });
    expect(await client.papers.discard({ paperId })).toEqual({ discarded: true });
    expect(await refusal(add(jpeg()))).toEqual({ code: 'PAPER_OVER' });
  });

  /** The same picture, in a file of so many bytes: segments of comment follow its head. */
  const padded = (picture: Buffer, bytes: number): Buffer => {
    const parts = [picture.subarray(0, 2)];
    for (let left = bytes - picture.length; left > 0; ) {
      const next = left > 65_537 + 4 ? 65_537 : left;
      const segment = Buffer.alloc(next);
      segment.set([0xff, 0xfe, (next - 2) >> 8, (next - 2) & 0xff]);
      parts.push(segment);
      left -= next;
    }
    return Buffer.concat([...parts, picture.subarray(2)]);
  };

  test('a page may have so many bytes, and not one more, and is told so', async () => {
    const { paperId } = await begin('scan');
    const add = (file: Buffer) => client.papers.addPage({ paperId, base64: file.toString('base64') });
    expect(padded(jpeg(), mostPageBytes)).toHaveLength(mostPageBytes);
    expect(await add(padded(jpeg(), mostPageBytes))).toEqual({ pages: 1 });
    expect(await refusal(add(padded(jpeg(), mostPageBytes + 1)))).toEqual({
      code: 'PAGE_REFUSED',
      data: { why: 'tooLarge' },
    });
    const { pages } = await client.papers.state({ paperId });
    expect(pages).toHaveLength(1);
  });

  test('a call of more bytes than any page has is not read', async () => {
    const { paperId } = await begin('scan');
    const base64 = Buffer.alloc(largestPageCall).toString('base64');
    expect((await refusal(client.papers.addPage({ paperId, base64 }))).code).toMatch(/PAYLOAD_TOO_LARGE/);
  });

  test('what is kept of the noisiest picture is small enough to be shown again', async () => {
    const { paperId, phone } = await begin();
    const canvas = createCanvas(2_400, 2_400);
    const context = canvas.getContext('2d');
    const noise = context.createImageData(2_400, 2_400);
    for (let at = 0, state = 1; at < noise.data.length; at += 4) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const grain = 150 + ((state >>> 24) % 90);
      noise.data.set([grain, grain, grain, 255], at);
    }
    context.putImageData(noise, 0, 0);
    await phone.send(canvas.toBuffer('image/jpeg', 95));
    const { pages } = await client.papers.state({ paperId });
    expect(pages[0]?.bytes).toBeLessThanOrEqual(mostPageBytes);
    expect(pages[0]?.bytes).toBeGreaterThan(1_000_000);
    const { base64 } = await client.papers.page({ paperId, index: 0 });
    expect(base64.length).toBeLessThanOrEqual(base64Length(mostPageBytes));
  });

  test('a PDF is not drawn by a terminal', async () => {
    const { paperId, phone } = await begin();
    await phone.send(pdf);
    expect(await refusal(client.papers.page({ paperId, index: 0 }))).toEqual({ code: 'NOT_A_PICTURE' });
  });

  test('nothing is added by the terminal to what a phone gives', async () => {
    const { paperId } = await begin('phone');
    const base64 = jpeg().toString('base64');
    expect(await refusal(client.papers.addPage({ paperId, base64 }))).toEqual({ code: 'PAPER_OVER' });
  });
});

describe('with the matter', () => {
  const submit = (
    token: string,
    papers: Parameters<Client['services']['submit']>[0]['papers'],
    idempotencyKey = randomUUID(),
  ) =>
    client.services.submit({
      itemCode: 'SSC-DCL-001',
      token,
      companyCode: null,
      answers: { bank: 'specimen', phone: '13800000001' },
      promises: [],
      papers,
      idempotencyKey,
    });

  test('a paper that is neither given nor promised is missed; somebody else’s does not stand in for it', async () => {
    const { paperId, phone } = await begin();
    await phone.send(jpeg());
    const token = await attested(people.hongKong);
    const given = [{ kind: 'upload' as const, materialId: 'photo', paperId }];
    for (const papers of [[], given, [{ ...given[0], paperId: randomUUID() } as (typeof given)[0]]])
      expect(await refusal(submit(token, papers))).toEqual({
        code: 'PAPERS_MISSING',
        data: { materials: ['photo'] },
      });
  });

  test('once, however often it is asked; and with no other matter', async () => {
    const { paperId, phone, token } = await begin();
    await phone.send(jpeg());
    await phone.press('give');
    const papers = [{ kind: 'upload' as const, materialId: 'photo', paperId }];
    const idempotencyKey = randomUUID();
    const first = await submit(token, papers, idempotencyKey);
    expect(first.number).toMatch(/^YPSL/);
    expect(first.promises).toEqual([]);
    expect(await submit(token, papers, idempotencyKey)).toEqual(first);
    expect(await refusal(submit(token, papers))).toMatchObject({ code: 'PAPERS_MISSING' });
    expect(await client.papers.discard({ paperId })).toEqual({ discarded: false });
  });

  test('the centre never heard that it was filed: asked by its key, the paper goes with it', async () => {
    const { paperId, phone, token } = await begin();
    await phone.send(jpeg());
    await phone.press('give');
    const papers = [{ kind: 'upload' as const, materialId: 'photo', paperId }];
    const idempotencyKey = randomUUID();
    await setFaults(server, { loseFilingAnswers: 1 });
    expect((await refusal(submit(token, papers, idempotencyKey))).code).toBe('INTERNAL_SERVER_ERROR');
    expect(await client.services.submissionByKey({ idempotencyKey })).toMatchObject({ state: 'taken' });
    expect(await client.papers.discard({ paperId })).toEqual({ discarded: false });
    expect(await refusal(submit(token, papers))).toMatchObject({ code: 'PAPERS_MISSING' });
  });

  test('the platform of e-licences is away: a photo and a promise are taken, an e-licence waits for it', async () => {
    const { paperId, phone, token } = await begin();
    await phone.send(jpeg());
    await phone.press('give');
    await setFaults(server, { licencesFailing: true });
    const promised = client.services.submit({
      itemCode: 'SSC-DCL-001',
      token: await attested(people.notInsured),
      companyCode: null,
      answers: { bank: 'specimen', phone: '13800000001' },
      promises: ['photo'],
      papers: [],
      idempotencyKey: randomUUID(),
    });
    expect((await promised).promises).toMatchObject([{ code: 'photo' }]);
    expect((await submit(token, [{ kind: 'upload', materialId: 'photo', paperId }])).number).toMatch(/^YPSL/);
    const licence = { kind: 'eLicence' as const, materialId: 'photo', licenceId: 'YPZZ000001' };
    expect(await refusal(submit(await attested(people.hongKong), [licence]))).toEqual({
      code: 'AUTHORITY_UNAVAILABLE',
    });
  });

  test('it was never filed: the paper can still be thrown away, or go with another try', async () => {
    const { paperId, phone, token } = await begin();
    await phone.send(jpeg());
    await phone.press('give');
    const papers = [{ kind: 'upload' as const, materialId: 'photo', paperId }];
    const idempotencyKey = randomUUID();
    await client.services.submissionByKey({ idempotencyKey });
    expect(await refusal(submit(token, papers, idempotencyKey))).toMatchObject({ code: 'KEY_VOID' });
    expect((await submit(token, papers)).number).toMatch(/^YPSL/);
  });
});

test('a promise is kept until the paper comes: reminded the day before, and then brought', async () => {
  const idempotencyKey = randomUUID();
  // The centre never hears that it was filed, and is asked by the key.
  await setFaults(server, { loseFilingAnswers: 1 });
  const answer = client.services.submit({
    itemCode: 'SSC-DCL-001',
    token: await attested(people.notInsured),
    companyCode: null,
    answers: { bank: 'specimen', phone: '13800000001' },
    promises: ['photo'],
    papers: [],
    idempotencyKey,
  });
  expect((await refusal(answer)).code).toBe('INTERNAL_SERVER_ERROR');
  const taken = await client.services.submissionByKey({ idempotencyKey });
  if (taken.state !== 'taken') throw new Error('it was filed');
  const { number, promises } = taken.outcome;
  expect(number).not.toBeNull();
  const [owed] = promises;
  const reminded = async () => {
    const answer = await fetch(`${server.url}/sandbox/sms`);
    const { messages } = (await answer.json()) as { messages: { text: string }[] };
    return messages.some(({ text }) => text.includes('补交') && text.includes(number ?? 'nothing'));
  };
  // Nine in the morning of the day before, by the clock of China.
  await server.clock.advance(Date.parse(`${owed?.dueDate}T01:00:00Z`) - 24 * 3_600_000 - server.clock.now());
  while (!(await reminded())) await new Promise((resolve) => setImmediate(resolve));
  client = await signedIn(server, terminal.id, terminal.privateKey);
  const brought = await client.services.submit({
    itemCode: 'HAL-REG-001',
    token: await attested(people.notInsured),
    companyCode: null,
    answers: { paper: `${number} photo` },
    promises: [],
    papers: [],
    idempotencyKey: randomUUID(),
  });
  expect(brought.kind).toBe('done');
});
