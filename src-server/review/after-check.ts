import type { RandomBytes } from '../random.ts';
import type { OutcomeKind } from './outcome.ts';

const dayMs = 24 * 3_600_000;
/** Of a rule set: everything is looked at again. Exactly 30 days after it came into force is after them. */
const firstDays = 30;

/**
 * Whether a person looks at this again although a machine decided: everything of a new rule set, then a random share.
 * What only asks for a correction decided nothing.
 *
 * @param percent 1 to 5.
 */
export function isDrawn(
  kind: OutcomeKind,
  effectiveAt: Date,
  now: number,
  percent: number,
  random: RandomBytes,
): boolean {
  if (kind === 'toPerson' || kind === 'correct') return false;
  if (now - effectiveAt.getTime() < firstDays * dayMs) return true;
  return Buffer.from(random(4)).readUInt32BE() / 2 ** 32 < percent / 100;
}
