import { toSummary } from '../../catalogue/present.ts';
import { availability } from '../availability.ts';
import type { Step } from '../context.ts';

/** Notice and consent under the Personal Information Protection Law, articles 17 and 29, before any card is read. */
export const consent: Step<'consent'> = async (context, settings) => {
  const act = await context.conversation.ask(
    {
      kind: 'consent',
      item: toSummary(context.item, availability(context.item, context.devices)),
      points: settings.points,
    },
    ['next', 'back'],
  );
  if (act.type === 'back') return 'back';
  context.store.commit((write) =>
    write.journal({
      type: 'consentGiven',
      transactionId: context.transaction.id,
      noticeVersion: context.configurationVersion,
    }),
  );
  return 'next';
};
