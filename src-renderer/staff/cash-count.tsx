import { useState } from 'react';
import { formatYuan } from '../../src-shared/money.ts';
import type { ScreenOf } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Keypad } from '../design/keypad.tsx';
import { useTerminal } from '../terminal-context.ts';
import { unitName } from './cash-unit.tsx';

type Cash = ScreenOf<'staffCash'>;

export interface Counting {
  readonly place: string;
  /** `enter`: what lies there after loading or collecting. */
  readonly as: 'count' | 'enter';
}

/** Counted blind: what the ledger has is not shown while somebody counts. */
export function CountDialog({
  screen,
  counting: { place, as },
  onClose,
}: {
  readonly screen: Cash;
  readonly counting: Counting;
  readonly onClose: () => void;
}) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  const [counts, setCounts] = useState<Readonly<Record<number, string>>>({});
  const [at, setAt] = useState<number | 'pin'>(screen.values[0] ?? 0);
  const [pin, setPin] = useState('');
  // What is entered is booked with the exchange, and that is where the second person stands.
  const two = screen.twoPersons && as === 'count';
  const total = screen.values.reduce((sum, value) => sum + value * Number(counts[value] || 0), 0);
  const send = () => {
    const items = screen.values.map((value) => ({ value, count: Number(counts[value] || 0) }));
    if (as === 'count') act({ type: 'staffCount', place, items, secondPin: two ? pin : null });
    else act({ type: 'staffEnterExchange', place, items });
    onClose();
  };
  return (
    <Dialog
      title={`${as === 'count' ? cash.count : cash.enter}　${unitName(place, cash.kinds)}`}
      actions={
        <>
          <Button look="main" disabled={two && pin.length < 6} onPress={send}>
            {as === 'count' ? cash.book(formatYuan(total)) : cash.keep(formatYuan(total))}
          </Button>
          <Button onPress={onClose}>{words.staff.cancel}</Button>
        </>
      }
      keys={
        <Keypad
          value={at === 'pin' ? pin : (counts[at] ?? '')}
          length={at === 'pin' ? 12 : 4}
          words={words.verify}
          onChange={(value) => (at === 'pin' ? setPin(value) : setCounts({ ...counts, [at]: value }))}
        />
      }
    >
      <p>{as === 'count' ? cash.countEffect : cash.enterEffect}</p>
      <div className="cash-counts">
        {screen.values.map((value) => (
          <button
            key={value}
            type="button"
            className="cash-value"
            aria-pressed={at === value}
            onClick={() => setAt(value)}
          >
            <span>¥{value / 100}</span>
            <strong>{counts[value] || '0'}</strong>
          </button>
        ))}
      </div>
      {two && (
        <button type="button" className="cash-value" aria-pressed={at === 'pin'} onClick={() => setAt('pin')}>
          <span>{cash.secondPin}</span>
          <strong>{'●'.repeat(pin.length)}</strong>
        </button>
      )}
    </Dialog>
  );
}
