import { toSummary } from '../../catalogue/present.ts';
import { availability } from '../availability.ts';
import type { Step } from '../context.ts';

const titles = {
  handler: { zh: '谁来处理', en: 'Who handles it' },
  data: { zh: '用到哪些信息', en: 'Which data' },
  purpose: { zh: '用来做什么', en: 'What for' },
  keeping: { zh: '保留多久', en: 'For how long' },
  rights: { zh: '您的权利和其他办法', en: 'Your rights, and another way' },
};

/** Notice and consent under the Personal Information Protection Law, articles 17 and 29, before any card is read. */
export const consent: Step<'consent'> = async (context, settings) => {
  const act = await context.conversation.ask(
    {
      kind: 'consent',
      item: toSummary(context.item, availability(context.item, context)),
      points: [
        { title: titles.handler, body: settings.handler },
        { title: titles.data, body: settings.data },
        { title: titles.purpose, body: settings.purpose },
        { title: titles.keeping, body: settings.keeping },
        { title: titles.rights, body: settings.rights },
      ],
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
