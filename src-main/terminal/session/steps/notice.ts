import { toNotice, toSummary } from '../../catalogue/present.ts';
import { availability } from '../availability.ts';
import type { Step } from '../context.ts';

/** Who can, what you need, what you get, how long, what it costs. */
export const notice: Step<'notice'> = async (context) => {
  await context.conversation.ask(
    {
      kind: 'notice',
      item: toSummary(context.item, availability(context.item, context)),
      notice: toNotice(context.item),
    },
    ['next'],
  );
  return 'next';
};
