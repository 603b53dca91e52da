import { type FormEvent, useState } from 'react';
import { openPaper, useGivenPapers } from './desk-server.ts';
import { useSpeech } from './language.tsx';
import { OpenedPages } from './opened-pages.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { GivenPaperRow, OpenedPaper } from './promise-model.ts';
import type { Me } from './review-model.ts';
import type { Problem } from './review-server.ts';

interface GivenPapersProps {
  readonly submissionKey: string;
  readonly revision: string;
  readonly me: Me;
  /** Something was opened, and stands in the history now. */
  readonly onDone: () => void;
}

/** What came with a matter. Pages are shut until somebody says why they have to see them. */
export function GivenPapers({ submissionKey, revision, me, onDone }: GivenPapersProps) {
  const { say } = useSpeech();
  const given = useGivenPapers(submissionKey, revision);
  if (given === null) return null;
  const anyPages = given.papers.some((paper) => paper.kind === 'upload' && paper.pages !== null);
  const shut = !anyPages
    ? null
    : me.role === 'administrator'
      ? say('clerksOnly')
      : given.openable
        ? null
        : say('onlyWhileDeciding');
  return (
    <>
      <h3>{say('givenPapers')}</h3>
      {given.papers.length === 0 && <p className="stale">{say('noPapers')}</p>}
      <ul className="papers">
        {given.papers.map((paper) => (
          <PaperLine
            key={paper.materialId}
            submissionKey={submissionKey}
            paper={paper}
            me={me}
            mayOpen={shut === null}
            onDone={onDone}
          />
        ))}
      </ul>
      {shut !== null && <small>{shut}</small>}
    </>
  );
}

interface PaperLineProps extends Omit<GivenPapersProps, 'revision'> {
  readonly paper: GivenPaperRow;
  readonly mayOpen: boolean;
}

function PaperLine({ submissionKey, paper, me, mayOpen, onDone }: PaperLineProps) {
  const { say, text } = useSpeech();
  const [asking, setAsking] = useState(false);
  const [opened, setOpened] = useState<OpenedPaper | null>(null);
  const [problem, setProblem] = useState<Problem>(null);
  const title = paper.name === null ? paper.materialId : text(paper.name);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason'));
    const answer = await openPaper(submissionKey, paper.materialId, reason);
    setProblem(answer.problem);
    if (answer.opened === null) return;
    setAsking(false);
    setOpened(answer.opened);
    onDone();
  };
  return (
    <li>
      <p>
        <span>
          <strong>{title}</strong>
          <small>
            <Nature paper={paper} />
          </small>
        </span>
        {paper.kind === 'upload' && paper.pages !== null && mayOpen && !asking && (
          <button type="button" className="quiet" onClick={() => setAsking(true)}>
            {say('openPaper')}
          </button>
        )}
      </p>
      {asking && (
        <form className="act" onSubmit={submit}>
          <label>
            {say('openReason')}
            <textarea name="reason" rows={2} minLength={5} maxLength={500} required />
          </label>
          <ProblemLine problem={problem} />
          <button type="submit" className="main">
            {say('openAndRecord')}
          </button>
          <small>{say('openEffect')}</small>
        </form>
      )}
      {opened !== null && (
        <OpenedPages title={title} operator={me.name} opened={opened} onClose={() => setOpened(null)} />
      )}
    </li>
  );
}

function Nature({ paper }: { readonly paper: GivenPaperRow }) {
  const { say } = useSpeech();
  if (paper.kind === 'eLicence')
    return `${say('eLicence')} · ${paper.issuer} · ${paper.numberMasked ?? say('numberErased')}`;
  if (paper.pages === null) return say('pagesErased');
  return paper.pages === 1 ? say('onePage') : `${paper.pages} ${say('pageWord')}`;
}
