import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportBodies } from '../../src-shared/contract/report-bodies.ts';
import type { Report } from '../../src-shared/contract/server.ts';
import type { Overview, TransactionDetail } from '../console/model.ts';
import { signInToConsole } from '../test-console.ts';
import {
  enrolTerminal,
  refusal,
  reportOf,
  signedIn,
  startTestServer,
  type TestServer,
} from '../test-server.ts';

let server: TestServer;
let operator: Awaited<ReturnType<typeof signInToConsole>>;
beforeAll(async () => {
  server = await startTestServer();
  operator = await signInToConsole(server);
}, 120_000);
afterAll(() => server.close());

const submit = (terminal: Awaited<ReturnType<typeof enrolTerminal>>, ...reports: Report[]) =>
  terminal.client.reporting.submit({ reports });
const overview = (): Promise<Overview> => operator.overview();

describe('numbers', () => {
  test('taken in order, acknowledged through the last', async () => {
    const terminal = await enrolTerminal(server);
    expect(await submit(terminal, reportOf(1), reportOf(2))).toEqual({ acknowledgedThrough: 2 });
    expect(await submit(terminal, reportOf(3))).toEqual({ acknowledgedThrough: 3 });
  });

  test('the same again is acknowledged again, whatever order its fields are in', async () => {
    const terminal = await enrolTerminal(server);
    const report = reportOf(1, { a: 1, b: { c: [1, 2], d: 'x' } });
    await submit(terminal, report);
    const turned = { ...report, body: { b: { d: 'x', c: [1, 2] }, a: 1 } };
    expect(await submit(terminal, turned)).toEqual({ acknowledgedThrough: 1 });
    expect(await submit(terminal, report, reportOf(2))).toEqual({ acknowledgedThrough: 2 });
  });

  test('another report under a held number is a conflict, and changes nothing', async () => {
    const terminal = await enrolTerminal(server);
    const report = reportOf(1, { a: 1 });
    await submit(terminal, report);
    const conflict = { code: 'CONFLICT', data: { sequence: 1 } };
    expect(await refusal(submit(terminal, { ...report, body: { a: 2 } }))).toEqual(conflict);
    expect(await refusal(submit(terminal, { ...report, id: randomUUID() }))).toEqual(conflict);
    expect(await refusal(submit(terminal, { ...report, kind: 'rating' }))).toEqual(conflict);
    expect(await submit(terminal, report)).toEqual({ acknowledgedThrough: 1 });
  });

  test('one fact under two numbers is a conflict', async () => {
    const terminal = await enrolTerminal(server);
    const report = reportOf(1);
    await submit(terminal, report);
    expect(await refusal(submit(terminal, { ...report, sequence: 2 }))).toEqual({
      code: 'CONFLICT',
      data: { sequence: 2 },
    });
  });

  test('a hole is named, and what came before it is kept', async () => {
    const terminal = await enrolTerminal(server);
    const [one, two, four] = [reportOf(1), reportOf(2), reportOf(4)];
    expect(await refusal(submit(terminal, one, two, four))).toEqual({ code: 'GAP', data: { expected: 3 } });
    expect(await refusal(submit(terminal, reportOf(9)))).toEqual({ code: 'GAP', data: { expected: 3 } });
    expect(await submit(terminal, reportOf(3), four)).toEqual({ acknowledgedThrough: 4 });
  });

  test('terminals count apart', async () => {
    const [one, other] = [await enrolTerminal(server), await enrolTerminal(server)];
    const report = reportOf(1);
    expect(await submit(one, report)).toEqual({ acknowledgedThrough: 1 });
    expect(await submit(other, report)).toEqual({ acknowledgedThrough: 1 });
  });

  test('personal fields are no part of a report: unknown fields are refused', async () => {
    const terminal = await enrolTerminal(server);
    const withName = { ...reportOf(1), name: '样本甲' } as Report;
    expect(await refusal(submit(terminal, withName))).toMatchObject({ code: 'BAD_REQUEST' });
  });
});

