import { ratingLevels } from '../../../../src-shared/visit.ts';
import { report } from '../../transaction/report.ts';
import type { Step } from '../context.ts';

/** Nobody is made to rate: the screen goes on by itself (GB/T 39735-2020: never forced). */
const standsMs = 30_000;

export const rate: Step<'rate'> = async (context) => {
  const act = await context.conversation.askFor(
    { kind: 'rate', levels: [...ratingLevels], receiptPrinted: context.found.receiptPrinted },
    ['rate', 'skipRating'],
    { resolveAfterMs: standsMs, canLeave: false },
  );
  if (act?.type === 'rate') {
    const transactionId = context.transaction.id;
    context.store.commit((write) => {
      write.journal({ type: 'rated', transactionId, level: act.level });
      report(write, 'rating', { transactionId, level: act.level });
    });
    context.wakeUplink();
  }
  return 'next';
};
