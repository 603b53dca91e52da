import { type FormEvent, useState } from 'react';
import { useSpeech } from './language.tsx';
import { type SignInProblem, signIn } from './server.ts';

interface SignInProps {
  readonly onSignedIn: () => void;
  readonly onLanguage: () => void;
}

export function SignIn({ onSignedIn, onLanguage }: SignInProps) {
  const { say } = useSpeech();
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    const refused = await signIn(password);
    setBusy(false);
    setProblem(refused);
    if (refused === null) onSignedIn();
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>{say('title')}</h1>
        <label htmlFor="password">{say('password')}</label>
        <input id="password" name="password" type="password" autoComplete="current-password" required />
        <p className="problem" role="alert">
          {problem === null ? '' : `✕ ${say(problem)}`}
        </p>
        <button type="submit" className="main" disabled={busy}>
          {say('signIn')}
        </button>
        <button type="button" className="quiet" onClick={onLanguage}>
          {say('language')}
        </button>
      </form>
    </main>
  );
}
