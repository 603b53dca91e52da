import type { Bill, Charge } from '../../src-shared/contract/payments.ts';
import { formatYuan } from '../../src-shared/money.ts';
import { Button } from '../design/button.tsx';
import { Choice, ChoiceGroup } from '../design/choice.tsx';
import { Stage } from '../design/stage.tsx';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './bills.css';

/** What is due: each person with the tiers that may be chosen. Ticked is what will be paid. */
export function Bills({ screen }: ScreenProps<'bills'>) {
  const { words, say, act } = useTerminal();
  const typed = useTerminalStore((state) => state.typed);
  const type = useTerminalStore((state) => state.type);
  const charges = typed.charges ?? screen.charges;
  const { bills } = words;
  const isChosen = (billId: string, optionId: string) =>
    charges.some((charge) => charge.billId === billId && charge.optionId === optionId);
  const toggle = (bill: Bill, optionId: string) => {
    const others = charges.filter(({ billId }) => billId !== bill.id);
    type({ charges: isChosen(bill.id, optionId) ? others : [...others, { billId: bill.id, optionId }] });
  };
  const due = charges.reduce((sum, charge) => sum + amountOf(charge, screen.bills), 0);
  const [first] = screen.bills;
  return (
    <Stage
      title={bills.title}
      explain={first === undefined ? undefined : bills.explain(say(first.title), first.period)}
      action={
        <Button
          look="main"
          disabled={charges.length === 0}
          onPress={() => act({ type: 'chooseBills', charges: [...charges] })}
        >
          {charges.length === 0 ? bills.needed : bills.pay(formatYuan(due))}
        </Button>
      }
    >
      {screen.bills.map((bill) =>
        bill.options.length === 1 ? (
          <div key={bill.id} className="bill">
            {bill.options.map((option) => (
              <Choice
                key={option.id}
                kind="checkbox"
                selected={isChosen(bill.id, option.id)}
                title={`${bills.relations[bill.relation]}　${bill.nameMasked}`}
                detail={say(option.label)}
                amount={formatYuan(option.amount)}
                onPress={() => toggle(bill, option.id)}
              />
            ))}
          </div>
        ) : (
          <ChoiceGroup key={bill.id} title={`${bills.relations[bill.relation]}　${bill.nameMasked}`}>
            {bill.options.map((option) => (
              <Choice
                key={option.id}
                kind="radio"
                selected={isChosen(bill.id, option.id)}
                title={formatYuan(option.amount)}
                detail={say(option.label)}
                onPress={() => toggle(bill, option.id)}
              />
            ))}
          </ChoiceGroup>
        ),
      )}
    </Stage>
  );
}

function amountOf({ billId, optionId }: Charge, bills: readonly Bill[]): number {
  const bill = bills.find(({ id }) => id === billId);
  return bill?.options.find(({ id }) => id === optionId)?.amount ?? 0;
}
