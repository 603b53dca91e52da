import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import './paper-preview.css';

/** The page that was just photographed: again, another one, or that is all. */
export function PaperScanned({ screen }: ScreenProps<'paperScanned'>) {
  const { words, say, act } = useTerminal();
  const { paperScanned } = words;
  const { page, most, jpegBase64, straightened } = screen;
  return (
    <Stage
      title={paperScanned.title}
      explain={paperScanned.explain}
      action={
        <>
          <Button onPress={() => act({ type: 'retry' })}>{paperScanned.retake}</Button>
          {page < most && <Button onPress={() => act({ type: 'addPage' })}>{paperScanned.addPage}</Button>}
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {paperScanned.done}
          </Button>
        </>
      }
    >
      <div className="paper-preview">
        <h2>{say(screen.material)}</h2>
        <img src={`data:image/jpeg;base64,${jpegBase64}`} alt={paperScanned.picture} />
        <p>{paperScanned.page(page, most)}</p>
        {!straightened && <Banner tone="warning">{paperScanned.whole}</Banner>}
      </div>
    </Stage>
  );
}
