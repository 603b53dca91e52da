import { dayAndTime } from './format.ts';
import { KindTag } from './kind-tag.tsx';
import { useSpeech } from './language.tsx';
import type { ReviewCaseRow } from './review-model.ts';

interface QueueProps {
  readonly queue: readonly ReviewCaseRow[];
  readonly now: string;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

/** What waits for a person, the oldest first; after-checks behind what somebody waits for. */
export function ReviewQueue({ queue, now, chosen, onChoose }: QueueProps) {
  const { say, text } = useSpeech();
  const waiting = queue.filter(({ kind }) => kind === 'toPerson');
  const checks = queue.filter(({ kind }) => kind !== 'toPerson');
  return (
    <section aria-labelledby="queue">
      <h2 id="queue">
        {say('queue')}{' '}
        <small>
          {waiting.length} + {checks.length} {say('afterCheck')}
        </small>
      </h2>
      <div className="scroll queue">
        <table>
          <thead>
            <tr>
              <th>{say('table')}</th>
              <th>{say('applicant')}</th>
              <th>{say('machineSaid')}</th>
              <th>{say('why')}</th>
              <th className="figure">{say('since')}</th>
            </tr>
          </thead>
          <tbody>
            {[...waiting, ...checks].map((one) => (
              <tr key={one.id} data-case={one.id} aria-selected={chosen === one.id}>
                <td>
                  <button type="button" className="link" onClick={() => onChoose(one.id)}>
                    {one.title === null ? one.tableId : text(one.title)}
                  </button>
                  <small>{one.itemCode}</small>
                </td>
                <td>
                  {one.applicant.name}
                  <small>{one.applicant.idNumber}</small>
                </td>
                <td>
                  <KindTag kind={one.machineKind} />
                </td>
                <td className="words">
                  {one.afterCheck === 'due' ? say('checkAgain') : <Why why={one.why} />}
                </td>
                <td className="figure">
                  {dayAndTime(one.reviewedAt)}
                  <small>
                    <Waited from={one.reviewedAt} to={now} />
                  </small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {queue.length === 0 && <p className="empty">{say('emptyQueue')}</p>}
    </section>
  );
}

export function Why({ why }: { readonly why: ReviewCaseRow['why'] }) {
  const { name, text } = useSpeech();
  if (why.sentence !== null) return text(why.sentence);
  return why.doubts.map(({ label, doubt }) => (
    <span key={text(label)} className="tag warn">
      ! {text(label)} {name(doubt)}
    </span>
  ));
}

/** 3 days 4 h, 4 h 12 min, 12 min */
function Waited({ from, to }: { readonly from: string; readonly to: string }) {
  const { say } = useSpeech();
  const minutes = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) return `${days} ${say('dayShort')} ${hours} ${say('hourWord')}`;
  const rest = `${minutes % 60} ${say('minuteWord')}`;
  return hours > 0 ? `${hours} ${say('hourWord')} ${rest}` : rest;
}
