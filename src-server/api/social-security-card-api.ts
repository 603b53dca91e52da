import { unreachable } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { ApiBase, ApiParts } from './base.ts';

/** The PIN of the social account. It comes and goes as the PIN pad encrypted it. */
export function socialSecurityCardApi({ cards, secondFactor, log }: ApiParts, { trusted }: ApiBase) {
  const { socialSecurityCard } = trusted;
  const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
  return {
    setPin: socialSecurityCard.setPin.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const verified = await secondFactor.verified(terminalId, input.token);
      // Somebody saw the person, or the face was compared: who has card and phone may have stolen both.
      if (verified === null || verified.method === 'sms') throw errors.VERIFICATION_REQUIRED();
      const { person, transactionId } = verified;
      const { idempotencyKey, blocks } = input;
      const set = await cards.setPin({
        idempotencyKey,
        terminalId,
        transactionId,
        person,
        cardNumber: new Sensitive(input.cardNumber, 'a card number'),
        blocks: {
          old: blocks.old === null ? null : bytes(blocks.old),
          next: bytes(blocks.next),
          repeat: bytes(blocks.repeat),
        },
      });
      const what = blocks.old === null ? 'reset' : 'change';
      const outcome = set.ok ? 'set' : set.error.code;
      log.info({ terminal: number, transactionId, what, outcome }, 'card PIN');
      if (set.ok) return set.value;
      switch (set.error.code) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'cardMismatch':
          throw errors.CARD_MISMATCH();
        case 'cardLost':
          throw errors.CARD_LOST();
        case 'pinUnreadable':
          throw errors.PIN_UNREADABLE();
        case 'pinsDiffer':
          throw errors.PINS_DIFFER();
        case 'pinWeak':
          throw errors.PIN_WEAK({ data: { why: set.error.why } });
        case 'pinWrong':
          throw errors.PIN_WRONG({ data: { triesLeft: set.error.triesLeft } });
        case 'pinLocked':
          throw errors.PIN_LOCKED();
        case 'keyReused':
          throw errors.KEY_REUSED();
        default:
          return unreachable(set.error);
      }
    }),

    pinByKey: socialSecurityCard.pinByKey.handler(async ({ input, context, errors }) => {
      const found = await cards.pinByKey(input.idempotencyKey, context.terminal.id);
      if (!found.ok) throw errors.AUTHORITY_UNAVAILABLE();
      return found.value === null ? { state: 'absent' as const } : { state: 'set' as const, ...found.value };
    }),
  };
}
