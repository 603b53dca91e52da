import { describe, expect, it } from 'vitest';
import { emptyTrack, type NoteTrack } from './note-track.ts';
import { StockTake } from './stock-take.ts';
import type { UnitReport } from './unit-report.ts';

const escrow: NoteTrack = {
  note: { type: 6, place: 'escrow' },
  credited: false,
  last: { kind: 'escrow', type: 6 },
};
const stacking: NoteTrack = {
  note: { type: 6, place: 'stacking' },
  credited: false,
  last: { kind: 'stacking' },
};
const credited: NoteTrack = { note: null, credited: true, last: { kind: 'stacked', type: 6 } };
const pulledIn: NoteTrack = {
  note: { type: null, place: 'path' },
  credited: false,
  last: { kind: 'accepting' },
};

const fromAcceptor: UnitReport[] = [{ kind: 'powerUp', path: 'acceptor' }, { kind: 'initialising' }];
const fromStacker: UnitReport[] = [{ kind: 'powerUp', path: 'stacker' }, { kind: 'initialising' }];

function stockOf(before: NoteTrack, reports: readonly UnitReport[]) {
  const stock = new StockTake(before);
  for (const report of reports) stock.hear(report);
  expect(stock.next()).toBe('settled');
  return stock;
}

describe('what a unit holds when its line comes up', () => {
  it.each<[string, NoteTrack, UnitReport[], object | null]>([
    ['nothing', emptyTrack, [{ kind: 'disabled' }], null],
    [
      'nothing after it was switched on',
      emptyTrack,
      [{ kind: 'powerUp', path: 'clear' }, { kind: 'disabled' }],
      null,
    ],
    ['a note in escrow', emptyTrack, [{ kind: 'escrow', type: 3 }], { note: 3, fate: 'held' }],
    [
      'a note that it holds and does not name',
      emptyTrack,
      [{ kind: 'holding' }],
      { note: null, fate: 'held' },
    ],
    ['the note that it held before', escrow, [{ kind: 'holding' }], { note: 6, fate: 'held' }],
    [
      'a credit that nobody heard',
      emptyTrack,
      [{ kind: 'stacked', type: 2 }, { kind: 'idle' }],
      { note: 2, fate: 'stacked' },
    ],
    [
      'a credit without a name, of the note that was stacked before',
      stacking,
      [{ kind: 'stacked', type: null }, { kind: 'stackedBefore' }, { kind: 'idle' }],
      { note: 6, fate: 'stacked' },
    ],
    ['a credit that was told before', credited, [{ kind: 'stacked', type: 6 }, { kind: 'idle' }], null],
    [
      'a note that it gave back meanwhile, and says so',
      escrow,
      [{ kind: 'returned', type: 6 }, { kind: 'idle' }],
      { note: 6, fate: 'returned' },
    ],
    [
      'a note that it gave back meanwhile without a word',
      escrow,
      [{ kind: 'idle' }],
      { note: 6, fate: 'returned' },
    ],
    ['nothing, though a note was being stacked', stacking, [{ kind: 'idle' }], { note: 6, fate: 'unknown' }],
    ['nothing, though a note was being looked at', pulledIn, [{ kind: 'idle' }], null],
    [
      'a note in the acceptor that came out after the reset',
      emptyTrack,
      [...fromAcceptor, { kind: 'returning' }, { kind: 'disabled' }],
      { note: null, fate: 'returned' },
    ],
    [
      'a note in the acceptor of which nothing more is said',
      escrow,
      [...fromAcceptor, { kind: 'disabled' }],
      { note: 6, fate: 'unknown' },
    ],
    [
      'a note in the stacker',
      stacking,
      [...fromStacker, { kind: 'stacking' }, { kind: 'disabled' }],
      { note: 6, fate: 'stacked' },
    ],
    [
      'a note in the stacker of a former life',
      emptyTrack,
      [...fromStacker, { kind: 'disabled' }],
      { note: null, fate: 'stacked' },
    ],
    [
      'a note in the stacker that was credited before',
      credited,
      [...fromStacker, { kind: 'disabled' }],
      null,
    ],
    [
      'a note that jammed in the stacker',
      stacking,
      [...fromStacker, { kind: 'jam', where: 'stacker' }],
      { note: 6, fate: 'unknown' },
    ],
    [
      'a clear path where a note was in escrow',
      escrow,
      [{ kind: 'powerUp', path: 'clear' }, { kind: 'disabled' }],
      { note: 6, fate: 'unknown' },
    ],
    ['a jam', emptyTrack, [{ kind: 'jam', where: 'acceptor' }], { note: null, fate: 'unknown' }],
  ])('%s', (_what, before, reports, finding) => {
    expect(stockOf(before, reports).finding()).toEqual(finding);
  });

  it('asks for one reset of a unit that was switched on, and for another when the line began again', () => {
    const stock = new StockTake(emptyTrack);
    stock.hear({ kind: 'powerUp', path: 'clear' });
    expect([stock.next(), stock.next()]).toEqual(['reset', 'wait']);
    // The unit itself says that no reset reached it.
    for (let report = 0; report < 9; report++) {
      stock.hear({ kind: 'powerUp', path: 'clear' });
      expect(stock.next()).toBe('wait');
    }
    stock.hear({ kind: 'powerUp', path: 'clear' });
    expect(stock.next()).toBe('reset');
    stock.beginAgain();
    stock.hear({ kind: 'powerUp', path: 'clear' });
    expect(stock.next()).toBe('reset');
    stock.hear({ kind: 'initialising' });
    expect(stock.next()).toBe('wait');
  });

  it('keeps what it heard when it begins again, for the unit has forgotten it', () => {
    const stock = new StockTake(stacking);
    stock.hear({ kind: 'stacked', type: 6 });
    stock.beginAgain();
    stock.hear({ kind: 'idle' });
    expect(stock.finding()).toEqual({ note: 6, fate: 'stacked' });
  });

  it('passes on what is news anyway, and no credit', () => {
    const stock = stockOf(emptyTrack, [
      { kind: 'cheated' },
      { kind: 'stacked', type: 1 },
      { kind: 'cashboxOut' },
    ]);
    expect(stock.events.map(({ type }) => type)).toEqual(['fraudAttempt', 'unitRemoved']);
  });
});
