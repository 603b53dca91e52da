import type { IdentityCard, IdentityCardReader } from '../../../../devices/contract/identity-card-reader.ts';
import { type Clock, sleep } from '../../../../src-shared/clock.ts';
import { calendarDay } from '../calendar.ts';
import { type IdentifyProblem, type IdentityWay, pauseMs, readTimeoutMs, works } from './way.ts';

const problems = {
  invalidMedia: 'notAnIdentityCard',
  mediaRemoved: 'liftedTooSoon',
  readFailed: 'unreadable',
} as const;

/** The identity card on the glass. @param keepsPhoto somebody here can read the photo on it */
export function identityCardWay(reader: IdentityCardReader, clock: Clock, keepsPhoto: boolean): IdentityWay {
  return {
    document: 'identityCard',
    ready: () => works(reader.status.device),
    onChanged: (listener) => reader.onStatusChanged(listener),
    async read(signal, onReading) {
      const read = await reader.readCard({
        signal,
        timeoutMs: readTimeoutMs,
        onProgress: (stage) => {
          if (stage === 'reading') onReading();
        },
      });
      if (!read.ok) {
        const { errorCode } = read.error;
        if (errorCode === undefined) return { kind: 'lost' };
        return errorCode === 'noMedia'
          ? { kind: 'nothing' }
          : { kind: 'problem', problem: problems[errorCode] };
      }
      const card = read.value;
      const problem = problemOf(card, calendarDay(clock));
      if (problem !== null) return { kind: 'problem', problem };
      const { name, number, kind, photo } = card;
      return {
        kind: 'identified',
        person: {
          document: 'identityCard',
          name,
          idNumber: number,
          kind,
          ...(keepsPhoto ? { photo } : {}),
        },
      };
    },
    // Whether the card still lies there it cannot tell.
    async afterProblem(signal) {
      await sleep(clock, pauseMs, signal);
    },
  };
}

function problemOf(card: IdentityCard, today: string): IdentifyProblem | null {
  if (!card.numberValid) return 'numberInvalid';
  if (card.validUntil !== null && card.validUntil < today) return 'cardExpired';
  return null;
}
