import type { ScreenOf, StaffDevice, SupplyForecast } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icons.tsx';
import { useTerminal } from '../terminal-context.ts';

/** Values of XFS4IoT `Common.Status` that need nobody. */
const well = new Set(['online', 'deviceBusy', 'starting']);

/** The devices of the machine with their health, their wear and their last self-test, and the link to the centre. */
export function DeviceTable({ screen }: { readonly screen: ScreenOf<'staff'> }) {
  const { staff } = useTerminal().words;
  const online = screen.serverLink === 'online';
  return (
    <table className="devices">
      <tbody>
        {screen.devices.map((device) => (
          <DeviceRows key={device.id} device={device} />
        ))}
        <tr className={online ? 'well' : 'ill'}>
          <th scope="row">{staff.link}</th>
          <td>
            <span className="device-status">
              <Icon name={online ? 'tick' : 'warning'} />
              {staff.links[screen.serverLink]}
            </span>
          </td>
          <td className="device-reasons">{staff.unsent(screen.unsentReports)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function DeviceRows({ device }: { readonly device: StaffDevice }) {
  const { words, language, act } = useTerminal();
  const { staff } = words;
  const binFills = device.reasons.some((reason) => reason.startsWith('retractBin'));
  const isWell = well.has(device.status);
  return (
    <>
      <tr className={isWell ? 'well' : 'ill'}>
        <th scope="row">
          {staff.classes[device.class] ?? device.class}
          <span className="device-id">{device.id}</span>
        </th>
        <td>
          <span className="device-status">
            <Icon name={isWell ? 'tick' : 'warning'} />
            {staff.statuses[device.status] ?? device.status}
          </span>
        </td>
        <td className="device-reasons">
          {device.reasons.join(language === 'zh' ? '、' : ', ')}
          {binFills && (
            <Button onPress={() => act({ type: 'staffRetractBinEmptied' })}>{staff.retractBinEmptied}</Button>
          )}
          <Forecast forecast={device.forecast ?? []} />
          <Counters counters={device.counters} />
        </td>
      </tr>
      {device.selfTest !== null && <SelfTestRow selfTest={device.selfTest} />}
    </>
  );
}

function Forecast({ forecast }: { readonly forecast: readonly SupplyForecast[] }) {
  const { forecast: words } = useTerminal().words.staff;
  if (forecast.length === 0) return null;
  return (
    <span className="device-counters">
      {forecast.map(({ of, paper, left, limitedBy }) => (
        <span key={`${of} ${paper}`}>
          {words[of](left, paper)}
          {limitedBy === 'toner' && ` · ${words.byToner}`}
        </span>
      ))}
    </span>
  );
}

function Counters({ counters }: Pick<StaffDevice, 'counters'>) {
  const { counters: words } = useTerminal().words.staff;
  const known = Object.entries(words).filter(([name]) => counters[name] !== undefined);
  if (known.length === 0) return null;
  return (
    <span className="device-counters">
      {known.map(([name, say]) => (
        <span key={name}>{say(counters[name] ?? 0)}</span>
      ))}
    </span>
  );
}

/** Of a device that passed its answer alone: whoever looks, looks for what failed. */
function SelfTestRow({ selfTest }: { readonly selfTest: NonNullable<StaffDevice['selfTest']> }) {
  const { staff } = useTerminal().words;
  const { passed, checks } = selfTest;
  return (
    <tr className={`self-test ${passed ? 'well' : 'ill'}`}>
      <td colSpan={3}>
        <p className="device-status">
          <Icon name={passed ? 'tick' : 'error'} />
          {passed ? staff.tested.passed : staff.tested.failed}
          {passed && <span className="check-detail">{checks.find(isAnswer)?.detail}</span>}
        </p>
        {!passed && (
          <ul>
            {checks.map(({ check, passed: isWell, detail }) => (
              <li key={check} className={isWell ? 'well' : 'ill'}>
                <Icon name={isWell ? 'tick' : 'error'} />
                <span className="check-name">{staff.checks[check]}</span>
                <span className="check-detail">{detail}</span>
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

const isAnswer = ({ check }: { readonly check: string }) => check === 'answers';
