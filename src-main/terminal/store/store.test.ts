import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { JournalEvent } from '../journal/events.ts';
import type { Store, StoredDocument, Write } from './store.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
let store: Store;

beforeEach(() => {
  test = new TestStore();
  store = test.open();
});
afterEach(() => test.remove());

const begin = (id: string) => (write: Write) =>
  write.beginTransaction({ id, itemCode: 'item', configurationVersion: 'v1' });

const motion = (id: string, transactionId: string) => ({
  id,
  transactionId,
  step: 'print',
  effect: { kind: 'motion', device: 'documentPrinter', jobName: 'job-1', sheets: 1 } as const,
});

function documentOf(transactionId: string, pdf = new TextEncoder().encode('%PDF-1.7 ...')): StoredDocument {
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  return { transactionId, certificateNumber: 'C-1', idempotencyKey: 'key-1', pages: 1, pdf, sha256 };
}

describe('commit', () => {
  it('writes fact, journal and report together', () => {
    const sequence = store.commit((write) => {
      write.setFact('terminalId', 't');
      write.journal({ type: 'staffSignedIn' });
      return write.report('start', { softwareVersion: '1' });
    });
    expect(sequence).toBe(1);
    expect(store.read.fact('terminalId')).toBe('t');
    expect(store.read.journal(0, 10).map((record) => record.event.type)).toEqual(['staffSignedIn']);
    expect(store.read.unsentReports(10)).toEqual([
      {
        sequence: 1,
        id: '00000000-0000-4000-8000-000000000001',
        at: '2026-11-22T01:00:00.000Z',
        kind: 'start',
        body: { softwareVersion: '1' },
      },
    ]);
  });

  it('writes nothing when the work throws, and draws the same numbers next time', () => {
    const attempt = () =>
      store.commit((write) => {
        begin('a')(write);
        write.journal({ type: 'staffSignedIn' });
        write.report('start', {});
        throw new Error('power');
      });
    expect(attempt).toThrow('power');
    expect(store.read.transaction('a')).toBeUndefined();
    expect(store.read.journal(0, 10)).toEqual([]);
    expect(store.read.unsentReportCount()).toBe(0);

    expect(store.commit(begin('b')).trace).toBe('0001-000001');
    expect(store.commit((write) => write.report('start', {}))).toBe(1);
    store.commit((write) => write.journal({ type: 'staffSignedIn' }));
    expect(store.read.journal(0, 10).map((record) => record.sequence)).toEqual([1]);
  });

  it('refuses a commit inside a commit and rolls the outer one back', () => {
    const nested = () =>
      store.commit((write) => {
        write.setFact('outer', '1');
        store.commit((inner) => inner.setFact('inner', '1'));
      });
    expect(nested).toThrow('commit inside commit');
    expect(store.read.fact('outer')).toBeUndefined();
    store.commit((write) => write.setFact('later', '1'));
    expect(store.read.fact('later')).toBe('1');
  });

  it('refuses a write that outlived its commit, also inside the next one', () => {
    let kept: Write | undefined;
    store.commit((write) => {
      kept = write;
    });
    expect(() => kept?.setFact('late', '1')).toThrow('after its commit has ended');
    const inNext = () => store.commit(() => kept?.setFact('late', '1'));
    expect(inNext).toThrow('after its commit has ended');
    expect(store.read.fact('late')).toBeUndefined();
  });

  it('refuses asynchronous work: its later writes would be outside the transaction', () => {
    const asynchronous = () =>
      store.commit(async (write) => {
        write.setFact('async', '1');
      });
    expect(asynchronous).toThrow('must not be asynchronous');
    expect(store.read.fact('async')).toBeUndefined();
  });

  it('survives closing and opening, with its numbers going on', () => {
    store.commit((write) => {
      begin('a')(write);
      write.report('start', {});
      write.journal({ type: 'terminalStopped' });
    });
    store.close();
    expect(() => store.commit(() => 0)).toThrow('closed');
    store = test.open();
    expect(store.commit(begin('b')).trace).toBe('0001-000002');
    expect(store.commit((write) => write.report('start', {}))).toBe(2);
    // terminalStopped asked for a checkpoint, so record 3 follows.
    store.commit((write) => write.journal({ type: 'staffSignedIn' }));
    expect(store.read.journal(2, 10).map((record) => record.sequence)).toEqual([3]);
  });
});

