import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { DeviceTable } from './device-table.tsx';
import { OpenJobCard } from './open-job.tsx';
import './staff.css';

/** What stays open on this machine, and how its parts are. No personal data comes here. */
export function Staff({ screen }: ScreenProps<'staff'>) {
  const { words, act } = useTerminal();
  const { staff } = words;
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
      {screen.lockerToDo !== null && screen.lockerToDo > 0 && (
        <Banner tone="warning">{staff.locker.toDo(screen.lockerToDo)}</Banner>
      )}
      {screen.cashExchangeOpen && <Banner tone="danger">{staff.cash.exchangeLeft}</Banner>}
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
        <header className="devices-head">
          <h2>{staff.devices}</h2>
          {screen.lockerToDo !== null && (
            <Button
              icon="certificate"
              disabled={screen.busy !== null}
              onPress={() => act({ type: 'staffOpenLocker' })}
            >
              {staff.locker.title}
            </Button>
          )}
          {screen.hasCash && (
            <Button
              icon="cash"
              disabled={screen.busy !== null}
              onPress={() => act({ type: 'staffOpenCash' })}
            >
              {staff.cash.title}
            </Button>
          )}
          <Button
            icon="search"
            disabled={screen.testing || screen.busy !== null}
            onPress={() => act({ type: 'staffSelfTest' })}
          >
            {screen.testing ? staff.testing : staff.selfTest}
          </Button>
        </header>
        <DeviceTable screen={screen} />
      </section>
    </Stage>
  );
}
