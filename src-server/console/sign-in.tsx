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
  /** A first sign-in, at which a password is chosen. */
  const [first, setFirst] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = (field: string) => String(form.get(field) ?? '');
    const next = typed('newPassword');
    setBusy(true);
    const refused = await signIn({
      name: typed('name').trim(),
      password: typed('password'),
      ...(next === '' ? {} : { newPassword: next }),
    });
    setBusy(false);
    setProblem(refused);
    if (refused === 'newPasswordNeeded') setFirst(true);
    if (refused === null) onSignedIn();
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>{say('title')}</h1>
        <label htmlFor="name">{say('operatorName')}</label>
        <input id="name" name="name" defaultValue="admin" autoComplete="username" required />
        <label htmlFor="password">{say('password')}</label>
        <input id="password" name="password" type="password" autoComplete="current-password" required />
        {first && (
          <>
            <label htmlFor="newPassword">{say('newPassword')}</label>
            <input
              id="newPassword"
              name="newPassword"
              type="password"
              autoComplete="new-password"
              minLength={10}
              required
            />
          </>
        )}
        <p className={problem === 'newPasswordNeeded' ? 'advice' : 'problem'} role="alert">
          {problem === null ? '' : problem === 'newPasswordNeeded' ? say(problem) : `✕ ${say(problem)}`}
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
