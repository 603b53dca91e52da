import { useState } from 'react';
import { formatYuan } from '../../src-shared/money.ts';
import type { Act, ScreenOf } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { Choice, ChoiceGroup } from '../design/choice.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Keypad } from '../design/keypad.tsx';
import { formatDate, formatTime } from '../i18n/format.ts';
import { useTerminal } from '../terminal-context.ts';
import { unitName } from './cash-unit.tsx';

type Cash = ScreenOf<'staffCash'>;
type Difference = Cash['differences'][number];
type End = Extract<Act, { type: 'staffCloseDifference' }>;

export const signed = (fen: number): string =>
  `${fen < 0 ? '−' : fen > 0 ? '+' : ''}${formatYuan(Math.abs(fen))}`;

const findings = [
  'miscounted',
  'misloaded',
  'foundInMachine',
  'ofCitizen',
  'offsetsAnother',
  'causeUnknown',
] as const;

/** The register: what differs, since when, and the way to its end. */
export function Differences({ screen }: { readonly screen: Cash }) {
  const { words, language } = useTerminal();
  const { cash } = words.staff;
  const [ending, setEnding] = useState<Difference | null>(null);
  return (
    <section className="staff-part">
      <h2>
        {cash.differences} <span className="staff-count">{screen.differences.length}</span>
      </h2>
      <ul className="cash-list">
        {screen.differences.map((one) => {
          const opened = Date.parse(one.openedAt);
          return (
            <li key={one.number}>
              <span>
                {cash.differenceOf(one.number, one.amount > 0, unitName(one.place, cash.kinds))}
                <small>
                  {formatDate(opened, language)} {formatTime(opened)}　{cash.foundBy[one.foundBy]}
                </small>
              </span>
              <strong>{signed(one.amount)}</strong>
              <Button onPress={() => setEnding(one)}>{cash.end}</Button>
            </li>
          );
        })}
      </ul>
      <p className="cash-suspense">
        {cash.suspense} <strong>{signed(screen.suspense)}</strong>
      </p>
      {ending !== null && (
        <EndDialog difference={ending} twoPersons={screen.twoPersons} onClose={() => setEnding(null)} />
      )}
    </section>
  );
}

/** First what it was found to be, then how it ends, then whoever stands beside. */
function EndDialog({
  difference,
  twoPersons,
  onClose,
}: {
  readonly difference: Difference;
  readonly twoPersons: boolean;
  readonly onClose: () => void;
}) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  const [finding, setFinding] = useState<End['finding'] | null>(null);
  const [state, setState] = useState<End['state'] | null>(null);
  const [pin, setPin] = useState<string | null>(null);
  const { number, amount } = difference;
  const states = ['explained', amount > 0 ? 'returned' : 'madeGood', 'writtenOff'] as const;
  const chosen = finding !== null && state !== null;
  const send = () => {
    if (!chosen) return;
    if (twoPersons && pin === null) return setPin('');
    act({ type: 'staffCloseDifference', number, state, finding, secondPin: pin });
    onClose();
  };
  return (
    <Dialog
      title={`${cash.differenceOf(number, amount > 0, unitName(difference.place, cash.kinds))}　${signed(amount)}`}
      actions={
        <>
          <Button look="main" disabled={!chosen || (pin !== null && pin.length < 6)} onPress={send}>
            {cash.endIt}
          </Button>
          <Button onPress={onClose}>{words.staff.cancel}</Button>
        </>
      }
      keys={
        pin === null ? undefined : <Keypad value={pin} length={12} words={words.verify} onChange={setPin} />
      }
    >
      {pin === null ? (
        <>
          <ChoiceGroup title={cash.finding}>
            {findings.map((one) => (
              <Choice
                key={one}
                kind="radio"
                selected={finding === one}
                title={cash.differenceFindings[one]}
                onPress={() => setFinding(one)}
              />
            ))}
          </ChoiceGroup>
          <ChoiceGroup title={cash.endsAs}>
            {states.map((one) => (
              <Choice
                key={one}
                kind="radio"
                selected={state === one}
                title={cash.differenceEnds[one]}
                onPress={() => setState(one)}
              />
            ))}
          </ChoiceGroup>
        </>
      ) : (
        <p className="cash-value">
          <span>{cash.secondPin}</span>
          <strong>{'●'.repeat(pin.length)}</strong>
        </p>
      )}
    </Dialog>
  );
}
