import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CashItem } from '../../contract/cash.ts';
import type { Dispensed, DispenseError } from '../../contract/cash-dispenser.ts';
import type { BusFault } from './bus.ts';
import { nextCounter } from './events.ts';
import { doubtful, type HopperFlag, type PayoutState } from './hopper-state.ts';

/** What can be said of a payout after one look at the hopper. */
export type Verdict =
  | { readonly kind: 'paying' }
  /** The counter did not move: the command never reached it, or it refused. */
  | { readonly kind: 'notTaken'; readonly description: string }
  | {
      readonly kind: 'over';
      readonly paid: number;
      readonly unpaid: number;
      readonly stopped: 'canceled' | 'timeOut' | null;
    }
  /** `paid`: coins that surely left. */
  | { readonly kind: 'lost'; readonly paid: number; readonly description: string };

export type Ended = Exclude<Verdict, { kind: 'paying' }>;

/** @param taken an earlier look saw the counter move */
export function verdict(
  before: PayoutState,
  now: PayoutState,
  reply: Result<Uint8Array, BusFault>,
  taken: boolean,
  stopped: 'canceled' | 'timeOut' | null,
): Verdict {
  if (now.counter === nextCounter(before.counter)) {
    return now.remaining > 0
      ? { kind: 'paying' }
      : { kind: 'over', paid: now.paid, unpaid: now.unpaid, stopped };
  }
  const lost = (description: string) => ({ kind: 'lost', paid: 0, description }) as const;
  if (now.counter === 0 && (taken || reply.ok || before.counter !== 0)) {
    return lost(`it restarted; it remembers ${now.paid} paid, ${now.unpaid} unpaid`);
  }
  if (now.counter !== before.counter) {
    return lost(`its counter went from ${before.counter} to ${now.counter}: another host paid too`);
  }
  if (reply.ok) return lost('it said that it pays, and its counter did not move');
  if (reply.error.kind === 'refused') return { kind: 'notTaken', description: reply.error.description };
  // At zero a payout that was taken and a restart look the same.
  if (before.counter === 0) return lost(`${reply.error.description}; its counter is 0 before and after`);
  return { kind: 'notTaken', description: `${reply.error.description}; its counter did not move` };
}

/** `notDone` where the coins are exact, `indeterminate` where they are not. */
export function payoutResult(
  asked: number,
  item: CashItem,
  seen: Ended,
  flags: ReadonlySet<HopperFlag>,
): Result<Dispensed, DispenseError> {
  if (seen.kind === 'notTaken') {
    const { description } = seen;
    const common = { description, outcome: 'notDone', dispensed: null } as const;
    return err({ completionCode: 'commandErrorCode', errorCode: 'notDispensable', ...common });
  }
  const presented = seen.paid === 0 ? [] : [{ ...item, count: seen.paid }];
  if (seen.kind === 'lost') {
    const { description } = seen;
    return err({
      completionCode: 'deviceNotReady',
      description,
      outcome: 'indeterminate',
      moved: presented,
      dispensed: null,
    });
  }
  const dispensed: Dispensed = { presented, rejected: 0 };
  const suspicions = doubtful.filter((flag) => flags.has(flag));
  const exact = seen.paid + seen.unpaid === asked && suspicions.length === 0;
  if (seen.paid === asked && exact) return ok(dispensed);
  const description = [`asked ${asked}, paid ${seen.paid}, unpaid ${seen.unpaid}`, ...flags].join(', ');
  const common = {
    description,
    outcome: exact ? 'notDone' : 'indeterminate',
    moved: presented,
    dispensed,
  } as const;
  if (seen.stopped !== null) return err({ completionCode: seen.stopped, ...common });
  const jammed = flags.has('exitBlockedInPayout') || flags.has('reverseLimit');
  const errorCode = jammed ? 'transportJammed' : flags.has('payoutTimeout') ? 'noItems' : 'cashUnitError';
  return err({ completionCode: 'commandErrorCode', errorCode, ...common });
}
