import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CashDay } from '../../src-shared/contract/cash-day.ts';
import type { ReportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import { signInToConsole } from '../test-console.ts';
import {
  type Client,
  enrolTerminal,
  people,
  signedIn,
  startTestServer,
  type TestPerson,
  type TestServer,
  type TestTerminal,
  verifiedToken,
} from '../test-server.ts';

let server: TestServer;
let operator: Awaited<ReturnType<typeof signInToConsole>>;
let terminal: TestTerminal;
let client: Client;
let sequence: number;
let daysReported: number;
beforeAll(async () => {
  server = await startTestServer();
  operator = await signInToConsole(server);
}, 120_000);
afterAll(() => server.close());

// A terminal of its own for each test.
beforeEach(async () => {
  terminal = await enrolTerminal(server);
  client = terminal.client;
  sequence = 0;
  daysReported = 0;
});

/** What the terminal reports next. */
async function tells(kind: Report['kind'], body: object): Promise<void> {
  sequence += 1;
  const at = new Date(server.clock.now()).toISOString();
  await client.reporting.submit({
    reports: [{ sequence, id: randomUUID(), at, kind, body: body as Report['body'] }],
  });
}
const cash = (query = 'show=all') => operator.cash(`${query}&terminal=${terminal.id}`);

const noTotals: CashDay['totals'] = {
  cashIn: 0,
  change: 0,
  refunds: 0,
  cashOut: 0,
  host: 0,
  pending: 0,
  claimsOpened: 0,
  claimsSettled: 0,
  held: 0,
  loaded: 0,
  collected: 0,
  long: 0,
  short: 0,
};
/** The business day that is over, of which a test says what it is about. */
async function reportsDay(part: Partial<CashDay> = {}): Promise<void> {
  // A day of the terminal ends when it says so: no clock has to move for it.
  const to = server.clock.now() + daysReported++ * 86_400_000;
  const sum = (part.payments ?? []).reduce((total, { amount }) => total + amount, 0);
  await tells('cashDay', {
    day: new Date(to - 1).toISOString().slice(0, 10),
    from: new Date(to - 86_400_000).toISOString(),
    to: new Date(to).toISOString(),
    totals: { ...noTotals, cashIn: sum, host: sum },
    opening: 0,
    closing: sum,
    carriedIn: 0,
    carriedOut: 0,
    units: [],
    payments: [],
    underWay: [],
    suspense: 0,
    openDifferences: 0,
    heldByCases: 0,
    ...part,
  });
}
const dayDifferences = async () => (await cash()).days.map(({ differences }) => differences);

/** A premium is paid once a year. */
const payers: TestPerson[] = [
  people.insured,
  people.alsoInsured,
  people.rareCharacter,
  people.gaps,
  people.notInsured,
  people.old,
  people.hongKong,
];

/** 400 yuan in notes: at the centre it is posted. */
async function pays(): Promise<string> {
  const transactionId = randomUUID();
  const person = payers.pop() ?? people.insured;
  await begins(transactionId);
  const token = await verifiedToken(server, client, person, transactionId);
  const { assessmentId, bills } = await client.payments.assess({ token, itemCode: 'TAX-PAY-002' });
  const bill = bills.find(({ relation }) => relation === 'self');
  const posted = await client.payments.post({
    idempotencyKey: randomUUID(),
    assessmentId,
    charges: [{ billId: bill?.id ?? '', optionId: '400' }],
    parts: [{ method: 'cash', amount: 40_000 }],
  });
  expect(posted.state).toBe('posted');
  return transactionId;
}
const begins = (transactionId: string) =>
  tells('transaction', {
    state: 'started',
    transactionId,
    trace: `${terminal.number}-${String(sequence).padStart(6, '0')}`,
    itemCode: 'TAX-PAY-002',
    itemName: '城乡居民社会保险费缴费',
    configurationVersion: 'test',
  });
const ends = (transactionId: string) =>
  tells('transaction', { state: 'ended', transactionId, result: 'completed', reason: null });
const paid = (transactionId: string, amount = 40_000) => ({ transactionId, amount });

describe('a business day', () => {
  test('agrees where every payment is in both books', async () => {
    const id = await pays();
    await ends(id);
    await reportsDay({ payments: [paid(id)] });
    expect((await cash()).days).toMatchObject([
      {
        terminalNumber: terminal.number,
        totals: { cashIn: 40_000, host: 40_000 },
        hostAtCentre: 40_000,
        payments: 1,
        differences: [],
      },
    ]);
    expect((await cash('show=open')).days).toEqual([]);
  });

  test('a payment that the centre never booked is named', async () => {
    const id = randomUUID();
    await reportsDay({ payments: [paid(id)] });
    expect(await dayDifferences()).toEqual([
      [{ kind: 'notAtCentre', what: id, terminal: 40_000, centre: 0 }],
    ]);
    expect((await cash('show=open')).days).toHaveLength(1);
  });

  test('another amount is named, by its trace number', async () => {
    const id = await pays();
    await ends(id);
    await reportsDay({ payments: [paid(id, 30_000)] });
    expect(await dayDifferences()).toEqual([
      [{ kind: 'amountDiffers', what: `${terminal.number}-000000`, terminal: 30_000, centre: 40_000 }],
    ]);
  });

  test('a payment that ended and that no day lists is missing at the terminal, in the first day after it', async () => {
    await reportsDay();
    const id = await pays();
    await ends(id);
    await reportsDay();
    await reportsDay();
    const missing = [
      { kind: 'notAtTerminal', what: `${terminal.number}-000001`, terminal: 0, centre: 40_000 },
    ];
    // The latest day first.
    expect(await dayDifferences()).toEqual([[], missing, []]);
  });

  test('a payment over midnight is of the day that lists it, whatever the clocks say', async () => {
    const id = await pays();
    await reportsDay({ underWay: [id] });
    expect(await dayDifferences()).toEqual([[]]);
    await ends(id);
    await reportsDay({ payments: [paid(id)] });
    expect(await dayDifferences()).toEqual([[], []]);
  });

  test('one that is still under way when the day ends is missing only when the next day has not got it', async () => {
    const id = await pays();
    await ends(id);
    await reportsDay({ underWay: [id] });
    expect(await dayDifferences()).toEqual([[]]);
    await reportsDay();
    expect(await dayDifferences()).toMatchObject([[{ kind: 'notAtTerminal' }], []]);
  });

  test('one whose end was never told is missing after a day of grace', async () => {
    await pays();
    await reportsDay();
    expect(await dayDifferences()).toEqual([[]]);
    await reportsDay();
    await reportsDay();
    expect((await dayDifferences()).flat()).toMatchObject([{ kind: 'notAtTerminal', centre: 40_000 }]);
  });

  test('in two days is named in both; a day that is reported twice too', async () => {
    const id = await pays();
    await ends(id);
    await reportsDay({ day: '2030-01-01', payments: [paid(id)] });
    await reportsDay({
      day: '2030-01-01',
      opening: 40_000,
      closing: 80_000,
      payments: [paid(id)],
    });
    const kinds = (await dayDifferences()).map((all) => all.map(({ kind }) => kind).sort());
    expect(kinds).toEqual([
      ['paymentTwice', 'reportedTwice'],
      ['paymentTwice', 'reportedTwice'],
    ]);
  });

  test.each<[string, Partial<CashDay>, object]>([
    ['that does not add up', { closing: 500 }, { kind: 'doesNotAddUp', terminal: 500, centre: 0 }],
    [
      'with money in suspense that nobody registered',
      { suspense: 300, openDifferences: 100, heldByCases: 100 },
      { kind: 'suspenseDiffers', terminal: 300, centre: 200 },
    ],
    [
      'with a count that found less',
      { units: [{ place: 'unit:r/cashbox', ledger: 0, count: { ledger: 900, counted: 400 } }] },
      { kind: 'countDiffers', what: 'unit:r/cashbox', terminal: 900, centre: 400 },
    ],
  ])('%s is named', async (_name, part, difference) => {
    await reportsDay(part);
    expect((await dayDifferences()).flat()).toMatchObject([difference]);
  });

  test('that begins with another sum than the last one ended with is named', async () => {
    await reportsDay({ closing: 0 });
    await reportsDay({ opening: 700, closing: 700 });
    expect((await dayDifferences()).flat()).toMatchObject([
      { kind: 'openingDiffers', terminal: 700, centre: 0 },
    ]);
  });

  test('counts of how many units it has is said', async () => {
    await reportsDay({
      units: [
        { place: 'unit:r/cashbox', ledger: 0, count: { ledger: 0, counted: 0 } },
        { place: 'unit:r/payout', ledger: 0, count: null },
      ],
    });
    expect((await cash()).days).toMatchObject([{ counted: 1, units: 2, differences: [] }]);
  });

  test('of a newer terminal, in words that this server does not know, stops nothing', async () => {
    await tells('cashDay', { day: 'the day after tomorrow' });
    await reportsDay();
    expect((await cash()).days).toHaveLength(1);
  });
});

describe('the cash of the fleet', () => {
  const difference: ReportBodies['cashDifference'] = {
    number: 1,
    place: 'unit:r/cashbox',
    amount: -5_000,
    openedAt: '2026-11-22T01:00:00.000Z',
    by: 'two staff',
    caseId: null,
    state: 'open',
    finding: null,
  };

  test('differences are as they were last told', async () => {
    await tells('cashDifference', difference);
    await tells('cashDifference', { ...difference, number: 2, amount: 100 });
    await tells('cashDifference', { ...difference, state: 'madeGood', finding: 'misloaded' });
    expect((await cash()).differences).toHaveLength(2);
    expect((await cash()).differences).toContainEqual(
      expect.objectContaining({ number: 1, state: 'madeGood', finding: 'misloaded' }),
    );
    expect((await cash('show=open')).differences).toMatchObject([{ number: 2, amount: 100 }]);
  });

  test('claims of one transaction are one, with what a teller has paid of them', async () => {
    const transactionId = randomUUID();
    await begins(transactionId);
    const claim = (state: 'open' | 'settled', amount: number) =>
      tells('cashClaim', { transactionId, state, amount });
    await claim('open', 3_000);
    await claim('open', 2_000);
    await claim('settled', 3_000);
    const expected = [{ trace: `${terminal.number}-000000`, claimed: 5_000, settled: 3_000 }];
    expect((await cash('show=open')).claims).toMatchObject(expected);
    await claim('settled', 2_000);
    expect((await cash('show=open')).claims).toEqual([]);
    expect((await cash()).claims).toMatchObject([{ claimed: 5_000, settled: 5_000 }]);
  });

  test('one transaction is found by a part of its trace number', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    await begins(one);
    await tells('cashClaim', { transactionId: one, state: 'open', amount: 100 });
    await begins(other);
    await tells('cashClaim', { transactionId: other, state: 'open', amount: 200 });
    for (const transactionId of [one, other])
      await tells('cashCase', { caseId: randomUUID(), transactionId, device: 'r', amount: 1, evidence: [] });
    const found = await cash('show=open&trace=0002');
    expect(found.claims).toMatchObject([{ transactionId: other, trace: `${terminal.number}-000002` }]);
    expect(found.cases).toMatchObject([{ trace: `${terminal.number}-000002` }]);
    expect((await cash('show=all&trace=999999')).claims).toEqual([]);
  });

  test('cases have their evidence, and their finding when they are closed', async () => {
    const body = {
      caseId: randomUUID(),
      transactionId: null,
      device: 'r',
      amount: 100,
      evidence: ['no answer'],
    };
    await tells('cashCase', body);
    expect((await cash('show=open')).cases).toMatchObject([
      { id: body.caseId, amount: 100, evidence: ['no answer'], finding: null },
    ]);
    await tells('cashCase', { ...body, evidence: ['no answer', 'closed: foundInMachine'] });
    expect((await cash('show=open')).cases).toEqual([]);
    expect((await cash()).cases).toMatchObject([{ evidence: ['no answer'], finding: 'foundInMachine' }]);
  });

  test('units are as the terminal last said', async () => {
    const unit = {
      place: 'unit:r/payout',
      status: 'low' as const,
      accuracy: 'accurateSet' as const,
      capacity: 80,
      initial: [],
      in: { deposited: [], retracted: [], rejected: [], distributed: [] },
      out: { presented: [], rejected: [], distributed: [] },
      adjusted: [],
      now: [{ value: 1_000, count: 3 }],
    };
    const beat = {
      at: new Date(server.clock.now()).toISOString(),
      softwareVersion: '0.1.0',
      screen: 'attract',
      limitations: [],
      devices: [],
      openJobs: 0,
      unsentReports: 0,
    };
    await client.reporting.heartbeat(beat);
    expect((await cash()).terminals).toEqual([]);
    await client.reporting.heartbeat({ ...beat, cash: { units: [unit], exchangeOpen: true } });
    expect((await cash()).terminals).toEqual([
      { id: terminal.id, number: terminal.number, online: true, cash: { units: [unit], exchangeOpen: true } },
    ]);
  });

  test('is for those who are signed in, and of the terminal that is asked for', async () => {
    await tells('cashDifference', difference);
    const url = `${server.url}/console/api/cash?show=all`;
    expect((await fetch(url)).status).toBe(401);
    const headers = { cookie: operator.cookie };
    for (const wrong of ['show=some', 'terminal=x&show=all', 'show=all&more=1', "show=all&trace='"])
      expect((await fetch(`${server.url}/console/api/cash?${wrong}`, { headers })).status).toBe(400);
    const other = await enrolTerminal(server);
    expect((await operator.cash(`show=all&terminal=${other.id}`)).differences).toEqual([]);
    expect((await operator.cash('show=all')).differences).not.toEqual([]);
  });

  test('payments are shown by trace and receipt, and nobody is named', async () => {
    // Everybody has paid for this year.
    await server.clock.advance(366 * 24 * 3_600_000);
    client = await signedIn(server, terminal.id, terminal.privateKey);
    operator = await signInToConsole(server);
    await pays();
    const shown = await cash();
    expect(shown.payments).toMatchObject([
      { trace: `${terminal.number}-000000`, state: 'posted', cash: 40_000, code: 0 },
    ]);
    expect((await cash('show=open')).payments).toEqual([]);
    expect(JSON.stringify(shown)).not.toMatch(/样本甲|44520219500101001X|138\d{8}/);
  });
});