describe('transactions', () => {
  it('gives trace numbers in order and keeps the configuration version', () => {
    const first = store.commit(begin('a'));
    expect(first).toEqual({
      id: 'a',
      trace: '0001-000001',
      itemCode: 'item',
      configurationVersion: 'v1',
      startedAt: '2026-11-22T01:00:00.000Z',
      endedAt: null,
      result: null,
    });
    expect(store.commit(begin('b')).trace).toBe('0001-000002');
    expect(store.read.transaction('a')).toEqual(first);
    expect(store.read.transaction('c')).toBeUndefined();
  });

  it('lists what is unfinished, oldest first, and ends each once', async () => {
    for (const id of ['b', 'a', 'c']) store.commit(begin(id));
    await test.clock.advance(1000);
    store.commit((write) => write.endTransaction('a', 'completed'));
    expect(store.read.unfinishedTransactions().map(({ id }) => id)).toEqual(['b', 'c']);
    expect(store.read.transaction('a')).toMatchObject({
      endedAt: '2026-11-22T01:00:01.000Z',
      result: 'completed',
    });
    expect(() => store.commit((write) => write.endTransaction('a', 'failed'))).toThrow('ends once');
    expect(() => store.commit((write) => write.endTransaction('x', 'failed'))).toThrow('no transaction x');
    expect(() => store.commit(begin('a'))).toThrow('UNIQUE');
  });
});

describe('intents', () => {
  beforeEach(() => {
    store.commit(begin('a'));
  });

  it('keeps both kinds of effect as they were given', () => {
    const remote = {
      id: 'i1',
      transactionId: 'a',
      step: 'issue',
      effect: { kind: 'remote', operation: 'issueCertificate', idempotencyKey: 'k' } as const,
    };
    store.commit((write) => write.intend(remote));
    store.commit((write) => write.intend(motion('i2', 'a')));
    const unknown = { at: '2026-11-22T01:00:00.000Z', outcome: null, settledAt: null, evidence: [] };
    const expected = [
      { ...remote, ...unknown },
      { ...motion('i2', 'a'), ...unknown },
    ];
    expect(store.read.unsettledIntents()).toEqual(expected);
    expect(store.read.intentsOf('a')).toEqual(expected);
    expect(store.read.intentsOf('b')).toEqual([]);
  });

  it('settles once, or again after indeterminate, and gathers the evidence of both', async () => {
    store.commit((write) => write.intend(motion('i', 'a')));
    await test.clock.advance(500);
    store.commit((write) => write.settle('i', 'indeterminate', ['asked: no answer']));
    expect(store.read.unsettledIntents()).toEqual([]);
    await test.clock.advance(500);
    store.commit((write) => write.settle('i', 'done', ['job-state: completed', '二']));
    expect(store.read.intentsOf('a')).toMatchObject([
      {
        outcome: 'done',
        settledAt: '2026-11-22T01:00:01.000Z',
        evidence: ['asked: no answer', 'job-state: completed', '二'],
      },
    ]);
  });

  it.each(['done', 'notDone'] as const)('never changes %s', (outcome) => {
    store.commit((write) => write.intend(motion('i', 'a')));
    store.commit((write) => write.settle('i', outcome, []));
    for (const next of ['done', 'notDone', 'indeterminate'] as const)
      expect(() => store.commit((write) => write.settle('i', next, []))).toThrow('final');
    expect(store.read.intentsOf('a')).toMatchObject([{ outcome }]);
  });

  it('refuses an intent of no transaction, a second one of the same id, and settling none', () => {
    expect(() => store.commit((write) => write.intend(motion('i', 'x')))).toThrow('FOREIGN KEY');
    store.commit((write) => write.intend(motion('i', 'a')));
    expect(() => store.commit((write) => write.intend(motion('i', 'a')))).toThrow('UNIQUE');
    expect(() => store.commit((write) => write.settle('j', 'done', []))).toThrow('no intent j');
  });
});

