import { useState } from 'react';
import type { OpenJob } from '../../src-shared/view.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Icon } from '../design/icons.tsx';
import { formatDate, formatTime } from '../i18n/format.ts';
import { useTerminal } from '../terminal-context.ts';

type StaffAct = 'reprint' | 'confirmPrinted' | 'void';

const acts = {
  reprint: 'staffReprint',
  confirmPrinted: 'staffConfirmPrinted',
  void: 'staffVoid',
} as const;

interface OpenJobCardProps {
  readonly job: OpenJob;
  /** Something is being carried out; one thing at a time. */
  readonly busy: boolean;
}

/** A print whose end is not known, with all that is known about it, and the three ways to close it. */
export function OpenJobCard({ job, busy }: OpenJobCardProps) {
  const { words, say, language, act } = useTerminal();
  const [asking, setAsking] = useState<StaffAct | null>(null);
  const { staff } = words;
  const started = Date.parse(job.startedAt);
  const ask = (each: StaffAct) => () => setAsking(each);
  return (
    <article className="job">
      <header className="job-head">
        <h3>{say(job.itemName)}</h3>
        <p className={`job-state ${job.state}`}>
          <Icon name={job.state === 'notDone' ? 'error' : 'warning'} />
          {staff.jobStates[job.state]}
        </p>
      </header>
      <dl className="job-facts">
        <div>
          <dt>{staff.trace}</dt>
          <dd>{job.trace}</dd>
        </div>
        <div>
          <dt>{staff.certificateNumber}</dt>
          <dd>{job.certificateNumber ?? staff.noCertificate}</dd>
        </div>
        <div>
          <dt>{staff.startedAt}</dt>
          <dd>
            {formatDate(started, language)} {formatTime(started)}
          </dd>
        </div>
      </dl>
      <h4>{staff.evidence}</h4>
      <ol className="job-evidence">
        {job.evidence.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a record, in its order; two may be alike
          <li key={index}>{line}</li>
        ))}
      </ol>
      <div className="job-acts">
        {job.canReprint && (
          <Button icon="certificate" disabled={busy} onPress={ask('reprint')}>
            {staff.acts.reprint}
          </Button>
        )}
        <Button icon="tick" disabled={busy} onPress={ask('confirmPrinted')}>
          {staff.acts.confirmPrinted}
        </Button>
        <Button icon="error" disabled={busy} onPress={ask('void')}>
          {staff.acts.void}
        </Button>
      </div>
      {asking !== null && (
        <Dialog
          alert
          title={staff.confirmTitles[asking]}
          actions={
            <>
              <Button
                look={asking === 'void' ? 'danger' : 'plain'}
                onPress={() => {
                  setAsking(null);
                  act({ type: acts[asking], transactionId: job.transactionId });
                }}
              >
                {staff.acts[asking]}
              </Button>
              <Button look="main" onPress={() => setAsking(null)}>
                {staff.cancel}
              </Button>
            </>
          }
        >
          <p>{staff.effects[asking]}</p>
          <p className="job-asked">
            {staff.trace} {job.trace}
          </p>
        </Dialog>
      )}
    </article>
  );
}
