import type { Belonging } from '../../../../src-shared/view.ts';
import type { ItemContext, Step } from '../context.ts';

const reminderMs = 15_000;
const reminders = 3;

/**
 * "Take your card, take your paper." Each thing disappears as its sensor sees it taken.
 *
 * The SDT reader cannot tell a card that still lies there from an empty glass (after a read it finds nothing
 * until the card was lifted), and a desktop printer has no sensor in its tray: those are `unsensed`, and the
 * citizen says so. Only a receipt printer with a presenter tells the truth. A slip that it took back is no
 * belonging any more, and was not taken either.
 */
export const take: Step<'take'> = async (context) => {
  const ticket = context.devices.receiptPrinter;
  for (let reminded = 0; reminded <= reminders; reminded++) {
    const screen = () => ({ kind: 'take' as const, belongings: belongings(context), reminders: reminded });
    if (screen().belongings.length === 0) return 'next';
    const answer = await context.conversation.during(
      screen(),
      (signal, amend) =>
        new Promise<void>((resolve) => {
          const stopWatching = ticket?.onStatusChanged(() => amend(screen()));
          const cancel = context.clock.schedule(reminderMs, resolve);
          signal.addEventListener('abort', () => {
            stopWatching?.();
            cancel();
            resolve();
          });
        }),
      ['next'],
      { canLeave: false, patience: null },
    );
    if (answer.kind === 'act') return 'next';
  }
  return 'next';
};

function belongings({ found, devices }: ItemContext): Belonging[] {
  const things: Belonging[] = [];
  if (found.person !== null) things.push({ kind: 'identityCard', state: 'unsensed' });
  if (found.certificate !== null && found.printed) things.push({ kind: 'certificate', state: 'unsensed' });
  if (found.payment !== null && found.payment.repaid > 0) things.push({ kind: 'cash', state: 'unsensed' });
  if (found.receiptPrinted) {
    const ticket = devices.receiptPrinter?.status.ticket;
    const state = ticket === 'present' ? 'present' : ticket === 'notPresent' ? 'taken' : 'unsensed';
    if (ticket !== 'retracted') things.push({ kind: 'receipt', state });
  }
  return things;
}
