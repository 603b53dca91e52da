import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Client,
  clientOf,
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
let photoDirectory: string;
beforeAll(async () => {
  photoDirectory = mkdtempSync(join(tmpdir(), 'zerowindow-photos-'));
  server = await startTestServer({ photoDirectory });
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(async () => {
  await server.close();
  rmSync(photoDirectory, { recursive: true });
});

const dayMs = 24 * 3_600_000;
// Each test has a day of its own, since codes are counted by the day.
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(dayMs);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

const start = (person: TestPerson = people.insured, transactionId = randomUUID(), by = client) =>
  by.verification.start({ transactionId, method: 'sms', person });
const check = (verificationId: string, code: string, by = client) =>
  by.verification.check({ verificationId, code });
const wrong = (code: string) => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
const messages = async () =>
  ((await (await fetch(`${server.url}/sandbox/sms`)).json()) as { messages: Record<string, string>[] })
    .messages;

describe('sending', () => {
  test('the code goes to the phone that the authority holds; the terminal sees it masked', async () => {
    const started = await start();
    expect(started).toEqual({
      verificationId: expect.any(String),
      phoneMasked: '138****0001',
      codeLength: 6,
      attempts: 5,
      expiresAt: new Date(server.clock.now() + 300_000).toISOString(),
      resendAfterSeconds: 60,
    });
    const [message] = await messages();
    expect(message).toEqual({
      at: new Date(server.clock.now()).toISOString(),
      phoneMasked: '138****0001',
      text: expect.stringMatching(/样张.*\d{6}.*5 分钟/),
    });
  });

  test('who has no phone, another name, or is unknown gets none', async () => {
    const before = await messages();
    expect(await refusal(start(people.withoutPhone))).toEqual({ code: 'PHONE_UNKNOWN' });
    expect(await refusal(start(people.nameDiffers))).toEqual({ code: 'NAME_MISMATCH' });
    expect(await refusal(start(people.unknown))).toEqual({ code: 'PERSON_UNKNOWN' });
    expect(await messages()).toEqual(before);
  });

  test('repeated within a minute it is the same code; after a minute a new one that replaces it', async () => {
    const transactionId = randomUUID();
    const first = await start(people.insured, transactionId);
    const code = await lastCode(server);
    const sent = (await messages()).length;
    await server.clock.advance(20_000);
    const again = await start(people.insured, transactionId);
    expect(again).toEqual({ ...first, resendAfterSeconds: 40 });
    expect(await messages()).toHaveLength(sent);
    await server.clock.advance(40_000);
    const second = await start(people.insured, transactionId);
    expect(second.verificationId).not.toBe(first.verificationId);
    expect(await refusal(check(first.verificationId, code))).toEqual({ code: 'EXPIRED' });
    expect(await refusal(check(second.verificationId, await lastCode(server)))).toEqual({ code: 'done' });
  });

  test('ten a day for a person, on all terminals together; the day ends in Asia/Shanghai', async () => {
    const other = await enrolTerminal(server);
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        refusal(start(people.alsoInsured, randomUUID(), index % 2 === 0 ? client : other.client)),
      ),
    );
    const codes = outcomes.map((one) => one.code);
    expect(codes.filter((code) => code === 'done')).toHaveLength(10);
    expect(codes.filter((code) => code === 'TOO_MANY')).toHaveLength(2);
    expect(await refusal(start(people.insured))).toEqual({ code: 'done' });
    const chinaClock = (server.clock.now() + 8 * 3_600_000) % dayMs;
    await server.clock.advance(dayMs - chinaClock - 1);
    client = await signedIn(server, terminal.id, terminal.privateKey);
    expect(await refusal(start(people.alsoInsured))).toEqual({ code: 'TOO_MANY' });
    await server.clock.advance(1);
    expect(await refusal(start(people.alsoInsured))).toEqual({ code: 'done' });
  });

  test('a message that cannot be sent is no verification, and may be asked for again at once', async () => {
    await setFaults(server, { smsFailing: true });
    const transactionId = randomUUID();
    expect(await refusal(start(people.insured, transactionId))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
    await setFaults(server, {});
    expect(await refusal(start(people.insured, transactionId))).toEqual({ code: 'done' });
  });
});

describe('checking', () => {
  test('the right code gives a token for ten minutes', async () => {
    const { verificationId } = await start();
    const { token, expiresAt } = await check(verificationId, await lastCode(server));
    expect(Date.parse(expiresAt)).toBe(server.clock.now() + 600_000);
    const count = () => refusal(client.socialInsurance.printCount({ token }));
    await server.clock.advance(599_999);
    expect(await count()).toEqual({ code: 'done' });
    await server.clock.advance(1);
    expect(await count()).toEqual({ code: 'VERIFICATION_REQUIRED' });
  });

  test('five attempts, counted down; the sixth is refused even with the right code', async () => {
    const { verificationId } = await start();
    const code = await lastCode(server);
    for (const attemptsLeft of [4, 3, 2, 1, 0, 0])
      expect(await refusal(check(verificationId, wrong(code)))).toEqual({
        code: 'WRONG_CODE',
        data: { attemptsLeft },
      });
    expect(await refusal(check(verificationId, code))).toEqual({
      code: 'WRONG_CODE',
      data: { attemptsLeft: 0 },
    });
  });

  test('the fifth attempt may still be right', async () => {
    const { verificationId } = await start();
    const code = await lastCode(server);
    for (let attempt = 0; attempt < 4; attempt++) await refusal(check(verificationId, wrong(code)));
    expect(await refusal(check(verificationId, code))).toEqual({ code: 'done' });
  });

  test('guesses made at the same moment share the five attempts', async () => {
    const { verificationId } = await start();
    const code = await lastCode(server);
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () => refusal(check(verificationId, wrong(code)))),
    );
    const left = guesses.map((one) => (one.data as { attemptsLeft: number }).attemptsLeft);
    expect(left.filter((attempts) => attempts > 0).sort()).toEqual([1, 2, 3, 4]);
  });

  test('a code is good for five minutes', async () => {
    const { verificationId } = await start();
    const code = await lastCode(server);
    await server.clock.advance(300_000);
    expect(await refusal(check(verificationId, code))).toEqual({ code: 'EXPIRED' });
  });

  test('repeated after its answer was lost it gives a token again, no longer than the first', async () => {
    const { verificationId } = await start();
    const code = await lastCode(server);
    const first = await check(verificationId, code);
    await server.clock.advance(5_000);
    const second = await check(verificationId, code);
    expect(second.expiresAt).toBe(first.expiresAt);
    expect(await refusal(client.socialInsurance.printCount({ token: second.token }))).toEqual({
      code: 'done',
    });
    expect(await refusal(client.socialInsurance.printCount({ token: first.token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
  });

  test('neither the check nor the token is for another terminal', async () => {
    const other = await enrolTerminal(server);
    const { verificationId } = await start();
    const code = await lastCode(server);
    expect(await refusal(check(verificationId, code, other.client))).toEqual({ code: 'EXPIRED' });
    const { token } = await check(verificationId, code);
    expect(await refusal(other.client.socialInsurance.printCount({ token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
  });

  test('a token that nobody gave is refused', async () => {
    const token = 'x'.repeat(43);
    expect(await refusal(client.socialInsurance.printCount({ token }))).toEqual({
      code: 'VERIFICATION_REQUIRED',
    });
  });
});

describe('the photo of record, for one comparison on the terminal', () => {
  const photo = (person: TestPerson = people.insured, by = client) =>
    by.verification.photo({ transactionId: randomUUID(), person });

  test('is given, and stands in no log', async () => {
    const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    writeFileSync(join(photoDirectory, `${people.insured.idNumber}.jpg`), picture);
    expect(await photo()).toEqual({ photoBase64: picture.toString('base64') });
    const log = server.log.join('\n');
    expect(log).toContain('photo of record given for one comparison');
    expect(log).not.toContain(picture.toString('base64'));
    expect(log).not.toContain(people.insured.idNumber);
  });

  test.each([
    ['there is none', people.alsoInsured, 'PHOTO_UNKNOWN'],
    ['of somebody whom the authority does not know', people.unknown, 'PERSON_UNKNOWN'],
    ['under another name', { ...people.insured, name: '样本乙' }, 'NAME_MISMATCH'],
  ])('%s', async (_, person, code) => {
    expect(await refusal(photo(person as TestPerson))).toEqual({ code });
  });

  test('while the business system does not answer', async () => {
    await setFaults(server, { failing: true });
    expect(await refusal(photo())).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
  });

  test('to nobody without a terminal', async () => {
    expect(await refusal(photo(people.insured, clientOf(server.url)))).toEqual({ code: 'UNAUTHORIZED' });
  });
});
