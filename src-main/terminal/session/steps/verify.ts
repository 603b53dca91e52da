import type { ItemContext, Step, StepResult } from '../context.ts';
import { centreFault } from './centre-fault.ts';

/** Second factor: a code to the phone that the authority holds. Never face alone, never the card alone. */
export const verify: Step<'verify'> = async (context) => {
  const person = context.found.person;
  if (person === null) throw new Error('verify before identify');

  for (;;) {
    const sent = await context.conversation.during(
      { kind: 'working', task: 'sendingCode', usualSeconds: 3 },
      (signal) =>
        context.centre.verification.start(
          {
            transactionId: context.transaction.id,
            method: 'sms',
            person: { name: person.card.name.reveal(), idNumber: person.card.number.reveal() },
          },
          { signal },
        ),
    );
    if (sent.kind === 'act') throw new Error('nothing was offered');
    if (!sent.value.ok) {
      const fault = await centreFault(context, sent.value.error);
      if (fault === 'retry') continue;
      return fault;
    }
    const answer = await askForCode(context, sent.value.value);
    if (answer === 'resend') continue;
    if (typeof answer !== 'string' && 'token' in answer) {
      person.token = answer.token;
      context.store.commit((write) =>
        write.journal({ type: 'secondFactorPassed', transactionId: context.transaction.id, method: 'sms' }),
      );
      return 'next';
    }
    return answer;
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
): Promise<'resend' | { readonly token: string } | StepResult> {
  const screen = {
    kind: 'verify' as const,
    phoneMasked: sent.phoneMasked,
    codeLength: sent.codeLength,
    state: 'waiting' as const,
    problem: null as 'wrongCode' | 'codeExpired' | 'serverUnavailable' | null,
    attemptsLeft: sent.attempts,
    resendAt: context.clock.now() + sent.resendAfterSeconds * 1000,
  };
  for (;;) {
    const act = await context.conversation.ask(screen, ['submitCode', 'resendCode', 'back']);
    if (act.type === 'back') return 'back';
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
