import type { CashUnitState } from '../../src-shared/contract/cash-unit.ts';
import { formatYuan } from '../../src-shared/money.ts';
import { Button } from '../design/button.tsx';
import { useTerminal } from '../terminal-context.ts';

interface CashUnitProps {
  readonly unit: CashUnitState;
  /** Fen that staff said lie there now, while an exchange is open; null: nothing was said yet. */
  readonly entered: number | null;
  readonly onCount: () => void;
  /** Null where no exchange is open. */
  readonly onEnter: (() => void) | null;
}

type Items = CashUnitState['now'];

const worth = (items: Items): number => items.reduce((sum, { value, count }) => sum + value * count, 0);
const pieces = (items: Items): number => items.reduce((sum, { count }) => sum + count, 0);

/** `unit:noteRecycler/payout` is the payout store, of whatever device. */
export function unitName(place: string, kinds: Readonly<Record<string, string>>): string {
  const kind = place.slice(place.lastIndexOf('/') + 1);
  return kinds[kind] ?? place;
}

/** One cash unit: what lies there, how full it is, what its counters say, and whether they are believed. */
export function CashUnit({ unit, entered, onCount, onEnter }: CashUnitProps) {
  const { cash } = useTerminal().words.staff;
  const { now, status, accuracy } = unit;
  const doubted = accuracy === 'inaccurate' || accuracy === 'unknown';
  const incoming = pieces(Object.values(unit.in).flat());
  const adjusted = pieces(unit.adjusted);
  const outgoing = pieces(Object.values(unit.out).flat());
  return (
    <article className="job cash-unit">
      <header className="job-head">
        <h3>{unitName(unit.place, cash.kinds)}</h3>
        <span className={`cash-status ${status === 'ok' ? 'good' : 'warn'}`}>{cash.statuses[status]}</span>
      </header>
      <strong className="cash-total">{formatYuan(worth(now))}</strong>
      <p className="cash-items">
        {now.length === 0
          ? cash.empty
          : now.map(({ value, count }) => `¥${value / 100}\u00a0×\u00a0${count}`).join('　')}
      </p>
      <p className="cash-counters">
        {cash.counters(pieces(unit.initial), incoming, outgoing)}
        {adjusted !== 0 && cash.adjusted(`${adjusted > 0 ? '+' : '−'}${Math.abs(adjusted)}`)}
      </p>
      <p className={doubted ? 'cash-accuracy doubted' : 'cash-accuracy'}>{cash.accuracies[accuracy]}</p>
      {entered !== null && <p className="cash-entered">{cash.entered(formatYuan(entered))}</p>}
      <div className="job-acts">
        <Button onPress={onCount}>{cash.count}</Button>
        {onEnter !== null && <Button onPress={onEnter}>{cash.enter}</Button>}
      </div>
    </article>
  );
}
