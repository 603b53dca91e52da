import { formatYuan } from '../../src-shared/money.ts';
import type { ScreenOf } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { formatTime } from '../i18n/format.ts';
import { useTerminal } from '../terminal-context.ts';

type Cash = ScreenOf<'staffCash'>;

const figures = ['cashIn', 'change', 'refunds', 'cashOut', 'host', 'claimsOpened'] as const;

/** The business day under way beside the last one that has ended, and its slip. */
export function CashDays({ screen: { today, lastDay } }: { readonly screen: Cash }) {
  const { words, act } = useTerminal();
  const { cash } = words.staff;
  if (today === null) return null;
  return (
    <section className="staff-part">
      <header className="devices-head">
        <h2>{cash.days}</h2>
        <Button disabled={lastDay === null} onPress={() => act({ type: 'staffPrintDay' })}>
          {cash.printDay}
        </Button>
      </header>
      <table className="cash-days">
        <thead>
          <tr>
            <th />
            <th>{cash.today(today.day, formatTime(Date.parse(today.to)))}</th>
            {lastDay !== null && <th>{cash.dayClosed(lastDay.day)}</th>}
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <tr key={figure}>
              <th>{cash.figures[figure]}</th>
              <td>{formatYuan(today.totals[figure])}</td>
              {lastDay !== null && <td>{formatYuan(lastDay.totals[figure])}</td>}
            </tr>
          ))}
          <tr>
            <th>{cash.figures.closing}</th>
            <td>{formatYuan(today.closing)}</td>
            {lastDay !== null && <td>{formatYuan(lastDay.closing)}</td>}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
