import type { DeviceSummary } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Icon } from '../design/icons.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { OpenJobCard } from './open-job.tsx';
import './staff.css';

/** Values of XFS4IoT `Common.Status` that need nobody. */
const well = new Set(['online', 'deviceBusy', 'starting']);

function DeviceRow({ device }: { readonly device: DeviceSummary }) {
  const { words } = useTerminal();
  const { classes, statuses } = words.staff;
  const isWell = well.has(device.status);
  return (
    <tr className={isWell ? 'well' : 'ill'}>
      <th scope="row">
        {classes[device.class] ?? device.class}
        <span className="device-id">{device.id}</span>
      </th>
      <td>
        <span className="device-status">
          <Icon name={isWell ? 'tick' : 'warning'} />
          {statuses[device.status] ?? device.status}
        </span>
      </td>
      <td className="device-reasons">{device.reasons.join('、')}</td>
    </tr>
  );
}

/** What stays open on this machine, and how its parts are. No personal data comes here. */
export function Staff({ screen }: ScreenProps<'staff'>) {
  const { words } = useTerminal();
  const { staff } = words;
  const online = screen.serverLink === 'online';
  const busyJob = screen.openJobs.find((job) => job.transactionId === screen.busy);
  return (
    <Stage tone="staff" title={staff.title} leaveWord={staff.leave}>
      {screen.busy !== null && <Banner tone="info">{`${staff.busy} ${busyJob?.trace ?? ''}`.trim()}</Banner>}
      {screen.problem !== null && (
        <Banner tone="danger">
          {`${staff.trace} ${screen.problem.trace}　${staff.problems[screen.problem.what]}`}
        </Banner>
      )}
      {screen.reportsRefused !== null && (
        <Banner tone="danger">
          {staff.reportsRefused[screen.reportsRefused.reason](screen.reportsRefused.sequence)}
        </Banner>
      )}
      <section className="staff-part jobs">
        <h2>
          {staff.openJobs} <span className="staff-count">{screen.openJobs.length}</span>
        </h2>
        {screen.openJobs.length === 0 && <Banner tone="success">{staff.noOpenJobs}</Banner>}
        {screen.openJobs.map((job) => (
          <OpenJobCard key={job.transactionId} job={job} busy={screen.busy !== null} />
        ))}
      </section>
      <section className="staff-part">
        <h2>{staff.devices}</h2>
        <table className="devices">
          <tbody>
            {screen.devices.map((device) => (
              <DeviceRow key={device.id} device={device} />
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
      </section>
    </Stage>
  );
}
