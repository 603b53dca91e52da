import type { IdentityDocument } from '../../../../src-shared/view.ts';
import type { ItemContext, Person, Step } from '../context.ts';
import { electronicCodeWay } from '../identity/electronic-code-way.ts';
import { identityCardWay } from '../identity/identity-card-way.ts';
import { firstScreen, listen } from '../identity/listen.ts';
import { socialSecurityCardWay } from '../identity/social-security-card-way.ts';
import type { IdentityWay } from '../identity/way.ts';
import { askCentre } from './ask-centre.ts';

/** The citizen shows a document to one of the readers, and stays here whatever the readers do. */
export const identify: Step<'identify'> = async (context, { documents }) => {
  context.found.person = null;
  const ways = documents.flatMap((document) => wayOf(context, document) ?? []);
  if (ways.length === 0)
    throw new Error(`${context.item.code} was offered without a reader of its documents`);

  const answer = await context.conversation.during(
    firstScreen(ways),
    (signal, amend) => listen(ways, context.clock, signal, amend),
    ['back'],
  );
  if (answer.kind === 'act') return 'back';
  if (answer.value === null) throw new Error('the reading was aborted and nobody asked for it');
  const { document, name, idNumber, kind } = answer.value;
  const person: Person = { document, name, idNumber, token: null };
  context.found.person = person;
  context.store.commit((write) =>
    write.journal({ type: 'identityRead', transactionId: context.transaction.id, document: kind }),
  );
  // Where the item asks for no second factor, the document alone speaks for the person.
  if (context.item.identityProfile !== 'P1') return 'next';
  const known = await askCentre(context, 'askingCentre', (signal) =>
    context.centre.verification.attest(
      {
        transactionId: context.transaction.id,
        method: 'document',
        person: { name: name.reveal(), idNumber: idNumber.reveal() },
      },
      { signal },
    ),
  );
  if ('instead' in known) return known.instead;
  person.token = known.answer.token;
  return 'next';
};

/** Undefined where this machine has no reader of the document. */
function wayOf(context: ItemContext, document: IdentityDocument): IdentityWay | undefined {
  const { devices, clock, centre, transaction } = context;
  switch (document) {
    case 'identityCard':
      return devices.identityCardReader && identityCardWay(devices.identityCardReader, clock);
    case 'electronicCode':
      return (
        devices.barcodeReader && electronicCodeWay(devices.barcodeReader, centre.verification, transaction.id)
      );
    case 'socialSecurityCard':
      return devices.cardReader && socialSecurityCardWay(devices.cardReader, clock);
  }
}
