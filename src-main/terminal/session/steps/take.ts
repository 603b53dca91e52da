import type { Belonging } from '../../../../src-shared/view.ts';
import { report } from '../../transaction/report.ts';
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
  const { receiptPrinter: ticket, cardReader: slot } = context.devices;
  for (let reminded = 0; reminded <= reminders; reminded++) {
    const screen = () => ({ kind: 'take' as const, belongings: belongings(context), reminders: reminded });
    if (screen().belongings.length === 0) return 'next';
    const answer = await context.conversation.during(
      screen(),
      (signal, amend) =>
        new Promise<void>((resolve) => {
          const stops = [ticket, slot].map((device) => device?.onStatusChanged(() => amend(screen())));
          const cancel = context.clock.schedule(reminderMs, resolve);
          signal.addEventListener('abort', () => {
            for (const stop of stops) stop?.();
            cancel();
            resolve();
          });
        }),
      ['next'],
      { canLeave: false, patience: null },
    );
    // A card that is still in its slot is not taken, whatever was touched.
    if (answer.kind === 'act' && !cardInside(context)) return 'next';
  }
  if (cardInside(context)) writeCardLeft(context);
  return 'next';
};

function cardInside(context: ItemContext): boolean {
  return belongings(context).some(({ kind, state }) => kind === 'socialSecurityCard' && state === 'present');
}

/** A reader that could take it in would; with this one staff must come for it. */
function writeCardLeft({ store, transaction, devices }: ItemContext): void {
  const device = devices.cardReader?.id ?? '';
  store.commit((write) => {
    write.journal({ type: 'cardLeft', transactionId: transaction.id, device });
    report(write, 'deviceStatus', { device, status: 'userError', reasons: ['cardLeft'] });
  });
}

function belongings({ found, devices }: ItemContext): Belonging[] {
  const things: Belonging[] = [];
  if (found.person?.document === 'identityCard') things.push({ kind: 'identityCard', state: 'unsensed' });
  if (found.principalDocument === 'identityCard') things.push({ kind: 'principalCard', state: 'unsensed' });
  const known = [found.person?.document, found.principalDocument];
  if (found.card !== null || known.includes('socialSecurityCard')) {
    const media = devices.cardReader?.status.media;
    const state = media === 'present' ? 'present' : media === 'notPresent' ? 'taken' : 'unsensed';
    things.push({ kind: 'socialSecurityCard', state });
  }
  if (found.certificate !== null && found.printed) things.push({ kind: 'certificate', state: 'unsensed' });
  if (found.payment !== null && found.payment.repaid > 0) things.push({ kind: 'cash', state: 'unsensed' });
  if (found.receiptPrinted) {
    const ticket = devices.receiptPrinter?.status.ticket;
    const state = ticket === 'present' ? 'present' : ticket === 'notPresent' ? 'taken' : 'unsensed';
    if (ticket !== 'retracted') things.push({ kind: 'receipt', state });
  }
  return things;
}
