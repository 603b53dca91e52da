import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Keypad } from '../design/keypad.tsx';
import { useTerminal } from '../terminal-context.ts';

/** An act that a second person stands beside, where two are wanted; else only "are you sure". */
export function ConfirmDialog({
  title,
  effect,
  yes,
  twoPersons,
  onYes,
  onClose,
}: {
  readonly title: string;
  readonly effect: string;
  readonly yes: string;
  readonly twoPersons: boolean;
  readonly onYes: (secondPin: string | null) => void;
  readonly onClose: () => void;
}) {
  const { words } = useTerminal();
  const [pin, setPin] = useState('');
  const send = () => {
    onYes(twoPersons ? pin : null);
    onClose();
  };
  return (
    <Dialog
      title={title}
      actions={
        <>
          <Button look="main" disabled={twoPersons && pin.length < 6} onPress={send}>
            {yes}
          </Button>
          <Button onPress={onClose}>{words.staff.cancel}</Button>
        </>
      }
      keys={
        twoPersons ? <Keypad value={pin} length={12} words={words.verify} onChange={setPin} /> : undefined
      }
    >
      <p>{effect}</p>
      {twoPersons && (
        <p className="cash-value">
          <span>{words.staff.cash.secondPin}</span>
          <strong>{'●'.repeat(pin.length)}</strong>
        </p>
      )}
    </Dialog>
  );
}
