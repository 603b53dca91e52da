import type { LastDispense } from '../../../devices/contract/cash-dispenser.ts';
import type { SettledOutcome } from '../store/store.ts';

export interface Judgement {
  readonly outcome: SettledOutcome;
  /** Items that surely left, and that were put aside. */
  readonly presented: number;
  readonly rejected: number;
  /** It began and gave up: its counts are exact, and say nothing of what lies in its path or its cassette. */
  readonly failed?: 'empty' | 'broken' | undefined;
  readonly evidence: string;
}

/** What a unit remembered before a dispense, as it is kept with the intent. */
export function traceOf(last: LastDispense | null): string {
  return last === null ? 'nothing' : [last.mark, last.asked, itemsOf(last)].join('/');
}

/**
 * What became of a dispense whose end was not heard, by what the unit remembers of its last one. It is believed only
 * where it can be of no other dispense, and explains every item.
 *
 * @param count how many were asked for
 * @param before the trace of what it remembered when the order was written down; null where that is not known
 */
export function judgeDispense(count: number, before: string | null, now: LastDispense | null): Judgement {
  const unknown = (evidence: string): Judgement => ({
    outcome: 'indeterminate',
    presented: 0,
    rejected: 0,
    evidence,
  });
  if (now === null) return unknown('it remembers nothing of it');
  const presented = itemsOf(now);
  const remembered = `it remembers ${presented} of ${now.asked ?? '?'} given, ${now.rejected} put aside`;
  if (now.mark !== null) {
    if (before === null) return unknown(`${remembered}, and nobody knows what it did before`);
    const same = traceOf(now) === before;
    // A number that did not move is proof; one that begins anew with the power is none, but other coins are.
    if (same && (now.mark !== 0 || now.asked !== count))
      return {
        outcome: 'notDone',
        presented: 0,
        rejected: 0,
        evidence: `${remembered}, as before the order`,
      };
    if (same || now.mark === 0) return unknown(`${remembered}, and was without power`);
    if (now.mark !== (Number(before.split('/')[0]) % 255) + 1)
      return unknown(`${remembered}, and was told to pay by somebody else`);
  }
  if (!now.exact || presented > count || (now.asked ?? count) !== count)
    return unknown(`${remembered}, which does not explain every item`);
  const whole = presented === count;
  return {
    outcome: whole ? 'done' : 'notDone',
    presented,
    rejected: now.rejected,
    failed: whole ? undefined : 'broken',
    evidence: remembered,
  };
}

function itemsOf({ presented }: Pick<LastDispense, 'presented'>): number {
  return presented.reduce((sum, { count }) => sum + count, 0);
}
