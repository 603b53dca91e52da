import type { CashCount } from '../../contract/cash.ts';
import type { PollEvent } from './events.ts';
import type { Level } from './replies.ts';

/** A motion of the payout store that was ordered and whose end was not heard yet. */
export interface StoreMotion {
  readonly kind: 'payout' | 'float' | 'empty';
  /** For a payout what shall leave, for a float what shall stay, for an empty what was there. */
  readonly requestedValue: number;
  /** What the store held before. */
  readonly before: readonly Level[];
  /** Of a payout: what had come out by its last word, with the note in the bezel. */
  readonly moved?: number;
  /** It has ended, and the line went away before the notes could be asked for. */
  readonly end?: MotionEnd;
}

/** How a motion ended, in the words of the unit. */
export interface MotionEnd {
  readonly event: 'dispensed' | 'halted' | 'timeOut' | 'jammed' | 'floated' | 'smartEmptied';
  /** What had moved by then. */
  readonly value: number;
}

/** Null when the event is not the end of a motion. */
export function endOfMotion(event: PollEvent, currency: string): MotionEnd | null {
  switch (event.name) {
    case 'dispensed':
    case 'halted':
    case 'timeOut':
    case 'jammed':
    case 'floated':
    case 'smartEmptied': {
      const value = event.amounts.find((one) => one.currency === currency)?.value ?? 0;
      return { event: event.name, value };
    }
    default:
      return null;
  }
}

/** What a payout had brought out when it ended or was cut short; null when the event tells neither. */
export function paidByPayout(event: PollEvent, currency: string): number | null {
  if (event.name === 'incompletePayout')
    return event.incomplete.find((one) => one.currency === currency)?.actual ?? 0;
  const end = endOfMotion(event, currency);
  return end === null || end.event === 'floated' || end.event === 'smartEmptied' ? null : end.value;
}

/** Whether the unit says that it is at it. */
export function isMoving(event: PollEvent): boolean {
  const moving: readonly PollEvent['name'][] = [
    'dispensing',
    'floating',
    'smartEmptying',
    'emptying',
    'stacking',
    'rejecting',
    'jamRecovery',
    'initialising',
    'noteHeldInBezel',
  ];
  return moving.includes(event.name) || (event.name === 'read' && event.channel === 0);
}

/**
 * Which notes left: what is missing from the store and did not go to the cashbox. The unit tells only a sum; null when
 * the notes do not add up to it.
 */
export function dispensedCounts(
  before: readonly Level[],
  after: readonly Level[],
  toCashbox: readonly Level[],
  value: number,
): readonly CashCount[] | null {
  const counts = before.map((level) => ({
    currency: level.currency,
    value: level.value,
    count: level.count - countOf(after, level) - countOf(toCashbox, level),
  }));
  if (counts.some(({ count }) => count < 0) || total(counts) !== value) return null;
  return counts.filter(({ count }) => count > 0);
}

function countOf(levels: readonly Level[], kind: Level): number {
  return levels.find((one) => one.value === kind.value && one.currency === kind.currency)?.count ?? 0;
}

export function total(counts: readonly { readonly value: number; readonly count: number }[]): number {
  return counts.reduce((sum, { value, count }) => sum + value * count, 0);
}
