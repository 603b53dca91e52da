/** What can become of a matter. */
export const outcomeKinds = [
  /** Done at once, nothing to be decided. */
  'done',
  'approved',
  /** Taken down; somebody works on it within `workdays`. */
  'accepted',
  'acceptedWithPromise',
  /** All that is to be put right, at once. */
  'corrections',
  'refused',
  /** A person decides. */
  'toPerson',
  /** Nothing is on record. */
  'nothingFound',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** Nothing came of it, and nothing will: the citizen has to do something else. */
export function isRefusal(kind: OutcomeKind): boolean {
  return kind === 'refused' || kind === 'corrections' || kind === 'nothingFound';
}
