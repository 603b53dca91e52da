import type { ItemContext, Step } from '../context.ts';
import { firstScreen, listen } from '../identity/listen.ts';
import { socialSecurityCardWay } from '../identity/social-security-card-way.ts';

/** The social security card goes into its slot, is read, and stays there until the end. */
export const card: Step<'card'> = async (context) => {
  const { devices, clock, conversation, store, transaction } = context;
  context.found.card = null;
  if (devices.cardReader === undefined)
    throw new Error('the item needs a chip card reader and was offered without');
  const ways = [socialSecurityCardWay(devices.cardReader, clock)];
  const answer = await conversation.during(
    firstScreen(ways, 'self'),
    (signal, amend) => listen(ways, 'self', clock, signal, amend),
    ['back'],
  );
  if (answer.kind === 'act') return 'back';
  const { name, idNumber, cardNumber, kind } = answer.value ?? {};
  if (name === undefined || idNumber === undefined || cardNumber === undefined || kind === undefined)
    throw new Error('the reading was aborted and nobody asked for it');
  context.found.card = { number: cardNumber, name, idNumber };
  store.commit((write) =>
    write.journal({ type: 'identityRead', transactionId: transaction.id, document: kind }),
  );
  return 'next';
};

/** Whether the card that was read is in its slot: it is read again, for another one may have taken its place. */
export async function cardStays({
  found,
  devices,
}: Pick<ItemContext, 'found' | 'devices'>): Promise<boolean> {
  const reader = devices.cardReader;
  if (found.card === null || reader?.status.media !== 'present') return false;
  const again = await reader.readCard({ timeoutMs: 10_000 });
  return again.ok && again.value.cardNumber.reveal() === found.card.number.reveal();
}
