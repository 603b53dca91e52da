import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { CodeBoxes } from '../design/code-boxes.tsx';
import { Keypad } from '../design/keypad.tsx';
import { Stage } from '../design/stage.tsx';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './staff.css';

export const SHORTEST_PIN = 6;
export const LONGEST_PIN = 12;

export function StaffSignIn({ screen }: ScreenProps<'staffSignIn'>) {
  const { words, act } = useTerminal();
  const digits = useTerminalStore((state) => state.typed.digits);
  const type = useTerminalStore((state) => state.type);
  const { signIn } = words.staff;
  const submit = () => {
    act({ type: 'staffSignIn', pin: digits });
    // Sent: no need to hold it any longer.
    type({ digits: '' });
  };
  return (
    <Stage
      title={signIn.title}
      explain={signIn.explain}
      action={
        <Button look="main" disabled={digits.length < SHORTEST_PIN} onPress={submit}>
          {signIn.signIn}
        </Button>
      }
    >
      <div className="staff-pin">
        <CodeBoxes hidden value={digits} length={LONGEST_PIN} label={signIn.digits(digits.length)} />
      </div>
      {screen.problem !== null && <Banner tone="warning">{signIn.problems[screen.problem]}</Banner>}
      <div className="staff-pad">
        <Keypad
          value={digits}
          length={LONGEST_PIN}
          words={words.verify}
          onChange={(value) => type({ digits: value })}
        />
      </div>
    </Stage>
  );
}
