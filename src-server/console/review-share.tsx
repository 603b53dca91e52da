import { useSpeech } from './language.tsx';
import type { ReviewOverview } from './review-model.ts';

interface ShareProps {
  readonly counts: ReviewOverview['counts'];
  readonly days: number;
}

const parts = ['approve', 'acceptWithPromise', 'refuse', 'correct', 'toPerson'] as const;

/** How much was decided with no clerk, and what became of the rest. */
export function ReviewShare({ counts, days }: ShareProps) {
  const { say, name } = useSpeech();
  const all = parts.reduce((sum, part) => sum + counts[part], 0);
  const automatic = counts.approve + counts.acceptWithPromise + counts.refuse;
  if (all === 0)
    return (
      <section>
        <p className="empty">{say('noReviews')}</p>
      </section>
    );
  const percent = (number: number) => `${((100 * number) / all).toFixed(1)} %`;
  return (
    <section className="share">
      <p className="headline">
        <strong>{percent(automatic)}</strong>
        <span>
          {say('automaticShare')}
          <small>
            {automatic} / {all} · {say('last')} {days} {say('dayWord')}
          </small>
        </span>
      </p>
      <ul>
        {parts.map((part) => (
          <li key={part}>
            <span>{name(part)}</span>
            <span className="track" aria-hidden="true">
              <span className={part} style={{ width: `${(100 * counts[part]) / all}%` }} />
            </span>
            <span className="figure">{counts[part]}</span>
            <span className="figure">{percent(counts[part])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
