import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
  verifiedToken,
} from '../test-server.ts';

/** What every item of data shares at the centre. What each register answers is in the tests beside it. */

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
beforeAll(async () => {
  server = await startTestServer({ reviewDirectory: `${configDirectory}/review` });
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());

// Each test has a month of its own, since prints are counted by the month.
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(32 * 24 * 3_600_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

const month = () => new Date(server.clock.now() + 8 * 3_600_000).toISOString().slice(0, 7);
const monthBack = (months: number) => {
  const at = new Date(server.clock.now() + 8 * 3_600_000);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
};
const taxes = () => ({ from: monthBack(12), to: month(), taxes: ['individualIncome', 'vehicle'] });

async function request(itemCode: string, answers: object = {}, person: TestPerson = people.insured) {
  const token = await verifiedToken(server, client, person);
  return { itemCode, token, companyCode: null, answers: { ...answers } };
}

async function byDocument(person: TestPerson = people.insured): Promise<string> {
  const { token } = await client.verification.attest({
    transactionId: randomUUID(),
    method: 'document',
    person,
  });
  return token;
}

describe('who may ask what', () => {
  test('an item that nobody knows', async () => {
    expect(await refusal(client.services.query(await request('NO-SUCH-1')))).toEqual({
      code: 'ITEM_UNKNOWN',
    });
  });

  test('an item that does not do this', async () => {
    expect(await refusal(client.services.query(await request('TAX-PRT-001', taxes())))).toEqual({
      code: 'ITEM_UNKNOWN',
    });
  });

  test('nobody without a token, unless the item asks for none', async () => {
    const asked = { itemCode: 'SIN-QRY-002', token: null, companyCode: null, answers: {} };
    expect(await refusal(client.services.query(asked))).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test('the document alone opens what asks for a document, and nothing that asks for a second factor', async () => {
    const token = await byDocument();
    const slot = { itemCode: 'HAL-APT-001', token, companyCode: null };
    const offered = client.services.options({
      ...slot,
      answers: { matter: 'tax', hall: 'city' },
      field: 'day',
    });
    expect(await offered).toMatchObject({ state: 'offered' });
    const account = { itemCode: 'SIN-QRY-002', token, companyCode: null, answers: {} };
    expect(await refusal(client.services.query(account))).toEqual({ code: 'VERIFICATION_REQUIRED' });
    expect(await refusal(client.socialInsurance.printCount({ token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
    expect(await refusal(client.payments.assess({ token, itemCode: 'TAX-PAY-002' }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
  });

  test('a company: those whom it named, and nobody else', async () => {
    const token = await verifiedToken(server, client, people.alsoInsured);
    const company = (companyCode: string) => client.services.company({ token, companyCode });
    expect(await company('91445202MA00000A1L')).toEqual({ name: '样本机械有限公司' });
    const stranger = await verifiedToken(server, client, people.notInsured);
    for (const [asked, companyCode] of [
      [stranger, '91445202MA00000A1L'],
      [token, '91445202MA00000ZZZ'],
    ] as const)
      expect(await refusal(client.services.company({ token: asked, companyCode }))).toEqual({
        code: 'AGENT_NOT_AUTHORISED',
      });
  });

  test('answers are checked again here, all at once', async () => {
    const bad = client.services.draft(
      await request('TAX-PRT-001', { from: '2041-13', taxes: ['individualIncome', 'windfall'] }),
    );
    expect(await refusal(bad)).toMatchObject({
      code: 'INPUT_INVALID',
      data: { problems: [{ field: 'from' }, { field: 'to' }, { field: 'taxes' }] },
    });
  });

  test('the authority is down: nothing is done, and it says so', async () => {
    const asked = await request('SIN-QRY-002');
    await setFaults(server, { failing: true });
    expect(await refusal(client.services.query(asked))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
  });
});

describe('what is on record', () => {
  test('is shown, or said to be nothing', async () => {
    expect(await client.services.query(await request('SIN-QRY-002'))).toMatchObject({
      state: 'found',
      sheet: { title: { zh: '养老保险个人账户' } },
    });
    const nothing = await request('SIN-QRY-002', {}, people.notInsured);
    expect(await client.services.query(nothing)).toMatchObject({
      state: 'refused',
      outcome: { kind: 'nothingFound', number: null },
    });
  });
});

describe('a document', () => {
  test('is drafted masked and uncounted, then issued once per key, with a code that verifies', async () => {
    const asked = await request('TAX-PRT-001', taxes());
    const draft = await client.services.draft(asked);
    if (draft.state !== 'drafted') throw new Error('no draft');
    expect(draft).toMatchObject({ printed: 0, limit: null, month: month() });
    const text = JSON.stringify(draft.pages);
    expect(text).toContain('样*甲');
    expect(text).not.toContain('样本甲');
    expect(text).not.toContain(people.insured.idNumber);

    const idempotencyKey = randomUUID();
    const first = await client.services.issue({ ...asked, idempotencyKey });
    expect(await client.services.issue({ ...asked, idempotencyKey })).toEqual(first);
    expect(first).toMatchObject({ ordinal: 1, limit: null });
    expect(Buffer.from(first.pdfBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(await client.services.documentByKey({ idempotencyKey })).toMatchObject({
      state: 'issued',
      certificate: { certificateNumber: first.certificateNumber, limit: null },
    });
    const page = await fetch(`${server.url}/verify/${first.verificationCode}`);
    expect(await page.text()).toContain(first.certificateNumber);
    expect(await client.services.draft(asked)).toMatchObject({ printed: 1 });
  });

  test('the same key for other answers is refused', async () => {
    const asked = await request('TAX-PRT-001', taxes());
    const idempotencyKey = randomUUID();
    await client.services.issue({ ...asked, idempotencyKey });
    const other = { ...asked, answers: { ...taxes(), taxes: ['vehicle', 'individualIncome', 'deed'] } };
    expect(await refusal(client.services.issue({ ...other, idempotencyKey }))).toEqual({
      code: 'KEY_REUSED',
    });
  });

  test('a spoiled one fails verification, and its print is not counted', async () => {
    const asked = await request('TAX-PRT-001', taxes());
    const idempotencyKey = randomUUID();
    await client.services.issue({ ...asked, idempotencyKey });
    await client.services.voidDocument({ idempotencyKey, reason: 'spoiled' });
    expect(await client.services.documentByKey({ idempotencyKey })).toMatchObject({ state: 'void' });
    expect(await client.services.draft(asked)).toMatchObject({ printed: 0 });
  });

  test('prints of one document are not counted with those of another', async () => {
    const asked = await request('TAX-PRT-001', taxes());
    await client.services.issue({ ...asked, idempotencyKey: randomUUID() });
    expect(await client.socialInsurance.printCount({ token: asked.token })).toMatchObject({ printed: 0 });
  });
});

describe('a matter that is handed in', () => {
  const attested = async (person: TestPerson, method: 'staff' | 'document') =>
    (await client.verification.attest({ transactionId: randomUUID(), method, person })).token;
  const submission = async (person: TestPerson = people.old) => ({
    itemCode: 'SIN-RPT-001',
    token: await attested(person, 'staff'),
    companyCode: null,
    answers: {},
    promises: [],
    idempotencyKey: randomUUID(),
  });

  test('is filed once per key under a number of its own', async () => {
    const asked = await submission();
    const first = await client.services.submit(asked);
    expect(first).toMatchObject({ kind: 'approved', number: expect.stringMatching(/^YPSL\d{13}$/) });
    expect(await client.services.submit(asked)).toEqual(first);
    expect(await client.services.submissionByKey({ idempotencyKey: asked.idempotencyKey })).toEqual({
      state: 'taken',
      outcome: first,
    });
  });

  test('a refusal is filed under no number, and is the same when it is asked again', async () => {
    const asked = await submission(people.notInsured);
    const first = await client.services.submit(asked);
    expect(first).toMatchObject({
      kind: 'refused',
      number: null,
      law: expect.arrayContaining(['中华人民共和国社会保险法']),
    });
    expect(await client.services.submit(asked)).toEqual(first);
  });

  test('a key that was asked for before it came stays unusable', async () => {
    const asked = await submission();
    const { idempotencyKey } = asked;
    expect(await client.services.submissionByKey({ idempotencyKey })).toEqual({ state: 'void' });
    expect(await refusal(client.services.submit(asked))).toEqual({ code: 'KEY_VOID' });
    expect(await client.services.submissionByKey({ idempotencyKey })).toEqual({ state: 'void' });
  });

  test('what the table does not take has to be put right', async () => {
    // A text message alone does not confirm that somebody is alive.
    const asked = { ...(await submission()), token: await verifiedToken(server, client, people.alsoInsured) };
    expect(await client.services.submit(asked)).toMatchObject({
      kind: 'corrections',
      number: null,
      corrections: [{ zh: expect.stringContaining('工作人员') }],
    });
  });

  test('another terminal learns nothing of a key', async () => {
    const asked = await submission();
    await client.services.submit(asked);
    const other = await enrolTerminal(server);
    const { idempotencyKey } = asked;
    expect(await other.client.services.submissionByKey({ idempotencyKey })).toEqual({ state: 'void' });
    expect(await client.services.submissionByKey({ idempotencyKey })).toMatchObject({ state: 'taken' });
  });

  test('the last place of an hour goes to one of those who ask for it at once', async () => {
    const visitors = [
      people.insured,
      people.alsoInsured,
      people.gaps,
      people.notInsured,
      people.old,
      people.hongKong,
    ];
    const tokens = await Promise.all(visitors.map(byDocument));
    const base = { itemCode: 'HAL-APT-001', token: tokens[0] ?? '', companyCode: null };
    const answers = { matter: 'tax', hall: 'city' };
    const days = await client.services.options({ ...base, answers, field: 'day' });
    const day = days.state === 'offered' ? (days.options[0]?.value ?? '') : '';
    const slots = await client.services.options({ ...base, answers: { ...answers, day }, field: 'slot' });
    const slot = slots.state === 'offered' ? (slots.options[0]?.value ?? '') : '';
    const outcomes = await Promise.all(
      tokens.map((token) =>
        client.services.submit({
          ...base,
          token,
          answers: { ...answers, day, slot },
          promises: [],
          idempotencyKey: randomUUID(),
        }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      'done',
      'done',
      'done',
      'done',
      'refused',
      'refused',
    ]);
  });
});
