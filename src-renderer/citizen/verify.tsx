import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { CodeBoxes } from '../design/code-boxes.tsx';
import { Keypad } from '../design/keypad.tsx';
import { Stage } from '../design/stage.tsx';
import { useNow } from '../design/use-now.ts';
import { groupDigits } from '../i18n/format.ts';
import { useTerminalStore } from '../store.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './verify.css';

export function Verify({ screen }: ScreenProps<'verify'>) {
  const { words, clock, act } = useTerminal();
  const now = useNow(clock);
  const digits = useTerminalStore((state) => state.typed.digits);
  const type = useTerminalStore((state) => state.type);
  const { verify } = words;
  const { codeLength, problem, state } = screen;
  const checking = state === 'checking';
  const wait = Math.max(0, Math.ceil((screen.resendAt - now) / 1_000));
  const submit = () => {
    act({ type: 'submitCode', code: digits });
    // Sent: no need to hold it any longer.
    type({ digits: '' });
  };
  return (
    <Stage
      title={checking ? verify.checking : verify.title}
      explain={
        <>
          {verify.sentTo} <strong className="phone">{groupDigits(screen.phoneMasked)}</strong>
          {screen.otherWays && (
            <span className="verify-other">
              <Button look="quiet" disabled={checking} onPress={() => act({ type: 'otherWay' })}>
                {verify.otherWay}
              </Button>
            </span>
          )}
        </>
      }
      action={
        <>
          <Button
            disabled={checking || wait > 0}
            icon={wait > 0 ? 'clock' : 'retry'}
            onPress={() => act({ type: 'resendCode' })}
          >
            {wait > 0 ? verify.resendIn(wait) : verify.resend}
          </Button>
          <Button look="main" disabled={checking || digits.length < codeLength} onPress={submit}>
            {verify.confirm}
          </Button>
        </>
      }
    >
      <CodeBoxes
        value={digits}
        length={codeLength}
        label={verify.digits(digits.length, codeLength)}
        state={checking ? 'checking' : problem === 'wrongCode' && digits === '' ? 'wrong' : 'typing'}
      />
      {problem !== null && !checking && (
        <Banner tone="warning">
          {problem === 'wrongCode'
            ? verify.problems.wrongCode(screen.attemptsLeft)
            : verify.problems[problem]}
        </Banner>
      )}
      <div className="verify-pad">
        <Keypad
          value={digits}
          length={codeLength}
          words={verify}
          disabled={checking}
          onChange={(value) => type({ digits: value })}
        />
      </div>
    </Stage>
  );
}
