import { describe, expect, it } from 'vitest';
import type { Report } from '../../src-shared/contract/server.ts';
import { type HeldReport, ReportWitness } from './report-witness.ts';

const at = '2026-11-27T09:00:00.000Z';
const id = (sequence: number) => `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`;
const report = (sequence: number, body: object = { sequence }): Report => ({
  sequence,
  id: id(sequence),
  at,
  kind: 'transaction',
  body: body as Report['body'],
});
const held = (sequence: number, changed: Partial<HeldReport> = {}): HeldReport => ({
  ...report(sequence),
  at: new Date(at),
  receivedAt: new Date(1_000 * sequence),
  ...changed,
});
const afterSeeing = (...batches: Report[][]) => {
  const witness = new ReportWitness();
  for (const batch of batches) witness.saw(batch);
  return witness;
};

describe('what a terminal sends', () => {
  it('is well when a batch is sent again, with more behind it', () => {
    const witness = afterSeeing([report(1), report(2)], [report(1), report(2), report(3)], [report(4)]);
    expect(witness.compare([held(1), held(2), held(3), held(4)])).toEqual([]);
  });

  it('has one content under a number', () => {
    const witness = afterSeeing([report(1)], [report(1, { sequence: 7 })]);
    expect(witness.compare([])).toContain('report 1 was sent with two contents');
  });

  it('leaves no number out, and keeps their order', () => {
    expect(afterSeeing([report(1)], [report(3)]).compare([])).toContain(
      'report 3 was sent for the first time after 1',
    );
    expect(afterSeeing([report(1), report(2), report(3)], [report(1), report(3)]).compare([])).toContain(
      'report 3 does not follow the one before it in its batch',
    );
  });
});

describe('what the centre holds', () => {
  const witness = afterSeeing([report(1), report(2)]);

  it.each<[string, HeldReport[]]>([
    ['report 2 was sent and is not at the centre', [held(1)]],
    ['report 3 at the centre is not what was sent', [held(1), held(2), held(3)]],
    ['the centre holds report 2 in place 1', [held(2)]],
    ['the centre holds a report under two numbers', [held(1), held(2), held(3, { id: id(2) })]],
    ['report 2 at the centre is not what was sent', [held(1), held(2, { body: { sequence: 1 } })]],
    ['report 2 at the centre is not what was sent', [held(1), held(2, { kind: 'rating' })]],
    ['report 2 at the centre is not what was sent', [held(1), held(2, { at: new Date(0) })]],
    ['report 2 was taken before the one before it', [held(1), held(2, { receivedAt: new Date(0) })]],
  ])('%s', (what, there) => {
    expect(witness.compare(there)).toContain(what);
  });

  it('is well when it is what was sent', () => {
    expect(witness.compare([held(1), held(2)])).toEqual([]);
  });
});

it('knows the certificates that a terminal told of, each as often as it did', () => {
  const issued = (sequence: number) =>
    report(sequence, {
      state: 'issued',
      transactionId: id(9),
      certificateNumber: 'YP1',
      ordinal: 1,
      limit: 3,
    });
  expect(afterSeeing([report(1)], [issued(2)], [issued(2)], [issued(3)]).issued).toEqual(['YP1', 'YP1']);
});
