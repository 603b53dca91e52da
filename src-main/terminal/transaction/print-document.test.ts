import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../src-shared/result.ts';
import { issueCertificate } from './issue.ts';
import { printDocument } from './print-document.ts';
import {
  begun,
  certificateRequest,
  issued,
  reportBodies,
  scriptedCentre,
  scriptedPrinter,
  storeOnDisk,
  uuid,
} from './test-ground.ts';

let disk: ReturnType<typeof storeOnDisk>;
beforeEach(async () => {
  disk = storeOnDisk();
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
});
afterEach(() => disk.remove());

let ids = 100;
const surroundings = () => ({ store: disk.store, randomUUID: () => uuid(++ids), wakeUplink: () => {} });
const done = ok({ jobId: 4, pagesDone: 1 });
const jam = (outcome: 'notDone' | 'indeterminate') =>
  err({
    completionCode: 'commandErrorCode' as const,
    errorCode: 'paperJammed' as const,
    description: 'job 4: media-jam, 0 sheets',
    outcome,
  });

describe('printing the kept certificate', () => {
  it('forgets the document in the commit that says it is out', async () => {
    const printer = scriptedPrinter({ print: [done] });
    const answer = await printDocument(surroundings(), printer, uuid(1), 'citizen', () => {});
    expect(answer.outcome).toBe('done');
    const store = disk.reopen();
    expect(store.read.document(uuid(1))).toBeUndefined();
    expect(store.read.openJobs()).toEqual([]);
    expect(reportBodies(store, 'printOutcome')).toMatchObject([{ outcome: 'done', step: 'print' }]);
  });

  it.each(['notDone', 'indeterminate'] as const)(
    'opens a job when it is %s, and keeps the document',
    async (outcome) => {
      const printer = scriptedPrinter({ print: [jam(outcome)] });
      await printDocument(surroundings(), printer, uuid(1), 'citizen', () => {});
      const store = disk.reopen();
      expect(store.read.openJobs()).toMatchObject([
        {
          state: outcome,
          certificateNumber: 'SPECIMEN-0001',
          hasDocument: true,
          evidence: ['job 4: media-jam, 0 sheets'],
        },
      ]);
    },
  );

  it('prints the same certificate again as a job of its own, and closes the job', async () => {
    const printer = scriptedPrinter({ print: [jam('notDone'), done] });
    await printDocument(surroundings(), printer, uuid(1), 'citizen', () => {});
    await printDocument(surroundings(), printer, uuid(1), 'staff', () => {});
    expect(new Set(printer.asked).size).toBe(2);
    const store = disk.reopen();
    expect(store.read.openJobs()).toEqual([]);
    expect(store.read.document(uuid(1))).toBeUndefined();
    expect(reportBodies(store, 'openJob')).toMatchObject([
      { state: 'notDone', certificateNumber: 'SPECIMEN-0001' },
      { state: 'closed', resolution: 'reprinted' },
    ]);
    // Counted once: one issue, whatever became of the sheets.
    expect(reportBodies(store, 'transaction')).toHaveLength(1);
  });

  it('refuses to print what it does not hold', async () => {
    await expect(
      printDocument(surroundings(), scriptedPrinter({}), uuid(2), 'staff', () => {}),
    ).rejects.toThrow('no certificate is kept');
  });
});
