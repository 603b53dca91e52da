import { useSpeech } from './language.tsx';
import type { TransactionRow } from './model.ts';

/** How it ended, and whether a print of it still waits for a person. */
export function ResultTag({ transaction }: { readonly transaction: TransactionRow }) {
  const { say, name } = useSpeech();
  const { result, openJob } = transaction;
  return (
    <>
      {result === null ? (
        <span className="tag busy">… {say('underWay')}</span>
      ) : result === 'completed' ? (
        <span className="tag good">✓ {name(result)}</span>
      ) : (
        <span className={result === 'failed' ? 'tag bad' : 'tag warn'}>
          {result === 'failed' ? '✕' : '!'} {name(result)}
        </span>
      )}
      {openJob !== null && openJob !== 'closed' && (
        <span className="tag bad">
          ! {say('openJobs')} {name(openJob)}
        </span>
      )}
    </>
  );
}
