import { maskPhone } from '../../src-shared/masking.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { SmsGateway } from '../connectors/sms-gateway.ts';
import type { Person, SocialInsurance } from '../connectors/social-insurance.ts';
import { startOfChinaDay } from './china-time.ts';

/** Nobody is woken by a message: from nine to twenty by the clock of China. */
const [dayBegins, dayEnds] = [9 * 3_600_000, 20 * 3_600_000];
/** One that fails is tried after 10, 20, 40, 80 and 160 minutes: begun at nine, the afternoon is left to ring them up. */
const firstGapMs = 10 * 60_000;
export const messageTries = 6;

/** `noPhone`: the register has none of theirs. `unavailable`: the register or the gateway did not answer. */
export type MessageFailure = 'noPhone' | 'unavailable';

/** Whether a message that failed so often, the last time then, may go out now. */
export function mayGoOut(failures: number, failedAt: Date | null, now: number): boolean {
  const time = now - startOfChinaDay(now).getTime();
  if (time < dayBegins || time >= dayEnds) return false;
  if (failures === 0) return true;
  return failures < messageTries && now >= (failedAt?.getTime() ?? 0) + firstGapMs * 2 ** (failures - 1);
}

export type Messenger = ReturnType<typeof createMessenger>;

/** Sends a message to the phone that the register has of somebody. Null: it went out. */
export function createMessenger({
  authority,
  sms,
}: {
  readonly authority: Pick<SocialInsurance, 'person'>;
  readonly sms: SmsGateway;
}) {
  return async (person: Person, text: string): Promise<MessageFailure | null> => {
    const known = await authority.person(new Sensitive(person.reveal().idNumber, person.toString()));
    if (!known.ok) return 'unavailable';
    const phone = known.value?.reveal().phone;
    if (phone == null) return 'noPhone';
    const sent = await sms.send(new Sensitive(phone, maskPhone(phone)), new Sensitive(text, 'a message'));
    return sent.ok ? null : 'unavailable';
  };
}
