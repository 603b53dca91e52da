import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { FaceOval } from '../design/face-oval.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './face-check.css';

/** Not passed is nobody's fault and no end: again, or another way. */
export function FaceResult({ screen }: ScreenProps<'faceResult'>) {
  const { words, act } = useTerminal();
  const { faceResult } = words;
  const { problem, triesLeft } = screen;
  if (problem === null)
    return (
      <Stage
        title={faceResult.passed.title}
        explain={faceResult.passed.explain}
        picture={<FaceOval label={faceResult.passed.title} prompt="passed" empty />}
        action={
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {words.actions.next}
          </Button>
        }
      />
    );
  return (
    <Stage
      title={faceResult.notPassed}
      explain={faceResult.noMatter(triesLeft)}
      action={
        <>
          <Button onPress={() => act({ type: 'retry' })}>{words.actions.retry}</Button>
          <Button look="main" onPress={() => act({ type: 'otherWay' })}>
            {faceResult.otherWay}
          </Button>
        </>
      }
    >
      <div className="face-view">
        <FaceOval label={faceResult.notPassed} prompt="notPassed" empty />
      </div>
      <Banner tone="warning">{faceResult.problems[problem]}</Banner>
    </Stage>
  );
}
