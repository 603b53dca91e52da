import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { CodeBoxes } from '../design/code-boxes.tsx';
import { Keypad } from '../design/keypad.tsx';
import { Stage } from '../design/stage.tsx';
import { groupDigits } from '../i18n/format.ts';
import { LONGEST_PIN, SHORTEST_PIN } from '../staff/staff-sign-in.tsx';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import '../staff/staff.css';
import './person-rows.css';

/** The citizen waits; a member of staff compares person and document, and types the PIN. */
export function StaffConfirm({ screen }: ScreenProps<'staffConfirm'>) {
  const { words, act } = useTerminal();
  const digits = useTerminalStore((state) => state.typed.digits);
  const type = useTerminalStore((state) => state.type);
  const { staffConfirm, staff } = words;
  const { document, problem } = screen;
  const checking = screen.state === 'checking';
  const submit = () => {
    act({ type: 'confirmPerson', pin: digits });
    // Sent: no need to hold it any longer.
    type({ digits: '' });
  };
  return (
    <Stage
      title={checking ? staffConfirm.checking : staffConfirm.title}
      explain={staffConfirm.explain}
      beside={
        <dl className="person-rows">
          <div>
            <dt>{staffConfirm.document}</dt>
            <dd>{words.identify.ways[document].name}</dd>
          </div>
          <div>
            <dt>{words.confirm.name}</dt>
            <dd>{screen.holderMasked}</dd>
          </div>
          <div>
            <dt>{words.confirm.idNumber}</dt>
            <dd>{groupDigits(screen.idNumberMasked)}</dd>
          </div>
        </dl>
      }
      action={
        <Button look="main" disabled={checking || digits.length < SHORTEST_PIN} onPress={submit}>
          {staffConfirm.confirm}
        </Button>
      }
    >
      <div className="staff-pin">
        <CodeBoxes hidden value={digits} length={LONGEST_PIN} label={staff.signIn.digits(digits.length)} />
      </div>
      {problem !== null && !checking && (
        <Banner tone="warning">
          {problem === 'serverUnavailable'
            ? words.verify.problems.serverUnavailable
            : staff.signIn.problems[problem]}
        </Banner>
      )}
      <div className="staff-pad">
        <Keypad
          value={digits}
          length={LONGEST_PIN}
          words={words.verify}
          disabled={checking}
          onChange={(value) => type({ digits: value })}
        />
      </div>
    </Stage>
  );
}
