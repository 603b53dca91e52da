import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSigner } from '../store/test-store.ts';
import { FIRST_PREVIOUS_HASH, recordHash, verifyChain } from './chain.ts';
import { type JournalSigner, signCheckpoint } from './checkpoint.ts';
import type { JournalEvent, JournalRecord } from './events.ts';

const signer = testSigner();

/** A right journal; `'sign'` stands for a checkpoint. */
function chain(events: readonly (JournalEvent | 'sign')[], by: JournalSigner = signer): JournalRecord[] {
  const records: JournalRecord[] = [];
  for (const given of events) {
    const sequence = records.length + 1;
    const previousHash = records.at(-1)?.hash ?? FIRST_PREVIOUS_HASH;
    const event = given === 'sign' ? signCheckpoint(by, sequence - 1, previousHash) : given;
    const at = `2026-11-22T01:00:${String(sequence % 60).padStart(2, '0')}.000Z`;
    const record = { sequence, at, event, previousHash };
    records.push({ ...record, hash: recordHash(record) });
  }
  return records;
}

const stepEntered = (step: string): JournalEvent => ({ type: 'stepEntered', transactionId: 't', step });
const journal = () => chain([stepEntered('notice'), stepEntered('consent'), 'sign', stepEntered('identify')]);

/** The journal with record `sequence` changed; `rehash` as a forger would who knows the format. */
function forged(sequence: number, change: Partial<JournalRecord>, rehash = false): JournalRecord[] {
  return journal().map((record) => {
    if (record.sequence !== sequence) return record;
    const changed = { ...record, ...change };
    return rehash ? { ...changed, hash: recordHash(changed) } : changed;
  });
}

describe('verifyChain', () => {
  it('hashes as documented, so that anybody can check with other tools', () => {
    const [first] = chain([{ type: 'terminalStopped' }]);
    // printf '%064d\n1\n2026-11-22T01:00:01.000Z\n{"type":"terminalStopped"}' 0 | sha256sum
    expect(first?.hash).toBe('8e621a8ecec5df8e16ad33153fad6ed33b7219724b8d16aac98190dbd60aceef');
  });

  it('passes a right journal and says how far it is signed and by whom', () => {
    expect(verifyChain(journal(), { publicKey: signer.publicKey })).toEqual({
      ok: true,
      records: 4,
      checkpoints: 1,
      signedThrough: 2,
      publicKeys: [signer.publicKey],
    });
    expect(verifyChain([])).toMatchObject({ ok: true, records: 0 });
  });

  it.each([
    ['an edited event', forged(2, { event: stepEntered('preview') }), 2, 'hash'],
    ['an edited time', forged(2, { at: '2026-11-22T01:00:03.000Z' }), 2, 'hash'],
    ['an edited event, hashed anew', forged(2, { event: stepEntered('preview') }, true), 3, 'previousHash'],
    [
      'an edited last record, hashed anew',
      forged(4, { previousHash: '1'.repeat(64) }, true),
      4,
      'previousHash',
    ],
    ['a missing record', journal().toSpliced(1, 1), 2, 'gap'],
    ['a missing first record', journal().slice(1), 1, 'gap'],
    ['a doubled record', journal().toSpliced(1, 0, ...journal().slice(1, 2)), 3, 'gap'],
    ['an unreadable record', [...journal().slice(0, 2), undefined], 3, 'malformed'],
  ] as const)('names %s', (_, records, firstBroken, reason) => {
    expect(verifyChain(records)).toMatchObject({ ok: false, firstBroken, reason, records: firstBroken - 1 });
  });

  it('names a checkpoint with a wrong signature, also when it is hashed anew', () => {
    const checkpoint = journal()[2]?.event as Extract<JournalEvent, { type: 'checkpoint' }>;
    for (const change of [
      { signature: checkpoint.signature.replace(/^../, (byte) => (byte === '00' ? '01' : '00')) },
      { signature: 'no signature' },
      { publicKey: testSigner().publicKey },
      { publicKey: 'no key' },
      { through: 1 },
      { hash: '1'.repeat(64) },
    ]) {
      const records = forged(3, { event: { ...checkpoint, ...change } }, true);
      expect(verifyChain(records), JSON.stringify(change)).toMatchObject({
        ok: false,
        firstBroken: 3,
        reason: 'signature',
      });
    }
  });

  it('names the first checkpoint of a journal that was forged whole, when the key is known', () => {
    const forger = testSigner();
    const whole = chain([stepEntered('notice'), 'sign'], forger);
    expect(verifyChain(whole)).toMatchObject({ ok: true, publicKeys: [forger.publicKey] });
    expect(verifyChain(whole, { publicKey: signer.publicKey })).toMatchObject({
      ok: false,
      firstBroken: 2,
      reason: 'foreignKey',
    });
  });

  it('names the end that was cut off or replaced after a checkpoint known elsewhere', () => {
    const records = journal();
    const known = { through: 3, hash: records[2]?.hash ?? '' };
    expect(verifyChain(records, { known })).toMatchObject({ ok: true });
    expect(verifyChain(records.slice(0, 3), { known })).toMatchObject({ ok: true });
    expect(verifyChain(records.slice(0, 2), { known })).toMatchObject({
      ok: false,
      firstBroken: 3,
      reason: 'truncated',
    });
    const rewritten = chain([stepEntered('notice'), stepEntered('consent'), stepEntered('identify')]);
    expect(verifyChain(rewritten, { known })).toMatchObject({
      ok: false,
      firstBroken: 3,
      reason: 'truncated',
    });
  });

  it('can begin in the middle, after a record that is known', () => {
    const records = journal();
    const after = { through: 2, hash: records[1]?.hash ?? '' };
    expect(verifyChain(records.slice(2), { after })).toMatchObject({ ok: true, records: 2 });
    expect(verifyChain(records.slice(3), { after })).toMatchObject({ ok: false, firstBroken: 3 });
  });

  it('finds any single change of any character of any record, at that record', () => {
    const lines = chain([stepEntered('notice'), 'sign', stepEntered('confirm'), stepEntered('print')]).map(
      (record) => JSON.stringify(record),
    );
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.nat(),
        fc.constantFrom('0', 'a', 'Z'),
        (index, at, character) => {
          const line = lines[index] ?? '';
          const place = at % line.length;
          fc.pre(line[place] !== character);
          const damaged = parse(line.slice(0, place) + character + line.slice(place + 1));
          const records = lines.map((other, position) => (position === index ? damaged : parse(other)));
          expect(verifyChain(records)).toMatchObject({ ok: false, firstBroken: index + 1 });
        },
      ),
    );
  });
});

/** As a reader would: what has not the shape of a record is none. */
function parse(line: string): JournalRecord | undefined {
  try {
    const value = JSON.parse(line);
    return 'event' in value && typeof value.event === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
