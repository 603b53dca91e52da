import { maskName } from '../../src-shared/masking.ts';
import { unreachable } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { ApiBase, ApiParts } from './base.ts';

/** Who somebody is, and how surely: electronic codes, and the second factor. */
export function verificationApi({ secondFactor, codes, log }: ApiParts, { trusted }: ApiBase) {
  const { verification } = trusted;
  const personOf = (input: { readonly name: string; readonly idNumber: string }) =>
    new Sensitive(input, maskName(input.name));
  return {
    start: verification.start.handler(async ({ input, context, errors }) => {
      const person = personOf(input.person);
      const started = await secondFactor.start(context.terminal.id, input.transactionId, person);
      if (started.ok) return started.value;
      switch (started.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'personUnknown':
          throw errors.PERSON_UNKNOWN();
        case 'nameMismatch':
          throw errors.NAME_MISMATCH();
        case 'phoneUnknown':
          throw errors.PHONE_UNKNOWN();
        case 'tooMany':
          throw errors.TOO_MANY();
        default:
          return unreachable(started.error);
      }
    }),

    check: verification.check.handler(async ({ input, context, errors }) => {
      const checked = await secondFactor.check(context.terminal.id, input.verificationId, input.code);
      if (checked.ok) return checked.value;
      if (checked.error.code === 'expired') throw errors.EXPIRED();
      throw errors.WRONG_CODE({ data: { attemptsLeft: checked.error.attemptsLeft } });
    }),

    resolveCode: verification.resolveCode.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const { transactionId } = input;
      const code = new Sensitive(input.code, 'an electronic code');
      const resolved = await codes.resolve(code, { terminalId, transactionId });
      if (resolved.ok) return { person: resolved.value.reveal() };
      log.info({ terminal: number, transactionId, refusal: resolved.error }, 'electronic code refused');
      switch (resolved.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'codeUnknown':
          throw errors.CODE_UNKNOWN();
        case 'codeExpired':
          throw errors.CODE_EXPIRED();
        case 'codeUsed':
          throw errors.CODE_USED();
        default:
          return unreachable(resolved.error);
      }
    }),

    photo: verification.photo.handler(async ({ input, context, errors }) => {
      const { number } = context.terminal;
      const { transactionId } = input;
      const found = await secondFactor.photo(personOf(input.person));
      if (found.ok) {
        log.info({ terminal: number, transactionId }, 'photo of record given for one comparison');
        return { photoBase64: Buffer.from(found.value.reveal()).toString('base64') };
      }
      switch (found.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'personUnknown':
          throw errors.PERSON_UNKNOWN();
        case 'nameMismatch':
          throw errors.NAME_MISMATCH();
        case 'photoUnknown':
          throw errors.PHOTO_UNKNOWN();
        default:
          return unreachable(found.error);
      }
    }),

    attest: verification.attest.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const { transactionId, method } = input;
      const attested = await secondFactor.attest(terminalId, transactionId, method, personOf(input.person));
      if (attested.ok) {
        log.info({ terminal: number, transactionId, method }, 'person attested by the terminal');
        return attested.value;
      }
      switch (attested.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'personUnknown':
          throw errors.PERSON_UNKNOWN();
        case 'nameMismatch':
          throw errors.NAME_MISMATCH();
        default:
          return unreachable(attested.error);
      }
    }),
  };
}
