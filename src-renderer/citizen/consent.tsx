import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './consent.css';

/** One sentence each on who, what, what for, how long and which rights; declining is as easy as agreeing. */
export function Consent({ screen }: ScreenProps<'consent'>) {
  const { words, say, act } = useTerminal();
  return (
    <Stage
      title={words.consent.title}
      explain={words.consent.explain}
      action={
        <>
          <Button onPress={() => act({ type: 'leave' })}>{words.consent.decline}</Button>
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {words.consent.agree}
          </Button>
        </>
      }
    >
      <dl className="points">
        {screen.points.map((point) => (
          <div key={point.title.zh} className="point">
            <dt>{say(point.title)}</dt>
            <dd>{say(point.body)}</dd>
          </div>
        ))}
      </dl>
    </Stage>
  );
}
