import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../src-shared/result.ts';
import { issueCertificate } from './issue.ts';
import {
  begun,
  certificate,
  certificateRequest,
  issued,
  reportBodies,
  type ScriptedCentre,
  scriptedCentre,
  storeOnDisk,
  unreachable,
  uuid,
} from './test-ground.ts';

let disk: ReturnType<typeof storeOnDisk>;
beforeEach(() => {
  disk = storeOnDisk();
});
afterEach(() => disk.remove());

const key = uuid(99);

function issue(centre: ScriptedCentre) {
  let woken = 0;
  const answer = issueCertificate(
    {
      store: disk.store,
      centre,
      transaction: begun(disk.store),
      randomUUID: () => uuid(5),
      wakeUplink: () => {
        woken += 1;
      },
    },
    key,
    () => centre.socialInsurance.issueCertificate(certificateRequest(key)),
  );
  return { answer, woken: () => woken };
}

describe('issuing a certificate', () => {
  it('keeps the PDF until it is printed, and reports the number in the same commit', async () => {
    const { answer, woken } = issue(scriptedCentre({ issueCertificate: [issued] }));
    expect(await answer).toMatchObject({
      outcome: 'done',
      value: { certificateNumber: 'SPECIMEN-0001', pages: 1 },
    });
    expect(woken()).toBe(1);
    const store = disk.reopen();
    expect(store.read.document(uuid(1))).toMatchObject({ idempotencyKey: key, sha256: certificate.sha256 });
    expect(reportBodies(store, 'transaction')).toEqual([
      { state: 'issued', transactionId: uuid(1), certificateNumber: 'SPECIMEN-0001', ordinal: 1, limit: 3 },
    ]);
  });

  it('asks by the key when the answer was lost, and finds it issued', async () => {
    const centre = scriptedCentre({
      issueCertificate: [() => unreachable('indeterminate')],
      documentByKey: [() => ok({ state: 'issued', certificate })],
    });
    expect(await issue(centre).answer).toMatchObject({ outcome: 'done' });
    expect(centre.asked).toEqual([`issueCertificate ${key}`, `documentByKey ${key}`]);
    expect(disk.store.read.document(uuid(1))).toBeDefined();
  });

  it('is surely not done when the centre knows no such key', async () => {
    const centre = scriptedCentre({
      issueCertificate: [() => unreachable('indeterminate')],
      documentByKey: [() => ok({ state: 'absent' })],
    });
    expect(await issue(centre).answer).toMatchObject({ outcome: 'notDone' });
    expect(disk.store.read.openJobs()).toEqual([]);
  });

  it('opens a job when nobody can say: it is not called a failure and not repeated', async () => {
    const centre = scriptedCentre({
      issueCertificate: [() => unreachable('indeterminate')],
      documentByKey: [() => unreachable('notDone')],
    });
    expect(await issue(centre).answer).toMatchObject({ outcome: 'indeterminate' });
    const store = disk.reopen();
    expect(store.read.openJobs()).toMatchObject([{ state: 'indeterminate', certificateNumber: null }]);
    expect(store.read.openJobs()[0]?.evidence).toEqual([
      'issue: no answer in time',
      'asked by key: the line failed (ECONNREFUSED)',
    ]);
    expect(reportBodies(store, 'openJob')).toMatchObject([{ state: 'indeterminate' }]);
  });

  it('does not ask again when the request never left', async () => {
    const centre = scriptedCentre({ issueCertificate: [() => unreachable('notDone')] });
    expect(await issue(centre).answer).toMatchObject({ outcome: 'notDone' });
    expect(centre.asked).toHaveLength(1);
  });

  it('is refused above the limit and keeps nothing', async () => {
    const refused = err({
      kind: 'refused',
      code: 'LIMIT_REACHED',
      data: { printed: 3, limit: 3 },
      outcome: 'notDone',
      message: 'refused',
    });
    expect(await issue(scriptedCentre({ issueCertificate: [() => refused] })).answer).toMatchObject({
      outcome: 'notDone',
      error: { code: 'LIMIT_REACHED' },
    });
    expect(disk.store.read.document(uuid(1))).toBeUndefined();
  });

  it('does not accept a PDF that is not what its checksum says; the intent stays open', async () => {
    const spoiled = () => ok({ ...certificate, sha256: 'f'.repeat(64) });
    await expect(issue(scriptedCentre({ issueCertificate: [spoiled] })).answer).rejects.toThrow('checksum');
    expect(disk.store.read.unsettledIntents()).toHaveLength(1);
  });
});
