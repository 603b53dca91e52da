import { maskIdNumber, maskName } from '../../../../src-shared/masking.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import { centreFault } from './centre-fault.ts';
import type { Method } from './verify.ts';

type StaffConfirm = ScreenOf<'staffConfirm'>;

/**
 * A member of staff compares the person with the document, and confirms by PIN. Journalled, and kept at the centre
 * with the token, so that it can be asked later who was let in by whose word.
 */
export const verifyByStaff: Method = async (context, person, others) => {
  const { staffAtHand, conversation, centre, transaction, store } = context;
  if (staffAtHand === null) throw new Error('nobody is at hand here who confirms');
  let screen: StaffConfirm = {
    kind: 'staffConfirm',
    document: person.document,
    holderMasked: maskName(person.name.reveal()),
    idNumberMasked: maskIdNumber(person.idNumber.reveal()),
    state: 'waiting',
    problem: staffAtHand.locked ? 'locked' : null,
  };
  for (;;) {
    const act = await conversation.ask(screen, ['confirmPerson', 'back']);
    if (act.type === 'back') return others ? 'choose' : 'back';
    const checked = await staffAtHand.check(act.pin);
    if (checked !== 'right') {
      screen = { ...screen, problem: checked };
      continue;
    }
    store.commit((write) => write.journal({ type: 'personConfirmedByStaff', transactionId: transaction.id }));
    const attested = await conversation.during({ ...screen, state: 'checking', problem: null }, (signal) =>
      centre.verification.attest(
        {
          transactionId: transaction.id,
          method: 'staff',
          person: { name: person.name.reveal(), idNumber: person.idNumber.reveal() },
        },
        { signal },
      ),
    );
    if (attested.kind === 'act') throw new Error('nothing was offered');
    if (attested.value.ok) return { token: attested.value.value.token };
    const { error } = attested.value;
    if (error.kind !== 'refused' || error.code === 'AUTHORITY_UNAVAILABLE') {
      screen = { ...screen, problem: 'serverUnavailable' };
      continue;
    }
    const fault = await centreFault(context, error);
    if (fault !== 'retry') return fault;
  }
};
