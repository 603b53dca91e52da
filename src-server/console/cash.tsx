import { useState } from 'react';
import { CashDays } from './cash-days.tsx';
import { CashCases, Claims, Differences, Payments } from './cash-lists.tsx';
import { CashUnits } from './cash-units.tsx';
import { useSpeech } from './language.tsx';
import type { TerminalRow } from './model.ts';
import { useCash } from './review-server.ts';

interface CashProps {
  readonly revision: string;
  readonly terminals: readonly TerminalRow[];
}

/** The cash of the fleet: what wants somebody first, and on asking everything. */
export function Cash({ revision, terminals }: CashProps) {
  const { say } = useSpeech();
  const [terminal, setTerminal] = useState('');
  const [openOnly, setOpenOnly] = useState(false);
  const [trace, setTrace] = useState('');
  const cash = useCash(terminal, trace, openOnly, revision);
  return (
    <main className="panes">
      <form className="filter" onSubmit={(event) => event.preventDefault()}>
        <label>
          {say('terminal')}
          <select name="terminal" value={terminal} onChange={(event) => setTerminal(event.target.value)}>
            <option value="">{say('allTerminals')}</option>
            {terminals.map(({ id, number }) => (
              <option key={id} value={id}>
                {number}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say('trace')}
          <input
            type="search"
            name="trace"
            inputMode="numeric"
            maxLength={20}
            value={trace}
            onChange={(event) => setTrace(event.target.value.replace(/[^\d-]/g, ''))}
          />
        </label>
        <label className="tick">
          <input
            type="checkbox"
            name="openOnly"
            checked={openOnly}
            onChange={(event) => setOpenOnly(event.target.checked)}
          />
          {say('openOnly')}
        </label>
      </form>
      {cash !== null && (
        <div className="column">
          <CashUnits terminals={cash.terminals} />
          <CashDays days={cash.days} />
          <Differences differences={cash.differences} />
          <Claims claims={cash.claims} />
          <CashCases cases={cash.cases} />
          <Payments payments={cash.payments} />
        </div>
      )}
    </main>
  );
}
