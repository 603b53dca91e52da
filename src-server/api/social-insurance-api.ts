import { ORPCError } from '@orpc/server';
import type { Range } from '../connectors/social-insurance.ts';
import { agentWords } from '../documents/agent-words.ts';
import { matterOf } from '../domain/principals.ts';
import type { ApiBase, ApiParts } from './base.ts';
import { answerOf } from './services-api.ts';

/** Two centuries of months would be a way to keep the server busy. */
const longestPeriod = 120;

/** The calls that an authority answers. Who is asked about stands in the verification token, not in the call. */
export function socialInsuranceApi({ authority, secondFactor, items, log }: ApiParts, { trusted }: ApiBase) {
  const { socialInsurance } = trusted;
  /** The item that prints the certificate: for another person it is asked under no other. */
  const itemCode = [...items.values()].find(({ participation }) => participation)?.code;

  /** Null unless the token speaks for somebody, and for nobody else in another item. */
  async function asked(terminalId: string, token: string) {
    const verified = await secondFactor.verified(terminalId, token);
    const matter = verified === null ? null : matterOf(verified, itemCode);
    if (verified === null || matter === null) return null;
    const { transactionId } = verified;
    const agent = matter.agent === null ? {} : { agent: agentWords(matter.agent) };
    return { transactionId, person: matter.person, agent };
  }

  return {
    participation: socialInsurance.participation.handler(async ({ input, context, errors }) => {
      const verified = await asked(context.terminal.id, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      const answer = await authority.participation(verified.person, rangeOf(input));
      if (answer.ok) return { ...answer.value, ...verified.agent };
      throw answer.error === 'notInsured' ? errors.NOT_INSURED() : errors.AUTHORITY_UNAVAILABLE();
    }),

    printCount: socialInsurance.printCount.handler(async ({ input, context, errors }) => {
      const verified = await asked(context.terminal.id, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      const answer = await authority.printCount(verified.person);
      if (answer.ok) return answer.value;
      throw errors.AUTHORITY_UNAVAILABLE();
    }),

    issueCertificate: socialInsurance.issueCertificate.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const verified = await asked(terminalId, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      const { person, transactionId, agent } = verified;
      const { idempotencyKey } = input;
      const range = rangeOf(input);
      const issued = await authority.issue({
        ...range,
        ...agent,
        idempotencyKey,
        terminalId,
        transactionId,
        person,
      });
      if (issued.ok) {
        const { certificateNumber, ordinal } = issued.value;
        log.info({ terminal: number, transactionId, certificateNumber, ordinal }, 'certificate issued');
        return answerOf(issued.value);
      }
      switch (issued.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'notInsured':
          throw errors.NOT_INSURED();
        case 'keyReused':
          throw errors.KEY_REUSED();
        case 'limitReached': {
          const count = await authority.printCount(person);
          if (!count.ok) throw errors.AUTHORITY_UNAVAILABLE();
          const { printed, limit } = count.value;
          throw errors.LIMIT_REACHED({ data: { printed, limit } });
        }
      }
    }),
  };
}

function rangeOf({ schemes, from, to }: Range): Range {
  const months = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  const length = months(to) - months(from) + 1;
  if (length < 1 || length > longestPeriod)
    throw new ORPCError('BAD_REQUEST', { message: `a period of 1 to ${longestPeriod} months is expected` });
  return { schemes: [...new Set(schemes)], from, to };
}
