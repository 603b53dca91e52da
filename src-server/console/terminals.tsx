import type { DeviceSummary } from '../../src-shared/view.ts';
import { Enrolment } from './enrolment.tsx';
import { Flash } from './flash.tsx';
import { secondsBetween } from './format.ts';
import { useSpeech } from './language.tsx';
import type { TerminalRow } from './model.ts';

interface TerminalsProps {
  readonly terminals: readonly TerminalRow[];
  readonly now: string;
}

export function Terminals({ terminals, now }: TerminalsProps) {
  const { say } = useSpeech();
  return (
    <section className="terminals" aria-labelledby="terminals">
      <header>
        <h2 id="terminals">
          {say('terminals')} <small>{terminals.length}</small>
        </h2>
        <Enrolment />
      </header>
      <table>
        <thead>
          <tr>
            <th>{say('number')}</th>
            <th>{say('state')}</th>
            <th>{say('screen')}</th>
            <th>{say('limitations')}</th>
            <th>{say('devices')}</th>
            <th className="figure">{say('unsent')}</th>
            <th className="figure">{say('openJobs')}</th>
            <th>{say('version')}</th>
            <th className="figure">{say('heartbeat')}</th>
          </tr>
        </thead>
        <tbody>
          {terminals.map((terminal) => (
            <TerminalLine key={terminal.id} terminal={terminal} now={now} />
          ))}
        </tbody>
      </table>
      {terminals.length === 0 && <p className="empty">{say('noTerminals')}</p>}
    </section>
  );
}

function TerminalLine({ terminal, now }: { readonly terminal: TerminalRow; readonly now: string }) {
  const { say, name } = useSpeech();
  const { state, online, heartbeatAt } = terminal;
  const presence = online ? 'online' : heartbeatAt === null ? 'neverSeen' : 'offline';
  return (
    <tr>
      <td>
        <strong>{terminal.number}</strong> <small>{terminal.serialNumber}</small>
      </td>
      <td>
        <Flash value={presence}>
          <span className={online ? 'tag good' : 'tag bad'}>
            {online ? '●' : '○'} {say(presence)}
          </span>
        </Flash>
      </td>
      {/* What an offline terminal last said may not be so any more. */}
      <td className={online ? '' : 'stale'}>
        <Flash value={state?.screen ?? null}>{state === null ? '—' : name(state.screen)}</Flash>
      </td>
      <td>
        {state === null || state.limitations.length === 0
          ? say('none')
          : state.limitations.map((one) => (
              <span key={one} className="tag warn">
                ! {name(one)}
              </span>
            ))}
      </td>
      <td className="devices">
        {state?.devices.map((device) => (
          <Flash key={device.id} value={device.status}>
            <DeviceTag device={device} />
          </Flash>
        ))}
      </td>
      <td className="figure">
        <Flash value={state?.unsentReports ?? null}>{state?.unsentReports ?? '—'}</Flash>
      </td>
      <td className="figure">
        <Flash value={state?.openJobs ?? null}>
          {state !== null && state.openJobs > 0 ? (
            <span className="tag warn">! {state.openJobs}</span>
          ) : (
            (state?.openJobs ?? '—')
          )}
        </Flash>
      </td>
      <td>{state?.softwareVersion ?? '—'}</td>
      <td className="figure">
        {heartbeatAt === null ? '—' : `${secondsBetween(heartbeatAt, now)} ${say('seconds')}`}
      </td>
    </tr>
  );
}

const marks: Readonly<Record<string, readonly [tag: string, sign: string]>> = {
  online: ['good', '✓'],
  deviceBusy: ['busy', '…'],
  starting: ['busy', '…'],
};

function DeviceTag({ device }: { readonly device: DeviceSummary }) {
  const { name } = useSpeech();
  const [tag, sign] = marks[device.status] ?? ['bad', '✕'];
  return (
    <span className={`tag ${tag}`} title={device.reasons.join(', ')}>
      {sign} {name(device.class)}
      {device.status === 'online' ? '' : ` ${name(device.status)}`}
    </span>
  );
}
