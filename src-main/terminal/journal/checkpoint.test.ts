import { verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestStore } from '../store/test-store.ts';
import { verifyChain } from './chain.ts';
import { RECORDS_PER_CHECKPOINT } from './checkpoint.ts';
import type { JournalEvent } from './events.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

const step: JournalEvent = { type: 'stepEntered', transactionId: 't', step: 'notice' };

function types(events: readonly JournalEvent[], signed = true): string[] {
  const store = test.open(signed ? {} : { signer: undefined });
  store.commit((write) => {
    for (const event of events) write.journal(event);
  });
  const written = store.read.journal(0, 1000).map(({ event }) => event.type);
  store.close();
  return written;
}

describe('a checkpoint', () => {
  it.each<JournalEvent>([
    { type: 'terminalStarted', softwareVersion: '1', configurationVersion: 'v' },
    { type: 'terminalStopped' },
    { type: 'transactionEnded', transactionId: 't', result: 'completed' },
  ])('follows $type, once and at the end of its commit', (event) => {
    expect(types([event, step, event, step])).toEqual([
      event.type,
      'stepEntered',
      event.type,
      'stepEntered',
      'checkpoint',
    ]);
  });

  it('does not follow every record', () => {
    expect(types([step, step])).toEqual(['stepEntered', 'stepEntered']);
  });

  it('is not written without a signer', () => {
    expect(types([{ type: 'terminalStopped' }], false)).toEqual(['terminalStopped']);
  });

  it(`comes at the latest after ${RECORDS_PER_CHECKPOINT} records, counted across restarts`, () => {
    const places: number[] = [];
    let store = test.open();
    for (let record = 1; record <= 250; record++) {
      store.commit((write) => write.journal(step));
      if (record % 60 !== 0) continue;
      store.close();
      store = test.open();
    }
    for (const { sequence, event } of store.read.journal(0, 1000))
      if (event.type === 'checkpoint') places.push(sequence);
    expect(places).toEqual([101, 202]);
    store.close();
  });

  it('is not lost when the commit that asked for it was rolled back', () => {
    const store = test.open();
    const failing = () =>
      store.commit((write) => {
        write.journal({ type: 'terminalStopped' });
        throw new Error('power');
      });
    expect(failing).toThrow('power');
    store.commit((write) => write.journal(step));
    store.commit((write) => write.journal({ type: 'terminalStopped' }));
    expect(store.read.journal(0, 9).map(({ event }) => event.type)).toEqual([
      'stepEntered',
      'terminalStopped',
      'checkpoint',
    ]);
    store.close();
  });

  it('signs number and hash of the record before with the key of the terminal', () => {
    types([step, { type: 'terminalStopped' }]);
    const store = test.open();
    const [, stopped, checkpoint] = store.read.journal(0, 3);
    if (checkpoint?.event.type !== 'checkpoint') throw new Error('expected a checkpoint');
    expect(checkpoint.event).toMatchObject({
      through: 2,
      hash: stopped?.hash,
      publicKey: test.signer.publicKey,
    });
    const bytes = Buffer.from(`zerowindow journal checkpoint 1\n2\n${stopped?.hash}`);
    const signature = Buffer.from(checkpoint.event.signature, 'hex');
    expect(verify(null, bytes, test.signer.key, signature)).toBe(true);
    expect(verifyChain(store.read.journal(0, 9), { publicKey: test.signer.publicKey })).toMatchObject({
      ok: true,
      checkpoints: 1,
      signedThrough: 2,
    });
    store.close();
  });
});
