import { formatYuan } from '../../src-shared/money.ts';
import './amounts.css';

interface AmountRow {
  readonly name: string;
  /** Fen. */
  readonly amount: number;
  /** The one that matters now. */
  readonly strong?: boolean;
}

/** Money in rows of large figures that stand under each other. */
export function Amounts({ rows }: { readonly rows: readonly AmountRow[] }) {
  return (
    <dl className="amounts" aria-live="polite">
      {rows.map(({ name, amount, strong }) => (
        <div key={name} className={strong === true ? 'strong' : ''}>
          <dt>{name}</dt>
          <dd>{formatYuan(amount)}</dd>
        </div>
      ))}
    </dl>
  );
}
