import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  enrolTerminal,
  people,
  setFaults,
  startTestServer,
  type TestServer,
  type TestTerminal,
  verifiedToken,
} from '../test-server.ts';

let server: TestServer;
let terminal: TestTerminal;
let issued: { certificateNumber: string; verificationCode: string };
const idempotencyKey = randomUUID();
beforeAll(async () => {
  server = await startTestServer({ publicUrl: 'https://centre.example' });
  terminal = await enrolTerminal(server);
  const token = await verifiedToken(server, terminal.client, people.gaps);
  issued = await terminal.client.socialInsurance.issueCertificate({
    idempotencyKey,
    token,
    schemes: ['pension'],
    from: '2025-12',
    to: '2026-11',
  });
}, 120_000);
afterAll(() => server.close());
beforeEach(() => server.clock.advance(60_000));

const visit = (code: string) => fetch(`${server.url}/verify/${encodeURIComponent(code)}`);

describe('/verify', () => {
  test('a genuine one: number, masked name, date, and that it is a specimen', async () => {
    const answer = await visit(issued.verificationCode);
    const page = await answer.text();
    expect(answer.status).toBe(200);
    for (const shown of [
      '当前有效',
      'valid',
      issued.certificateNumber,
      '欧**本',
      '2026年11月22日',
      '样张',
      'SPECIMEN',
    ])
      expect(page).toContain(shown);
    expect(page).not.toContain(people.gaps.name);
    expect(page).not.toContain(people.gaps.idNumber);
  });

  test('a code is found however it is typed, also through the form', async () => {
    const sloppy = issued.verificationCode.toLowerCase().replaceAll('-', '').replaceAll('0', 'o');
    expect(await (await visit(sloppy)).text()).toContain(issued.certificateNumber);
    const form = await fetch(`${server.url}/verify?code=${issued.verificationCode}`);
    expect(await form.text()).toContain(issued.certificateNumber);
  });

  test('an unknown code, and what is no code', async () => {
    for (const code of ['AAAA-BBBB-CCCC', 'x', `${issued.verificationCode}0`]) {
      const answer = await visit(code);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('没有此验证码的证明');
    }
  });

  test('what is typed is shown as text, and the page allows no script', async () => {
    const answer = await visit('"><script>alert(1)</script>');
    const page = await answer.text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&#60;script&#62;');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe');
  });

  test('its style is the one that its policy names', async () => {
    const answer = await visit('x');
    const style = /<style>([\s\S]*)<\/style>/.exec(await answer.text())?.[1] ?? '';
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(style))).toString('base64');
    expect(answer.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`);
  });

  test('the system is down: it says so, and not that the paper is false', async () => {
    await setFaults(server, { failing: true });
    const answer = await visit(issued.verificationCode);
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('没有应答');
    await setFaults(server, {});
  });

  test('guessing is slowed down', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 32; guess++) statuses.push((await visit('AAAA-BBBB-CCCC')).status);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(404));
    expect(statuses.slice(30)).toEqual([429, 429]);
    expect((await visit(issued.verificationCode)).status).toBe(429);
  });

  test('a void one says so', async () => {
    await terminal.client.services.voidDocument({ idempotencyKey, reason: 'spoiled' });
    const page = await (await visit(issued.verificationCode)).text();
    expect(page).toContain('已作废');
    expect(page).not.toContain('当前有效');
    expect(page).toContain(issued.certificateNumber);
  });

  test('codes in addresses do not reach the log', () => {
    expect(server.log.join('')).toContain('/verify/:code');
    expect(server.log.join('')).not.toContain(issued.verificationCode);
  });
});
