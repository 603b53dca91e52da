import type { CashItem } from '../../contract/cash.ts';
import type { CashAcceptorEvent } from '../../contract/cash-acceptor.ts';
import type { PollEvent } from './events.ts';

export type Place = 'cashbox' | 'payout';

/** What the driver knows of the unit's kinds of notes. */
export interface NoteKinds {
  /** By the unit's channel number; null for 0 and for channels that it does not have. */
  item(channel: number): CashItem | null;
  /** Where notes of this kind go when they are taken. */
  route(item: CashItem): Place;
}

/** A note between the mouth and its credit. `item` is null until the unit has told it. */
export interface NoteInPath {
  readonly item: CashItem | null;
  readonly place: 'escrow' | 'accepting' | 'returning';
}

/** All that must be remembered between two events of the validator, which handles one note at a time. */
export interface NoteTrack {
  readonly note: NoteInPath | null;
  /** Told as stacked; the unit has not said yet where it came to lie. */
  readonly credited: { readonly item: CashItem; readonly place: Place } | null;
}

export type NoteNews =
  | Extract<CashAcceptorEvent, { type: 'escrow' | 'stacked' | 'returned' | 'moved' | 'fraudAttempt' }>
  /** The note that was credited lies here now. */
  | { readonly type: 'settled'; readonly item: CashItem; readonly place: Place }
  /** A note was given back that never came into escrow: the unit knows why. */
  | { readonly type: 'refusedByUnit' };

export const emptyTrack: NoteTrack = { note: null, credited: null };

/** What one event changes and what is to be told of it. Pure: the same events give the same news. */
export function follow(
  track: NoteTrack,
  event: PollEvent,
  kinds: NoteKinds,
): { track: NoteTrack; news: NoteNews[] } {
  const { note, credited } = track;
  switch (event.name) {
    case 'read': {
      const item = kinds.item(event.channel);
      // Repeated while the note lies there; the note that is being accepted may be reported once more.
      if (item === null || note !== null) return { track, news: [] };
      // Where the one before came to lie will not be told any more.
      const next: NoteTrack = { note: { item, place: 'escrow' }, credited: null };
      return { track: next, news: [{ type: 'escrow', item }] };
    }
    case 'credit': {
      const item = kinds.item(event.channel) ?? note?.item ?? null;
      if (item === null) return { track: { ...track, note: null }, news: [] };
      const place = kinds.route(item);
      return { track: { note: null, credited: { item, place } }, news: [{ type: 'stacked', item, place }] };
    }
    case 'stacked':
      return settle(track, 'cashbox');
    case 'storedInPayout':
      return settle(track, 'payout');
    case 'rejecting':
      return note === null
        ? { track, news: [] }
        : { track: { ...track, note: { ...note, place: 'returning' } }, news: [] };
    case 'rejected':
      if (note === null) return { track, news: [{ type: 'refusedByUnit' }] };
      return { track: { note: null, credited }, news: [{ type: 'returned', item: note.item }] };
    case 'fraudAttempt': {
      const item = event.channel === null ? null : kinds.item(event.channel);
      const what = item === null ? '' : `, note of ${item.value / 100} ${item.currency}`;
      return { track, news: [{ type: 'fraudAttempt', description: `the unit was tampered with${what}` }] };
    }
    default:
      return { track, news: [] };
  }
}

function settle(track: NoteTrack, place: Place): { track: NoteTrack; news: NoteNews[] } {
  const { credited } = track;
  if (credited === null) return { track, news: [] };
  const { item, place: told } = credited;
  const news: NoteNews[] = [{ type: 'settled', item, place }];
  // It was told before the unit said where the note went: a note that the store does not like goes on to the cashbox.
  if (told !== place) news.unshift({ type: 'moved', item, from: told, to: place });
  return { track: { ...track, credited: null }, news };
}
