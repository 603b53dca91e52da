import { type FormEvent, useState } from 'react';
import { recordCame, recordTold, usePromise } from './desk-server.ts';
import { dayAndTime } from './format.ts';
import { GivenPapers } from './given-papers.tsx';
import { History } from './history.tsx';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import { DaysLeft, Promiser, PromiseTag, Reminder } from './promise-parts.tsx';
import type { promiseWords } from './promise-words.ts';
import type { Me } from './review-model.ts';
import type { Problem } from './review-server.ts';

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

type Word = keyof typeof promiseWords;

interface ActFormProps {
  readonly words: readonly [title: Word, reason: Word, effect: Word];
  readonly record: (reason: string) => Promise<Problem>;
  readonly onDone: () => void;
}

function ActForm({ words: [title, why, effect], record, onDone }: ActFormProps) {
  const { say } = useSpeech();
  const [problem, setProblem] = useState<Problem>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason'));
    const refused = await record(reason);
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <form className="act" onSubmit={submit}>
      <h3>{say(title)}</h3>
      <label>
        {say(why)}
        <textarea name="reason" rows={2} minLength={5} maxLength={500} required />
      </label>
      <ProblemLine problem={problem} />
      <button type="submit" className="main">
        {say('record')}
      </button>
      <small>{say(effect)}</small>
    </form>
  );
}
