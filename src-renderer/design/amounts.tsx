import { formatYuan } from '../../src-shared/money.ts';
import './amounts.css';

interface AmountRow {
  readonly name: string;
  /** Fen. */
  readonly amount: number;
  /** The one that matters now. */
  readonly strong?: boolean;
  /** The same in capitals, as on a voucher. */
  readonly capitals?: string | undefined;
}

/** Money in rows of large figures that stand under each other. */
export function Amounts({ rows }: { readonly rows: readonly AmountRow[] }) {
  return (
    <dl className="amounts" aria-live="polite">
      {rows.map(({ name, amount, strong, capitals }) => (
        <div key={name} className={strong === true ? 'strong' : ''}>
          <dt>{name}</dt>
          <dd>
            {formatYuan(amount)}
            {capitals !== undefined && <span className="capitals">{capitals}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
