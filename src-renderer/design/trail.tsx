import type { View } from '../../src-shared/view.ts';
import { useTerminal } from '../terminal-context.ts';

/** Where the person is in the item: the step by name, the whole way as marks, what comes next. */
export function Trail({ trail }: { readonly trail: NonNullable<View['trail']> }) {
  const { words } = useTerminal();
  const total = trail.steps.length;
  const here = trail.steps[trail.current];
  const next = trail.steps[trail.current + 1];
  return (
    <nav className="trail" aria-label={words.bottomBar.progress}>
      <ol className="trail-marks" aria-hidden="true">
        {trail.steps.map((step, index) => (
          <li
            key={step}
            className={index < trail.current ? 'done' : index === trail.current ? 'here' : 'later'}
          />
        ))}
      </ol>
      <p className="trail-words">
        <strong>
          {here === undefined ? '' : words.trail[here]}
          <span className="visually-hidden">{words.bottomBar.step(trail.current + 1, total)}</span>
        </strong>
        <span className="extra">{next === undefined ? '' : words.bottomBar.nextStep(words.trail[next])}</span>
      </p>
    </nav>
  );
}
