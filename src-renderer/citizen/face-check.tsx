import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { ScreenOf } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { FaceOval } from '../design/face-oval.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { livePicture, onLivePicture } from '../live-picture.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import '../design/camera-hint.css';
import './face-check.css';

/** The camera's picture as in a mirror, and only within the oval: who stands behind is not shown. */
function Mirror({
  prompt,
  label,
}: {
  readonly prompt: ScreenOf<'faceCheck'>['prompt'];
  readonly label: string;
}) {
  const stream = useSyncExternalStore(onLivePicture, livePicture, () => null);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = stream;
  }, [stream]);
  return (
    <div className="face-view">
      <div className="mirror">
        <video ref={video} autoPlay muted playsInline />
        <FaceOval label={label} prompt={prompt} empty={stream === null} />
      </div>
    </div>
  );
}

export function FaceCheck({ screen }: ScreenProps<'faceCheck'>) {
  const { words, act } = useTerminal();
  const { faceCheck } = words;
  const { ready, prompt, hint, done, of } = screen;
  const title = ready ? faceCheck.prompts[prompt] : faceCheck.starting;
  return (
    <Stage
      title={title}
      explain={faceCheck.explain}
      action={<Button onPress={() => act({ type: 'otherWay' })}>{faceCheck.otherWay}</Button>}
    >
      <Mirror prompt={prompt} label={title} />
      <p className={`camera-hint ${hint === null ? '' : 'warned'}`} role="status">
        {hint !== null && <Icon name="warning" />}
        {hint === null ? faceCheck.progress(done, of) : faceCheck.hints[hint]}
      </p>
      <div className="face-dots" aria-hidden="true">
        {[...Array(of).keys()].map((at) => (
          <span key={at} className={at < done ? 'done' : at === done ? 'now' : ''}>
            {at < done && <Icon name="tick" />}
          </span>
        ))}
      </div>
    </Stage>
  );
}
