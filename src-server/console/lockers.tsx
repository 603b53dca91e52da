import { useLockers } from './desk-server.ts';
import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import type { LockerRow } from './notice-model.ts';

const looks = {
  inside: ['busy', '…'],
  unclear: ['warn', '!'],
  collected: ['good', '✓'],
  removed: ['', '–'],
} as const;

/** The papers in the cabinets of all terminals; what nobody fetched in time is to be taken out. */
export function Lockers({ revision }: { readonly revision: string }) {
  const { say, text } = useSpeech();
  const rows = useLockers(revision);
  return (
    <section aria-labelledby="cabinets">
      <h2 id="cabinets">{say('cabinets')}</h2>
      {rows?.length === 0 && <p className="empty">{say('noCabinets')}</p>}
      {rows !== null && rows.length > 0 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th>{say('terminal')}</th>
                <th>{say('compartment')}</th>
                <th>{say('matter')}</th>
                <th>{say('laidIn')}</th>
                <th>{say('fetchBy')}</th>
                <th>{say('state')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.number}>
                  <td>{one.terminal}</td>
                  <td>{String(one.compartment).padStart(2, '0')}</td>
                  <td className="words">
                    {one.itemName === null ? (
                      <span className="stale">{say('officeNotAsked')}</span>
                    ) : (
                      text(one.itemName)
                    )}
                    <small>{one.number}</small>
                  </td>
                  <td>{dayAndTime(one.since)}</td>
                  <td>{one.lastDay}</td>
                  <td>
                    <State one={one} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function State({ one }: { readonly one: LockerRow }) {
  const { say, name } = useSpeech();
  if (one.overdue) return <span className="tag bad">✕ {say('takeOut')}</span>;
  const [look, sign] = looks[one.state];
  const ended = one.state === 'collected' || one.state === 'removed';
  return (
    <>
      <span className={`tag ${look}`}>
        {sign} {name(`locker:${one.state}`)}
      </span>
      {ended && <small>{dayAndTime(one.at)}</small>}
    </>
  );
}
