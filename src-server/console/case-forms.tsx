import { type FormEvent, useState } from 'react';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { ReviewCaseDetail } from './review-model.ts';
import { decideCase, type Problem, sendAfterCheck } from './review-server.ts';

const kinds = ['approve', 'correct', 'acceptWithPromise', 'refuse'] as const;

/** What a clerk decides, and why; nothing is chosen beforehand. */
export function DecisionForm({
  one,
  onDone,
}: {
  readonly one: ReviewCaseDetail;
  readonly onDone: () => void;
}) {
  const { say, name, text } = useSpeech();
  const [kind, setKind] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const decision = Object.fromEntries([...form].map(([field, value]) => [field, String(value)]));
    const refused = await decideCase(one.id, decision);
    setProblem(refused);
    if (refused === null) onDone();
  };
  const offered = kinds.filter((each) => each !== 'acceptWithPromise' || one.promises.length > 0);
  return (
    <form className="act" onSubmit={submit}>
      <h3>{say('yourDecision')}</h3>
      <div className="choices">
        {offered.map((each) => (
          <label key={each}>
            <input type="radio" name="kind" value={each} required onChange={() => setKind(each)} />
            {name(each)}
          </label>
        ))}
      </div>
      {kind === 'acceptWithPromise' && (
        <label>
          {say('whichPromise')}
          <select name="promise" required>
            {one.promises.map(({ code, material }) => (
              <option key={code} value={code}>
                {text(material)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {say('yourReason')}
        <textarea name="reason" rows={2} minLength={5} maxLength={500} required />
      </label>
      {kind === 'refuse' && (
        <label>
          {say('yourRemedy')}
          <textarea name="remedy" rows={2} minLength={5} maxLength={500} required />
        </label>
      )}
      <ProblemLine problem={problem} />
      <button type="submit" className="main">
        {say('decide')}
      </button>
      <small>{say('decideEffect')}</small>
    </form>
  );
}

/** Somebody looks at a machine's decision again. */
export function AfterCheckForm({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { say } = useSpeech();
  const [problem, setProblem] = useState<Problem>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const result = form.get('result') === 'wrong' ? 'wrong' : 'right';
    const refused = await sendAfterCheck(id, result, String(form.get('note')));
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <form className="act" onSubmit={submit}>
      <h3>{say('checkAgain')}</h3>
      <div className="choices">
        {(['right', 'wrong'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="result" value={each} required />
            {say(each)}
          </label>
        ))}
      </div>
      <label>
        {say('checkNote')}
        <textarea name="note" rows={2} minLength={5} maxLength={500} required />
      </label>
      <ProblemLine problem={problem} />
      <button type="submit" className="main">
        {say('record')}
      </button>
      <small>{say('checkEffect')}</small>
    </form>
  );
}
