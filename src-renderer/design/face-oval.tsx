import type { ScreenOf } from '../../src-shared/view.ts';
import './face-oval.css';

type Prompt = ScreenOf<'faceCheck'>['prompt'] | 'passed' | 'notPassed';

/** Beside the oval, as in a mirror: what is at the person's left is at the left. */
const marks: Record<Prompt, string> = {
  lookStraight: '',
  turnLeft: 'M86 236 22 300l64 64M26 300h92',
  turnRight: 'm514 236 64 64-64 64M574 300h-92',
  comeCloser:
    'm96 96-60-60M36 86V36h50M504 96l60-60M564 86V36h-50M96 504l-60 60M36 514v50h50M504 504l60 60M564 514v50h-50',
  passed: 'm214 306 62 62 118-136',
  notPassed: 'M300 196v136M300 396v4',
};

interface FaceOvalProps {
  readonly label: string;
  readonly prompt: Prompt;
  /** There is no picture of a camera behind it: a head is drawn. */
  readonly empty: boolean;
}

/** Where the face belongs, and which way it should move. */
export function FaceOval({ label, prompt, empty }: FaceOvalProps) {
  const ended = prompt === 'passed' || prompt === 'notPassed';
  return (
    <svg className={`face-oval ${prompt}`} viewBox="0 0 600 600" role="img" aria-label={label}>
      {empty && !ended && (
        <path
          className="head"
          d="M300 150c66 0 108 50 108 118 0 74-46 132-108 132s-108-58-108-132c0-68 42-118 108-118zM252 392v44c0 20-96 26-112 62M348 392v44c0 20 96 26 112 62"
        />
      )}
      <ellipse className="ring" cx="300" cy="300" rx="204" ry="276" />
      <path className="mark" d={marks[prompt]} />
    </svg>
  );
}
