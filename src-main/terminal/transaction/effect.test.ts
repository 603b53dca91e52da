import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { performEffect } from './effect.ts';
import { begun, journalTypes, storeOnDisk, uuid } from './test-ground.ts';

let disk: ReturnType<typeof storeOnDisk>;
beforeEach(() => {
  disk = storeOnDisk();
  begun(disk.store);
});
afterEach(() => disk.remove());

const intent = {
  id: uuid(7),
  transactionId: uuid(1),
  step: 'print',
  effect: { kind: 'motion', device: 'document-printer', jobName: 'job-7', sheets: 2 },
} as const;

describe('an effect', () => {
  it('has a durable intent before it happens', async () => {
    let seen: unknown;
    await performEffect(disk.store, intent, async () => {
      seen = disk.reopen().read.unsettledIntents();
      return { outcome: 'done', value: 1, evidence: [] };
    }).catch(() => undefined); // The first connection is gone with the crash that was played.
    expect(seen).toMatchObject([{ id: uuid(7), step: 'print', outcome: null, effect: intent.effect }]);
  });

  it('writes outcome, evidence and what follows from it in one commit', async () => {
    await performEffect(
      disk.store,
      intent,
      async () => ({ outcome: 'done', value: 1, evidence: ['two sheets'] }),
      (write) => write.setFact('alongside', 'yes'),
    );
    const store = disk.reopen();
    expect(store.read.intentsOf(uuid(1))).toMatchObject([{ outcome: 'done', evidence: ['two sheets'] }]);
    expect(store.read.fact('alongside')).toBe('yes');
    expect(journalTypes(store).filter((type) => type === 'intent' || type === 'outcome')).toEqual([
      'intent',
      'outcome',
    ]);
  });

  it('stays open when what follows cannot be written: nothing is half settled', async () => {
    await expect(
      performEffect(
        disk.store,
        intent,
        async () => ({ outcome: 'done', value: 1, evidence: [] }),
        () => {
          throw new Error('a bug');
        },
      ),
    ).rejects.toThrow('a bug');
    expect(disk.store.read.unsettledIntents()).toHaveLength(1);
  });

  it('stays open when the effect throws', async () => {
    await expect(
      performEffect(disk.store, intent, () => Promise.reject(new Error('a bug'))),
    ).rejects.toThrow();
    expect(disk.reopen().read.unsettledIntents()).toHaveLength(1);
  });
});
