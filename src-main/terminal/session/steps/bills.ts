import type { Bill, Charge } from '../../../../src-shared/contract/payments.ts';
import type { PaymentLine } from '../../../../src-shared/view.ts';
import type { Step } from '../context.ts';
import { centreFault } from './centre-fault.ts';
import { verifiedPerson } from './needed.ts';

/** What is due for the citizen and the household, and which of it is to be paid now. */
export const bills: Step<'bills'> = async (context) => {
  const { token } = verifiedPerson(context);
  for (;;) {
    const asked = await context.conversation.during(
      { kind: 'working', task: 'queryingBills', usualSeconds: 3 },
      (signal) =>
        context.centre.payments.assess(
          { token, itemCode: context.item.code, companyCode: context.found.company?.code ?? null },
          { signal },
        ),
    );
    if (asked.kind === 'act') throw new Error('nothing was offered');
    if (!asked.value.ok) {
      const fault = await centreFault(context, asked.value.error);
      if (fault === 'retry') continue;
      return fault;
    }
    const { assessmentId, bills: due } = asked.value.value;
    const act = await context.conversation.ask(
      { kind: 'bills', bills: due, charges: chosenBefore(context.found.bills?.charges ?? [], due) },
      ['chooseBills', 'back'],
    );
    if (act.type === 'back') return 'back';
    const lines = act.charges.map((charge) => lineOf(charge, due));
    const known = lines.filter((line): line is PaymentLine => line !== null);
    const once = new Set(act.charges.map(({ billId }) => billId)).size === act.charges.length;
    if (known.length < lines.length || !once) continue;
    const amount = known.reduce((sum, line) => sum + line.amount, 0);
    context.found.bills = { assessmentId, charges: act.charges, lines: known, due: amount };
    return 'next';
  }
};

/** What was ticked before somebody went back; at the first time the own, where nothing is to be chosen. */
function chosenBefore(charges: readonly Charge[], due: readonly Bill[]): Charge[] {
  const still = charges.filter((charge) => lineOf(charge, due) !== null);
  if (still.length > 0) return still;
  const [own] = due.filter(({ relation, options }) => relation === 'self' && options.length === 1);
  const [option] = own?.options ?? [];
  return own === undefined || option === undefined ? [] : [{ billId: own.id, optionId: option.id }];
}

function lineOf({ billId, optionId }: Charge, due: readonly Bill[]): PaymentLine | null {
  const bill = due.find(({ id }) => id === billId);
  const option = bill?.options.find(({ id }) => id === optionId);
  if (bill === undefined || option === undefined) return null;
  const { title, nameMasked, period } = bill;
  return { title, nameMasked, period, label: option.label, amount: option.amount };
}
