import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Client,
  enrolTerminal,
  lastCode,
  people,
  refusal,
  setFaults,
  signedIn,
  startTestServer,
  type TestPerson,
  type TestServer,
  type TestTerminal,
} from '../test-server.ts';

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
beforeAll(async () => {
  server = await startTestServer();
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(3_600_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

const shown = async (person = 'specimen-a') => {
  const answer = await fetch(`${server.url}/sandbox/codes/${person}`, { method: 'POST' });
  return (await answer.json()) as { code: string; expiresAt: string };
};
const resolve = (code: string, transactionId = randomUUID(), by = client) =>
  by.verification.resolveCode({ transactionId, code });

describe('an electronic code', () => {
  test('says whose it is', async () => {
    const { code, expiresAt } = await shown();
    expect(Date.parse(expiresAt)).toBe(server.clock.now() + 60_000);
    expect(await resolve(code)).toEqual({ person: people.insured });
  });

  test('is good once; the transaction that used it may ask again, for its answer may have been lost', async () => {
    const { code } = await shown();
    const transactionId = randomUUID();
    await resolve(code, transactionId);
    expect(await resolve(code, transactionId)).toEqual({ person: people.insured });
    expect(await refusal(resolve(code))).toEqual({ code: 'CODE_USED' });
    const other = await enrolTerminal(server);
    expect(await refusal(resolve(code, transactionId, other.client))).toEqual({ code: 'CODE_USED' });
  });

  test('is over after a minute, for who used it too', async () => {
    const { code } = await shown();
    const transactionId = randomUUID();
    await server.clock.advance(59_999);
    await resolve(code, transactionId);
    await server.clock.advance(1);
    expect(await refusal(resolve(code, transactionId))).toEqual({ code: 'CODE_EXPIRED' });
    const unused = await shown();
    await server.clock.advance(60_000);
    expect(await refusal(resolve(unused.code))).toEqual({ code: 'CODE_EXPIRED' });
  });

  test('that nobody was given is unknown, and so is one of long ago', async () => {
    expect(await refusal(resolve('YP-nobody-was-given-this'))).toEqual({ code: 'CODE_UNKNOWN' });
    const { code } = await shown();
    await server.clock.advance(700_000);
    await shown();
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect(await refusal(resolve(code))).toEqual({ code: 'CODE_UNKNOWN' });
  });

  test('cannot be asked about while the platform is down, and is not used up by it', async () => {
    const { code } = await shown();
    await setFaults(server, { failing: true });
    expect(await refusal(resolve(code))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
    await setFaults(server, {});
    expect(await resolve(code)).toEqual({ person: people.insured });
  });

  test('is no secret of the log', async () => {
    const { code } = await shown();
    await resolve(code);
    await refusal(resolve(code));
    expect(server.log.join('\n')).not.toContain(code);
    expect(server.log.join('\n')).toContain('electronic code refused');
  });
});

describe('the code of an electronic business licence', () => {
  const bakery = { companyCode: '91445202MA00000C3W', name: expect.stringContaining('样本') };
  const licence = async (code: string, transactionId = randomUUID(), person: TestPerson = people.insured) => {
    const { token } = await client.verification.attest({ transactionId, method: 'staff', person });
    return client.services.licence({ token, code });
  };

  test('says for which company, to somebody who may act for it', async () => {
    const { code } = await shown('licence-bakery');
    expect(await licence(code)).toEqual(bakery);
  });

  test('says nothing of the company to anybody else', async () => {
    const { code } = await shown('licence-bakery');
    expect(await refusal(licence(code, randomUUID(), people.notInsured))).toEqual({
      code: 'AGENT_NOT_AUTHORISED',
    });
  });

  test('is good once, for a minute', async () => {
    const { code } = await shown('licence-bakery');
    const transactionId = randomUUID();
    await licence(code, transactionId);
    expect(await licence(code, transactionId)).toEqual(bakery);
    expect(await refusal(licence(code))).toEqual({ code: 'CODE_USED' });
    const late = await shown('licence-bakery');
    await server.clock.advance(60_000);
    expect(await refusal(licence(late.code))).toEqual({ code: 'CODE_EXPIRED' });
  });

  test('is no code of a person, nor the other way round, and neither is used up by it', async () => {
    const [ofCompany, ofPerson] = [await shown('licence-bakery'), await shown()];
    expect(await refusal(resolve(ofCompany.code))).toEqual({ code: 'CODE_UNKNOWN' });
    expect(await refusal(licence(ofPerson.code))).toEqual({ code: 'CODE_UNKNOWN' });
    expect(await licence(ofCompany.code)).toEqual(bakery);
    expect(await resolve(ofPerson.code)).toEqual({ person: people.insured });
  });

  test('wants somebody who was verified, and the platform; it is in no log', async () => {
    const { code } = await shown('licence-bakery');
    const transactionId = randomUUID();
    const person = people.insured;
    const { token } = await client.verification.attest({ transactionId, method: 'document', person });
    expect(await refusal(client.services.licence({ token, code }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
    const known = await client.verification.attest({ transactionId, method: 'face', person });
    await setFaults(server, { failing: true });
    const answer = client.services.licence({ token: known.token, code });
    expect(await refusal(answer)).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
    await refusal(licence('YP-nobody-was-given-this'));
    expect(server.log.join('\n')).not.toContain(code);
  });
});

describe('the phones', () => {
  test('a picture of a code that the person may show, new with every look', async () => {
    const look = async () => (await fetch(`${server.url}/sandbox/codes/specimen-a`)).text();
    const page = await look();
    expect(page).toContain('<svg');
    expect(page).toContain('样张');
    expect(page).toContain('样*甲');
    expect(page).not.toMatch(/样本甲|44520219500101001X/);
    expect(await look()).not.toBe(page);
  });

  test('of all whom the authority knows, and of nobody else', async () => {
    const list = await (await fetch(`${server.url}/sandbox/codes`)).text();
    expect(list).toContain('specimen-b');
    expect(list).not.toContain('unknown-to-the-authority');
    expect((await fetch(`${server.url}/sandbox/codes/nobody`)).status).toBe(404);
    expect((await fetch(`${server.url}/sandbox/codes/nobody`, { method: 'POST' })).status).toBe(404);
  });
});

describe('what a terminal attests', () => {
  const attest = (person: { name: string; idNumber: string }, method: 'staff' | 'face' = 'staff') =>
    client.verification.attest({ transactionId: randomUUID(), method, person });

  test('gives a token for ten minutes, on this terminal alone', async () => {
    const { token, expiresAt } = await attest(people.insured);
    expect(Date.parse(expiresAt)).toBe(server.clock.now() + 600_000);
    expect(await refusal(client.socialInsurance.printCount({ token }))).toEqual({ code: 'done' });
    const other = await enrolTerminal(server);
    expect(await refusal(other.client.socialInsurance.printCount({ token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
    await server.clock.advance(600_000);
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect(await refusal(client.socialInsurance.printCount({ token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
  });

  test('needs no phone, but the person must be the one whom the authority knows', async () => {
    expect(await refusal(attest(people.withoutPhone, 'face'))).toEqual({ code: 'done' });
    expect(await refusal(attest(people.nameDiffers))).toEqual({ code: 'NAME_MISMATCH' });
    expect(await refusal(attest(people.unknown))).toEqual({ code: 'PERSON_UNKNOWN' });
    await setFaults(server, { failing: true });
    expect(await refusal(attest(people.insured))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
  });

  test('is no code of the day, and cannot be asked for by a code', async () => {
    for (let times = 0; times < 10; times++) await attest(people.gaps);
    const { verificationId } = await client.verification.start({
      transactionId: randomUUID(),
      method: 'sms',
      person: people.gaps,
    });
    const code = await lastCode(server);
    expect(await refusal(client.verification.check({ verificationId, code }))).toEqual({ code: 'done' });
  });

  test('is in the log by method and transaction, without the person', async () => {
    await attest(people.old);
    const line = server.log.find((one) => one.includes('person attested'));
    expect(line).toContain('"method":"staff"');
    expect(line).not.toMatch(/样本寿|445202194002020020/);
  });
});
