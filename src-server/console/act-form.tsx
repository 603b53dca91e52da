import { type FormEvent, useState } from 'react';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { Problem } from './review-server.ts';
import type { words } from './words.ts';

type Word = keyof typeof words;

interface ActFormProps {
  readonly words: readonly [title: Word, reason: Word, effect: Word];
  readonly record: (reason: string) => Promise<Problem>;
  readonly onDone: () => void;
}

/** Something that a person says they did, with a reason that is recorded. */
export function ActForm({ words: [title, why, effect], record, onDone }: ActFormProps) {
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
