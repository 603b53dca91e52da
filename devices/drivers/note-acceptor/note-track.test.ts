import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyTrack, follow, type NoteEvent } from './note-track.ts';
import type { UnitReport } from './unit-report.ts';

const type = fc.integer({ min: 0, max: 23 });
const anyReport: fc.Arbitrary<UnitReport> = fc.oneof(
  fc.constantFrom<UnitReport>(
    { kind: 'powerUp', path: 'clear' },
    { kind: 'powerUp', path: 'acceptor' },
    { kind: 'powerUp', path: 'stacker' },
    { kind: 'initialising' },
    { kind: 'busy' },
    { kind: 'idle' },
    { kind: 'disabled' },
    { kind: 'accepting' },
    { kind: 'holding' },
    { kind: 'stacking' },
    { kind: 'stacked', type: null },
    { kind: 'stackedBefore' },
    { kind: 'returning' },
    { kind: 'rejecting', reason: 'invalidBill', description: 'verification' },
    { kind: 'full' },
    { kind: 'cashboxOut' },
    { kind: 'jam', where: 'acceptor' },
    { kind: 'cheated' },
    { kind: 'pause' },
    { kind: 'failure', description: 'motor' },
  ),
  type.map((value): UnitReport => ({ kind: 'escrow', type: value })),
  type.map((value): UnitReport => ({ kind: 'stacked', type: value })),
  type.map((value): UnitReport => ({ kind: 'returned', type: value })),
);

function eventsOf(reports: readonly UnitReport[]): NoteEvent[] {
  let track = emptyTrack;
  return reports.flatMap((report) => {
    const step = follow(track, report);
    track = step.track;
    return step.events;
  });
}

const credits = (events: readonly NoteEvent[]) => events.filter((event) => event.type === 'stacked');

describe('following a note', () => {
  it('a unit that is asked more often tells no more', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyReport, fc.integer({ min: 1, max: 4 }))), (stutter) => {
        const once = stutter.map(([report]) => report);
        const often = stutter.flatMap(([report, times]) => Array<UnitReport>(times).fill(report));
        expect(eventsOf(often)).toEqual(eventsOf(once));
      }),
    );
  });

  it('a credit is told at most once for each note that went in', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 40 }), (reports) => {
        // Between two credits the unit must have shown its readiness, or another note.
        const ends: readonly UnitReport['kind'][] = [
          'idle',
          'disabled',
          'accepting',
          'escrow',
          'returning',
          'returned',
          'rejecting',
        ];
        let due = true;
        let most = 0;
        for (const { kind } of reports) {
          if (kind === 'stacked' && due) most++;
          if (kind === 'stacked') due = false;
          if (ends.includes(kind)) due = true;
        }
        expect(credits(eventsOf(reports)).length).toBe(most);
      }),
    );
  });

  it('whatever happens in between, a credit repeated over a power failure is the same credit', () => {
    const events = eventsOf([
      { kind: 'escrow', type: 6 },
      { kind: 'stacking' },
      { kind: 'stacked', type: 6 },
      { kind: 'powerUp', path: 'stacker' },
      { kind: 'initialising' },
      { kind: 'stacking' },
      { kind: 'stacked', type: 6 },
    ]);
    expect(events).toEqual([
      { type: 'escrow', note: 6 },
      { type: 'stacked', note: 6 },
    ]);
  });

  it('a unit that does not repeat the type credits what was in escrow', () => {
    const events = eventsOf([
      { kind: 'escrow', type: 0x67 },
      { kind: 'holding' },
      { kind: 'stacking' },
      { kind: 'stacked', type: null },
      { kind: 'stackedBefore' },
      { kind: 'idle' },
    ]);
    expect(events.at(-1)).toEqual({ type: 'stacked', note: 0x67 });
  });

  it('the unit has the last word on what it stacked', () => {
    const events = eventsOf([
      { kind: 'escrow', type: 3 },
      { kind: 'stacking' },
      { kind: 'stacked', type: 2 },
    ]);
    expect(events.at(-1)).toEqual({ type: 'stacked', note: 2 });
  });

  it('a unit without a word for it has returned a note when it is ready again', () => {
    const out: UnitReport[] = [{ kind: 'escrow', type: 5 }, { kind: 'returning' }, { kind: 'idle' }];
    expect(eventsOf(out).at(-1)).toEqual({ type: 'returned', note: 5 });
    const withWord: UnitReport[] = [...out.slice(0, 2), { kind: 'returned', type: 5 }, { kind: 'idle' }];
    expect(eventsOf(withWord).filter((event) => event.type === 'returned')).toHaveLength(1);
  });

  it('a note that is rejected out of escrow was returned; one from the mouth was refused', () => {
    const rejecting: UnitReport = { kind: 'rejecting', reason: 'inhibited', description: 'time' };
    expect(
      eventsOf([{ kind: 'escrow', type: 5 }, rejecting, { kind: 'idle' }]).map((one) => one.type),
    ).toEqual(['escrow', 'returned']);
    expect(eventsOf([{ kind: 'accepting' }, rejecting, { kind: 'idle' }])).toEqual([
      { type: 'refused', reason: 'inhibited' },
    ]);
  });

  it('two notes of a kind, one after the other, are two', () => {
    const one: UnitReport[] = [
      { kind: 'accepting' },
      { kind: 'escrow', type: 3 },
      { kind: 'stacking' },
      { kind: 'stacked', type: 3 },
    ];
    expect(credits(eventsOf([...one, ...one]))).toHaveLength(2);
  });
});
