import { type FormEvent, useState } from 'react';
import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { RecallRow } from './review-model.ts';
import { type Problem, sendRecallStep } from './review-server.ts';

interface RecallsProps {
  readonly recalls: readonly RecallRow[];
  readonly onChoose: (caseId: string) => void;
  readonly onDone: () => void;
}

const steps = ['effectStopped', 'personHeard', 'decidedAnew', 'othersChecked'] as const;

/** Wrong decisions of the machine, and how far each is put right. */
export function Recalls({ recalls, onChoose, onDone }: RecallsProps) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby="recalls">
      <h2 id="recalls">
        {say('recalls')} <small>{recalls.filter(({ closedAt }) => closedAt === null).length}</small>
      </h2>
      <ul className="recalls">
        {recalls.map((recall) => (
          <RecallLine key={recall.caseId} recall={recall} onChoose={onChoose} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

function RecallLine({
  recall,
  onChoose,
  onDone,
}: Omit<RecallsProps, 'recalls'> & { readonly recall: RecallRow }) {
  const { say, name, text } = useSpeech();
  const [problem, setProblem] = useState<Problem>(null);
  const next = steps[recall.steps.length];
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const refused = await sendRecallStep(recall.caseId, next ?? '', String(new FormData(form).get('note')));
    setProblem(refused);
    if (refused !== null) return;
    form.reset();
    onDone();
  };
  return (
    <li>
      <p>
        <button type="button" className="link" onClick={() => onChoose(recall.caseId)}>
          {recall.title === null ? recall.itemCode : text(recall.title)}
        </button>{' '}
        {dayAndTime(recall.openedAt)} {recall.openedBy}
      </p>
      <p>
        {steps.map((step, index) => {
          const done = recall.steps[index];
          return (
            <span key={step} className={done === undefined ? 'tag busy' : 'tag good'} title={done?.by ?? ''}>
              {done === undefined ? '○' : '✓'} {name(step)}
            </span>
          );
        })}
      </p>
      {next === undefined ? (
        <p className="stale">{say('recallClosed')}</p>
      ) : (
        <form className="line" onSubmit={submit}>
          <label>
            {say('nextStep')}：{name(next)}
            <input name="note" placeholder={say('recallNote')} minLength={5} maxLength={500} required />
          </label>
          <button type="submit" className="quiet">
            {say('record')}
          </button>
          <ProblemLine problem={problem} />
        </form>
      )}
    </li>
  );
}
