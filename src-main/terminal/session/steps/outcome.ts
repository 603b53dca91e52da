import type { Outcome } from '../../../../src-shared/service/outcome.ts';
import type { ItemContext, StepResult } from '../context.ts';
import { slipPossible } from './receipt.ts';

/** Says what became of the matter: reason, law, remedy, and the way to a person. */
export function showOutcome(
  context: ItemContext,
  outcome: Outcome,
  offers: readonly ('next' | 'back')[],
): Promise<{ readonly type: 'next' | 'back' }> {
  return context.conversation.ask(
    { kind: 'outcome', outcome, slip: slipPossible(context), reference: context.transaction.trace },
    offers,
  );
}

/** Nothing to go on with: says why, and ends. */
export async function showRefusal(
  context: ItemContext,
  outcome: Outcome,
): Promise<Exclude<StepResult, string>> {
  const { store, transaction } = context;
  store.commit((write) =>
    write.journal({
      type: 'stepRefused',
      transactionId: transaction.id,
      step: 'centre',
      reason: outcome.kind,
    }),
  );
  await context.conversation.ask({ kind: 'outcome', outcome, slip: false, reference: transaction.trace }, [
    'next',
  ]);
  return { end: 'refused', reason: outcome.kind };
}
