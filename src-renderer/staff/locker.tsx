import { useState } from 'react';
import type { ScreenOf } from '../../src-shared/view.ts';
import { Banner } from '../design/banner.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Stage } from '../design/stage.tsx';
import { formatDate } from '../i18n/format.ts';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';
import { ConfirmDialog } from './cash-confirm.tsx';
import { LetterKeys } from './letter-keys.tsx';
import './staff.css';
import './cash.css';
import './locker.css';

type Paper = ScreenOf<'staffLocker'>['papers'][number];

/** The certificate cabinet: what lies where, laying in, taking out. */
export function StaffLocker({ screen }: ScreenProps<'staffLocker'>) {
  const { words } = useTerminal();
  const { locker } = words.staff;
  const [loading, setLoading] = useState(false);
  const { busy, last, next } = screen;
  return (
    <Stage tone="staff" title={locker.title} leaveWord={words.staff.leave}>
      {busy !== null && (
        <Banner tone={busy.reminders > 0 ? 'warning' : 'info'}>
          {locker.busy[busy.move][busy.phase](busy.compartment)}
        </Banner>
      )}
      {screen.problem !== null && <Banner tone="danger">{locker.problems[screen.problem]}</Banner>}
      {last !== null && (
        <Banner tone={last.what.startsWith('not') ? 'warning' : 'success'}>
          {locker.last[last.what](last.compartment)}
        </Banner>
      )}
      <section className="staff-part">
        <header className="devices-head">
          <h2>
            {locker.papers} <span className="staff-count">{screen.papers.length}</span>
          </h2>
          <Button
            icon="certificate"
            disabled={next === null || busy !== null}
            onPress={() => setLoading(true)}
          >
            {locker.load}
          </Button>
        </header>
        {screen.papers.length === 0 && <Banner tone="success">{locker.none}</Banner>}
        <div className="locker-papers">
          {screen.papers.map((paper) => (
            <PaperCard
              key={paper.compartment}
              paper={paper}
              twoPersons={screen.twoPersons}
              busy={busy !== null}
            />
          ))}
        </div>
      </section>
      {loading && next !== null && <LoadDialog compartment={next} onClose={() => setLoading(false)} />}
    </Stage>
  );
}

function PaperCard({
  paper,
  twoPersons,
  busy,
}: {
  readonly paper: Paper;
  readonly twoPersons: boolean;
  readonly busy: boolean;
}) {
  const { words, act, view } = useTerminal();
  const { locker } = words.staff;
  const [emptying, setEmptying] = useState(false);
  const { compartment, state, door, item, overdue } = paper;
  const gone = state === 'unclear' && item === 'notPresent';
  return (
    <article className="job">
      <header className="job-head">
        <h3>{locker.compartment(compartment)}</h3>
        <span className={state === 'inside' && !overdue ? 'locker-state' : 'job-state'}>
          {state === 'inside' && overdue ? locker.overdue : locker.states[state]}
        </span>
      </header>
      <dl className="job-facts">
        <div>
          <dt>{locker.matter}</dt>
          <dd>{paper.matter}</dd>
        </div>
        <div>
          <dt>{locker.since}</dt>
          <dd>{formatDate(Date.parse(paper.loadedAt), view.language)}</dd>
        </div>
        <div>
          <dt>{locker.now}</dt>
          <dd>
            {locker.doors[door]} · {locker.items[item]}
          </dd>
        </div>
      </dl>
      <div className="job-acts">
        {gone ? (
          <Button disabled={busy} onPress={() => act({ type: 'staffConfirmTaken', compartment })}>
            {locker.taken}
          </Button>
        ) : (
          <Button disabled={busy} onPress={() => setEmptying(true)}>
            {locker.empty}
          </Button>
        )}
      </div>
      {emptying && (
        <ConfirmDialog
          title={`${locker.empty} ${locker.compartment(compartment)}`}
          effect={locker.emptyEffect(compartment)}
          yes={locker.empty}
          twoPersons={twoPersons}
          onYes={(secondPin) => act({ type: 'staffEmptyCompartment', compartment, secondPin })}
          onClose={() => setEmptying(false)}
        />
      )}
    </article>
  );
}

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const longest = 32;

function LoadDialog({
  compartment,
  onClose,
}: {
  readonly compartment: number;
  readonly onClose: () => void;
}) {
  const { words, act } = useTerminal();
  const { locker } = words.staff;
  const [number, setNumber] = useState('');
  const send = () => {
    act({ type: 'staffLoadLocker', number });
    onClose();
  };
  return (
    <Dialog
      title={locker.load}
      actions={
        <>
          <Button look="main" disabled={number.length < 4} onPress={send}>
            {locker.openDoor}
          </Button>
          <Button onPress={onClose}>{words.staff.cancel}</Button>
        </>
      }
      keys={<LetterKeys letters={letters} value={number} length={longest} onChange={setNumber} />}
    >
      <p>{locker.loadEffect(compartment)}</p>
      <p className="cash-value">
        <span>{locker.matter}</span>
        <strong>{number}</strong>
      </p>
    </Dialog>
  );
}
