import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertionAudience } from '../../src-shared/contract/server.ts';
import {
  assertion,
  clientOf,
  enrolTerminal,
  newKey,
  refusal,
  reportOf,
  startTestServer,
  type TestServer,
  type TestTerminal,
  tokenRequest,
} from '../test-server.ts';

let server: TestServer;
let terminal: TestTerminal;
beforeAll(async () => {
  server = await startTestServer();
  terminal = await enrolTerminal(server);
}, 120_000);
afterAll(() => server.close());

const enrol = (code: string, x: string) =>
  clientOf(server.url).enrolment.enrol({
    code,
    serialNumber: 'ZW-1',
    publicKey: { kty: 'OKP', crv: 'Ed25519', x },
  });
const grant = (jwt: string) => clientOf(server.url).enrolment.token(tokenRequest(jwt));

describe('enrolment', () => {
  test('terminals get ids and numbers of their own', async () => {
    const next = await enrolTerminal(server);
    expect(next.id).not.toBe(terminal.id);
    expect(next.number).toMatch(/^\d{4}$/);
    expect(next.number).not.toBe(terminal.number);
  });

  test('the same code and key again give the same answer', async () => {
    const code = await server.createEnrolmentCode();
    const { x } = newKey();
    const first = await enrol(code, x);
    expect(await enrol(code.toLowerCase(), x)).toEqual(first);
  });

  test('a used code is worth nothing to another key', async () => {
    const code = await server.createEnrolmentCode();
    await enrol(code, newKey().x);
    expect(await refusal(enrol(code, newKey().x))).toEqual({ code: 'CODE_REFUSED' });
  });

  test('two keys race for one code: one gets it', async () => {
    const code = await server.createEnrolmentCode();
    const results = await Promise.all([newKey(), newKey(), newKey()].map(({ x }) => refusal(enrol(code, x))));
    expect(results.map((one) => one.code).sort()).toEqual(['CODE_REFUSED', 'CODE_REFUSED', 'done']);
  });

  test('an unknown code and an old one are refused', async () => {
    const code = await server.createEnrolmentCode();
    expect(await refusal(enrol('AAAA-BBBB-CCCC', newKey().x))).toEqual({ code: 'CODE_REFUSED' });
    expect(await refusal(enrol('not-a-code', newKey().x))).toEqual({ code: 'CODE_REFUSED' });
    await server.clock.advance(24 * 3_600_000);
    expect(await refusal(enrol(code, newKey().x))).toEqual({ code: 'CODE_REFUSED' });
  });

  test('a key that is known and comes with a fresh code is the same terminal', async () => {
    const { x } = newKey();
    const first = await enrol(await server.createEnrolmentCode(), x);
    expect(await enrol(await server.createEnrolmentCode(), x)).toEqual(first);
  });
});

describe('client assertions', () => {
  test('a good one gives a token that opens the contract', async () => {
    const answer = await grant(await assertion(server.clock, terminal.id, terminal.privateKey));
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    const client = clientOf(server.url, answer.access_token);
    expect(await refusal(client.reporting.submit({ reports: [reportOf(1)] }))).toEqual({ code: 'done' });
  });

  test('one that was used is refused, also after a while and at the same moment', async () => {
    const jwt = await assertion(server.clock, terminal.id, terminal.privateKey);
    const both = await Promise.all([refusal(grant(jwt)), refusal(grant(jwt))]);
    expect(both.map((one) => one.code).sort()).toEqual(['INVALID_CLIENT', 'done']);
    await server.clock.advance(110_000);
    expect(await refusal(grant(jwt))).toEqual({ code: 'INVALID_CLIENT' });
  });

  test('what is not signed by the key of this terminal is refused', async () => {
    const { privateKey } = newKey();
    expect(await refusal(grant(await assertion(server.clock, terminal.id, privateKey)))).toEqual({
      code: 'INVALID_CLIENT',
    });
    expect(await refusal(grant(await assertion(server.clock, randomUUID(), terminal.privateKey)))).toEqual({
      code: 'INVALID_CLIENT',
    });
  });

  test.each([
    ['another audience', { audience: 'urn:somebody:else' }],
    ['another issuer', { issuer: randomUUID() }],
    ['a life of more than five minutes', { lifetimeSeconds: 361 }],
    ['an end in the past', { lifetimeSeconds: -61 }],
    ['a jti too short to be unique', { jti: '1' }],
  ])('%s', async (_, changes) => {
    const jwt = await assertion(server.clock, terminal.id, terminal.privateKey, changes);
    expect(await refusal(grant(jwt))).toEqual({ code: 'INVALID_CLIENT' });
  });

  test('a clock that is a minute off is forgiven', async () => {
    const jwt = await assertion(server.clock, terminal.id, terminal.privateKey, { lifetimeSeconds: 355 });
    expect(await refusal(grant(jwt))).toEqual({ code: 'done' });
  });

  test('unsigned, or signed with the public key as a password, is refused', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(server.clock.now() / 1000);
    const claims = {
      iss: terminal.id,
      sub: terminal.id,
      aud: assertionAudience,
      jti: randomUUID(),
      exp: now + 60,
    };
    const unsigned = `${encode({ alg: 'none' })}.${encode(claims)}.`;
    const body = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
    const confused = `${body}.${createHmac('sha256', 'x').update(body).digest('base64url')}`;
    for (const jwt of [unsigned, confused, 'no.jwt.atall', '', 'x'])
      expect(await refusal(grant(jwt))).toEqual({ code: 'INVALID_CLIENT' });
  });

  test('a refusal says nothing about why, but the log does', async () => {
    const jwt = await assertion(server.clock, randomUUID(), terminal.privateKey);
    const answer = await fetch(`${server.url}/v1/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(tokenRequest(jwt)),
    });
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('unknown terminal');
    expect(server.log.join('')).toContain('unknown terminal');
  });
});

describe('access tokens', () => {
  test('none, a wrong one and an old one are refused', async () => {
    const { access_token } = await grant(await assertion(server.clock, terminal.id, terminal.privateKey));
    const submit = (token?: string) =>
      refusal(clientOf(server.url, token).reporting.submit({ reports: [reportOf(1)] }));
    expect(await submit()).toEqual({ code: 'UNAUTHORIZED' });
    expect(await submit(`${access_token.slice(0, -2)}xx`)).toEqual({ code: 'UNAUTHORIZED' });
    await server.clock.advance(900_000);
    expect(await submit(access_token)).toEqual({ code: 'UNAUTHORIZED' });
  });

  test('every operation but enrolment asks for one', async () => {
    const description = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const open: string[] = [];
    for (const [path, methods] of Object.entries(description.paths))
      for (const method of Object.keys(methods)) {
        const answer = await fetch(`${server.url}${path.replace(/\{\w+\}/, randomUUID())}`, {
          method,
          ...(method === 'get' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' }),
        });
        if (answer.status !== 401) open.push(path);
      }
    expect(open.sort()).toEqual(['/v1/enrolments', '/v1/token']);
  });

  test('guessing is slowed down', async () => {
    await server.clock.advance(60_000);
    const codes = new Set<string>();
    for (let guess = 0; guess < 130; guess++) codes.add((await refusal(grant('x'))).code);
    expect([...codes]).toEqual(['INVALID_CLIENT', 'TOO_MANY_REQUESTS']);
    await server.clock.advance(60_000);
    expect(await refusal(grant('x'))).toEqual({ code: 'INVALID_CLIENT' });
  });
});
