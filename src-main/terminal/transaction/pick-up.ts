import type { Compartment, Locker } from '../../../devices/contract/locker.ts';
import {
  followHands,
  type HandsProgress,
  lookInto,
  reading,
  takenOut,
  writeLockerPaper,
} from '../locker/compartments.ts';
import type { ItemContext } from '../session/context.ts';
import type { LockerPaper, SettledOutcome, Write } from '../store/store.ts';
import { type EffectAnswer, performEffect } from './effect.ts';
import { report } from './report.ts';

export type PickUpProblem = 'unavailable' | 'doorNotOpened' | 'paperInside' | 'unclear';

const openMs = 8_000;

/**
 * Lets the citizen take a paper out of its compartment, as one intent: its door is opened once, and what became of the paper
 * is what door and sensor say at the end, whatever was answered to the order.
 */
export async function pickUp(
  context: Pick<ItemContext, 'store' | 'clock' | 'randomUUID' | 'transaction' | 'wakeUplink'>,
  locker: Locker,
  paper: LockerPaper,
  onProgress: (progress: HandsProgress) => void,
): Promise<EffectAnswer<{ readonly doorLeftOpen: boolean }, PickUpProblem>> {
  const { store, clock, transaction } = context;
  const { compartment } = paper;
  const answer = await performEffect<{ readonly doorLeftOpen: boolean }, PickUpProblem>(
    store,
    {
      id: context.randomUUID(),
      transactionId: transaction.id,
      step: 'pickUp',
      effect: { kind: 'motion', device: locker.id, jobName: jobNameOf(compartment), sheets: 0 },
    },
    async () => {
      onProgress({ phase: 'opening', reminders: 0 });
      const opened = await locker.openDoor(compartment, { timeoutMs: openMs });
      if (!opened.ok && opened.error.outcome === 'notDone') {
        const { errorCode, description } = opened.error;
        const error = errorCode ?? 'unavailable';
        return { outcome: 'notDone', error, evidence: [description, reading(lookInto(locker, compartment))] };
      }
      const seen = await followHands(clock, locker, compartment, onProgress);
      const evidence = [...(opened.ok ? [] : [opened.error.description]), reading(seen)];
      const outcome = takenOut(seen);
      if (outcome === 'done') return { outcome, value: { doorLeftOpen: seen.door === 'open' }, evidence };
      // Where the order was lost and the door never opened, trying again is what helps.
      const closed = opened.ok ? 'paperInside' : 'doorNotOpened';
      return { outcome, error: outcome === 'notDone' ? closed : 'unclear', evidence };
    },
    (write, { outcome, evidence }) => {
      writePickUp(write, paper, { transactionId: transaction.id, outcome, evidence });
      if (lookInto(locker, compartment).door !== 'open') return;
      const reasons = ['doorLeftOpen'];
      report(write, 'deviceStatus', { device: locker.id, status: 'userError', reasons });
    },
  );
  context.wakeUplink();
  return answer;
}

const states = { done: 'collected', notDone: 'inside', indeterminate: 'unclear' } as const;

/** What became of a paper that a citizen was let at; the caller holds the commit. */
export function writePickUp(
  write: Write,
  paper: LockerPaper,
  {
    transactionId,
    outcome,
    evidence,
  }: {
    readonly transactionId: string;
    readonly outcome: SettledOutcome;
    readonly evidence: readonly string[];
  },
): void {
  const by = outcome === 'indeterminate' ? 'machine' : 'citizen';
  writeLockerPaper(write, paper, states[outcome], { by, transactionId, evidence });
}

export function jobNameOf(compartment: number): string {
  return `compartment ${compartment}`;
}

/** The compartment of an intent that nobody lived to settle, as it is now. */
export function compartmentOf(locker: Locker | undefined, jobName: string): Compartment {
  return lookInto(locker, Number(jobName.replace('compartment ', '')));
}
