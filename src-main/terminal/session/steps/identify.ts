import type { IdentityCard, IdentityCardReader } from '../../../../devices/contract/identity-card-reader.ts';
import { type Clock, sleep } from '../../../../src-shared/clock.ts';
import type { Screen, ScreenOf } from '../../../../src-shared/view.ts';
import { calendarDay } from '../calendar.ts';
import type { Step } from '../context.ts';

/** A reader asks again by itself; this is only how often the loop wakes up. */
const readTimeoutMs = 30_000;
/** Long enough to read the sentence before the reader asks again. */
const afterProblemMs = 1_500;

type Identify = ScreenOf<'identify'>;

/** The citizen lays the identity card on the reader and stays here whatever the reader does. */
export const identify: Step<'identify'> = async (context) => {
  context.found.person = null;
  const reader = context.devices.identityCardReader;
  if (reader === undefined)
    throw new Error('the item needs an identity card reader and was offered without one');

  const answer = await context.conversation.during(
    {
      kind: 'identify',
      state: reader.status.device === 'online' ? 'waiting' : 'readerUnavailable',
      problem: null,
    },
    (signal, amend) => readGoodCard(reader, context.clock, signal, amend),
    ['back'],
  );
  if (answer.kind === 'act') return 'back';
  if (answer.value === null) throw new Error('the card read was aborted and nobody asked for it');
  const card = answer.value;
  context.found.person = { card, token: null };
  context.store.commit((write) =>
    write.journal({
      type: 'identityRead',
      transactionId: context.transaction.id,
      cardKind: card.kind,
      numberValid: card.numberValid,
    }),
  );
  return 'next';
};

/** Reads until a card is good; null when aborted. Each thing wrong is said, and the reader asks again. */
async function readGoodCard(
  reader: IdentityCardReader,
  clock: Clock,
  signal: AbortSignal,
  amend: (screen: Screen) => void,
): Promise<IdentityCard | null> {
  let problem: Identify['problem'] = null;
  const show = (state: Identify['state']) => amend({ kind: 'identify', state, problem });

  while (!signal.aborted) {
    if (reader.status.device !== 'online' && reader.status.device !== 'deviceBusy') {
      show('readerUnavailable');
      await statusChange(reader, signal);
      continue;
    }
    show('waiting');
    const read = await reader.readCard({
      signal,
      timeoutMs: readTimeoutMs,
      onProgress: (stage) => {
        if (stage === 'reading') amend({ kind: 'identify', state: 'reading', problem: null });
      },
    });
    if (read.ok) {
      problem = problemOf(read.value, calendarDay(clock));
      if (problem === null) return read.value;
      continue;
    }
    switch (read.error.errorCode) {
      case 'noMedia':
        continue;
      case 'invalidMedia':
        problem = 'notAnIdentityCard';
        break;
      case 'mediaRemoved':
        problem = 'liftedTooSoon';
        break;
      case 'readFailed':
        problem = 'unreadable';
        break;
      case undefined:
        // The line was lost or the unit is silent: the status tells, the loop waits for it.
        if (reader.status.device === 'online') await sleep(clock, afterProblemMs, signal);
        continue;
    }
    show('waiting');
    await sleep(clock, afterProblemMs, signal);
  }
  return null;
}

function problemOf(card: IdentityCard, today: string): Identify['problem'] {
  if (!card.numberValid) return 'numberInvalid';
  if (card.validUntil !== null && card.validUntil < today) return 'cardExpired';
  return null;
}

/** Resolves on the reader's next change of status, or on abort. */
function statusChange(reader: IdentityCardReader, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = reader.onStatusChanged(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
