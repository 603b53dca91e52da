import { formatYuan } from '../../src-shared/money.ts';
import { Amounts } from '../design/amounts.tsx';
import { Button } from '../design/button.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './pay-cash.css';

/** Due, inserted, left; each note appears as it is taken. */
export function PayCash({ screen }: ScreenProps<'payCash'>) {
  const { words, act } = useTerminal();
  const { payCash } = words;
  const { due, taken, state } = screen;
  const left = Math.max(0, due - taken);
  const over = Math.max(0, taken - due);
  const takes = state === 'taking' || state === 'deciding' || state === 'opening';
  return (
    <Stage
      title={payCash.titles[state]}
      explain={payCash.explains[state]}
      picture={<Machine label={payCash.picture} notes={takes ? 'coming' : 'leaving'} />}
      action={
        takes && (
          <>
            <Button disabled={state !== 'taking'} onPress={() => act({ type: 'cancelPayment' })}>
              {taken === 0 ? payCash.cancel : payCash.cancelAll}
            </Button>
            {screen.canPayRest && (
              <Button look="main" onPress={() => act({ type: 'payRest' })}>
                {payCash.rest(formatYuan(left))}
              </Button>
            )}
          </>
        )
      }
    >
      <ul className="notes-taken" aria-label={payCash.notes}>
        {screen.notes.length === 0 && <li className="none">{payCash.noNotes}</li>}
        {screen.notes.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a note taken keeps its place in the row
          <li key={index}>¥{note / 100}</li>
        ))}
      </ul>
      <Amounts
        rows={[
          { name: payCash.due, amount: due },
          { name: payCash.taken, amount: taken },
          over > 0
            ? { name: payCash.change, amount: over, strong: true }
            : { name: payCash.left, amount: left, strong: true },
        ]}
      />
    </Stage>
  );
}
