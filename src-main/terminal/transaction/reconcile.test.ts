import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobFinding } from '../../../devices/contract/document-printer.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { performEffect } from './effect.ts';
import { issueCertificate } from './issue.ts';
import { reconcile, resolveIssues, verdictOf } from './reconcile.ts';
import {
  begun,
  certificate,
  certificateRequest,
  devicesWith,
  issued,
  reportBodies,
  type ScriptedCentre,
  scriptedCentre,
  scriptedPrinter,
  storeOnDisk,
  unreachable,
  uuid,
} from './test-ground.ts';

let disk: ReturnType<typeof storeOnDisk>;
beforeEach(() => {
  disk = storeOnDisk();
});
afterEach(() => disk.remove());

const never = () => new Promise<never>(() => {});
/** Lets the commits before the effect happen; the effect itself never answers. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function dieWhileIssuing() {
  begun(disk.store);
  const intent = {
    id: uuid(5),
    transactionId: uuid(1),
    step: 'issue',
    effect: { kind: 'remote', operation: 'issueCertificate', idempotencyKey: uuid(99) },
  } as const;
  void performEffect(disk.store, intent, never);
  await settled();
  disk.reopen();
}

async function issueThen(step: 'print' | 'receipt') {
  const centre = scriptedCentre({ issueCertificate: [issued] });
  await issueCertificate(
    {
      store: disk.store,
      centre,
      transaction: begun(disk.store),
      randomUUID: () => uuid(5),
      wakeUplink: () => {},
    },
    uuid(99),
    () => centre.socialInsurance.issueCertificate(certificateRequest(uuid(99))),
  );
  const intent = {
    id: uuid(6),
    transactionId: uuid(1),
    step,
    effect: { kind: 'motion', device: 'document-printer', jobName: 'job-6', sheets: 1 },
  } as const;
  void performEffect(disk.store, intent, never);
  await settled();
  disk.reopen();
}

const ground = (centre: ScriptedCentre, printer = scriptedPrinter({})) => ({
  store: disk.store,
  devices: devicesWith(printer),
  centre,
  clock: disk.clock,
});

const transactionResult = () => disk.store.read.transaction(uuid(1))?.result;

describe('a start after nothing was open', () => {
  it('decides nothing and asks nobody', async () => {
    expect(await reconcile(ground(scriptedCentre({})))).toEqual([]);
  });

  it('ends a transaction that was cut off before any effect', async () => {
    begun(disk.store);
    disk.reopen();
    await reconcile(ground(scriptedCentre({})));
    expect(transactionResult()).toBe('interrupted');
    expect(disk.store.read.openJobs()).toEqual([]);
  });
});

describe('a start after a death while the certificate was issued', () => {
  it('finds it issued: the paper is owed, counted once', async () => {
    await dieWhileIssuing();
    const centre = scriptedCentre({ documentByKey: [() => ok({ state: 'issued', certificate })] });
    expect(await reconcile(ground(centre))).toEqual([{ intentId: uuid(5), step: 'issue', outcome: 'done' }]);
    expect(disk.store.read.openJobs()).toMatchObject([
      { state: 'notDone', certificateNumber: 'SPECIMEN-0001', hasDocument: true },
    ]);
    expect(transactionResult()).toBe('interrupted');
    expect(centre.asked).toEqual([`documentByKey ${uuid(99)}`]);
  });

  it('finds nothing issued: nothing is owed', async () => {
    await dieWhileIssuing();
    await reconcile(ground(scriptedCentre({ documentByKey: [() => ok({ state: 'absent' })] })));
    expect(disk.store.read.openJobs()).toEqual([]);
    expect(disk.store.read.intentsOf(uuid(1))).toMatchObject([{ outcome: 'notDone' }]);
  });

  it('keeps the question open while the centre is away, and resolves it when it is back', async () => {
    await dieWhileIssuing();
    await reconcile(ground(scriptedCentre({ documentByKey: [() => unreachable('notDone')] })));
    expect(disk.store.read.openJobs()).toMatchObject([{ state: 'indeterminate', certificateNumber: null }]);

    const still = scriptedCentre({ documentByKey: [() => unreachable('indeterminate')] });
    expect(await resolveIssues({ store: disk.store, centre: still })).toBe(0);

    const back = scriptedCentre({ documentByKey: [() => ok({ state: 'issued', certificate })] });
    expect(await resolveIssues({ store: disk.store, centre: back })).toBe(1);
    expect(disk.store.read.openJobs()).toMatchObject([
      { state: 'notDone', certificateNumber: 'SPECIMEN-0001', hasDocument: true },
    ]);
    // Resolved once: nobody is asked again.
    expect(await resolveIssues({ store: disk.store, centre: scriptedCentre({}) })).toBe(0);
  });

  it('closes the question when the centre is back and issued nothing', async () => {
    await dieWhileIssuing();
    await reconcile(ground(scriptedCentre({ documentByKey: [() => unreachable('notDone')] })));
    const back = scriptedCentre({ documentByKey: [() => ok({ state: 'absent' })] });
    expect(await resolveIssues({ store: disk.store, centre: back })).toBe(1);
    expect(disk.store.read.openJobs()).toEqual([]);
    expect(reportBodies(disk.store, 'openJob').at(-1)).toMatchObject({ resolution: 'nothingIssued' });
  });
});

describe('a start after a death during the print', () => {
  const find = (...findings: JobFinding[]) =>
    scriptedPrinter({ findJob: findings.map((finding) => ok(finding)), cancelJob: [ok()] });

  it('believes the printer that it is out: nothing is open, nothing is printed again', async () => {
    await issueThen('print');
    const printer = find({ state: 'completed', jobId: 4, pagesDone: 1 });
    await reconcile(ground(scriptedCentre({}), printer));
    expect(printer.asked).toEqual(['findJob job-6']);
    expect(disk.store.read.openJobs()).toEqual([]);
    expect(disk.store.read.document(uuid(1))).toBeUndefined();
  });

  it.each<[string, JobFinding[], 'notDone' | 'indeterminate']>([
    ['was cancelled', [{ state: 'notPrinted', jobId: 4, reasons: ['job-canceled-at-device'] }], 'notDone'],
    ['is unknown to it', [{ state: 'absent' }], 'indeterminate'],
    [
      'still waited and was cancelled',
      [
        { state: 'pending', jobId: 4, pagesDone: 0, reasons: [] },
        { state: 'notPrinted', jobId: 4, reasons: [] },
      ],
      'notDone',
    ],
    [
      'ended while it was cancelled',
      [
        { state: 'pending', jobId: 4, pagesDone: 0, reasons: [] },
        { state: 'pending', jobId: 4, pagesDone: 1, reasons: [] },
      ],
      'indeterminate',
    ],
  ])('a job that %s is shown to staff', async (_what, findings, state) => {
    await issueThen('print');
    await reconcile(ground(scriptedCentre({}), find(...findings)));
    expect(disk.store.read.openJobs()).toMatchObject([{ state, hasDocument: true }]);
    expect(transactionResult()).toBe('interrupted');
    expect(reportBodies(disk.store, 'printOutcome')).toMatchObject([{ step: 'print', outcome: state }]);
  });

  it('is shown to staff when the printer does not answer', async () => {
    await issueThen('print');
    const silent = scriptedPrinter({
      findJob: [
        err({
          completionCode: 'timeOut',
          description: 'the printer did not answer',
          outcome: 'notDone' as const,
        }),
      ],
    });
    await reconcile(ground(scriptedCentre({}), silent));
    expect(disk.store.read.openJobs()).toMatchObject([
      { state: 'indeterminate', evidence: ['asked the printer: the printer did not answer'] },
    ]);
  });

  it('never prints', async () => {
    await issueThen('print');
    const printer = find({ state: 'absent' });
    await reconcile(ground(scriptedCentre({}), printer));
    expect(printer.asked.filter((asked) => asked.startsWith('print'))).toEqual([]);
  });
});

describe('a start after a death during the receipt', () => {
  it('is indeterminate for ever; the certificate that is kept beside it is still owed', async () => {
    await issueThen('receipt');
    await reconcile(ground(scriptedCentre({})));
    expect(disk.store.read.intentsOf(uuid(1)).at(-1)).toMatchObject({
      step: 'receipt',
      outcome: 'indeterminate',
    });
    expect(disk.store.read.openJobs()).toMatchObject([{ state: 'notDone' }]);
  });
});

describe('the table', () => {
  it('knows every finding', () => {
    expect(verdictOf({ state: 'completed', jobId: 1, pagesDone: 2 }).outcome).toBe('done');
    expect(verdictOf({ state: 'notPrinted', jobId: 1, reasons: [] }).outcome).toBe('notDone');
    expect(verdictOf({ state: 'pending', jobId: 1, pagesDone: 0, reasons: [] }).outcome).toBe(
      'indeterminate',
    );
    expect(verdictOf({ state: 'absent' }).outcome).toBe('indeterminate');
  });
});
