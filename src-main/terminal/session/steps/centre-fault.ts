import { z } from 'zod';
import { text } from '../../../../src-shared/text.ts';
import type { FaultCode } from '../../../../src-shared/view.ts';
import type { LinkError } from '../../link/link-error.ts';
import type { ItemContext, StepResult } from '../context.ts';

/** Refusals of the centre that the citizen can understand, and what they see. */
const refusals: Record<string, FaultCode> = {
  PERSON_UNKNOWN: 'personNotFound',
  NAME_MISMATCH: 'identityMismatch',
  PHONE_UNKNOWN: 'phoneNotRegistered',
  TOO_MANY: 'tooManyCodesSent',
  NOT_INSURED: 'notInsured',
  LIMIT_REACHED: 'printLimitReached',
  NOTHING_DUE: 'nothingDue',
  AGENT_NOT_AUTHORISED: 'agentNotAuthorised',
  ITEM_UNKNOWN: 'itemNotOffered',
  INPUT_INVALID: 'answersRefused',
};

const refusedAnswers = z.object({ problems: z.array(z.object({ field: z.string(), problem: text })) });

/** Shows why the centre did not help. `retry` only where trying again can change the answer. */
export async function centreFault(
  context: ItemContext,
  error: LinkError,
  details: Record<string, string | number> = {},
): Promise<'retry' | Exclude<StepResult, string>> {
  if (error.code === 'VERIFICATION_REQUIRED')
    return { redo: context.item.steps.some(({ kind }) => kind === 'verify') ? 'verify' : 'identify' };
  // A paper that waited too long was erased, or an e-licence was withdrawn meanwhile.
  if (error.code === 'PAPERS_MISSING' && context.item.steps.some(({ kind }) => kind === 'materials')) {
    context.found.papers.clear();
    return { redo: 'materials' };
  }
  const refused = error.code === 'INPUT_INVALID' ? refusedAnswers.safeParse(error.data) : undefined;
  if (refused?.success && context.item.steps.some(({ kind }) => kind === 'form')) {
    context.found.refusedAnswers = new Map(
      refused.data.problems.map(({ field, problem }) => [field, problem]),
    );
    return { redo: 'form' };
  }
  const code = refusals[error.code] ?? 'serverUnavailable';
  context.store.commit((write) =>
    write.journal({
      type: 'stepRefused',
      transactionId: context.transaction.id,
      step: 'centre',
      reason: error.code,
    }),
  );
  const choice = await context.conversation.fault(code, {
    actions: code === 'serverUnavailable' ? ['retry'] : [],
    cardOnReader: true,
    reference: context.transaction.trace,
    details,
  });
  if (choice === 'retry') return 'retry';
  return { end: code === 'serverUnavailable' ? 'failed' : 'refused', reason: code };
}
