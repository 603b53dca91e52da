import type { ReactNode } from 'react';
import { placeName, signedYuan, yuan } from './cash-format.ts';
import type { CashCaseRow, ClaimRow, DifferenceRow, PaymentRow } from './cash-model.ts';
import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import type { words } from './words.ts';

type Word = keyof typeof words;

/** One list of the page of cash: its heading with the number, its table, and a word where it is empty. */
function List({
  id,
  title,
  nothing,
  columns,
  figures,
  rows,
}: {
  readonly id: string;
  readonly title: Word;
  readonly nothing: Word;
  readonly columns: readonly Word[];
  /** Columns of numbers. */
  readonly figures: readonly Word[];
  readonly rows: readonly ReactNode[];
}) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {say(title)} <small>{rows.length}</small>
      </h2>
      {rows.length === 0 ? (
        <p className="empty">{say(nothing)}</p>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} className={figures.includes(column) ? 'figure' : undefined}>
                    {say(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{rows}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

export function Differences({ differences }: { readonly differences: readonly DifferenceRow[] }) {
  const { name } = useSpeech();
  return (
    <List
      id="differences"
      title="differencesTitle"
      nothing="noDifferences"
      columns={['differenceNumber', 'terminal', 'place', 'amount', 'state', 'finding', 'foundBy', 'opened']}
      figures={['amount', 'opened']}
      rows={differences.map((one) => (
        <tr key={`${one.terminalNumber} ${one.number}`}>
          <td>
            <strong>{one.number}</strong>
          </td>
          <td>{one.terminalNumber}</td>
          <td>{placeName(name, one.place)}</td>
          <td className="figure">
            <strong>{signedYuan(one.amount)}</strong>
          </td>
          <td>
            <span className={one.state === 'open' ? 'tag warn' : 'tag good'}>
              {one.state === 'open' ? '!' : '✓'} {name(`cash:${one.state}`)}
            </span>
          </td>
          <td>{one.finding === null ? '—' : name(`cash:${one.finding}`)}</td>
          <td>{name(`cash:${one.by}`)}</td>
          <td className="figure">{dayAndTime(one.openedAt)}</td>
        </tr>
      ))}
    />
  );
}

export function Claims({ claims }: { readonly claims: readonly ClaimRow[] }) {
  const { say } = useSpeech();
  return (
    <List
      id="claims"
      title="claims"
      nothing="noClaims"
      columns={['trace', 'terminal', 'claimed', 'settled', 'state', 'opened']}
      figures={['claimed', 'settled', 'opened']}
      rows={claims.map((one) => {
        const rest = one.claimed - one.settled;
        return (
          <tr key={`${one.terminalNumber} ${one.transactionId}`}>
            <td>
              <strong>{one.trace ?? one.transactionId.slice(0, 8)}</strong>
            </td>
            <td>{one.terminalNumber}</td>
            <td className="figure">{yuan(one.claimed)}</td>
            <td className="figure">{yuan(one.settled)}</td>
            <td>
              {rest > 0 ? (
                <span className="tag warn">
                  ! {say('outstanding')} {yuan(rest)}
                </span>
              ) : (
                <span className="tag good">✓ {say('allPaid')}</span>
              )}
            </td>
            <td className="figure">{dayAndTime(one.openedAt)}</td>
          </tr>
        );
      })}
    />
  );
}

export function CashCases({ cases }: { readonly cases: readonly CashCaseRow[] }) {
  const { name } = useSpeech();
  return (
    <List
      id="cases"
      title="cases"
      nothing="noCases"
      columns={['trace', 'terminal', 'device', 'amount', 'evidence', 'finding', 'opened']}
      figures={['amount', 'opened']}
      rows={cases.map((one) => (
        <tr key={one.id}>
          <td>
            <strong>{one.trace ?? '—'}</strong>
          </td>
          <td>{one.terminalNumber}</td>
          <td>{one.device}</td>
          <td className="figure">{yuan(one.amount)}</td>
          <td className="words">{one.evidence.join('; ')}</td>
          <td>
            <span className={one.finding === null ? 'tag warn' : 'tag good'}>
              {one.finding === null ? `! ${name('cash:open')}` : `✓ ${name(`cash:${one.finding}`)}`}
            </span>
          </td>
          <td className="figure">{dayAndTime(one.openedAt)}</td>
        </tr>
      ))}
    />
  );
}

const tags = { posted: 'tag good', waiting: 'tag busy', void: 'tag warn' } as const;
const marks = { posted: '✓', waiting: '…', void: '✕' } as const;

export function Payments({ payments }: { readonly payments: readonly PaymentRow[] }) {
  const { name } = useSpeech();
  return (
    <List
      id="payments"
      title="payments"
      nothing="noPayments"
      columns={['trace', 'item', 'terminal', 'state', 'inNotes', 'byCode', 'receiptNumber', 'at']}
      figures={['inNotes', 'byCode', 'at']}
      rows={payments.map((one) => (
        <tr key={one.key}>
          <td>
            <strong>{one.trace ?? '—'}</strong>
          </td>
          <td>{one.itemName ?? '—'}</td>
          <td>{one.terminalNumber}</td>
          <td>
            <span className={tags[one.state]}>
              {marks[one.state]} {name(`cash:${one.state}`)}
            </span>
            {one.why !== null && <small>{name(one.why)}</small>}
          </td>
          <td className="figure">{one.cash === 0 ? '—' : yuan(one.cash)}</td>
          <td className="figure">{one.code === 0 ? '—' : yuan(one.code)}</td>
          <td className="code">{one.receiptNumber ?? '—'}</td>
          <td className="figure">{dayAndTime(one.at)}</td>
        </tr>
      ))}
    />
  );
}
