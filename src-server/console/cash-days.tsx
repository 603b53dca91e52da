import { placeName, yuan } from './cash-format.ts';
import type { CashDayRow, DayDifference } from './cash-model.ts';
import { useSpeech } from './language.tsx';

/** Each business day of each terminal beside the books of the centre: it agrees, or it is said in what it does not. */
export function CashDays({ days }: { readonly days: readonly CashDayRow[] }) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby="days">
      <h2 id="days">
        {say('days')} <small>{days.length}</small>
      </h2>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>{say('day')}</th>
              <th>{say('terminal')}</th>
              <th>{say('balance')}</th>
              <th className="figure">{say('cashInTotal')}</th>
              <th className="figure">{say('changeTotal')}</th>
              <th className="figure">{say('refundTotal')}</th>
              <th className="figure">{say('cashOutTotal')}</th>
              <th className="figure">{say('hostAtTerminal')}</th>
              <th className="figure">{say('hostAtCentre')}</th>
              <th className="figure">{say('closing')}</th>
              <th className="figure">{say('countedUnits')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={`${day.terminalNumber} ${day.sequence}`}>
                <td>
                  <strong>{day.day}</strong>
                  {day.underWay > 0 && (
                    <small>
                      {say('underWayAtEnd')} {day.underWay}
                    </small>
                  )}
                </td>
                <td>{day.terminalNumber}</td>
                <td className="words">
                  {day.differences.length === 0 ? (
                    <span className="tag good">✓ {say('agrees')}</span>
                  ) : (
                    day.differences.map((one) => (
                      <Difference key={`${one.kind} ${one.what}`} difference={one} />
                    ))
                  )}
                </td>
                <td className="figure">{yuan(day.totals.cashIn)}</td>
                <td className="figure">{yuan(day.totals.change)}</td>
                <td className="figure">{yuan(day.totals.refunds)}</td>
                <td className="figure">{yuan(day.totals.cashOut)}</td>
                <td className="figure">
                  {yuan(day.totals.host)}
                  <small>
                    {day.payments} {say('paymentsWord')}
                  </small>
                </td>
                <td className="figure">{yuan(day.hostAtCentre)}</td>
                <td className="figure">{yuan(day.closing)}</td>
                <td className="figure">
                  {day.counted} / {day.units}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {days.length === 0 && <p className="empty">{say('noDays')}</p>}
    </section>
  );
}

function Difference({
  difference: { kind, what, terminal, centre },
}: {
  readonly difference: DayDifference;
}) {
  const { say, name } = useSpeech();
  const counts = kind === 'reportedTwice';
  const unit = what?.startsWith('unit:') === true;
  return (
    <p className="difference">
      <span className="tag bad">✕ {name(`cash:${kind}`)}</span>
      {what !== null && <span>{unit ? placeName(name, what) : what}</span>}
      {!counts && kind !== 'countDiffers' && (
        <small>
          {say('atTerminal')} {yuan(terminal)} · {say('atCentre')} {yuan(centre)}
        </small>
      )}
      {kind === 'countDiffers' && (
        <small>
          {say('inUnit')} {yuan(terminal)} · {say('countedUnits')} {yuan(centre)}
        </small>
      )}
    </p>
  );
}
