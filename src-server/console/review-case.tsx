import { AfterCheckForm, DecisionForm } from './case-forms.tsx';
import { dayAndTime } from './format.ts';
import { GivenPapers } from './given-papers.tsx';
import { History } from './history.tsx';
import { KindTag } from './kind-tag.tsx';
import { useSpeech } from './language.tsx';
import type { Me, ReviewCaseDetail } from './review-model.ts';
import { Why } from './review-queue.tsx';
import { useCase } from './review-server.ts';

interface CaseProps {
  readonly id: string;
  readonly revision: string;
  readonly me: Me;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** One case: what is known of it, masked, what the machine said, and what a person says now. */
export function ReviewCase({ id, revision, me, onDone, onClose }: CaseProps) {
  const { say, text } = useSpeech();
  const one = useCase(id, revision);
  if (one === null) return <aside />;
  return (
    <aside className="case" aria-label={one.title === null ? one.tableId : text(one.title)}>
      <header>
        <h2>{one.title === null ? one.tableId : text(one.title)}</h2>
        <button type="button" className="quiet" onClick={onClose}>
          {say('close')}
        </button>
      </header>
      <p>
        <KindTag kind={one.kind} />
        {one.decidedBy !== null && <small>{one.decidedBy}</small>}
      </p>
      <dl>
        <div>
          <dt>{say('applicant')}</dt>
          <dd>
            {one.applicant.name} {one.applicant.idNumber}
          </dd>
        </div>
        <div>
          <dt>{say('terminal')}</dt>
          <dd>
            {one.terminalNumber ?? '—'} · {dayAndTime(one.appliedAt)}
          </dd>
        </div>
        <div>
          <dt>{say('reviewedBy')}</dt>
          <dd>
            {one.ruleSet === null
              ? say('noRules')
              : `${one.ruleSet.id} v${one.ruleSet.version} · ${one.ruleSet.sha256.slice(0, 8)} · ${one.row === null ? say('noRow') : `${say('rowWord')} ${one.row}`}`}
          </dd>
        </div>
        <div>
          <dt>{say('why')}</dt>
          <dd>
            {one.machineKind === 'toPerson' ? (
              <Why why={one.why} />
            ) : one.afterCheck === null ? (
              '—'
            ) : (
              say('afterCheck')
            )}
          </dd>
        </div>
        <div>
          <dt>{say('told')}</dt>
          <dd>{[...one.reasons, ...one.corrections].map(text).join(' ') || '—'}</dd>
        </div>
        <div>
          <dt>{say('law')}</dt>
          <dd>{one.law.join('；') || '—'}</dd>
        </div>
      </dl>
      <Facts facts={one.facts} />
      <GivenPapers submissionKey={id} revision={revision} me={me} onDone={onDone} />
      {one.kind === 'toPerson' && <DecisionForm one={one} onDone={onDone} />}
      {one.afterCheck === 'due' && <AfterCheckForm id={one.id} onDone={onDone} />}
      <History history={one.history} />
    </aside>
  );
}

function Facts({ facts }: { readonly facts: ReviewCaseDetail['facts'] }) {
  const { say, name, text } = useSpeech();
  const shown = (value: boolean | number | string) => {
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
    const code = `value:${value}`;
    return name(code) === code ? String(value) || say('none') : name(code);
  };
  return (
    <>
      <h3>{say('facts')}</h3>
      <table>
        <thead>
          <tr>
            <th>{say('facts')}</th>
            <th>{say('value')}</th>
            <th>{say('source')}</th>
            <th className="figure">{say('asOf')}</th>
          </tr>
        </thead>
        <tbody>
          {facts.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a record never change
            <tr key={index}>
              <td className="words">{text(fact.label)}</td>
              <td className="words">
                {fact.value === null ? (
                  <span className="tag bad">✕ {say('noAnswer')}</span>
                ) : (
                  shown(fact.value)
                )}
              </td>
              <td>{name(fact.source)}</td>
              <td className="figure">{fact.asOf === null ? '—' : dayAndTime(fact.asOf).slice(0, 11)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
