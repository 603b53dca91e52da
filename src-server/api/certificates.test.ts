import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Client,
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

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
beforeAll(async () => {
  server = await startTestServer();
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());

// Each test has a month of its own, since prints are counted by the month.
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(31 * 24 * 3_600_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

const period = {
  schemes: ['pension' as const, 'medical' as const],
  from: '2024-12',
  to: '2026-11',
};
const issue = (token: string, idempotencyKey = randomUUID(), by = client) =>
  by.socialInsurance.issueCertificate({ ...period, idempotencyKey, token });
const byKey = (idempotencyKey: string, by = client) => by.services.documentByKey({ idempotencyKey });
const printed = async (token: string) => (await client.socialInsurance.printCount({ token })).printed;
const tokenFor = (person: TestPerson) => verifiedToken(server, client, person);

describe('participation', () => {
  test('says what was asked, and no more than is booked', async () => {
    const token = await tokenFor(people.insured);
    const answer = await client.socialInsurance.participation({
      ...period,
      token,
      to: '2099-12',
      from: '2099-01',
    });
    expect(answer.months).toEqual([]);
    const real = await client.socialInsurance.participation({ ...period, token });
    expect(real.person).toEqual({ ...people.insured, sex: 'male' });
    expect(real.months).toHaveLength(24);
    expect(real.schemes.map((one) => one.scheme)).toEqual(period.schemes);
    for (const month of real.months) {
      expect(month.unemployment).toBeNull();
      expect(month.pension?.paid).toBe(Math.round(((month.pension?.base ?? 0) * 8) / 100));
    }
  });

  test('is refused without a token, to those not insured, and for no period', async () => {
    const ask = (token: string, change = {}) =>
      refusal(client.socialInsurance.participation({ ...period, token, ...change }));
    expect(await ask('y'.repeat(43))).toEqual({ code: 'VERIFICATION_REQUIRED' });
    expect(await ask(await tokenFor(people.notInsured))).toEqual({ code: 'NOT_INSURED' });
    const token = await tokenFor(people.insured);
    expect(await ask(token, { from: '2026-12', to: '2026-11' })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask(token, { from: '1900-01' })).toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('the print count', () => {
  test('the third of the month is allowed, the fourth refused, the next month begins anew', async () => {
    const token = await tokenFor(people.insured);
    const ordinals: number[] = [];
    for (let print = 0; print < 3; print++) ordinals.push((await issue(token)).ordinal);
    expect(ordinals).toEqual([1, 2, 3]);
    expect(await refusal(issue(token))).toEqual({ code: 'LIMIT_REACHED', data: { printed: 3, limit: 3 } });
    expect(await printed(token)).toBe(3);
    await server.clock.advance(31 * 24 * 3_600_000);
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect((await issue(await tokenFor(people.insured))).ordinal).toBe(1);
  });

  test('ten at the same moment: three are issued', async () => {
    const token = await tokenFor(people.alsoInsured);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => refusal(issue(token))));
    expect(outcomes.filter((one) => one.code === 'done')).toHaveLength(3);
    expect(outcomes.filter((one) => one.code === 'LIMIT_REACHED')).toHaveLength(7);
  });

  test('people are counted apart', async () => {
    const [one, other] = [await tokenFor(people.insured), await tokenFor(people.alsoInsured)];
    await issue(one);
    expect(await printed(one)).toBe(1);
    expect(await printed(other)).toBe(0);
  });

  test('the month is that of Asia/Shanghai', async () => {
    // To half an hour before midnight there, at the end of a month.
    const now = new Date(server.clock.now());
    const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1) - 8 * 3_600_000;
    await server.clock.advance(end - 60_000 - server.clock.now());
    client = await signedIn(server, terminal.id, terminal.privateKey);
    const token = await tokenFor(people.insured);
    const before = await client.socialInsurance.printCount({ token });
    await issue(token);
    await server.clock.advance(60_000);
    const after = await client.socialInsurance.printCount({ token });
    expect(after).toMatchObject({ printed: 0, limit: 3 });
    expect(after.month > before.month).toBe(true);
  });
});

describe('a key', () => {
  test('gives the same answer, byte for byte, and counts one print', async () => {
    const token = await tokenFor(people.rareCharacter);
    const key = randomUUID();
    const first = await issue(token, key);
    await server.clock.advance(5_000);
    expect(await issue(token, key)).toEqual(first);
    expect(await byKey(key)).toEqual({ state: 'issued', certificate: first });
    expect(await printed(token)).toBe(1);
    const pdf = Buffer.from(first.pdfBase64, 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(first.sha256);
    expect(first.pages).toBe(1);
  });

  test('sent five times at once draws one number', async () => {
    const token = await tokenFor(people.insured);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => issue(token, key)));
    expect(new Set(answers.map((one) => one.certificateNumber)).size).toBe(1);
    expect(new Set(answers.map((one) => one.sha256)).size).toBe(1);
    expect(await printed(token)).toBe(1);
  });

  test('still answers when the limit is reached', async () => {
    const token = await tokenFor(people.insured);
    const keys = [randomUUID(), randomUUID(), randomUUID()];
    const first = await issue(token, keys[0]);
    for (const key of keys.slice(1)) await issue(token, key);
    expect(await issue(token, keys[0])).toEqual(first);
  });

  test('is not for another request', async () => {
    const transactionId = randomUUID();
    const token = await verifiedToken(server, client, people.insured, transactionId);
    const key = randomUUID();
    await issue(token, key);
    const reused = { code: 'KEY_REUSED' };
    const change = (changed: object) =>
      refusal(client.socialInsurance.issueCertificate({ ...period, idempotencyKey: key, token, ...changed }));
    expect(await change({ from: '2025-01' })).toEqual(reused);
    expect(await change({ schemes: ['pension'] })).toEqual(reused);
    expect(await change({ schemes: ['medical', 'pension'] })).toEqual({ code: 'done' });
    expect(await refusal(issue(await tokenFor(people.alsoInsured), key))).toEqual(reused);
    expect(await refusal(issue(await tokenFor(people.insured), key))).toEqual(reused);
    expect(await printed(token)).toBe(1);
  });

  test('of another terminal is as if it were not there', async () => {
    const other = await enrolTerminal(server);
    const key = randomUUID();
    await issue(await tokenFor(people.insured), key);
    expect(await byKey(key, other.client)).toEqual({ state: 'absent' });
    const voiding = other.client.services.voidDocument({ idempotencyKey: key, reason: 'spoiled' });
    expect(await refusal(voiding)).toEqual({ code: 'NOT_FOUND' });
    expect(await byKey(key)).toMatchObject({ state: 'issued' });
  });

  test('whose answer was lost on the line was used: asking tells', async () => {
    const token = await tokenFor(people.insured);
    const key = randomUUID();
    await setFaults(server, { loseIssueAnswers: 1 });
    await expect(issue(token, key)).rejects.toThrow();
    const found = await byKey(key);
    expect(found.state).toBe('issued');
    expect(await printed(token)).toBe(1);
    expect(await issue(token, key)).toEqual(found.state === 'issued' && found.certificate);
  });
});

describe('voiding', () => {
  const voidKey = (idempotencyKey: string) =>
    client.services.voidDocument({ idempotencyKey, reason: 'spoiled' });

  test('gives the print back once, and the number for good', async () => {
    const token = await tokenFor(people.insured);
    const keys = [randomUUID(), randomUUID(), randomUUID()] as const;
    const issued = [await issue(token, keys[0]), await issue(token, keys[1]), await issue(token, keys[2])];
    const { certificateNumber } = await voidKey(keys[0]);
    expect(certificateNumber).toBe(issued[0]?.certificateNumber);
    expect(await voidKey(keys[0])).toEqual({ certificateNumber });
    expect(await printed(token)).toBe(2);
    expect(await byKey(keys[0])).toEqual({ state: 'void', certificateNumber });
    const next = await issue(token);
    expect(next.ordinal).toBe(3);
    expect(issued.map((one) => one.certificateNumber)).not.toContain(next.certificateNumber);
    expect(await refusal(issue(token))).toMatchObject({ code: 'LIMIT_REACHED' });
  });

  test('ten at the same moment give one print back', async () => {
    const token = await tokenFor(people.insured);
    const key = randomUUID();
    await issue(token);
    await issue(token, key);
    await Promise.all(Array.from({ length: 10 }, () => voidKey(key)));
    expect(await printed(token)).toBe(1);
  });

  test('a void certificate is not given out again', async () => {
    const token = await tokenFor(people.insured);
    const key = randomUUID();
    await issue(token, key);
    await voidKey(key);
    expect(await refusal(issue(token, key))).toEqual({ code: 'KEY_REUSED' });
  });

  test('a key that was never used is not found', async () => {
    expect(await refusal(voidKey(randomUUID()))).toEqual({ code: 'NOT_FOUND' });
  });
});

describe('bad days of the authority', () => {
  test('down: nothing is done, and every call says so', async () => {
    const token = await tokenFor(people.insured);
    const key = randomUUID();
    await setFaults(server, { failing: true });
    const unavailable = { code: 'AUTHORITY_UNAVAILABLE' };
    expect(await refusal(issue(token, key))).toEqual(unavailable);
    expect(await refusal(byKey(key))).toEqual(unavailable);
    expect(await refusal(client.socialInsurance.printCount({ token }))).toEqual(unavailable);
    expect(await refusal(client.socialInsurance.participation({ ...period, token }))).toEqual(unavailable);
    expect(await refusal(tokenFor(people.insured))).toEqual(unavailable);
    await setFaults(server, {});
    expect(await byKey(key)).toEqual({ state: 'absent' });
    expect(await printed(token)).toBe(0);
  });

  test('slow: the answer comes after the delay', async () => {
    const token = await tokenFor(people.insured);
    await setFaults(server, { delayMs: 20_000 });
    const call = client.socialInsurance.printCount({ token });
    const waiting = server.clock.pending;
    while (server.clock.pending === waiting) await new Promise((resolve) => setImmediate(resolve));
    await server.clock.advance(20_000);
    expect(await call).toMatchObject({ printed: 0 });
  });

  test('stale: the last months are missing', async () => {
    const token = await tokenFor(people.insured);
    const month = new Date(server.clock.now()).toISOString().slice(0, 7);
    const months = async () =>
      (await client.socialInsurance.participation({ ...period, token, from: '2026-01', to: month })).months;
    const fresh = await months();
    await setFaults(server, { staleMonths: 3 });
    expect(await months()).toEqual(fresh.slice(0, -3));
  });

  test('nonsense is refused and changes nothing', async () => {
    const answer = await fetch(`${server.url}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ failing: 'yes' }),
    });
    expect(answer.status).toBe(400);
    expect(await (await fetch(`${server.url}/sandbox/faults`)).json()).toMatchObject({ failing: false });
  });
});