describe('documents and open jobs', () => {
  beforeEach(() => {
    store.commit(begin('a'));
  });

  it('keeps a document until it is dropped', () => {
    const document = documentOf(
      'a',
      Uint8Array.from({ length: 60_000 }, (_, at) => (at * 31) % 251),
    );
    store.commit((write) => write.keepDocument(document));
    expect(store.read.document('a')).toEqual(document);
    store.commit((write) => write.dropDocument('a'));
    expect(store.read.document('a')).toBeUndefined();
    store.commit((write) => write.dropDocument('a'));
  });

  it('refuses a document that is not the one of its digest', () => {
    const wrong = { ...documentOf('a'), sha256: '0'.repeat(64) };
    expect(() => store.commit((write) => write.keepDocument(wrong))).toThrow('digest');
  });

  it('shows a job until it is closed, with what is known last', () => {
    const job = { transactionId: 'a', certificateNumber: null, evidence: ['one'] };
    store.commit((write) => write.openJob({ ...job, state: 'indeterminate' }));
    expect(store.read.openJobs()).toEqual([
      {
        transaction: store.read.transaction('a'),
        certificateNumber: null,
        state: 'indeterminate',
        evidence: ['one'],
        hasDocument: false,
      },
    ]);
    store.commit((write) => {
      write.keepDocument(documentOf('a'));
      write.openJob({ ...job, certificateNumber: 'C-1', state: 'notDone', evidence: ['one', 'two'] });
    });
    expect(store.read.openJobs()).toMatchObject([
      { certificateNumber: 'C-1', state: 'notDone', evidence: ['one', 'two'], hasDocument: true },
    ]);
    store.commit((write) => write.closeJob('a', 'reprinted', 'staff'));
    expect(store.read.openJobs()).toEqual([]);
    expect(() => store.commit((write) => write.closeJob('a', 'voided', 'staff'))).toThrow('stays closed');
    expect(() => store.commit((write) => write.openJob({ ...job, state: 'notDone' }))).toThrow(
      'stays closed',
    );
    expect(() => store.commit((write) => write.closeJob('b', 'voided', 'staff'))).toThrow('no open job b');
  });
});

describe('reports', () => {
  it('leave when acknowledged, and their numbers never come again', () => {
    for (let count = 1; count <= 5; count++) store.commit((write) => write.report('rating', { count }));
    expect(store.read.unsentReports(2).map(({ sequence }) => sequence)).toEqual([1, 2]);
    store.commit((write) => write.acknowledgeReports(3));
    expect(store.read.unsentReports(9).map(({ sequence }) => sequence)).toEqual([4, 5]);
    store.commit((write) => write.acknowledgeReports(2));
    store.commit((write) => write.acknowledgeReports(5));
    expect(store.read.unsentReportCount()).toBe(0);
    store.close();
    store = test.open();
    expect(store.commit((write) => write.report('rating', {}))).toBe(6);
  });

  it('cannot be acknowledged before they were made', () => {
    store.commit((write) => write.report('rating', {}));
    expect(() => store.commit((write) => write.acknowledgeReports(2))).toThrow('the last one is 1');
    expect(store.read.unsentReportCount()).toBe(1);
  });
});

describe('facts', () => {
  it('are replaced, and refuse the one character that SQLite would cut off at', () => {
    store.commit((write) => write.setFact('name', '一'));
    store.commit((write) => write.setFact('name', '二'));
    expect(store.read.fact('name')).toBe('二');
    expect(store.read.fact('none')).toBeUndefined();
    expect(() => store.commit((write) => write.setFact('name', 'a\0b'))).toThrow('NUL');
  });
});

describe('the journal', () => {
  it('takes no personal data by accident', () => {
    const event = {
      type: 'rendererLost',
      reason: new Sensitive('张三', '张*'),
    } as unknown as JournalEvent;
    expect(() => store.commit((write) => write.journal(event))).toThrow('Sensitive');
    expect(store.read.journal(0, 1)).toEqual([]);
  });

  it('is refused by the file itself any change', () => {
    store.commit((write) => write.journal({ type: 'staffSignedIn' }));
    store.close();
    const raw = test.rawConnection();
    const zeros = '0'.repeat(64);
    for (const sql of [
      "UPDATE journal SET event = '{}'",
      'DELETE FROM journal',
      `INSERT INTO journal VALUES (3, '', '{}', '${zeros}', '${zeros}')`,
      `INSERT INTO journal VALUES (2, '', '{}', '${zeros}', '${zeros}')`,
      `INSERT OR REPLACE INTO journal VALUES (1, '', '{}', '${zeros}', '${zeros}')`,
      'UPDATE counters SET last = 9',
      'DELETE FROM counters',
    ])
      expect(() => raw.exec(sql), sql).toThrow(/only appended to|a counter/);
    raw.close();
  });
});
