import type { IdentityDocument } from '../../../../src-shared/view.ts';
import type { InsertedCard, ItemContext, Person, Step, StepResult } from '../context.ts';
import { electronicCodeWay } from '../identity/electronic-code-way.ts';
import { identityCardWay } from '../identity/identity-card-way.ts';
import { firstScreen, listen } from '../identity/listen.ts';
import { socialSecurityCardWay } from '../identity/social-security-card-way.ts';
import type { Identified, IdentityWay } from '../identity/way.ts';
import { askCentre } from './ask-centre.ts';

/** The citizen shows a document to one of the readers, and stays here whatever the readers do. */
export const identify: Step<'identify'> = async (context, { documents }) => {
  context.found.person?.photo?.reveal().fill(0);
  context.found.person = null;
  const { face } = context;
  const keepsPhoto = face !== null && face.cardPhoto !== null;
  const ways = documents.flatMap((document) => wayOf(context, document, keepsPhoto) ?? []);
  if (ways.length === 0)
    throw new Error(`${context.item.code} was offered without a reader of its documents`);

  for (;;) {
    const answer = await context.conversation.during(
      firstScreen(ways, 'self'),
      (signal, amend) => listen(ways, 'self', context.clock, signal, amend),
      ['back'],
    );
    if (answer.kind === 'act') return 'back';
    if (answer.value === null) throw new Error('the reading was aborted and nobody asked for it');
    const { document, name, idNumber, kind, photo = null } = answer.value;
    context.store.commit((write) =>
      write.journal({ type: 'identityRead', transactionId: context.transaction.id, document: kind }),
    );
    if (isHolder(context.found.card, answer.value)) {
      const person: Person = { document, name, idNumber, photo, token: null };
      context.found.person = person;
      return context.item.identityProfile === 'P1' ? speaksFor(context, person) : 'next';
    }
    if ((await refuseOther(context)) !== 'retry') return { end: 'refused', reason: 'cardHolderMismatch' };
  }
};

/** Whoever put a card in must be its holder. Names on chips are cut off where they are long. */
function isHolder(card: InsertedCard | null, person: Identified): boolean {
  return card === null || card.idNumber.reveal() === person.idNumber.reveal();
}

function refuseOther({
  store,
  transaction,
  conversation,
}: ItemContext): Promise<'retry' | 'back' | 'finish'> {
  const refusal = { step: 'identify', reason: 'cardHolderMismatch' } as const;
  store.commit((write) => write.journal({ type: 'stepRefused', transactionId: transaction.id, ...refusal }));
  return conversation.fault('cardHolderMismatch', {
    actions: ['retry'],
    cardOnReader: true,
    reference: transaction.trace,
  });
}

/** Where the item asks for no second factor, the document alone speaks for the person. */
async function speaksFor(context: ItemContext, person: Person): Promise<StepResult> {
  const known = await askCentre(context, 'askingCentre', (signal) =>
    context.centre.verification.attest(
      {
        transactionId: context.transaction.id,
        method: 'document',
        person: { name: person.name.reveal(), idNumber: person.idNumber.reveal() },
      },
      { signal },
    ),
  );
  if ('instead' in known) return known.instead;
  person.token = known.answer.token;
  return 'next';
}

/** Undefined where this machine has no reader of the document. */
export function wayOf(
  context: ItemContext,
  document: IdentityDocument,
  keepsPhoto: boolean,
): IdentityWay | undefined {
  const { devices, clock, centre, transaction } = context;
  switch (document) {
    case 'identityCard':
      return devices.identityCardReader && identityCardWay(devices.identityCardReader, clock, keepsPhoto);
    case 'electronicCode':
      return (
        devices.barcodeReader && electronicCodeWay(devices.barcodeReader, centre.verification, transaction.id)
      );
    case 'socialSecurityCard':
      return devices.cardReader && socialSecurityCardWay(devices.cardReader, clock);
  }
}
