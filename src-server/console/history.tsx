import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import type { HistoryEntry } from './review-model.ts';

/** Who did what, in order; the machine has no name. */
export function History({ history }: { readonly history: readonly HistoryEntry[] }) {
  const { say, name, text } = useSpeech();
  return (
    <>
      <h3>{say('history')}</h3>
      <ol>
        {history.map((entry) => (
          <li key={`${entry.at} ${entry.kind} ${entry.what}`}>
            <p>
              <strong>{name(entry.kind)}</strong>
              {entry.what !== null && <span>{name(entry.what)}</span>}
              {entry.material !== null && <span>{text(entry.material)}</span>}
              <span>{entry.operator ?? say('machine')}</span>
              <time dateTime={entry.at}>{dayAndTime(entry.at)}</time>
            </p>
            {entry.note !== null && <p className="note">{entry.note}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}
