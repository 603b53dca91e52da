import { dayAndTime } from './format.ts';
import { useSpeech } from './language.tsx';
import type { PromiseRow } from './promise-model.ts';

/** What the list of promises and one promise show alike. */

const looks = {
  open: ['busy', '…'],
  atCounter: ['warn', '!'],
  came: ['good', '✓'],
  lapsed: ['bad', '✕'],
} as const;

export function PromiseTag({ state }: { readonly state: PromiseRow['state'] }) {
  const { name } = useSpeech();
  const [look, sign] = looks[state];
  return (
    <span className={`tag ${look}`}>
      {sign} {name(`promise:${state}`)}
    </span>
  );
}

/** Masked, and only while the centre holds it. */
export function Promiser({ row }: { readonly row: PromiseRow }) {
  const { say } = useSpeech();
  const { person, companyCode } = row;
  return (
    <>
      {person === null ? <span className="stale">{say('personErased')}</span> : person.name}
      {person !== null && (
        <>
          {' '}
          <small>{person.idNumber}</small>
        </>
      )}
      {companyCode !== null && (
        <small>
          {say('actsFor')} {companyCode}
        </small>
      )}
    </>
  );
}

/** Only of what is still owed. */
export function DaysLeft({ row: { state, daysLeft } }: { readonly row: PromiseRow }) {
  const { say } = useSpeech();
  if (state !== 'open') return null;
  if (daysLeft === 0) return <span className="tag warn">! {say('lastDayToday')}</span>;
  if (daysLeft === 1) return <span className="tag warn">! {say('oneDayLeft')}</span>;
  if (daysLeft > 1) return `${daysLeft} ${say('daysLeft')}`;
  return (
    <>
      <span className="tag bad">
        ✕ {daysLeft === -1 ? say('oneDayOver') : `${-daysLeft} ${say('daysOver')}`}
      </span>
      <small>{say('officeSilent')}</small>
    </>
  );
}

export function Reminder({
  row: { state, byClerk, notifiedAt, remindedAt, messageFailure: failure, givenUp },
}: {
  readonly row: PromiseRow;
}) {
  const { say, name } = useSpeech();
  const sent = remindedAt ?? notifiedAt;
  if (sent !== null && (failure === null || sent >= failure.at))
    return (
      <>
        <span className="tag good">✓ {say(remindedAt === null ? 'noticeSent' : 'reminderSent')}</span>
        <small>{dayAndTime(sent)}</small>
      </>
    );
  if (failure !== null)
    return (
      <>
        <span className="tag bad">
          ✕ {say(givenUp ? 'messageGivenUp' : 'messageFailed')} · {failure.times} {say('timesWord')}
        </span>
        <small>
          {name(failure.why)} · {dayAndTime(failure.at)}
        </small>
      </>
    );
  if (state !== 'open') return <span className="stale">—</span>;
  return <span className="stale">{say(byClerk ? 'noticeAhead' : 'reminderAhead')}</span>;
}
