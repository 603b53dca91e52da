import type { InputRefuseReason } from '../../contract/cash-acceptor.ts';
import type { UnitReport } from './unit-report.ts';

/** The note in the unit's path. `type` is null until the unit has told it. */
export interface TrackedNote {
  readonly type: number | null;
  readonly place: 'path' | 'escrow' | 'stacking' | 'leaving';
}

/** All that must be remembered between two reports of a unit that handles one note at a time. */
export interface NoteTrack {
  readonly note: TrackedNote | null;
  /**
   * The last note was credited, and the unit has not yet shown that it knows this. Until it does, it may repeat
   * itself, after a loss of power even as "bill in stacker": that is the same note still.
   */
  readonly credited: boolean;
  readonly last: UnitReport | null;
}

export type NoteEvent =
  | { readonly type: 'escrow'; readonly note: number }
  | { readonly type: 'stacked'; readonly note: number | null }
  | { readonly type: 'returned'; readonly note: number | null }
  | { readonly type: 'refused'; readonly reason: InputRefuseReason }
  | { readonly type: 'fraudAttempt'; readonly description: string }
  | { readonly type: 'jam'; readonly itemAccessible: boolean }
  | { readonly type: 'unitRemoved' | 'unitInserted' };

export const emptyTrack: NoteTrack = { note: null, credited: false, last: null };

/** What one report changes and what is to be told of it. Pure: the same reports give the same events. */
export function follow(track: NoteTrack, report: UnitReport): { track: NoteTrack; events: NoteEvent[] } {
  const events: NoteEvent[] = [];
  const changed = track.last?.kind !== report.kind;
  // Of the cashbox; a unit may pass through other states before it settles, this is when it was put back.
  if (changed && track.last?.kind === 'cashboxOut') events.push({ type: 'unitInserted' });
  const next = noteAfter(track, report, changed, events);
  return { track: { ...next, last: report }, events };
}

function noteAfter(
  track: NoteTrack,
  report: UnitReport,
  changed: boolean,
  events: NoteEvent[],
): Pick<NoteTrack, 'note' | 'credited'> {
  const { note, credited } = track;
  const type = note?.type ?? null;
  switch (report.kind) {
    case 'idle':
    case 'disabled':
      // ID-003 has no word for "returned": the path is clear after "returning".
      if (note?.place === 'leaving') events.push({ type: 'returned', note: type });
      return { note: null, credited: false };
    case 'accepting':
      return { note: { type, place: 'path' }, credited: false };
    case 'escrow':
      if (note?.place !== 'escrow' || type !== report.type)
        events.push({ type: 'escrow', note: report.type });
      return { note: { type: report.type, place: 'escrow' }, credited: false };
    case 'holding':
      return { note: { type, place: 'escrow' }, credited };
    case 'stacking':
      return { note: credited ? null : { type, place: 'stacking' }, credited };
    case 'stacked':
      if (!credited) events.push({ type: 'stacked', note: report.type ?? type });
      return { note: null, credited: true };
    case 'returning':
      return { note: { type, place: 'leaving' }, credited: false };
    case 'returned':
      if (changed) events.push({ type: 'returned', note: report.type ?? type });
      return { note: null, credited: false };
    case 'rejecting':
      // From escrow it is the note that nobody decided about.
      if (note?.place === 'escrow' || note?.place === 'leaving') {
        return { note: { type, place: 'leaving' }, credited: false };
      }
      if (changed) events.push({ type: 'refused', reason: report.reason });
      return { note: null, credited: false };
    case 'cheated':
      if (changed) events.push({ type: 'fraudAttempt', description: 'the unit says that it was cheated' });
      return { note, credited };
    case 'jam':
      if (changed) events.push({ type: 'jam', itemAccessible: report.where === 'acceptor' });
      return { note, credited };
    case 'cashboxOut':
      if (changed) events.push({ type: 'unitRemoved' });
      return { note, credited };
    default:
      return { note, credited };
  }
}
