import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { type Centre, centre, enrolmentDesk } from './client.ts';
import { type LineFault, TestCentre } from './test-centre.ts';

let clock: VirtualClock;
let server: TestCentre;
let client: Centre;
const token = 'a-verification-token-of-a-person';

function enrolled(privateKey: KeyObject, publicKey: KeyObject): string {
  const { x } = publicKey.export({ format: 'jwk' });
  const terminalId = randomUUID();
  server.terminals.set(terminalId, {
    serialNumber: 'SN',
    publicKey: { kty: 'OKP', crv: 'Ed25519', x: x as string },
  });
  client = centre(
    { url: server.url, timeoutMs: 20_000, clock },
    { terminalId: () => terminalId, privateKey },
  );
  return terminalId;
}

/** Runs real input and output until `done`; virtual time stands still. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(async () => {
  clock = new VirtualClock();
  server = new TestCentre(clock);
  await server.start();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  enrolled(privateKey, publicKey);
});
afterEach(async () => {
  await server.stop();
  expect(clock.pending).toBe(0);
});

describe('access token', () => {
  test('one token serves many calls, also those that start together', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => client.socialInsurance.printCount({ token })));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(answers[0]).toEqual({ ok: true, value: { printed: 0, limit: 3, month: '2026-11' } });
    expect(server.tokenRequests).toBe(1);
  });

  test('is renewed before it expires', async () => {
    await client.socialInsurance.printCount({ token });
    await clock.advance((server.tokenSeconds - 31) * 1000);
    await client.socialInsurance.printCount({ token });
    expect(server.tokenRequests).toBe(1);
    await clock.advance(2_000);
    await client.socialInsurance.printCount({ token });
    expect(server.tokenRequests).toBe(2);
  });

  test('is renewed once when the centre refuses it in the middle', async () => {
    await client.socialInsurance.printCount({ token });
    server.disturb('/v1/social-insurance/print-count', 'tokensLost');
    expect(await client.socialInsurance.printCount({ token })).toMatchObject({ ok: true });
    expect(server.tokenRequests).toBe(2);
  });

  test('a second refusal is the answer', async () => {
    server.disturb('/v1/social-insurance/print-count', 'tokensLost', 'tokensLost');
    const answer = await client.socialInsurance.printCount({ token });
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'refused', code: 'UNAUTHORIZED', outcome: 'notDone' },
    });
    expect(server.tokenRequests).toBe(2);
  });

  test('a terminal with another key gets none, and nothing was asked', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const { privateKey } = generateKeyPairSync('ed25519');
    enrolled(privateKey, publicKey);
    const answer = await client.socialInsurance.printCount({ token });
    expect(answer).toMatchObject({ ok: false, error: { code: 'INVALID_CLIENT', outcome: 'notDone' } });
    expect(server.requests).toEqual(['POST /v1/token']);
  });

  test('a terminal that is not enrolled asks nobody', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const line = { url: server.url, timeoutMs: 20_000, clock };
    client = centre(line, { terminalId: () => undefined, privateKey });
    const answer = await client.socialInsurance.printCount({ token });
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_ENROLLED', outcome: 'notDone' } });
    expect(server.requests).toEqual([]);
  });

  test('an unanswered question for a token leaves the call itself not done', async () => {
    server.disturb('/v1/token', 'loseAnswer');
    const answer = await client.socialInsurance.printCount({ token });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable', outcome: 'notDone' } });
  });
});

describe('what a failed call tells', () => {
  const cases: [LineFault, { kind: string; outcome: string; code?: string }][] = [
    ['cutBeforeReading', { kind: 'unreachable', outcome: 'indeterminate' }],
    ['loseAnswer', { kind: 'unreachable', outcome: 'indeterminate' }],
    ['truncatedAnswer', { kind: 'unreachable', outcome: 'indeterminate' }],
    ['garbage', { kind: 'contract', outcome: 'indeterminate', code: 'MALFORMED_ANSWER' }],
    ['wrongShape', { kind: 'contract', outcome: 'indeterminate', code: 'MALFORMED_ANSWER' }],
    ['badGateway', { kind: 'contract', outcome: 'indeterminate', code: 'HTTP_502' }],
  ];
  test.each(cases)('%s', async (fault, expected) => {
    await client.socialInsurance.printCount({ token });
    server.disturb('/v1/social-insurance/print-count', fault);
    const answer = await client.socialInsurance.printCount({ token });
    expect(answer).toMatchObject({ ok: false, error: expected });
    // Neither what was sent nor what came back reaches the words of the error.
    expect(JSON.stringify(answer)).not.toMatch(/张三|hotel|Gateway<|a-verification/);
  });

  test('a centre that is down was never reached', async () => {
    await client.socialInsurance.printCount({ token });
    await server.stop();
    // This one may still find the connection that was kept from before, so that it cannot know.
    expect(await client.socialInsurance.printCount({ token })).toMatchObject({ ok: false });
    const answer = await client.socialInsurance.printCount({ token });
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'unreachable', code: 'ECONNREFUSED', outcome: 'notDone' },
    });
  });

  test('an unknown host was never reached', async () => {
    const desk = enrolmentDesk({ url: 'http://no-such-host.invalid', timeoutMs: 20_000, clock });
    const answer = await desk.enrol({
      code: '123456',
      serialNumber: 'SN',
      publicKey: { kty: 'OKP', crv: 'Ed25519', x: 'x' },
    });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable', outcome: 'notDone' } });
  });

  test('no answer in time', async () => {
    await client.socialInsurance.printCount({ token });
    server.disturb('/v1/social-insurance/print-count', 'neverAnswer');
    const asked = server.requests.length;
    const call = client.socialInsurance.printCount({ token });
    await until(() => server.requests.length > asked);
    await clock.advance(20_000);
    expect(await call).toMatchObject({ ok: false, error: { code: 'TIMEOUT', outcome: 'indeterminate' } });
  });

  test('given up by the caller', async () => {
    await client.socialInsurance.printCount({ token });
    server.disturb('/v1/social-insurance/print-count', 'neverAnswer');
    const asked = server.requests.length;
    const aborter = new AbortController();
    const call = client.socialInsurance.printCount({ token }, { signal: aborter.signal });
    await until(() => server.requests.length > asked);
    aborter.abort();
    expect(await call).toMatchObject({ ok: false, error: { code: 'CANCELLED', outcome: 'indeterminate' } });

    const tooLate = await client.socialInsurance.printCount({ token }, { signal: aborter.signal });
    expect(tooLate).toMatchObject({ ok: false, error: { code: 'CANCELLED', outcome: 'notDone' } });
    expect(server.requests).toHaveLength(asked + 1);
  });

  test('given up while the token is still awaited', async () => {
    server.disturb('/v1/token', 'neverAnswer');
    const aborter = new AbortController();
    const call = client.socialInsurance.printCount({ token }, { signal: aborter.signal });
    await until(() => server.requests.length === 1);
    aborter.abort();
    expect(await call).toMatchObject({ ok: false, error: { code: 'CANCELLED', outcome: 'notDone' } });
    await clock.advance(20_000);
  });

  test('a refusal of the contract carries its code', async () => {
    const answer = await client.services.voidDocument({
      idempotencyKey: randomUUID(),
      reason: 'spoiled',
    });
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'refused', code: 'NOT_FOUND', outcome: 'notDone' },
    });
  });

  test('a refusal of the contract carries its data', async () => {
    const report = {
      sequence: 4,
      id: randomUUID(),
      at: '2026-11-22T09:00:00+08:00',
      kind: 'start' as const,
      body: {},
    };
    const answer = await client.reporting.submit({ reports: [report] });
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'refused', code: 'GAP', data: { expected: 1 } },
    });
  });

  test('an operation that this centre does not know was not done', async () => {
    const answer = await client.verification.check({ verificationId: randomUUID(), code: '123456' });
    expect(answer).toMatchObject({
      ok: false,
      error: { kind: 'contract', code: 'HTTP_404', outcome: 'notDone' },
    });
  });
});

test('a value in the path reaches the centre', async () => {
  const idempotencyKey = randomUUID();
  expect(await client.services.documentByKey({ idempotencyKey })).toEqual({
    ok: true,
    value: { state: 'absent' },
  });
  server.issuedKeys.add(idempotencyKey);
  expect(await client.services.documentByKey({ idempotencyKey })).toMatchObject({
    ok: true,
    value: { state: 'void' },
  });
});
