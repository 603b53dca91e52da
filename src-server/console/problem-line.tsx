import { useSpeech } from './language.tsx';
import type { Problem } from './review-server.ts';

/** Why something was not done. */
export function ProblemLine({ problem }: { readonly problem: Problem }) {
  const { name } = useSpeech();
  if (problem === null) return null;
  return (
    <div className="problem" role="alert">
      <p>✕ {name(problem.code)}</p>
      {problem.details.map((detail) => (
        <p key={detail}>
          <small>{detail}</small>
        </p>
      ))}
    </div>
  );
}
