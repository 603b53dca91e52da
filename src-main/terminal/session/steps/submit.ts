import { isRefusal } from '../../../../src-shared/service/outcome-kind.ts';
import { toSummary } from '../../catalogue/present.ts';
import { submitMatter } from '../../transaction/submit.ts';
import { availability } from '../availability.ts';
import type { Step } from '../context.ts';
import { answeredRows } from './answered.ts';
import { serviceRequest } from './ask-centre.ts';
import { centreFault } from './centre-fault.ts';
import { namesMasked } from './names-masked.ts';
import { showOutcome } from './outcome.ts';

/** Shows what was answered, has it agreed to, and hands it in: once, whatever happens to the answer. */
export const submit: Step<'submit'> = async (context, { statement }, { mayGoBack }) => {
  const { conversation, found, item } = context;
  // One key for one handing in, however often the centre has to be asked.
  const idempotencyKey = context.randomUUID();
  for (;;) {
    const act = await conversation.ask(
      {
        kind: 'declaration',
        item: toSummary(item, availability(item, context)),
        ...namesMasked(found),
        companyName: found.company?.name ?? null,
        rows: answeredRows(context),
        statement,
      },
      mayGoBack ? ['next', 'back'] : ['next'],
    );
    if (act.type === 'back') return 'back';

    const papers = [...found.papers.values()].map(({ pages: _, ...paper }) => paper);
    const request = { ...serviceRequest(context), idempotencyKey, promises: [...found.promises], papers };
    const working = await conversation.during(
      { kind: 'working', task: 'submitting', usualSeconds: 4 },
      () => submitMatter(context, request),
      [],
      { canLeave: false, patience: null },
    );
    if (working.kind === 'act') throw new Error('nothing was offered');
    const { value: answer } = working;
    if (answer.outcome !== 'done') {
      if (answer.outcome === 'notDone') {
        const fault = await centreFault(context, answer.error);
        if (fault === 'retry') continue;
        return fault;
      }
      await conversation.fault('submitOutcomeUnknown', {
        actions: [],
        cardOnReader: true,
        reference: context.transaction.trace,
      });
      return { end: 'failed', reason: 'submitOutcomeUnknown' };
    }
    const outcome = answer.value;
    found.outcome = outcome;
    const mayCorrect = outcome.kind === 'corrections' && item.steps.some(({ kind }) => kind === 'form');
    const shown = await showOutcome(context, outcome, mayCorrect ? ['next', 'back'] : ['next']);
    if (shown.type === 'back') return { redo: 'form' };
    return isRefusal(outcome.kind) && !item.steps.some(({ kind }) => kind === 'receipt')
      ? { end: 'refused', reason: outcome.kind }
      : 'next';
  }
};
