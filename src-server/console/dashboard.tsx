import { useState } from 'react';
import { Cash } from './cash.tsx';
import { Detail } from './detail.tsx';
import { clockTime } from './format.ts';
import { useSpeech } from './language.tsx';
import type { Overview } from './model.ts';
import { Notices } from './notices.tsx';
import { Promises } from './promises.tsx';
import { Review } from './review.tsx';
import { useMe } from './review-server.ts';
import { Terminals } from './terminals.tsx';
import { Transactions } from './transactions.tsx';

const pages = ['fleet', 'review', 'promises', 'notices', 'cash'] as const;
type Page = (typeof pages)[number];

interface DashboardProps {
  readonly overview: Overview;
  readonly connected: boolean;
  readonly onLanguage: () => void;
  readonly onSignOut: () => void;
}

export function Dashboard({ overview, connected, onLanguage, onSignOut }: DashboardProps) {
  const { say } = useSpeech();
  const me = useMe();
  const [page, setPage] = useState<Page>('fleet');
  return (
    <>
      <header className="bar">
        <h1>{say('title')}</h1>
        <nav>
          {pages.map((one) => (
            <button
              key={one}
              type="button"
              className="page"
              aria-current={page === one ? 'page' : undefined}
              onClick={() => setPage(one)}
            >
              {say(one)}
            </button>
          ))}
        </nav>
        <p className={connected ? 'pulse good' : 'pulse bad'} role="status">
          {connected ? `● ${say('live')} ${clockTime(overview.at)}` : `✕ ${say('notLive')}`}
        </p>
        <button type="button" className="quiet" onClick={onLanguage}>
          {say('language')}
        </button>
        <span className="me">{me?.name}</span>
        <button type="button" className="quiet" onClick={onSignOut}>
          {say('signOut')}
        </button>
      </header>
      {overview.specimen && <p className="specimen">{say('specimen')}</p>}
      {page === 'fleet' && <Fleet overview={overview} />}
      {page === 'review' && me !== null && <Review revision={overview.at} me={me} />}
      {page === 'promises' && me !== null && <Promises revision={overview.at} me={me} />}
      {page === 'notices' && me !== null && <Notices revision={overview.at} me={me} />}
      {page === 'cash' && <Cash revision={overview.at} terminals={overview.terminals} />}
    </>
  );
}

/** The terminals, what happens at them, and one transaction in full. */
function Fleet({ overview }: { readonly overview: Overview }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const selected = overview.transactions.find((one) => keyOf(one) === chosen);
  return (
    <main className={selected === undefined ? 'panes' : 'panes with-detail'}>
      <Terminals terminals={overview.terminals} now={overview.at} />
      <Transactions
        transactions={overview.transactions}
        chosen={chosen}
        onChoose={(one) => setChosen(keyOf(one))}
      />
      {selected !== undefined && (
        <Detail
          key={chosen}
          transaction={selected}
          revision={JSON.stringify(selected)}
          onClose={() => setChosen(null)}
        />
      )}
    </main>
  );
}

function keyOf(one: { readonly terminalId: string; readonly id: string }): string {
  return `${one.terminalId} ${one.id}`;
}
