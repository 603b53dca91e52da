import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Me, ReviewOverview } from '../console/review-model.ts';
import { reviewDirectory, shippedTable } from '../review/test-review.ts';
import { operatorPassword, startTestServer, type TestServer } from '../test-server.ts';

/** The console over HTTP with several people. What the store refuses is tested beside the store. */
let server: TestServer;
/** Cookies of people who are signed in. */
let people: { admin: string; lin: string; wu: string };
beforeAll(async () => {
  server = await startTestServer({ reviewDirectory });
  const admin = cookieOf(await signIn('admin', operatorPassword));
  people = { admin, lin: await join('lin', admin), wu: await join('wu', admin) };
}, 120_000);
afterAll(() => server.close());
// Guesses at passwords are counted by the minute.
beforeEach(() => server.clock.advance(60_000));

function ask(cookie: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${server.url}/console/api/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const signIn = (name: string, password: string, newPassword?: string) =>
  ask('', 'session', { name, password, newPassword });
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? '';

/** An account, and its owner signed in with a password that the administrator does not know. */
async function join(name: string, admin: string): Promise<string> {
  const answer = await ask(admin, 'operators', { name });
  const { password } = (await answer.json()) as { password: string };
  expect((await signIn(name, password)).status).toBe(409);
  await server.clock.advance(60_000);
  return cookieOf(await signIn(name, password, `${name} chose this one`));
}

async function read<T>(cookie: string, path: string): Promise<T> {
  return (await (await ask(cookie, path)).json()) as T;
}
async function code(answer: Promise<Response>): Promise<[number, unknown]> {
  const { status } = await answer;
  const text = await (await answer).text();
  return [status, text === '' ? null : ((JSON.parse(text) as { code?: string }).code ?? null)];
}

describe('operators', () => {
  test('are who they signed in as', async () => {
    expect(await read<Me>(people.lin, 'me')).toEqual({ name: 'lin', role: 'operator' });
    expect(await read<Me>(people.admin, 'me')).toEqual({ name: 'admin', role: 'administrator' });
    expect((await signIn('lin', 'lin chose this one')).status).toBe(204);
    expect((await signIn('nobody', 'lin chose this one')).status).toBe(401);
    expect((await signIn('wu', 'lin chose this one')).status).toBe(401);
  });

  test('are made by the administrator alone, each name once', async () => {
    expect((await ask(people.lin, 'operators', { name: 'zheng' })).status).toBe(403);
    expect(await code(ask(people.admin, 'operators', { name: 'lin' }))).toEqual([409, 'nameTaken']);
    expect((await ask(people.admin, 'operators', { name: '林' })).status).toBe(400);
    expect(await read<Me[]>(people.wu, 'operators')).toHaveLength(3);
  });

  test('a new password ends what was signed in with the old one', async () => {
    const before = cookieOf(await signIn('wu', 'wu chose this one'));
    people.wu = cookieOf(await signIn('wu', 'wu chose this one', 'wu chose another'));
    expect([(await ask(before, 'me')).status, (await ask(people.wu, 'me')).status]).toEqual([401, 200]);
    expect((await ask(people.lin, 'me')).status).toBe(200);
  });
});

describe('a change of rules', () => {
  const base = shippedTable('T10');
  const body = (version: number) => ({
    content: JSON.stringify({ ...(JSON.parse(base.content) as object), version }),
    cases: base.casesText,
  });
  const inForce = async () =>
    (await read<ReviewOverview>(people.lin, 'review')).ruleSets.find(
      (one) => one.tableId === 'T10' && one.inForce,
    )?.version;

  test('goes through test, two people, into force; the administrator is none of them', async () => {
    expect(await inForce()).toBe(1);
    const proposed = await ask(people.admin, 'review/rule-sets', body(2));
    const { sha256 } = (await proposed.json()) as { sha256: string };
    const path = `review/rule-sets/${sha256}`;
    const file = await ask(people.lin, `${path}/content`);
    expect(file.headers.get('content-disposition')).toContain('T10-v2.json');
    expect(await file.text()).toBe(body(2).content);
    expect(await (await ask(people.lin, `${path}/cases`)).text()).toBe(body(2).cases);
    expect(await code(ask(people.lin, `${path}/approve`, {}))).toEqual([409, 'notTested']);
    expect(await (await ask(people.wu, `${path}/test`, {})).json()).toEqual({ cases: 12, failures: [] });
    expect(await code(ask(people.admin, `${path}/approve`, {}))).toEqual([403, 'notAnApprover']);
    expect(await (await ask(people.lin, `${path}/approve`, {})).json()).toEqual({ inForce: false });
    expect(await code(ask(people.lin, `${path}/approve`, {}))).toEqual([409, 'alreadyApproved']);
    expect(await inForce()).toBe(1);
    expect(await (await ask(people.wu, `${path}/approve`, {})).json()).toEqual({ inForce: true });
    expect(await inForce()).toBe(2);
  });

  test('what cannot be taken is told with everything that is wrong', async () => {
    expect(await code(ask(people.lin, 'review/rule-sets', body(1)))).toEqual([409, 'versionTooLow']);
    const answer = await ask(people.lin, 'review/rule-sets', { ...body(9), content: '{"id":"T10"}' });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(await answer.json())).toContain('version: ');
    expect((await ask(people.lin, 'review/rule-sets', { content: 1 })).status).toBe(400);
    for (const part of ['content', 'cases', 'proposed_by'])
      expect((await ask(people.lin, `review/rule-sets/${'0'.repeat(64)}/${part}`)).status).toBe(404);
    for (const path of ['test', 'approve'])
      expect(await code(ask(people.lin, `review/rule-sets/${'0'.repeat(64)}/${path}`, {}))).toEqual([
        404,
        'unknown',
      ]);
  });
});

