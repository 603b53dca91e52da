import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './consent.css';

/** A consent of its own, before the camera is on; saying no costs nothing and leads on. */
export function FaceConsent({ screen }: ScreenProps<'faceConsent'>) {
  const { words, act } = useTerminal();
  const { faceConsent } = words;
  const points = [faceConsent.what(screen.photo === 'card'), ...faceConsent.points];
  return (
    <Stage
      title={faceConsent.title}
      explain={faceConsent.explain}
      action={
        <>
          <Button onPress={() => act({ type: 'otherWay' })}>{faceConsent.decline}</Button>
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {faceConsent.agree}
          </Button>
        </>
      }
    >
      <dl className="points">
        {points.map(({ title, body }) => (
          <div key={title} className="point">
            <dt>{title}</dt>
            <dd>{body}</dd>
          </div>
        ))}
      </dl>
    </Stage>
  );
}
