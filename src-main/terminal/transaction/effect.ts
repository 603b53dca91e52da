import type { Intent, SettledOutcome, Store, Write } from '../store/store.ts';

/**
 * What the world answered to an effect. `evidence` is one line per thing asked and answered, for a person who
 * must decide later; never personal data.
 */
export type EffectAnswer<T, E> =
  | { readonly outcome: 'done'; readonly value: T; readonly evidence: readonly string[] }
  | {
      readonly outcome: 'notDone' | 'indeterminate';
      readonly error: E;
      readonly evidence: readonly string[];
    };

export type EffectIntent = Omit<Intent, 'at'>;

/**
 * Intent before motion: writes durably what is about to happen, lets it happen, writes durably what became of
 * it. `alongside` puts what follows from a done effect into the same commit as its outcome.
 *
 * The process may die at any line of this function; `reconcile` puts it right at the next start.
 */
export async function performEffect<T, E>(
  store: Store,
  intent: EffectIntent,
  run: () => Promise<EffectAnswer<T, E>>,
  alongside: (write: Write, answer: EffectAnswer<T, E>) => void = () => {},
): Promise<EffectAnswer<T, E>> {
  store.commit((write) => writeIntent(write, intent));
  const answer = await run();
  store.commit((write) => {
    settleIntent(write, intent, answer.outcome, answer.evidence);
    alongside(write, answer);
  });
  return answer;
}

/** Writes an intent and its journal record; the caller holds the commit. */
export function writeIntent(write: Write, intent: EffectIntent): void {
  write.intend(intent);
  write.journal({
    type: 'intent',
    intentId: intent.id,
    transactionId: intent.transactionId,
    step: intent.step,
    effect: intent.effect.kind,
    target: intent.effect.kind === 'remote' ? intent.effect.operation : intent.effect.device,
  });
}

/** Writes the outcome of an intent and its journal record; the caller holds the commit. */
export function settleIntent(
  write: Write,
  intent: { readonly id: string; readonly transactionId: string; readonly step: string },
  outcome: SettledOutcome,
  evidence: readonly string[],
): void {
  write.settle(intent.id, outcome, evidence);
  write.journal({
    type: 'outcome',
    intentId: intent.id,
    transactionId: intent.transactionId,
    step: intent.step,
    outcome,
    evidence,
  });
}
