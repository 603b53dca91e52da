import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ReportBodies } from '../../src-shared/contract/report-bodies.ts';
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

/** Papers that are ready, whose they are, and where they lie. */

let server: TestServer;
let terminal: TestTerminal;
let client: Client;
let matter: string;
let reported = 0;
const day = 24 * 3_600_000;

async function nextDay() {
  await server.clock.advance(day);
  client = await signedIn(server, terminal.id, terminal.privateKey);
}

async function submit(itemCode: string, answers: object, promises: string[], person: TestPerson) {
  const token = await verifiedToken(server, client, person);
  const companyCode = null;
  const filed = await client.services.submit({
    ...{ itemCode, token, companyCode, promises, papers: [], idempotencyKey: randomUUID() },
    answers: answers as never,
  });
  return filed.number ?? '';
}

async function readyFor(person: TestPerson) {
  const token = await verifiedToken(server, client, person);
  const asked = { itemCode: 'HAL-QRY-001', token, companyCode: null, answers: {} };
  return (await client.services.readyPapers(asked)).papers;
}

async function report(body: Partial<ReportBodies['locker']>) {
  const whole = { matter, compartment: 7, state: 'inside', transactionId: null, by: 'staff', evidence: [] };
  const at = new Date(server.clock.now()).toISOString();
  const one = {
    sequence: ++reported,
    id: randomUUID(),
    at,
    kind: 'locker' as const,
    body: { ...whole, ...body },
  };
  await client.reporting.submit({ reports: [one] });
}

beforeAll(async () => {
  server = await startTestServer();
  terminal = await enrolTerminal(server);
  await nextDay();
  matter = await submit(
    'CIV-DCL-003',
    { phone: '13800000002', bank: 'specimen', place: 'hall' },
    ['photo'],
    people.alsoInsured,
  );
}, 120_000);
afterAll(() => server.close());

describe('a paper', () => {
  test('is not ready while something is owed to its matter, nor on the day on which that came', async () => {
    await nextDay();
    expect(await readyFor(people.alsoInsured)).toEqual([]);
    expect(await refusal(client.services.readyPaper({ number: matter }))).toMatchObject({
      code: 'NOT_READY',
    });
    await submit('HAL-REG-001', { paper: `${matter} photo` }, [], people.alsoInsured);
  });

  test('is ready at its counter, for whoever handed the matter in and nobody else', async () => {
    expect(await readyFor(people.alsoInsured)).toEqual([
      {
        number: matter,
        itemName: expect.objectContaining({ zh: expect.stringContaining('敬老卡') }),
        place: expect.objectContaining({ zh: expect.stringContaining('3 号窗口') }),
      },
    ]);
    expect(await readyFor(people.insured)).toEqual([]);
    // Staff type the number, and learn nothing of a person.
    expect(await client.services.readyPaper({ number: matter })).toEqual({
      itemName: expect.objectContaining({ zh: expect.stringContaining('敬老卡') }),
    });
    expect(await refusal(client.services.readyPaper({ number: 'YPSL2026010100000' }))).toMatchObject({
      code: 'NOT_READY',
    });
  });

  test('laid into a cabinet: its terminal and compartment are told, and it is laid into no second one', async () => {
    await report({ state: 'inside' });
    expect((await readyFor(people.alsoInsured))[0]?.place.zh).toBe(
      `${terminal.number} 号自助终端的证照柜 07 号格`,
    );
    expect(await refusal(client.services.readyPaper({ number: matter }))).toMatchObject({
      code: 'ELSEWHERE',
    });
  });

  test('laid into a cabinet: a message tells whoever handed it in', async () => {
    await server.clock.advance(600_000);
    await vi.waitFor(async () => {
      const answer = await fetch(`${server.url}/sandbox/sms`);
      const { messages } = (await answer.json()) as { messages: { text: string; to: string }[] };
      expect(messages[0]?.text).toContain(matter);
    });
  });

  test('taken out again by staff: back at its counter', async () => {
    await report({ state: 'removed', by: 'two staff' });
    expect((await readyFor(people.alsoInsured))[0]?.place.zh).toContain('3 号窗口');
    expect(await refusal(client.services.readyPaper({ number: matter }))).toMatchObject({ code: 'done' });
  });

  test('that nobody knows of is still told, and fetched it is told no more', async () => {
    await report({ state: 'unclear', by: 'machine' });
    expect(await readyFor(people.alsoInsured)).toHaveLength(1);
    await report({ state: 'collected', by: 'citizen', transactionId: randomUUID() });
    expect(await readyFor(people.alsoInsured)).toEqual([]);
    expect(await refusal(client.services.readyPaper({ number: matter }))).toMatchObject({
      code: 'ELSEWHERE',
    });
  });

  test('nobody without a second factor, and a business system that is down is said', async () => {
    const asked = { itemCode: 'HAL-QRY-001', token: null, companyCode: null, answers: {} };
    expect(await refusal(client.services.readyPapers(asked))).toMatchObject({
      code: 'VERIFICATION_REQUIRED',
    });
    await setFaults(server, { failing: true });
    expect(await refusal(client.services.readyPaper({ number: matter }))).toMatchObject({
      code: 'AUTHORITY_UNAVAILABLE',
    });
    await setFaults(server, {});
  });
});
