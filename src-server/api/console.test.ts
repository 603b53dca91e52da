import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStream, postPassword, signInToConsole } from '../test-console.ts';
import {
  clientOf,
  enrolTerminal,
  newKey,
  operatorPassword,
  reportOf,
  startTestServer,
  type TestServer,
} from '../test-server.ts';

let server: TestServer;
let consoleDirectory: string;
beforeAll(async () => {
  consoleDirectory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  writeFileSync(join(consoleDirectory, 'index.html'), '<!doctype html><title>console</title>');
  server = await startTestServer({ consoleDirectory, publicUrl: 'https://centre.example' });
}, 120_000);
afterAll(async () => {
  await server.close();
  rmSync(consoleDirectory, { recursive: true });
});
beforeEach(() => server.clock.advance(60_000));

describe('signing in', () => {
  test('the cookie is out of reach of scripts and of other sites', async () => {
    const answer = await postPassword(server.url, operatorPassword);
    expect(answer.status).toBe(204);
    const cookie = answer.headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/console'])
      expect(cookie).toContain(attribute);
  });

  test('a wrong password and no password are refused, and tries are limited', async () => {
    expect((await postPassword(server.url, 42)).status).toBe(400);
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess++) statuses.push((await postPassword(server.url, 'wrong')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await postPassword(server.url, operatorPassword)).status).toBe(429);
    await server.clock.advance(60_000);
    expect((await postPassword(server.url, operatorPassword)).status).toBe(204);
  });

  test('nothing is told without a session', async () => {
    const paths = ['live', `terminals/${randomUUID()}/transactions/${randomUUID()}`];
    for (const path of paths)
      for (const cookie of ['', 'zerowindow_operator=invented']) {
        const answer = await fetch(`${server.url}/console/api/${path}`, { headers: { cookie } });
        expect(answer.status).toBe(401);
        expect(await answer.text()).toBe('');
      }
  });

  test('a session ends by signing out, and after eight hours', async () => {
    const [one, other] = [await signInToConsole(server), await signInToConsole(server)];
    const status = async (cookie: string) => {
      const stream = await openStream(server.url, cookie);
      await stream.close();
      return stream.status;
    };
    expect([await status(one.cookie), await status(other.cookie)]).toEqual([200, 200]);
    await fetch(`${server.url}/console/api/session`, { method: 'DELETE', headers: { cookie: one.cookie } });
    expect([await status(one.cookie), await status(other.cookie)]).toEqual([401, 200]);
    await server.clock.advance(8 * 3_600_000);
    expect(await status(other.cookie)).toBe(401);
  });
});

test('an operator makes a terminal known', async () => {
  const refused = await fetch(`${server.url}/console/api/enrolment-codes`, { method: 'POST' });
  expect(refused.status).toBe(401);
  const { x } = newKey();
  const code = await (await signInToConsole(server)).enrolmentCode();
  const enrolled = await clientOf(server.url).enrolment.enrol({
    code,
    serialNumber: 'ZW-1',
    publicKey: { kty: 'OKP', crv: 'Ed25519', x },
  });
  expect(enrolled.number).toMatch(/^\d{4}$/);
});

describe('live', () => {
  test('the overview now, and again after a change', async () => {
    const { cookie } = await signInToConsole(server);
    const stream = await openStream(server.url, cookie);
    expect(stream.type).toBe('text/event-stream');
    const first = await stream.next();
    expect(first.specimen).toBe(true);
    const terminal = await enrolTerminal(server);
    const transactionId = randomUUID();
    await terminal.client.reporting.submit({
      reports: [
        reportOf(1, { state: 'ended', transactionId, result: 'completed', reason: null }, 'transaction'),
      ],
    });
    // The report was answered, so that the change was announced: its event is planned 200 ms ahead.
    await server.clock.advance(200);
    const second = await stream.next();
    await stream.close();
    expect(second.terminals).toHaveLength(first.terminals.length + 1);
    expect(second.transactions.find((one) => one.id === transactionId)?.result).toBe('completed');
  });

  test('also without a change, since silence is none', async () => {
    const { cookie } = await signInToConsole(server);
    const stream = await openStream(server.url, cookie);
    const first = await stream.next();
    await server.clock.advance(10_000);
    const second = await stream.next();
    await stream.close();
    expect(Date.parse(second.at) - Date.parse(first.at)).toBe(10_000);
  });
});

describe('the page', () => {
  test('comes with a policy that allows only its own files', async () => {
    const answer = await fetch(`${server.url}/console/`);
    expect(await answer.text()).toContain('console');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('files outside of it are not handed out', async () => {
    for (const path of [
      '/console/../package.json',
      '/console/%2e%2e/package.json',
      '/console/..%2fpackage.json',
    ])
      expect((await fetch(server.url + path)).status).toBeGreaterThanOrEqual(400);
  });

  test('the root leads to it', async () => {
    const answer = await fetch(`${server.url}/`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/console/']);
  });
});

test('a password that is given replaces the one before, and ends its sessions', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const database = { kind: 'embedded' as const, directory };
  const first = await startTestServer({ database, operatorPassword: 'the first of them' });
  expect(first.firstPassword).toBeNull();
  const answer = await postPassword(first.url, 'the first of them');
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  await first.close();
  const second = await startTestServer({ database, operatorPassword: 'the second of them' });
  expect((await postPassword(second.url, 'the first of them')).status).toBe(401);
  expect((await postPassword(second.url, 'the second of them')).status).toBe(204);
  expect((await openStream(second.url, cookie)).status).toBe(401);
  await second.close();
  rmSync(directory, { recursive: true });
}, 120_000);
