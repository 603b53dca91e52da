import type { CashUnitState } from '../../src-shared/contract/cash-unit.ts';
import { placeName, yuan } from './cash-format.ts';
import type { CashTerminalRow } from './cash-model.ts';
import { useSpeech } from './language.tsx';

type Items = CashUnitState['now'];
const pieces = (items: Items) => items.reduce((sum, { count }) => sum + count, 0);
const worth = (items: Items) => items.reduce((sum, { value, count }) => sum + value * count, 0);

/** Where the notes lie, how full it is, and whether its counters are believed. */
export function CashUnits({ terminals }: { readonly terminals: readonly CashTerminalRow[] }) {
  const { say, name } = useSpeech();
  return (
    <section aria-labelledby="units">
      <h2 id="units">
        {say('units')} <small>{terminals.length}</small>
      </h2>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th>{say('terminal')}</th>
              <th>{say('unit')}</th>
              <th>{say('state')}</th>
              <th>{say('accuracy')}</th>
              <th className="figure">{say('inUnit')}</th>
              <th className="figure">{say('items')}</th>
              <th className="figure">{say('initial')}</th>
              <th className="figure">{say('flowIn')}</th>
              <th className="figure">{say('flowOut')}</th>
              <th className="figure">{say('adjusted')}</th>
            </tr>
          </thead>
          <tbody>
            {terminals.flatMap(({ number, online, cash }) =>
              cash.units.map((unit, index) => (
                <tr key={`${number} ${unit.place}`} className={online ? '' : 'stale'}>
                  <td>
                    <strong>{number}</strong>
                    {index === 0 && cash.exchangeOpen && (
                      <>
                        {' '}
                        <span className="tag bad">! {say('exchangeOpen')}</span>
                      </>
                    )}
                  </td>
                  <td>{placeName(name, unit.place)}</td>
                  <td>
                    <span className={unit.status === 'ok' ? 'tag good' : 'tag warn'}>
                      {unit.status === 'ok' ? '✓' : '!'} {name(`cash:${unit.status}`)}
                    </span>
                  </td>
                  <td>
                    <Accuracy accuracy={unit.accuracy} />
                  </td>
                  <td className="figure">{yuan(worth(unit.now))}</td>
                  <td className="figure">
                    {pieces(unit.now)}
                    {unit.capacity === null ? '' : ` / ${unit.capacity}`}
                  </td>
                  <td className="figure">{pieces(unit.initial)}</td>
                  <td className="figure">{pieces(Object.values(unit.in).flat())}</td>
                  <td className="figure">{pieces(Object.values(unit.out).flat())}</td>
                  <td className="figure">{pieces(unit.adjusted)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      {terminals.length === 0 && <p className="empty">{say('noUnits')}</p>}
    </section>
  );
}

function Accuracy({ accuracy }: { readonly accuracy: CashUnitState['accuracy'] }) {
  const { name } = useSpeech();
  const believed = accuracy === 'accurate' || accuracy === 'accurateSet';
  return (
    <span className={believed ? 'tag good' : 'tag bad'}>
      {believed ? '✓' : '?'} {name(`cash:${accuracy}`)}
    </span>
  );
}
