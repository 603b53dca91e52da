import { type FormEvent, useState } from 'react';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import { addOperator, type Problem, useOperators } from './review-server.ts';

/** Who may sign in; the administrator adds people. */
export function Operators({ revision, onDone }: { readonly revision: string; readonly onDone: () => void }) {
  const { say } = useSpeech();
  const operators = useOperators(revision);
  const [problem, setProblem] = useState<Problem>(null);
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name'));
    const answer = await addOperator(name);
    setProblem(answer.problem);
    if (answer.password === null) return;
    setMade({ name, password: answer.password });
    form.reset();
    onDone();
  };
  return (
    <section aria-labelledby="operators">
      <h2 id="operators">
        {say('operators')} <small>{operators?.map(({ name }) => name).join(say('listComma'))}</small>
      </h2>
      {made === null ? (
        <form className="line" onSubmit={submit}>
          <label>
            {say('operatorName')}
            <input name="name" pattern="[a-z][a-z0-9.\-]{1,30}" required />
          </label>
          <button type="submit" className="quiet">
            {say('addOperator')}
          </button>
          <ProblemLine problem={problem} />
        </form>
      ) : (
        <p className="enrolment" role="status">
          {made.name} <strong>{made.password}</strong> {say('firstPassword')}{' '}
          <button type="button" className="quiet" onClick={() => setMade(null)}>
            {say('close')}
          </button>
        </p>
      )}
    </section>
  );
}