describe('cases', () => {
  test('that are not there, and answers that cannot be read', async () => {
    const path = `review/cases/${randomUUID()}`;
    expect((await ask(people.lin, path)).status).toBe(404);
    const decision = { kind: 'approve', reason: { zh: '已核实材料', en: 'The papers were checked' } };
    expect(await code(ask(people.lin, `${path}/decision`, decision))).toEqual([404, 'unknown']);
    // Too short, in one language alone, or in the place of the other.
    for (const reason of [
      { zh: '好', en: 'The papers were checked' },
      { zh: '已核实材料', en: '' },
      '已核实材料',
      { zh: '已核实材料', en: '已核实材料' },
      { zh: 'The papers were checked', en: 'The papers were checked' },
    ])
      expect((await ask(people.lin, `${path}/decision`, { ...decision, reason })).status).toBe(400);
    expect((await ask(people.lin, `${path}/decision`, { ...decision, kind: 'refuse' })).status).toBe(400);
    expect((await ask(people.lin, `${path}/decision`, { ...decision, kind: 'toPerson' })).status).toBe(400);
    expect((await ask(people.lin, `${path}/after-check`, { result: 'maybe', note: '再看一次' })).status).toBe(
      400,
    );
    expect((await ask(people.lin, `${path}/recall`, { step: 'forget', note: '再看一次吧' })).status).toBe(
      400,
    );
    expect((await ask(people.lin, 'review/cases/1', {})).status).toBe(404);
  });

  test('nothing is told or done without a session', async () => {
    const sha = '0'.repeat(64);
    const asked: [string, unknown?][] = [
      ['me'],
      ['operators'],
      ['operators', { name: 'x1' }],
      ['review'],
      [`review/cases/${randomUUID()}`],
      [`review/cases/${randomUUID()}/decision`, {}],
      [`review/cases/${randomUUID()}/after-check`, {}],
      [`review/cases/${randomUUID()}/recall`, {}],
      ['review/rule-sets', {}],
      [`review/rule-sets/${sha}/content`],
      [`review/rule-sets/${sha}/test`, {}],
      [`review/rule-sets/${sha}/approve`, {}],
    ];
    for (const [path, body] of asked) expect([path, (await ask('', path, body)).status]).toEqual([path, 401]);
  });
});

test('passwords and codes reach no log', () => {
  for (const secret of ['chose this one', 'chose another', operatorPassword])
    expect(server.log.join('\n')).not.toContain(secret);
});
