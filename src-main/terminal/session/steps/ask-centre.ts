import type { Result } from '../../../../src-shared/result.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { LinkError } from '../../link/link-error.ts';
import type { ItemContext, StepResult } from '../context.ts';
import { centreFault } from './centre-fault.ts';

/** What the centre is asked about this item, for this person, with these answers. */
export function serviceRequest({ item, found }: ItemContext) {
  return {
    itemCode: item.code,
    token: found.person?.token ?? null,
    companyCode: found.company?.code ?? null,
    answers: found.answers,
  };
}

/**
 * Asks until there is an answer or the citizen gives up. What the centre refuses is shown; answers that it does not take
 * are asked again.
 */
export async function askCentre<T>(
  context: ItemContext,
  task: ScreenOf<'working'>['task'],
  call: (signal: AbortSignal) => Promise<Result<T, LinkError>>,
): Promise<{ readonly answer: T } | { readonly instead: Exclude<StepResult, string> }> {
  for (;;) {
    const asked = await context.conversation.during({ kind: 'working', task, usualSeconds: 3 }, call);
    if (asked.kind === 'act') throw new Error('nothing was offered');
    if (asked.value.ok) return { answer: asked.value.value };
    const fault = await centreFault(context, asked.value.error);
    if (fault !== 'retry') return { instead: fault };
  }
}
