import { randomUUID } from 'node:crypto';
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

// Each test has a year of its own, since a premium is paid once a year.
beforeEach(async () => {
  await setFaults(server, {});
  await server.clock.advance(366 * 24 * 3_600_000);
  client = await signedIn(server, terminal.id, terminal.privateKey);
});

async function assess(person: TestPerson = people.insured, itemCode = 'TAX-PAY-002') {
  const token = await verifiedToken(server, client, person);
  return client.payments.assess({ token, itemCode });
}

/** The own premium in the tier of 400 yuan. */
async function own(person: TestPerson = people.insured) {
  const { assessmentId, bills } = await assess(person);
  const bill = bills.find(({ relation }) => relation === 'self');
  if (bill === undefined) throw new Error('nothing for oneself');
  return { assessmentId, charges: [{ billId: bill.id, optionId: '400' }], idempotencyKey: randomUUID() };
}
const cash = { method: 'cash' as const, amount: 40_000 };

async function order(assessmentId: string, amount = 40_000, orderKey = randomUUID()) {
  const made = await client.payments.createOrder({ orderKey, assessmentId, amount });
  return { ...made, orderKey, part: { method: 'qr' as const, amount, orderKey } };
}
const stateOf = async (orderKey: string) => (await client.payments.order({ orderKey })).state;
/** What the phone does on the page that the code leads to. */
const phone = (code: string, late = false) =>
  fetch(code, { method: 'POST', body: new URLSearchParams(late ? { late: 'yes' } : {}) });

describe('what is to be paid', () => {
  test('is one’s own and the household’s, in tiers, masked', async () => {
    const { bills } = await assess();
    expect(bills.map(({ relation }) => relation)).toEqual(['self', 'child', 'child']);
    expect(bills[0]).toMatchObject({ nameMasked: '样*甲', period: '2027' });
    expect(bills[0]?.options.map(({ amount }) => amount)).toEqual([
      20_000, 40_000, 60_000, 100_000, 200_000, 360_000,
    ]);
    expect((await assess(people.insured, 'TAX-PAY-001')).bills[0]?.options).toHaveLength(1);
    expect((await assess(people.gaps)).bills).toHaveLength(1);
  });

  test('nothing under an item that collects nothing, without a token, or with the authority down', async () => {
    expect(await refusal(assess(people.insured, 'SIN-PRT-001'))).toEqual({ code: 'NOTHING_DUE' });
    expect(await refusal(client.payments.assess({ token: 'y'.repeat(43), itemCode: 'TAX-PAY-002' }))).toEqual(
      {
        code: 'VERIFICATION_REQUIRED',
      },
    );
    const token = await verifiedToken(server, client, people.insured);
    await setFaults(server, { failing: true });
    expect(await refusal(client.payments.assess({ token, itemCode: 'TAX-PAY-002' }))).toEqual({
      code: 'AUTHORITY_UNAVAILABLE',
    });
  });
});

