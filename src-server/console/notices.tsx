import { useState } from 'react';
import { ActForm } from './act-form.tsx';
import { recordNoticeTold, useNotices } from './desk-server.ts';
import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import { Lockers } from './lockers.tsx';
import { type NoticeFilter, type NoticeRow, noticeFilters } from './notice-model.ts';
import type { Me } from './review-model.ts';

/** Messages that somebody is owed, and the papers in cabinets, of which some of them tell. */
export function Notices({ revision, me }: { readonly revision: string; readonly me: Me }) {
  const { say, name } = useSpeech();
  const [show, setShow] = useState<NoticeFilter>('notReached');
  const [chosen, setChosen] = useState<string | null>(null);
  const [acts, setActs] = useState(0);
  const list = useNotices(show, `${revision} ${acts}`);
  const one = list?.rows.find(({ id }) => id === chosen);
  return (
    <main className={one === undefined ? 'panes' : 'panes with-detail'}>
      <div className="column">
        <section aria-labelledby="messages">
          <h2 id="messages">{say('messages')}</h2>
          <nav className="filters">
            {noticeFilters.map((each) => (
              <button
                key={each}
                type="button"
                className="page"
                aria-current={each === show ? 'true' : undefined}
                onClick={() => setShow(each)}
              >
                {name(`notices:${each}`)} <small>{list?.counts[each]}</small>
              </button>
            ))}
          </nav>
          {list !== null && list.rows.length > 0 && (
            <List rows={list.rows} chosen={one?.id ?? null} onChoose={setChosen} />
          )}
          {list?.rows.length === 0 && <p className="empty">{say('noMessages')}</p>}
        </section>
        <Lockers revision={revision} />
      </div>
      {one !== undefined && (
        <Detail
          key={one.id}
          one={one}
          me={me}
          onDone={() => {
            setChosen(null);
            setActs(acts + 1);
          }}
          onClose={() => setChosen(null)}
        />
      )}
    </main>
  );
}

interface ListProps {
  readonly rows: readonly NoticeRow[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function List({ rows, chosen, onChoose }: ListProps) {
  const { say, name } = useSpeech();
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            <th>{say('matter')}</th>
            <th>{say('addressee')}</th>
            <th>{say('owedAt')}</th>
            <th>{say('state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.id} aria-selected={one.id === chosen}>
              <td className="words">
                <button type="button" className="link" onClick={() => onChoose(one.id)}>
                  {name(`notice:${one.kind}`)}
                </button>
                <small>{one.number}</small>
              </td>
              <td>
                <Addressee one={one} />
              </td>
              <td>{dayAndTime(one.owedAt)}</td>
              <td>
                <State one={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Masked, and only while somebody may still have to tell them. */
function Addressee({ one: { person, state } }: { readonly one: NoticeRow }) {
  const { say } = useSpeech();
  if (person === null)
    return <span className="stale">{state === 'notReached' ? '—' : say('personErased')}</span>;
  return (
    <>
      {person.name} <small>{person.idNumber}</small>
    </>
  );
}

const looks = {
  waiting: ['busy', '…'],
  notReached: ['bad', '✕'],
  sent: ['good', '✓'],
  toldByPerson: ['good', '✓'],
} as const;

function State({ one }: { readonly one: NoticeRow }) {
  const { name } = useSpeech();
  const [look, sign] = looks[one.state];
  return (
    <>
      <span className={`tag ${look}`}>
        {sign} {name(`notice:state:${one.state}`)}
      </span>
      {one.toldAt !== null && (
        <small>
          {dayAndTime(one.toldAt)} {one.toldBy}
        </small>
      )}
      {one.toldAt === null && one.failure !== null && <small>{name(one.failure.why)}</small>}
    </>
  );
}

interface DetailProps {
  readonly one: NoticeRow;
  readonly me: Me;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Detail({ one, me, onDone, onClose }: DetailProps) {
  const { say, name } = useSpeech();
  const title = name(`notice:${one.kind}`);
  return (
    <aside className="case" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="quiet" onClick={onClose}>
          {say('close')}
        </button>
      </header>
      <p>
        <State one={one} />
      </p>
      <dl>
        <div>
          <dt>{say('messageText')}</dt>
          <dd lang="zh-CN">{one.text}</dd>
        </div>
        <div>
          <dt>{say('addressee')}</dt>
          <dd>
            <Addressee one={one} />
          </dd>
        </div>
        <div>
          <dt>{say('owedAt')}</dt>
          <dd>{dayAndTime(one.owedAt)}</dd>
        </div>
        {one.failure !== null && one.failure.times > 0 && (
          <div>
            <dt>{say('lastTry')}</dt>
            <dd>
              {dayAndTime(one.failure.at)} · {name(one.failure.why)} · {one.failure.times} {say('timesWord')}
            </dd>
          </div>
        )}
      </dl>
      {one.state === 'notReached' && me.role === 'operator' && (
        <ActForm
          words={['toldThem', 'toldThemReason', 'toldThemEffect']}
          record={(reason) => recordNoticeTold(one.id, reason)}
          onDone={onDone}
        />
      )}
    </aside>
  );
}
