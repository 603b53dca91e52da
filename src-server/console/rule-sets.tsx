import { type FormEvent, useState } from 'react';
import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import { ProblemLine } from './problem-line.tsx';
import type { Me, RuleSetRow } from './review-model.ts';
import { approveRuleSet, type Problem, proposeRuleSet, testRuleSet } from './review-server.ts';

interface RuleSetsProps {
  readonly ruleSets: readonly RuleSetRow[];
  readonly me: Me;
  readonly onDone: () => void;
}

/** The tables, which version is in force, and what it takes to change one. */
export function RuleSets({ ruleSets, me, onDone }: RuleSetsProps) {
  const { say } = useSpeech();
  const [problem, setProblem] = useState<Problem>(null);
  const act = async (doing: Promise<Problem>) => {
    setProblem(await doing);
    onDone();
  };
  return (
    <section aria-labelledby="rule-sets">
      <header>
        <h2 id="rule-sets">
          {say('ruleSets')} <small>{say('ruleEffect')}</small>
        </h2>
        <Propose onDone={onDone} />
      </header>
      <ProblemLine problem={problem} />
      <table>
        <thead>
          <tr>
            <th>{say('table')}</th>
            <th className="figure">{say('version')}</th>
            <th>{say('hash')}</th>
            <th>{say('tested')}</th>
            <th>{say('approvedBy')}</th>
            <th>{say('state')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {ruleSets.map((one) => (
            <RuleSetLine
              key={one.sha256}
              one={one}
              me={me}
              onTest={() => act(testRuleSet(one.sha256))}
              onApprove={() => act(approveRuleSet(one.sha256))}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface LineProps {
  readonly one: RuleSetRow;
  readonly me: Me;
  readonly onTest: () => void;
  readonly onApprove: () => void;
}

function RuleSetLine({ one, me, onTest, onApprove }: LineProps) {
  const { say, name, text } = useSpeech();
  const { testRun } = one;
  const waits = one.effectiveAt === null;
  const green = testRun !== null && testRun.failures.length === 0;
  const mayApprove = waits && green && me.role === 'operator' && !one.approvals.includes(me.name);
  return (
    <tr>
      <td className="words">
        {one.tableId} {one.title === null ? '' : text(one.title)}
      </td>
      <td className="figure">{one.version}</td>
      <td className="code">
        {one.sha256.slice(0, 8)}
        <small>
          {(['content', 'cases'] as const).map((part) => (
            <a key={part} href={`/console/api/review/rule-sets/${one.sha256}/${part}`} download>
              {say(part === 'content' ? 'rulesWord' : 'casesFileWord')}
            </a>
          ))}
        </small>
      </td>
      <td>
        {testRun === null ? (
          <span className="stale">{say('notTestedYet')}</span>
        ) : (
          <span className={green ? 'tag good' : 'tag bad'}>
            {green ? '✓' : '✕'} {testRun.cases} {say('casesWord')}
            {green ? '' : ` · ${testRun.failures.length} ${say('failedWord')}`}
          </span>
        )}
        {testRun !== null && <small>{dayAndTime(testRun.at)}</small>}
        {testRun?.failures.slice(0, 5).map((failure) => (
          <small key={failure} className="failure">
            {failure}
          </small>
        ))}
      </td>
      <td className="words">{one.approvals.map(name).join(say('listComma')) || '—'}</td>
      <td>
        <RuleSetState one={one} />
      </td>
      <td className="acts">
        {waits && (
          <button type="button" className="quiet" onClick={onTest}>
            {say('test')}
          </button>
        )}
        {mayApprove && (
          <button type="button" className="quiet" title={say('approveEffect')} onClick={onApprove}>
            {say('approve')}
          </button>
        )}
      </td>
    </tr>
  );
}

function RuleSetState({ one }: { readonly one: RuleSetRow }) {
  const { say } = useSpeech();
  if (one.inForce) return <span className="tag good">✓ {say('inForce')}</span>;
  if (one.effectiveAt === null) return <span className="tag warn">! {say('proposed')}</span>;
  return <span className="stale">{say('replaced')}</span>;
}

/** Two files from the desk of whoever writes rules. */
function Propose({ onDone }: { readonly onDone: () => void }) {
  const { say } = useSpeech();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<Problem>(null);
  if (!open)
    return (
      <button type="button" className="quiet" onClick={() => setOpen(true)}>
        {say('propose')}
      </button>
    );
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (field: string) => {
      const file = form.get(field);
      return file instanceof File ? file.text() : Promise.resolve('');
    };
    const refused = await proposeRuleSet(await read('content'), await read('cases'));
    setProblem(refused);
    if (refused !== null) return;
    setOpen(false);
    onDone();
  };
  return (
    <form className="act" onSubmit={submit}>
      <label>
        {say('ruleFile')}
        <input type="file" name="content" accept=".json" required />
      </label>
      <label>
        {say('caseFile')}
        <input type="file" name="cases" accept=".yaml,.yml" required />
      </label>
      <ProblemLine problem={problem} />
      <button type="submit" className="main">
        {say('propose')}
      </button>
      <button type="button" className="quiet" onClick={() => setOpen(false)}>
        {say('close')}
      </button>
    </form>
  );
}