describe('a payment in cash', () => {
  test('is booked once, and gives the same receipt again', async () => {
    const request = { ...(await own()), parts: [cash] };
    const first = await client.payments.post(request);
    expect(first).toMatchObject({ state: 'posted', receiptNumber: expect.stringMatching(/^YPSJ\d{8}$/) });
    expect(await client.payments.post(request)).toEqual(first);
    expect(await client.payments.byKey({ idempotencyKey: request.idempotencyKey })).toEqual(first);
    const again = { ...(await own(people.rareCharacter)), parts: [cash] };
    expect(await client.payments.post(again)).not.toEqual(first);
  });

  test('sent five times at once is one booking', async () => {
    const request = { ...(await own()), parts: [cash] };
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.payments.post(request)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('of what was paid already is refused, and is not due any more', async () => {
    const one = await own();
    const other = await own();
    await client.payments.post({ ...one, parts: [cash] });
    expect(await refusal(client.payments.post({ ...other, parts: [cash] }))).toEqual({
      code: 'ALREADY_PAID',
    });
    expect(await client.payments.byKey({ idempotencyKey: other.idempotencyKey })).toEqual({ state: 'void' });
    const { bills } = await assess();
    expect(bills.some(({ relation }) => relation === 'self')).toBe(false);
  });

  test.each([
    ['too little', { parts: [{ ...cash, amount: 39_900 }] }],
    ['another tier', { charges: [{ billId: 'TAX-PAY-002 2027 specimen-a', optionId: '5' }] }],
    ['a debt of somebody else', { charges: [{ billId: 'TAX-PAY-002 2027 specimen-b', optionId: '400' }] }],
    [
      'an order that is not there',
      { parts: [{ method: 'qr' as const, amount: 40_000, orderKey: randomUUID() }] },
    ],
  ])('%s is refused', async (_name, change) => {
    const request = { ...(await own()), parts: [cash], ...change };
    expect(await refusal(client.payments.post(request))).toEqual({ code: 'INVALID_CHARGES' });
  });

  test('a debt charged twice in one payment is refused', async () => {
    const request = await own();
    const twice = {
      ...request,
      charges: [...request.charges, ...request.charges],
      parts: [{ ...cash, amount: 80_000 }],
    };
    expect(await refusal(client.payments.post(twice))).toEqual({ code: 'INVALID_CHARGES' });
  });

  test('a key serves one request, and one terminal', async () => {
    const request = { ...(await own()), parts: [cash] };
    await client.payments.post(request);
    const changed = {
      ...request,
      charges: [{ ...request.charges[0], optionId: '200' }],
      parts: [{ ...cash, amount: 20_000 }],
    };
    expect(await refusal(client.payments.post(changed as typeof request))).toEqual({ code: 'KEY_REUSED' });
    const stranger = (await enrolTerminal(server)).client;
    expect(await refusal(stranger.payments.post(request))).toEqual({ code: 'NOT_FOUND' });
    expect(await stranger.payments.byKey({ idempotencyKey: request.idempotencyKey })).toEqual({
      state: 'void',
    });
    expect(await client.payments.byKey({ idempotencyKey: request.idempotencyKey })).toMatchObject({
      state: 'posted',
    });
  });

  test('a key that was asked about before it came is void for good', async () => {
    const request = { ...(await own()), parts: [cash] };
    const { idempotencyKey } = request;
    expect(await client.payments.byKey({ idempotencyKey })).toEqual({ state: 'void' });
    expect(await refusal(client.payments.post(request))).toEqual({ code: 'KEY_VOID' });
    expect(await client.payments.byKey({ idempotencyKey })).toEqual({ state: 'void' });
  });

  test('the authority is down: it waits, and is booked by itself', async () => {
    const request = { ...(await own()), parts: [cash] };
    await setFaults(server, { failing: true });
    expect(await client.payments.post(request)).toEqual({ state: 'waiting' });
    await setFaults(server, {});
    await server.clock.advance(10_000);
    await expect
      .poll(() => client.payments.byKey({ idempotencyKey: request.idempotencyKey }))
      .toMatchObject({ state: 'posted' });
  });

  test('the answer is lost after the deed: the key has it', async () => {
    const request = { ...(await own()), parts: [cash] };
    await setFaults(server, { losePostAnswers: 1 });
    await expect(client.payments.post(request)).rejects.toThrow();
    expect(await client.payments.byKey({ idempotencyKey: request.idempotencyKey })).toMatchObject({
      state: 'posted',
    });
  });
});

describe('a payment by code', () => {
  test('scanned, paid, booked', async () => {
    const request = await own();
    const { code, orderKey, part, orderNumber } = await order(request.assessmentId);
    expect(await stateOf(orderKey)).toBe('created');
    expect(await (await fetch(code)).text()).toContain(orderNumber);
    await phone(code);
    expect(await stateOf(orderKey)).toBe('paid');
    expect(await client.payments.post({ ...request, parts: [part] })).toMatchObject({ state: 'posted' });
    expect(await refusal(client.payments.refundOrder({ orderKey }))).toEqual({ code: 'ALREADY_POSTED' });
  });

  test('half in notes, half by code', async () => {
    const request = await own();
    const { code, part } = await order(request.assessmentId, 10_000);
    await phone(code);
    expect(
      await client.payments.post({ ...request, parts: [{ ...cash, amount: 30_000 }, part] }),
    ).toMatchObject({
      state: 'posted',
    });
  });

  test('the same order again is the same order; under another sum it is none', async () => {
    const { assessmentId } = await own();
    const first = await order(assessmentId);
    expect((await order(assessmentId, 40_000, first.orderKey)).orderNumber).toBe(first.orderNumber);
    expect(await refusal(order(assessmentId, 30_000, first.orderKey))).toEqual({ code: 'KEY_REUSED' });
  });

  test('cancelled: nobody pays it any more; paid first, it is paid', async () => {
    const { assessmentId } = await own();
    const one = await order(assessmentId);
    expect(await client.payments.cancelOrder({ orderKey: one.orderKey })).toEqual({ state: 'cancelled' });
    await phone(one.code);
    expect(await stateOf(one.orderKey)).toBe('cancelled');
    const other = await order(assessmentId);
    await phone(other.code);
    expect(await client.payments.cancelOrder({ orderKey: other.orderKey })).toEqual({ state: 'paid' });
    expect(await client.payments.refundOrder({ orderKey: other.orderKey })).toEqual({ state: 'refunded' });
    expect(await client.payments.refundOrder({ orderKey: other.orderKey })).toEqual({ state: 'refunded' });
  });

  test('an order that was cancelled before it came does not come', async () => {
    const { assessmentId } = await own();
    const orderKey = randomUUID();
    expect(await client.payments.cancelOrder({ orderKey })).toEqual({ state: 'cancelled' });
    expect(await refusal(order(assessmentId, 40_000, orderKey))).toEqual({ code: 'KEY_REUSED' });
  });

  test('expired after three minutes; paid late and posted meanwhile, it posts itself', async () => {
    const request = await own();
    const { code, orderKey, part } = await order(request.assessmentId);
    await setFaults(server, { channelFailing: true });
    expect(await client.payments.post({ ...request, parts: [part] })).toEqual({ state: 'waiting' });
    expect(await refusal(client.payments.order({ orderKey }))).toEqual({ code: 'AUTHORITY_UNAVAILABLE' });
    await phone(code, true);
    await setFaults(server, {});
    await server.clock.advance(10_000);
    await expect
      .poll(() => client.payments.byKey({ idempotencyKey: request.idempotencyKey }))
      .toMatchObject({ state: 'posted' });
  });

  test('expired and not paid: the payment is void', async () => {
    const request = await own();
    const { code, orderKey, part } = await order(request.assessmentId);
    await server.clock.advance(180_000);
    expect(await stateOf(orderKey)).toBe('expired');
    await phone(code);
    expect(await stateOf(orderKey)).toBe('expired');
    expect(await refusal(client.payments.post({ ...request, parts: [part] }))).toEqual({
      code: 'ORDER_UNPAID',
    });
  });

  test('paid for what was paid already: the money goes back', async () => {
    const one = await own();
    const other = await own();
    const { code, orderKey, part } = await order(other.assessmentId);
    await phone(code);
    await client.payments.post({ ...one, parts: [cash] });
    expect(await refusal(client.payments.post({ ...other, parts: [part] }))).toEqual({
      code: 'ALREADY_PAID',
    });
    expect(await stateOf(orderKey)).toBe('refunded');
  });

  test('paid, and nobody ever made a payment of it: the money goes back', async () => {
    const { assessmentId } = await own();
    const { code, orderKey } = await order(assessmentId);
    await phone(code);
    await server.clock.advance(11 * 60_000);
    await expect.poll(() => stateOf(orderKey)).toBe('refunded');
  });

  test('an order pays for one payment', async () => {
    const request = await own();
    const { code, part } = await order(request.assessmentId);
    await phone(code);
    await client.payments.post({ ...request, parts: [part] });
    const second = await own(people.rareCharacter);
    expect(await refusal(client.payments.post({ ...second, parts: [part] }))).toEqual({
      code: 'INVALID_CHARGES',
    });
  });
});

test('neither log nor payment page tells who pays', async () => {
  const request = await own();
  const { code, part } = await order(request.assessmentId);
  await phone(code);
  await client.payments.post({ ...request, parts: [part] });
  const page = await (await fetch(code)).text();
  for (const text of [page, ...server.log]) {
    expect(text).not.toContain(people.insured.idNumber);
    expect(text).not.toContain(people.insured.name);
  }
});
