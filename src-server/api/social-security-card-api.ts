import { maskIdNumber, maskName } from '../../src-shared/masking.ts';
import { unreachable } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Assessment } from '../connectors/business-system.ts';
import type { CardLook, SetPin } from '../connectors/card-system.ts';
import type { Verified } from '../domain/second-factor.ts';
import type { FactValue } from '../review/facts.ts';
import type { ReviewOutcome } from '../review/outcome.ts';
import type { ApiBase, ApiParts } from './base.ts';

/** Whose registers say in which state a card is, and whose table decides a reset. */
const resetItem = 'SSC-REG-004';

/** The PIN of the social account. It comes and goes as the PIN pad encrypted it. */
export function socialSecurityCardApi(
  { business, cards, review, secondFactor, clock, log }: ApiParts,
  { trusted }: ApiBase,
) {
  const { socialSecurityCard } = trusted;

  /** What the register says of this person's card; null: nothing, for it does not answer. */
  async function registered({ person, method }: Verified): Promise<Assessment | null> {
    const asked = {
      itemCode: resetItem,
      person,
      agent: null,
      companyCode: null,
      answers: {},
      verifiedBy: method,
    };
    const assessed = await business.assess(asked, []);
    return assessed.ok ? assessed.value : null;
  }

  /** By the table in force, from what register, card system and terminal say; recorded as every review. */
  async function decideReset(
    { tableId, facts }: Assessment,
    { person, method }: Verified,
    request: SetPin,
    { holderMatches, weak, written }: CardLook,
  ): Promise<ReviewOutcome> {
    const at = new Date(clock.now()).toISOString();
    const fact = (name: string, source: string, value: FactValue) => ({
      name,
      source,
      retrievedAt: at,
      asOf: at,
      value,
    });
    const { name, idNumber } = person.reveal();
    return review.review({
      reviewId: request.idempotencyKey,
      tableId,
      itemCode: resetItem,
      terminalId: request.terminalId,
      transactionId: request.transactionId,
      appliedAt: at,
      // Agreed to before the card was read.
      consent: true,
      applicant: { name: maskName(name), idNumber: maskIdNumber(idNumber) },
      facts: [
        ...facts,
        fact('holderMatches', 'socialSecurityCard', holderMatches),
        fact('personCheck', 'terminal', method === 'staff' || method === 'face' ? method : 'none'),
        fact('pinStrength', 'terminal', weak === null ? 'good' : 'weak'),
        fact('writeResult', 'terminal', written === null ? 'unknown' : written ? 'written' : 'notTried'),
      ],
      promises: [],
    });
  }

  const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
  return {
    setPin: socialSecurityCard.setPin.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const verified = await secondFactor.verified(terminalId, input.token);
      // A PIN is nobody's but its holder's: a token that was bound to somebody else's matter opens none.
      if (verified === null || verified.principal !== null) throw errors.VERIFICATION_REQUIRED();
      const { person, transactionId } = verified;
      const { idempotencyKey, blocks } = input;
      const what = blocks.old === null ? 'reset' : 'change';
      const request: SetPin = {
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
      };
      const register = await registered(verified);
      if (register === null) throw errors.AUTHORITY_UNAVAILABLE();
      const state = register.facts.find(({ name }) => name === 'cardState')?.value;

      if (what === 'reset') {
        const looked = await cards.look(request);
        if (!looked.ok)
          switch (looked.error.code) {
            case 'unavailable':
              throw errors.AUTHORITY_UNAVAILABLE();
            case 'pinUnreadable':
              throw errors.PIN_UNREADABLE();
            case 'pinsDiffer':
              throw errors.PINS_DIFFER();
          }
        const decision = await decideReset(register, verified, request, looked.value);
        const { weak } = looked.value;
        log.info({ terminal: number, transactionId, what, decision: decision.kind }, 'card PIN decided');
        if (decision.kind === 'correct') {
          if (decision.corrections.some(({ code }) => code === 'personCheck'))
            throw errors.VERIFICATION_REQUIRED();
          if (weak !== null) throw errors.PIN_WEAK({ data: { why: weak } });
        }
        if (decision.kind === 'refuse' && !looked.value.holderMatches) throw errors.CARD_MISMATCH();
        // A refusal for the state of the card is given below; whatever else is no approval is for a person.
        if (decision.kind !== 'approve' && (decision.kind !== 'refuse' || state === 'valid'))
          throw errors.TO_PERSON();
      }
      // Somebody saw the person, or the face was compared: who has card and phone may have stolen both.
      if (verified.method === 'sms') throw errors.VERIFICATION_REQUIRED();
      if (state !== 'valid') throw errors.CARD_LOST();
      const set = await cards.setPin(request);
      const outcome = set.ok ? 'set' : set.error.code;
      log.info({ terminal: number, transactionId, what, outcome }, 'card PIN');
      if (set.ok) return set.value;
      switch (set.error.code) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'cardMismatch':
          throw errors.CARD_MISMATCH();
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
        case 'keyVoid':
          throw errors.KEY_VOID();
        default:
          return unreachable(set.error);
      }
    }),

    pinByKey: socialSecurityCard.pinByKey.handler(async ({ input, context, errors }) => {
      const found = await cards.pinByKey(input.idempotencyKey, context.terminal.id);
      if (!found.ok) throw errors.AUTHORITY_UNAVAILABLE();
      return found.value === null ? { state: 'void' as const } : { state: 'set' as const, ...found.value };
    }),
  };
}
