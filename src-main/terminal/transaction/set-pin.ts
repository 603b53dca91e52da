import type { EncryptedPinBlock } from '../../../devices/contract/pin-pad.ts';
import type { LinkError } from '../link/link-error.ts';
import type { Centre } from '../session/centre.ts';
import type { ItemContext } from '../session/context.ts';
import { type EffectAnswer, performEffect } from './effect.ts';

/** As the pad encrypted them: no part of the terminal can open them. */
export interface PinBlocks {
  /** Null: a reset. */
  readonly old: EncryptedPinBlock | null;
  readonly next: EncryptedPinBlock;
  readonly repeat: EncryptedPinBlock;
}

/**
 * Has the card system write a new PIN, once. When the answer is lost it is asked what became of it, and never told to
 * write again.
 */
export async function setCardPin(
  context: Pick<ItemContext, 'store' | 'centre' | 'transaction' | 'randomUUID'>,
  request: { readonly token: string; readonly cardNumber: string; readonly blocks: PinBlocks },
): Promise<EffectAnswer<{ setAt: string }, LinkError>> {
  const { store, centre, transaction } = context;
  const idempotencyKey = context.randomUUID();
  const base64 = (block: EncryptedPinBlock) => Buffer.from(block).toString('base64');
  const { old, next, repeat } = request.blocks;
  return performEffect(
    store,
    {
      id: context.randomUUID(),
      transactionId: transaction.id,
      step: 'setPin',
      effect: { kind: 'remote', operation: 'setPin', idempotencyKey },
    },
    async (): Promise<EffectAnswer<{ setAt: string }, LinkError>> => {
      const set = await centre.socialSecurityCard.setPin({
        idempotencyKey,
        token: request.token,
        cardNumber: request.cardNumber,
        blocks: { old: old && base64(old), next: base64(next), repeat: base64(repeat) },
      });
      if (set.ok) return { outcome: 'done', value: set.value, evidence: ['the centre answered: set'] };
      const { error } = set;
      if (error.outcome === 'notDone')
        return { outcome: 'notDone', error, evidence: [`the centre answered: ${error.code}`] };
      const verdict = await decidePin(centre.socialSecurityCard, idempotencyKey);
      const evidence = [`setPin: ${error.message}`, ...verdict.evidence];
      return verdict.outcome === 'done'
        ? { outcome: 'done', value: { setAt: verdict.setAt }, evidence }
        : { outcome: verdict.outcome, error, evidence };
    },
  );
}

type PinVerdict =
  | { readonly outcome: 'done'; readonly setAt: string; readonly evidence: readonly string[] }
  | { readonly outcome: 'notDone' | 'indeterminate'; readonly evidence: readonly string[] };

/** What became of a PIN whose answer was lost. Asking makes a key that never came void: "void" is final. */
export async function decidePin(
  cards: Pick<Centre['socialSecurityCard'], 'pinByKey'>,
  idempotencyKey: string,
): Promise<PinVerdict> {
  const asked = await cards.pinByKey({ idempotencyKey });
  if (!asked.ok) return { outcome: 'indeterminate', evidence: [`asked by key: ${asked.error.message}`] };
  const evidence = [`asked by key: ${asked.value.state}`];
  return asked.value.state === 'set'
    ? { outcome: 'done', setAt: asked.value.setAt, evidence }
    : { outcome: 'notDone', evidence };
}
