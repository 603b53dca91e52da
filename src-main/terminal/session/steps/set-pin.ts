import { weakPinReason } from '../../../../src-shared/contract/social-security-card.ts';
import type { FaultCode, ScreenOf } from '../../../../src-shared/view.ts';
import type { LinkError } from '../../link/link-error.ts';
import { type PinBlocks, setCardPin } from '../../transaction/set-pin.ts';
import type { InsertedCard, ItemContext, Step, StepResult } from '../context.ts';
import { cardStays } from './card.ts';
import { centreFault } from './centre-fault.ts';
import { verifiedPerson } from './needed.ts';
import { typePin } from './type-pin.ts';

type Problem = ScreenOf<'pinEntry'>['problem'];
type End = Exclude<StepResult, string>;
interface Correction {
  readonly problem: Problem;
  readonly triesLeft: number | null;
}

/** A new PIN for the social account of the card in the slot: with the old one, or, for a reset, without. */
export const setPin: Step<'setPin'> = async (context, { purpose }) => {
  const { token } = verifiedPerson(context);
  let correction: Correction = { problem: null, triesLeft: null };
  for (;;) {
    const { card } = context.found;
    if (card === null) throw new Error(`${context.item.code}: a step before card`);
    const blocks = await typeAll(context, card, purpose, correction);
    if (blocks === 'back') return 'back';
    if (blocks === 'padLost') {
      if ((await fault(context, 'pinPadUnavailable', ['retry'])) === 'retry') continue;
      return { end: 'failed', reason: 'pinPadUnavailable' };
    }

    const working = await context.conversation.during(
      { kind: 'working', task: 'settingPin', usualSeconds: 5 },
      async () =>
        (await cardStays(context)) &&
        setCardPin(context, { token, cardNumber: card.number.reveal(), blocks }),
      [],
      { canLeave: false, patience: null },
    );
    if (working.kind === 'act') throw new Error('nothing was offered');
    const answer = working.value;
    if (answer === false) return cardOut(context);
    if (answer.outcome === 'done') {
      context.found.pinSetAt = answer.value.setAt;
      await context.conversation.ask(
        { kind: 'pinSet', purpose, cardTail: card.number.reveal().slice(-4), setAt: answer.value.setAt },
        ['next'],
        { canLeave: false },
      );
      return 'next';
    }
    if (answer.outcome === 'indeterminate') {
      await fault(context, 'pinOutcomeUnknown', []);
      return { end: 'failed', reason: 'pinOutcomeUnknown' };
    }
    const again = correctionOf(answer.error);
    if (again === null) {
      const ended = await refusal(context, answer.error);
      if (ended !== 'retry') return ended;
    }
    correction = again ?? { problem: null, triesLeft: null };
  }
};

async function typeAll(
  context: ItemContext,
  card: InsertedCard,
  purpose: 'change' | 'reset',
  { problem, triesLeft }: Correction,
): Promise<PinBlocks | 'back' | 'padLost'> {
  const first = purpose === 'change' ? 'old' : 'next';
  const ask = (which: 'old' | 'next' | 'repeat') =>
    typePin(context, card, {
      which,
      // What was wrong is said where it begins anew.
      problem: which === first ? problem : null,
      triesLeft: which === first ? triesLeft : null,
    });
  const old = purpose === 'change' ? await ask('old') : null;
  if (typeof old === 'string') return old;
  const next = await ask('next');
  if (typeof next === 'string') return next;
  const repeat = await ask('repeat');
  if (typeof repeat === 'string') return repeat;
  return { old, next, repeat };
}

/** What the citizen can put right by typing again; null where typing does not help. */
function correctionOf({ code, data }: LinkError): Correction | null {
  const held = typeof data === 'object' && data !== null ? data : {};
  switch (code) {
    case 'PINS_DIFFER':
      return { problem: 'differ', triesLeft: null };
    case 'PIN_WEAK': {
      const why = weakPinReason.safeParse('why' in held ? held.why : undefined);
      return { problem: why.success ? why.data : 'initial', triesLeft: null };
    }
    case 'PIN_WRONG':
      return {
        problem: 'wrong',
        triesLeft: 'triesLeft' in held && typeof held.triesLeft === 'number' ? held.triesLeft : null,
      };
    default:
      return null;
  }
}

const refusals: Readonly<Record<string, FaultCode>> = {
  CARD_MISMATCH: 'cardHolderMismatch',
  CARD_LOST: 'cardReportedLost',
  PIN_LOCKED: 'pinLocked',
  PIN_UNREADABLE: 'pinPadUnavailable',
  TO_PERSON: 'pinToPerson',
};

async function refusal(context: ItemContext, error: LinkError): Promise<'retry' | End> {
  const code = refusals[error.code];
  if (code === undefined) return centreFault(context, error);
  await fault(context, code, []);
  return { end: 'refused', reason: code };
}

async function cardOut(context: ItemContext): Promise<StepResult> {
  const choice = await fault(context, 'cardTakenOut', ['retry']);
  return choice === 'retry' ? { redo: 'card' } : { end: 'left', reason: 'cardTakenOut' };
}

async function fault(
  { conversation, store, transaction }: ItemContext,
  code: FaultCode,
  actions: readonly 'retry'[],
): Promise<'retry' | 'back' | 'finish'> {
  store.commit((write) =>
    write.journal({ type: 'stepRefused', transactionId: transaction.id, step: 'setPin', reason: code }),
  );
  return conversation.fault(code, { actions, cardOnReader: true, reference: transaction.trace });
}
