import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useTerminal } from '../terminal-context.ts';
import './idle-warning.css';

export function IdleWarning({ secondsLeft }: { readonly secondsLeft: number }) {
  const { words, act } = useTerminal();
  const { idle } = words;
  return (
    <Dialog
      alert
      title={idle.title}
      actions={
        <>
          <Button onPress={() => act({ type: 'leave' })}>{idle.leave}</Button>
          <Button look="main" onPress={() => act({ type: 'stay' })}>
            {idle.stay}
          </Button>
        </>
      }
    >
      <p>{idle.explain}</p>
      <p className="idle-left">
        <strong>{secondsLeft}</strong> {idle.seconds}
      </p>
    </Dialog>
  );
}
