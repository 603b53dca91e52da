import { Flash } from './flash.tsx';
import { dayAndTime, secondsBetween } from './format.ts';
import { useSpeech } from './language.tsx';
import type { TransactionRow } from './model.ts';
import { ResultTag } from './result-tag.tsx';

interface TransactionsProps {
  readonly transactions: readonly TransactionRow[];
  readonly chosen: string | null;
  readonly onChoose: (transaction: TransactionRow) => void;
}

export function Transactions({ transactions, chosen, onChoose }: TransactionsProps) {
  const { say, name } = useSpeech();
  return (
    <section className="transactions" aria-labelledby="transactions">
      <h2 id="transactions">
        {say('transactions')} <small>{transactions.length}</small>
      </h2>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>{say('trace')}</th>
              <th>{say('item')}</th>
              <th>{say('step')}</th>
              <th>{say('result')}</th>
              <th>{say('certificate')}</th>
              <th>{say('rating')}</th>
              <th>{say('started')}</th>
              <th className="figure">{say('duration')}</th>
            </tr>
          </thead>
          <tbody>
            {transactions.map((one) => (
              <tr
                key={`${one.terminalId} ${one.id}`}
                aria-selected={chosen === `${one.terminalId} ${one.id}`}
              >
                <td>
                  <button type="button" className="link" onClick={() => onChoose(one)}>
                    {one.trace ?? one.id.slice(0, 8)}
                  </button>
                </td>
                <td>{one.itemName ?? '—'}</td>
                <td>
                  <Flash value={one.step}>{one.step === null ? '—' : name(one.step)}</Flash>
                </td>
                <td>
                  <Flash value={`${one.result} ${one.openJob}`}>
                    <ResultTag transaction={one} />
                  </Flash>
                </td>
                <td className="code">
                  <Flash value={one.certificateNumber}>{one.certificateNumber ?? '—'}</Flash>
                </td>
                <td>
                  <Flash value={one.rating}>{one.rating === null ? '—' : name(one.rating)}</Flash>
                </td>
                <td>{one.startedAt === null ? '—' : dayAndTime(one.startedAt)}</td>
                <td className="figure">
                  {one.startedAt === null || one.endedAt === null
                    ? '—'
                    : `${secondsBetween(one.startedAt, one.endedAt)} ${say('seconds')}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {transactions.length === 0 && <p className="empty">{say('noTransactions')}</p>}
    </section>
  );
}
