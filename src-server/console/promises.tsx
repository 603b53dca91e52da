import { useState } from 'react';
import { usePromises } from './desk-server.ts';
import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import { PromiseCase } from './promise-case.tsx';
import { type PromiseFilter, type PromiseRow, promiseFilters } from './promise-model.ts';
import { DaysLeft, Promiser, PromiseTag, Reminder } from './promise-parts.tsx';
import type { Me } from './review-model.ts';

/** Papers that were promised to follow: what is due, what came, what lapsed. */
export function Promises({ revision, me }: { readonly revision: string; readonly me: Me }) {
  const { say, name } = useSpeech();
  const [show, setShow] = useState<PromiseFilter>('open');
  const [chosen, setChosen] = useState<PromiseRow | null>(null);
  const [acts, setActs] = useState(0);
  const current = `${revision} ${acts}`;
  const list = usePromises(show, current);
  return (
    <main className={chosen === null ? 'panes' : 'panes with-detail'}>
      <section aria-labelledby="promises">
        <h2 id="promises">{say('promises')}</h2>
        <nav className="filters">
          {promiseFilters.map((one) => (
            <button
              key={one}
              type="button"
              className="page"
              aria-current={one === show ? 'true' : undefined}
              onClick={() => setShow(one)}
            >
              {name(`show:${one}`)} <small>{list?.counts[one]}</small>
            </button>
          ))}
        </nav>
        {list !== null && (
          <List
            rows={list.rows}
            ended={show === 'came' || show === 'lapsed'}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
        {list?.rows.length === 0 && <p className="empty">{say('noPromises')}</p>}
      </section>
      {chosen !== null && (
        <PromiseCase
          key={keyOf(chosen)}
          submissionKey={chosen.submissionKey}
          code={chosen.code}
          revision={current}
          me={me}
          onDone={() => setActs(acts + 1)}
          onClose={() => setChosen(null)}
        />
      )}
    </main>
  );
}

interface ListProps {
  readonly rows: readonly PromiseRow[];
  /** How it ended is worth a column. */
  readonly ended: boolean;
  readonly chosen: PromiseRow | null;
  readonly onChoose: (row: PromiseRow) => void;
}

function List({ rows, ended, chosen, onChoose }: ListProps) {
  const { say, text } = useSpeech();
  // Beside one promise there is no room for all of it, and it stands there.
  const whole = chosen === null;
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>{say('paper')}</th>
            <th>{say('matter')}</th>
            <th>{say('promisedBy')}</th>
            <th>{say('lastDay')}</th>
            {whole && <th>{say('consequence')}</th>}
            {whole && <th>{say('reminder')}</th>}
            {ended && <th>{say('state')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={keyOf(one)} aria-selected={chosen !== null && keyOf(chosen) === keyOf(one)}>
              <td className="words">
                <button type="button" className="link" onClick={() => onChoose(one)}>
                  {text(one.material)}
                </button>
              </td>
              <td className="words">
                {one.itemName === null ? one.itemCode : text(one.itemName)}
                <small>{one.number}</small>
              </td>
              <td>
                <Promiser row={one} />
              </td>
              <td>
                {one.dueOn}
                <small>
                  <DaysLeft row={one} />
                </small>
              </td>
              {whole && <td className="words">{text(one.consequence)}</td>}
              {whole && (
                <td>
                  <Reminder row={one} />
                </td>
              )}
              {ended && (
                <td>
                  <PromiseTag state={one.state} />
                  {one.endedAt !== null && <small>{dayAndTime(one.endedAt)}</small>}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const keyOf = (row: PromiseRow) => `${row.submissionKey} ${row.code}`;
