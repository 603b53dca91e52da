import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Helper } from '../design/drawings.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { livePicture, onLivePicture } from '../live-picture.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import '../design/camera-hint.css';
import './paper-scan.css';

/** The camera of the machine over the paper: what it sees, where the sheet is, and what keeps it from being taken. */
export function PaperScan({ screen }: ScreenProps<'paperScan'>) {
  const { words, say, act } = useTerminal();
  const { paperScan } = words;
  const { ready, page, hint, still, problem } = screen;
  if (problem !== null) return <Broken screen={screen} problem={problem} />;
  const { titles } = paperScan;
  return (
    <Stage
      title={!ready ? titles.starting : page === 1 ? titles.first : titles.further(page)}
      explain={paperScan.explain}
      action={
        <Button look="main" disabled={!ready} onPress={() => act({ type: 'takePicture' })}>
          {paperScan.take}
        </Button>
      }
    >
      <h2 className="paper-scan-material">{say(screen.material)}</h2>
      <View screen={screen} label={paperScan.picture} />
      <p className={`camera-hint ${still ? 'still' : hint === null ? '' : 'warned'}`} role="status">
        {(still || hint !== null) && <Icon name={still ? 'tick' : 'warning'} />}
        {still ? paperScan.hold : hint === null ? paperScan.waiting : paperScan.hints[hint]}
      </p>
    </Stage>
  );
}

function View({ screen, label }: ScreenProps<'paperScan'> & { readonly label: string }) {
  const { outline, frame, still, hint } = screen;
  const stream = useSyncExternalStore(onLivePicture, livePicture, () => null);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  const { width, height } = frame ?? { width: 4, height: 3 };
  const points = outline?.map(({ x, y }) => `${x * width},${y * height}`).join(' ');
  return (
    <div className="paper-scan-view">
      <video ref={video} autoPlay muted playsInline />
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {points !== undefined && (
          <>
            <polygon className="under" points={points} />
            <polygon className={still ? 'still' : hint === null ? '' : 'warned'} points={points} />
          </>
        )}
      </svg>
    </div>
  );
}

function Broken({
  screen,
  problem,
}: ScreenProps<'paperScan'> & {
  readonly problem: NonNullable<ScreenProps<'paperScan'>['screen']['problem']>;
}) {
  const { words, act } = useTerminal();
  const { paperScan } = words;
  const title = paperScan.problems[problem];
  return (
    <Stage
      title={title}
      explain={problem === 'refused' ? paperScan.refusedExplain : paperScan.problemExplain}
      picture={<Helper label={title} />}
      action={
        <Button look="main" icon="retry" onPress={() => act({ type: 'retry' })}>
          {paperScan.retry}
        </Button>
      }
    >
      {screen.page > 1 && <Banner tone="info">{paperScan.notLost}</Banner>}
    </Stage>
  );
}
