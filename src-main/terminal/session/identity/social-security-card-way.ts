import type { CardReader } from '../../../../devices/contract/card-reader.ts';
import type { Clock } from '../../../../src-shared/clock.ts';
import { checkIdentityNumber } from '../../../../src-shared/identity-number.ts';
import { calendarDay } from '../calendar.ts';
import { type IdentityWay, readTimeoutMs, works } from './way.ts';

/** The chip of the social security card, whose social security number is the identity number. It stays inside. */
export function socialSecurityCardWay(reader: CardReader, clock: Clock): IdentityWay {
  return {
    document: 'socialSecurityCard',
    ready: () => works(reader.status.device),
    onChanged: (listener) => reader.onStatusChanged(listener),
    async read(signal, onReading) {
      const stop = reader.onStatusChanged(({ media }) => {
        if (media === 'present') onReading();
      });
      if (reader.status.media === 'present') onReading();
      const read = await reader.readCard({ signal, timeoutMs: readTimeoutMs });
      stop();
      if (!read.ok) {
        switch (read.error.errorCode) {
          case 'invalidMedia':
            return { kind: 'problem', problem: 'notASocialSecurityCard' };
          case 'atrNotObtained':
          case 'protocolNotSupported':
            return { kind: 'problem', problem: 'chipUnreadable' };
          case 'mediaRemoved':
            return { kind: 'problem', problem: 'chipRemoved' };
          case 'noMedia':
            return { kind: 'nothing' };
          default:
            return { kind: 'lost' };
        }
      }
      const { name, socialSecurityNumber, cardNumber, expiresOn } = read.value;
      const today = calendarDay(clock);
      if (!checkIdentityNumber(socialSecurityNumber.reveal(), today).valid)
        return { kind: 'problem', problem: 'numberInvalid' };
      if (expiresOn < today) return { kind: 'problem', problem: 'chipCardExpired' };
      const document = 'socialSecurityCard';
      return {
        kind: 'identified',
        person: { document, name, idNumber: socialSecurityNumber, cardNumber, kind: document },
      };
    },
    // Until it is out.
    afterProblem: (signal) =>
      new Promise((resolve) => {
        const done = () => {
          stop();
          signal.removeEventListener('abort', done);
          resolve();
        };
        const stop = reader.onStatusChanged(({ media }) => {
          if (media !== 'present') done();
        });
        signal.addEventListener('abort', done, { once: true });
        if (reader.status.media !== 'present' || signal.aborted) done();
      }),
  };
}
