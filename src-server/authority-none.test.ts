import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolTerminal, people, refusal, startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ authority: 'none' });
}, 120_000);
afterAll(() => server.close());

test('without an authority its calls say that it is unavailable, and the rest works', async () => {
  const { client } = await enrolTerminal(server);
  const start = client.verification.start({
    transactionId: randomUUID(),
    method: 'sms',
    person: people.insured,
  });
  expect(await refusal(start)).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${server.url}/verify/AAAA-BBBB-CCCC`)).status).toBe(503);
});

test('the phones and switches of the sandbox are not there', async () => {
  expect((await fetch(`${server.url}/sandbox/sms`)).status).toBe(404);
  expect((await fetch(`${server.url}/sandbox/faults`, { method: 'POST' })).status).toBe(404);
});
