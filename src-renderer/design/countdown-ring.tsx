import { useTerminal } from '../terminal-context.ts';
import { useNow } from './use-now.ts';

const RADIUS = 20;
const LENGTH = 2 * Math.PI * RADIUS;

/** The time until the machine goes on by itself, as a ring that empties; an arrow out of a door inside. */
export function CountdownRing() {
  const { view, words, clock } = useTerminal();
  const now = useNow(clock);
  const { deadline } = view;
  const span = deadline === null ? 0 : deadline.endsAt - deadline.startedAt;
  const left = deadline === null ? 0 : Math.max(0, deadline.endsAt - now);
  const label = deadline === null ? undefined : words.bottomBar.leaveSoon(Math.ceil(left / 1_000));
  return (
    <svg className="countdown-ring" viewBox="0 0 48 48" aria-hidden="true">
      {label !== undefined && <title>{label}</title>}
      {span > 0 && (
        <>
          <circle className="ring-ground" cx="24" cy="24" r={RADIUS} />
          <circle
            className="ring-left"
            cx="24"
            cy="24"
            r={RADIUS}
            transform="rotate(-90 24 24)"
            strokeDasharray={LENGTH}
            strokeDashoffset={LENGTH * (1 - Math.min(1, left / span))}
          />
        </>
      )}
      <path className="ring-leave" d="M22 16.5h-4.5v15H22M25.5 20l4 4-4 4M29.5 24H21" />
    </svg>
  );
}
