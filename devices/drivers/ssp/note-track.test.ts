import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PollEvent } from './events.ts';
import { emptyTrack, follow, type NoteKinds, type NoteNews, type NoteTrack } from './note-track.ts';
import { StockTake } from './stock-take.ts';
import { dispensedCounts } from './store-motion.ts';
import { yuan } from './test-bench.ts';

const kinds: NoteKinds = {
  item: (channel) => (channel === 1 ? yuan(10) : channel === 2 ? yuan(100) : null),
  route: ({ value }) => (value === 10_000 ? 'payout' : 'cashbox'),
};

function play(events: readonly PollEvent[], from: NoteTrack = emptyTrack) {
  let track = from;
  const news: NoteNews[] = [];
  for (const event of events) {
    const step = follow(track, event, kinds);
    track = step.track;
    news.push(...step.news);
  }
  return { track, news: news.map((one) => ('place' in one ? `${one.type} ${one.place}` : one.type)) };
}

describe('a note that is followed', () => {
  it('is told in escrow once, however often the unit says so', () => {
    const read: PollEvent = { name: 'read', channel: 2 };
    expect(play([{ name: 'read', channel: 0 }, read, read, read]).news).toEqual(['escrow']);
  });

  it('is credited with the route of its kind, and settled where it came to lie', () => {
    expect(
      play([
        { name: 'read', channel: 2 },
        { name: 'stacking' },
        { name: 'credit', channel: 2 },
        { name: 'stacking' },
        { name: 'storedInPayout' },
      ]).news,
    ).toEqual(['escrow', 'stacked payout', 'settled payout']);
    expect(play([{ name: 'credit', channel: 2 }, { name: 'stacked' }]).news).toEqual([
      'stacked payout',
      'moved',
      'settled cashbox',
    ]);
  });

  it('is credited by its channel even when nobody saw it in escrow', () => {
    expect(play([{ name: 'credit', channel: 1 }]).news).toEqual(['stacked cashbox']);
    expect(play([{ name: 'credit', channel: 9 }]).news).toEqual([]);
  });

  it('is returned from escrow, and refused without it', () => {
    expect(play([{ name: 'read', channel: 1 }, { name: 'rejecting' }, { name: 'rejected' }]).news).toEqual([
      'escrow',
      'returned',
    ]);
    expect(play([{ name: 'read', channel: 0 }, { name: 'rejecting' }, { name: 'rejected' }]).news).toEqual([
      'refusedByUnit',
    ]);
  });

  it('a new one ends the wait for where the last one went', () => {
    const { track } = play([
      { name: 'credit', channel: 1 },
      { name: 'read', channel: 2 },
    ]);
    expect(track.credited).toBeNull();
  });

  it('no order of events credits more than the unit credited', () => {
    const event = fc.constantFrom<PollEvent>(
      { name: 'read', channel: 0 },
      { name: 'read', channel: 1 },
      { name: 'read', channel: 2 },
      { name: 'credit', channel: 1 },
      { name: 'stacking' },
      { name: 'stacked' },
      { name: 'storedInPayout' },
      { name: 'rejecting' },
      { name: 'rejected' },
      { name: 'disabled' },
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const { news } = play(events);
        const credits = events.filter(({ name }) => name === 'credit').length;
        expect(news.filter((one) => one.startsWith('stacked')).length).toBe(credits);
        expect(news.filter((one) => one.startsWith('settled')).length).toBeLessThanOrEqual(credits);
      }),
    );
  });
});

describe('a stock-take', () => {
  const escrow: NoteTrack = { note: { item: yuan(100), place: 'escrow' }, credited: null };
  const accepting: NoteTrack = { note: { item: yuan(100), place: 'accepting' }, credited: null };
  const credited: NoteTrack = { note: null, credited: { item: yuan(100), place: 'payout' } };
  const take = (track: NoteTrack, ...events: PollEvent[]) => {
    const made = new StockTake({ track, motion: null }, kinds, 'CNY');
    for (const event of events) made.hear(event);
    made.rest(events);
    return { findings: made.findings([]), events: made.events, settled: made.settled };
  };
  const restart: PollEvent = { name: 'slaveReset' };
  const item = (fate: string) => [{ kind: 'itemInPath', item: yuan(100), fate }];

  it('of a unit that has nothing to say is clear', () => {
    expect(take(emptyTrack, restart, { name: 'disabled' }).findings).toEqual([{ kind: 'clear' }]);
  });

  it('does not know what became of a note that nobody mentions', () => {
    expect(take(escrow).findings).toEqual(item('returned'));
    expect(take(escrow, restart).findings).toEqual(item('unknown'));
    expect(take(accepting).findings).toEqual(item('unknown'));
  });

  it('finds a credit that was not heard, and its place from what follows', () => {
    expect(take(accepting, { name: 'credit', channel: 2 }).findings).toEqual(item('stored'));
    expect(take(accepting, { name: 'credit', channel: 2 }, { name: 'stacked' }).findings).toEqual(
      item('stacked'),
    );
    // After a loss of power the unit reports the same note once more.
    const again: PollEvent = { name: 'noteClearedToCashbox', channel: 2 };
    expect(take(accepting, restart, { name: 'credit', channel: 2 }, again).findings).toEqual(item('stacked'));
  });

  it('does not find a note again that was credited; only its place is news', () => {
    const stored = take(credited, restart, { name: 'noteIntoStoreAtPowerUp', note: yuan(100) });
    expect([stored.findings, stored.events]).toEqual([[{ kind: 'clear' }], []]);
    const stacked = take(credited, restart, { name: 'noteIntoStackerAtPowerUp', note: yuan(100) });
    expect(stacked.findings).toEqual([{ kind: 'clear' }]);
    expect(stacked.events).toEqual([{ type: 'moved', item: yuan(100), from: 'payout', to: 'cashbox' }]);
  });

  it('tells a completed float and an empty with what moved', () => {
    const floated: PollEvent = { name: 'floated', amounts: [{ value: 500, currency: 'CNY' }] };
    expect(take(emptyTrack, floated).findings).toEqual([
      { kind: 'floatIncomplete', movedValue: 500, requestedValue: 500 },
    ]);
  });

  it('is not over while the unit moves', () => {
    expect(take(emptyTrack, { name: 'dispensing', amounts: [] }).settled).toBe(false);
    expect(take(emptyTrack, { name: 'initialising' }).settled).toBe(false);
    expect(take(emptyTrack, { name: 'read', channel: 0 }).settled).toBe(false);
    expect(take(emptyTrack, { name: 'disabled' }).settled).toBe(true);
  });
});

describe('the notes of a payout', () => {
  const level = (value: number, count: number) => ({ value, currency: 'CNY', count });
  const before = [level(10_000, 3), level(1_000, 2)];

  it('are what is missing and did not go to the cashbox', () => {
    const after = [level(10_000, 1), level(1_000, 2)];
    expect(dispensedCounts(before, after, [level(10_000, 1)], 10_000)).toEqual([level(10_000, 1)]);
  });

  it('are not known when they do not add up to what the unit says', () => {
    expect(dispensedCounts(before, before, [], 10_000)).toBeNull();
    expect(dispensedCounts(before, [level(10_000, 4), level(1_000, 2)], [], 0)).toBeNull();
    expect(dispensedCounts(before, before, [], 0)).toEqual([]);
  });
});