test('whatever is repeated, reordered and sent at once: each number once, in order, no gap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ from: fc.nat(11), length: fc.integer({ min: 1, max: 6 }), together: fc.boolean() }),
        { minLength: 1, maxLength: 12 },
      ),
      async (sends) => {
        const terminal = await enrolTerminal(server);
        await server.clock.advance(1_000);
        const reports = Array.from({ length: 12 }, (_, index) => reportOf(index + 1, { index }));
        let known = 0;
        let pending: Promise<unknown>[] = [];
        for (const { from, length, together } of sends) {
          const call = refusal(submit(terminal, ...reports.slice(from, from + length)));
          pending.push(call.then(({ code }) => expect(['done', 'GAP']).toContain(code)));
          if (together) continue;
          await Promise.all(pending);
          pending = [];
          const held = await heldBy(terminal.id);
          expect(held).toBeGreaterThanOrEqual(known);
          known = held;
        }
        await Promise.all(pending);
        // The terminal's own way after any trouble: all from the first on.
        expect(await submit(terminal, ...reports)).toEqual({ acknowledgedThrough: 12 });
        expect(await heldBy(terminal.id)).toBe(12);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

async function heldBy(terminalId: string): Promise<number> {
  const { terminals } = await overview();
  return terminals.find((terminal) => terminal.id === terminalId)?.reports ?? -1;
}

describe('transactions', () => {
  const transaction = (body: ReportBodies['transaction'], sequence: number) =>
    reportOf(sequence, body, 'transaction');

  test('are what their reports add up to', async () => {
    const terminal = await enrolTerminal(server);
    const transactionId = randomUUID();
    const at = (report: Report, second: number): Report => ({
      ...report,
      at: `2026-11-22T01:00:0${second}.000Z`,
    });
    const reports = [
      at(
        transaction(
          {
            state: 'started',
            transactionId,
            trace: '0001-000042',
            itemCode: 'SI-PRT-001',
            itemName: '社会保险参保证明打印',
            configurationVersion: 'c1',
          },
          1,
        ),
        1,
      ),
      at(transaction({ state: 'step', transactionId, step: 'notice' }, 2), 2),
      at(reportOf(3, { device: 'a4', status: 'online', reasons: [] }, 'deviceStatus'), 2),
      at(transaction({ state: 'step', transactionId, step: 'print' }, 4), 3),
      at(
        transaction({ state: 'issued', transactionId, certificateNumber: 'YP1', ordinal: 1, limit: 3 }, 5),
        4,
      ),
      at(
        reportOf(
          6,
          { transactionId, step: 'print', device: 'a4', outcome: 'indeterminate', evidence: ['no answer'] },
          'printOutcome',
        ),
        5,
      ),
      at(
        reportOf(
          7,
          { transactionId, state: 'indeterminate', certificateNumber: 'YP1', resolution: null },
          'openJob',
        ),
        5,
      ),
      at(reportOf(8, { transactionId, level: 'dissatisfied' }, 'rating'), 6),
      at(
        transaction({ state: 'ended', transactionId, result: 'failed', reason: 'printOutcomeUnknown' }, 9),
        7,
      ),
    ];
    await submit(terminal, ...reports);
    await submit(terminal, ...reports);
    const row = (await overview()).transactions.find((one) => one.id === transactionId);
    expect(row).toEqual({
      terminalId: terminal.id,
      id: transactionId,
      terminalNumber: terminal.number,
      trace: '0001-000042',
      itemName: '社会保险参保证明打印',
      startedAt: '2026-11-22T01:00:01.000Z',
      endedAt: '2026-11-22T01:00:07.000Z',
      step: 'print',
      result: 'failed',
      reason: 'printOutcomeUnknown',
      certificateNumber: 'YP1',
      rating: 'dissatisfied',
      openJob: 'indeterminate',
    });
    const detail: TransactionDetail = await operator.detail(terminal.id, transactionId);
    expect(detail.reports.map((report) => report.sequence)).toEqual([1, 2, 4, 5, 6, 7, 8, 9]);
    expect(detail.reports[4]?.body).toEqual(reports[5]?.body);

    await submit(
      terminal,
      reportOf(
        10,
        { transactionId, state: 'closed', certificateNumber: 'YP1', resolution: 'confirmedPrinted' },
        'openJob',
      ),
    );
    expect((await overview()).transactions.find((one) => one.id === transactionId)?.openJob).toBe('closed');
  });

  test('a terminal cannot speak of the transactions of another', async () => {
    const [one, other] = [await enrolTerminal(server), await enrolTerminal(server)];
    const transactionId = randomUUID();
    await submit(one, transaction({ state: 'ended', transactionId, result: 'completed', reason: null }, 1));
    await submit(other, transaction({ state: 'ended', transactionId, result: 'failed', reason: null }, 1));
    const rows = (await overview()).transactions.filter((row) => row.id === transactionId);
    expect(rows.map((row) => [row.terminalId, row.result]).sort()).toEqual(
      [
        [one.id, 'completed'],
        [other.id, 'failed'],
      ].sort(),
    );
  });

  test('a body from a newer terminal is kept and does not stop the queue', async () => {
    const terminal = await enrolTerminal(server);
    expect(await submit(terminal, reportOf(1, { state: 'teleported' }, 'transaction'), reportOf(2))).toEqual({
      acknowledgedThrough: 2,
    });
  });
});

describe('heartbeats', () => {
  const beat = {
    at: '2026-11-22T01:00:00.000Z',
    softwareVersion: '1.2.3',
    screen: 'home',
    limitations: ['receiptPrinter' as const],
    devices: [{ id: 'a4', class: 'documentPrinter', status: 'online', reasons: [] }],
    openJobs: 1,
    unsentReports: 2,
  };

  test('make a terminal online for a minute, and tell the time', async () => {
    const terminal = await enrolTerminal(server);
    const state = async () => (await overview()).terminals.find((one) => one.id === terminal.id);
    expect(await state()).toMatchObject({ online: false, heartbeatAt: null, state: null });
    const answer = await terminal.client.reporting.heartbeat(beat);
    expect(Date.parse(answer.serverTime)).toBe(server.clock.now());
    const { at: _, ...said } = beat;
    expect(await state()).toMatchObject({ online: true, state: said });
    await server.clock.advance(59_999);
    expect(await state()).toMatchObject({ online: true });
    await server.clock.advance(1);
    expect(await state()).toMatchObject({ online: false, state: said });
    const again = await signedIn(server, terminal.id, terminal.privateKey);
    await again.reporting.heartbeat(beat);
    expect(await state()).toMatchObject({ online: true });
  });
});
