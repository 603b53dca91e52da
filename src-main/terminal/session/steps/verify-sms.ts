import type { ItemContext } from '../context.ts';
import { centreFault } from './centre-fault.ts';
import type { Method, MethodResult, OtherWay } from './verify.ts';

/** Refusals after which another way may lead on. */
const otherWays: Readonly<Record<string, OtherWay>> = {
  PHONE_UNKNOWN: 'phoneNotRegistered',
  TOO_MANY: 'tooManyCodesSent',
};

/** A code to the phone that the authority holds, never to a number that somebody types. */
export const verifyBySms: Method = async (context, person, others) => {
  for (;;) {
    const sent = await context.conversation.during(
      { kind: 'working', task: 'sendingCode', usualSeconds: 3 },
      (signal) =>
        context.centre.verification.start(
          {
            transactionId: context.transaction.id,
            method: 'sms',
            person: { name: person.name.reveal(), idNumber: person.idNumber.reveal() },
          },
          { signal },
        ),
    );
    if (sent.kind === 'act') throw new Error('nothing was offered');
    if (!sent.value.ok) {
      const otherWay = otherWays[sent.value.error.code];
      if (otherWay !== undefined && others) return { otherWay };
      const fault = await centreFault(context, sent.value.error);
      if (fault === 'retry') continue;
      return fault;
    }
    const answer = await askForCode(context, sent.value.value, others);
    if (answer !== 'resend') return answer;
  }
};

interface Sent {
  readonly verificationId: string;
  readonly phoneMasked: string;
  readonly codeLength: number;
  readonly attempts: number;
  readonly resendAfterSeconds: number;
}

async function askForCode(
  context: ItemContext,
  sent: Sent,
  others: boolean,
): Promise<'resend' | MethodResult> {
  const screen = {
    kind: 'verify' as const,
    phoneMasked: sent.phoneMasked,
    codeLength: sent.codeLength,
    state: 'waiting' as const,
    problem: null as 'wrongCode' | 'codeExpired' | 'serverUnavailable' | null,
    attemptsLeft: sent.attempts,
    otherWays: others,
    resendAt: context.clock.now() + sent.resendAfterSeconds * 1000,
  };
  for (;;) {
    const act = await context.conversation.ask(screen, ['submitCode', 'resendCode', 'otherWay', 'back']);
    if (act.type === 'back') return 'back';
    if (act.type === 'otherWay') {
      if (others) return 'choose';
      continue;
    }
    if (act.type === 'resendCode') {
      if (context.clock.now() >= screen.resendAt) return 'resend';
      continue;
    }
    const checked = await context.conversation.during(
      { ...screen, state: 'checking', problem: null },
      (signal) =>
        context.centre.verification.check(
          { verificationId: sent.verificationId, code: act.code },
          { signal },
        ),
    );
    if (checked.kind === 'act') throw new Error('nothing was offered');
    if (checked.value.ok) return { token: checked.value.value.token };

    const { error } = checked.value;
    if (error.code === 'WRONG_CODE') {
      screen.attemptsLeft = attemptsLeft(error.data);
      screen.problem = 'wrongCode';
      if (screen.attemptsLeft === 0) {
        if (others) return { otherWay: 'tooManyWrongCodes' };
        await context.conversation.fault('tooManyWrongCodes', {
          actions: [],
          cardOnReader: true,
          reference: context.transaction.trace,
        });
        return { end: 'refused', reason: 'tooManyWrongCodes' };
      }
    } else if (error.code === 'EXPIRED') {
      screen.problem = 'codeExpired';
      screen.resendAt = context.clock.now();
    } else {
      screen.problem = 'serverUnavailable';
    }
  }
}

function attemptsLeft(data: unknown): number {
  if (
    typeof data === 'object' &&
    data !== null &&
    'attemptsLeft' in data &&
    typeof data.attemptsLeft === 'number'
  ) {
    return data.attemptsLeft;
  }
  return 0;
}
