import { ActForm } from './act-form.tsx';
import { recordCame, recordTold, usePromise } from './desk-server.ts';
import { dayAndTime } from './format.ts';
import { GivenPapers } from './given-papers.tsx';
import { History } from './history.tsx';
import { useSpeech } from './language.tsx';
import { DaysLeft, Promiser, PromiseTag, Reminder } from './promise-parts.tsx';
import type { Me } from './review-model.ts';

interface PromiseCaseProps {
  readonly submissionKey: string;
  readonly code: string;
  readonly revision: string;
  readonly me: Me;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** One promised paper: what is owed, what was done about it, and what somebody at a counter can say now. */
export function PromiseCase({ submissionKey, code, revision, me, onDone, onClose }: PromiseCaseProps) {
  const { say, text } = useSpeech();
  const one = usePromise(submissionKey, code, revision);
  if (one === null) return <aside className="case" />;
  const title = text(one.material);
  return (
    <aside className="case" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="quiet" onClick={onClose}>
          {say('close')}
        </button>
      </header>
      <p>
        <PromiseTag state={one.state} />
      </p>
      <dl>
        <div>
          <dt>{say('matter')}</dt>
          <dd>
            {one.itemName === null ? one.itemCode : text(one.itemName)} <small>{one.number}</small>
          </dd>
        </div>
        <div>
          <dt>{say('promisedBy')}</dt>
          <dd>
            <Promiser row={one} />
          </dd>
        </div>
        <div>
          <dt>{say('lastDay')}</dt>
          <dd>
            {one.dueOn} <DaysLeft row={one} />
          </dd>
        </div>
        <div>
          <dt>{say('consequence')}</dt>
          <dd>{text(one.consequence)}</dd>
        </div>
        <div>
          <dt>{say('reminder')}</dt>
          <dd>
            <Reminder row={one} />
          </dd>
        </div>
        {one.state === 'open' && (
          <div>
            <dt>{say('officeSaid')}</dt>
            <dd>{one.askedAt === null ? say('never') : `${say('notHere')} · ${dayAndTime(one.askedAt)}`}</dd>
          </div>
        )}
      </dl>
      <GivenPapers submissionKey={submissionKey} revision={revision} me={me} onDone={onDone} />
      {one.state === 'open' && me.role === 'operator' && (
        <>
          {one.givenUp && (
            <ActForm
              words={['toldByPerson', 'toldReason', 'toldEffect']}
              record={(reason) => recordTold(submissionKey, code, reason)}
              onDone={onDone}
            />
          )}
          <ActForm
            words={['cameToCounter', 'cameReason', 'cameEffect']}
            record={(reason) => recordCame(submissionKey, code, reason)}
            onDone={onDone}
          />
        </>
      )}
      <History history={one.history} />
    </aside>
  );
}
