import { createHash } from 'node:crypto';
import type { GivenPaper } from '../../src-shared/contract/papers.ts';
import { maskIdNumber, maskName } from '../../src-shared/masking.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { checkAnswers } from '../../src-shared/service/answer.ts';
import { type Asked, type Assessment, isOutcome } from '../connectors/business-system.ts';
import type { IssuedCertificate } from '../connectors/social-insurance.ts';
import { layoutServiceDocument } from '../documents/service-document.ts';
import { chinaDay } from '../domain/china-time.ts';
import { isStored, placesOf } from '../domain/locker-papers.ts';
import { matterOf, shownPrincipal } from '../domain/principals.ts';
import type { ReviewRequest } from '../review/outcome.ts';
import type { ApiBase, ApiParts } from './base.ts';

interface Input {
  readonly itemCode: string;
  readonly token: string | null;
  readonly companyCode: string | null;
  readonly answers: Asked['answers'];
}

/** What `errors` of every operation here can make. */
interface Errors {
  ITEM_UNKNOWN(): Error;
  VERIFICATION_REQUIRED(): Error;
  AGENT_NOT_AUTHORISED(): Error;
  AUTHORITY_UNAVAILABLE(): Error;
  INPUT_INVALID(options: {
    data: { problems: { field: string; problem: { zh: string; en: string } }[] };
  }): Error;
}

/**
 * The items that are data. Whom an item is done for stands in the token; how surely that person must be known, and
 * which answers it takes, the centre knows by itself.
 */
export function servicesApi(
  {
    db,
    business,
    review,
    authority,
    secondFactor,
    codes,
    items,
    licences,
    papers,
    filings,
    principals,
    clock,
    log,
  }: ApiParts,
  { trusted }: ApiBase,
) {
  const { services } = trusted;

  /** Throws unless this item may be asked by this person, for this company, with these answers. */
  async function admit(terminalId: string, input: Input, errors: Errors, answered: 'all' | 'some') {
    const item = items.get(input.itemCode);
    if (item === undefined) throw errors.ITEM_UNKNOWN();
    const verified = input.token === null ? null : await secondFactor.identified(terminalId, input.token);
    const { identityProfile } = item;
    if (identityProfile !== 'P0') {
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      if (verified.method === 'document' && identityProfile !== 'P1') throw errors.VERIFICATION_REQUIRED();
      // Who has the card and the phone may have stolen both: somebody has to be seen.
      if (verified.method === 'sms' && identityProfile === 'P3') throw errors.VERIFICATION_REQUIRED();
    }
    const matter = identityProfile === 'P0' || verified === null ? null : matterOf(verified, item.code);
    // The token was bound to a principal in another item.
    if (identityProfile !== 'P0' && matter === null) throw errors.VERIFICATION_REQUIRED();
    const person = matter?.person ?? null;
    if (identityProfile === 'L1') {
      if (input.companyCode === null || person === null) throw errors.AGENT_NOT_AUTHORISED();
      const name = await business.companyName(person, input.companyCode);
      if (!name.ok) throw errors.AUTHORITY_UNAVAILABLE();
      if (name.value === null) throw errors.AGENT_NOT_AUTHORISED();
    }
    const companyCode = identityProfile === 'L1' ? input.companyCode : null;
    const given = checkAnswers(item.fields, input.answers, chinaDay(clock.now()));
    if (!given.ok && answered === 'all') throw errors.INPUT_INVALID({ data: { problems: [...given.error] } });
    const asked: Asked = {
      itemCode: item.code,
      person,
      agent: matter?.agent ?? null,
      companyCode,
      answers: given.ok ? given.value : input.answers,
      verifiedBy: verified?.method ?? null,
    };
    return { asked, item, transactionId: verified?.transactionId ?? null };
  }

  return {
    options: services.options.handler(async ({ input, context, errors }) => {
      const { asked } = await admit(context.terminal.id, input, errors, 'some');
      const offered = await business.options(asked, input.field);
      if (!offered.ok)
        throw offered.error === 'itemUnknown' ? errors.ITEM_UNKNOWN() : errors.AUTHORITY_UNAVAILABLE();
      return isOutcome(offered.value)
        ? { state: 'refused' as const, outcome: offered.value }
        : { state: 'offered' as const, options: [...offered.value] };
    }),

    company: services.company.handler(async ({ input, context, errors }) => {
      const verified = await secondFactor.verified(context.terminal.id, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      const name = await business.companyName(verified.person, input.companyCode);
      if (!name.ok) throw errors.AUTHORITY_UNAVAILABLE();
      if (name.value === null) throw errors.AGENT_NOT_AUTHORISED();
      return { name: name.value };
    }),

    licence: services.licence.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const verified = await secondFactor.verified(terminalId, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      const { person, transactionId } = verified;
      const code = new Sensitive(input.code, 'the code of a licence');
      const resolved = await codes.resolveLicence(code, { terminalId, transactionId });
      if (!resolved.ok) {
        log.info({ terminal: number, transactionId, refusal: resolved.error }, 'code of a licence refused');
        switch (resolved.error) {
          case 'unavailable':
            throw errors.AUTHORITY_UNAVAILABLE();
          case 'codeUnknown':
            throw errors.CODE_UNKNOWN();
          case 'codeExpired':
            throw errors.CODE_EXPIRED();
          case 'codeUsed':
            throw errors.CODE_USED();
        }
      }
      const companyCode = resolved.value;
      const name = await business.companyName(person, companyCode);
      if (!name.ok) throw errors.AUTHORITY_UNAVAILABLE();
      if (name.value === null) throw errors.AGENT_NOT_AUTHORISED();
      return { companyCode, name: name.value };
    }),

    principal: services.principal.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const item = items.get(input.itemCode);
      if (item === undefined) throw errors.ITEM_UNKNOWN();
      const verified = await secondFactor.identified(terminalId, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      if (verified.method === 'document' && item.identityProfile !== 'P1')
        throw errors.VERIFICATION_REQUIRED();
      const rule = item.relations.find(({ relation }) => relation === input.relation);
      if (rule === undefined || (rule.identity === 'card' && input.name === null))
        throw errors.PRINCIPAL_NOT_ALLOWED();
      const granted = await principals.grant(verified, {
        itemCode: item.code,
        rule,
        idNumber: new Sensitive(input.idNumber, maskIdNumber(input.idNumber)),
        name: input.name === null ? null : new Sensitive(input.name, maskName(input.name)),
      });
      const { transactionId } = verified;
      const { relation } = rule;
      if (granted.ok) {
        const { basis } = granted.value;
        log.info(
          { terminal: number, transactionId, itemCode: item.code, relation, basis },
          'acts for another',
        );
        return { state: 'granted' as const, ...shownPrincipal(granted.value) };
      }
      if (granted.error === 'unavailable') throw errors.AUTHORITY_UNAVAILABLE();
      const refusal = granted.error;
      log.info(
        { terminal: number, transactionId, itemCode: item.code, relation, refusal },
        'may not act for another',
      );
      return { state: 'refused' as const, reason: refusal };
    }),

    releasePrincipal: services.releasePrincipal.handler(async ({ input, context, errors }) => {
      const verified = await secondFactor.identified(context.terminal.id, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      return { released: await principals.release(verified) };
    }),

    query: services.query.handler(async ({ input, context, errors }) => {
      const { asked } = await admit(context.terminal.id, input, errors, 'all');
      const found = await business.query(asked);
      if (!found.ok)
        throw found.error === 'itemUnknown' ? errors.ITEM_UNKNOWN() : errors.AUTHORITY_UNAVAILABLE();
      return isOutcome(found.value)
        ? { state: 'refused' as const, outcome: found.value }
        : { state: 'found' as const, sheet: found.value };
    }),

    draft: services.draft.handler(async ({ input, context, errors }) => {
      const { asked } = await admit(context.terminal.id, input, errors, 'all');
      const drawn = await business.document(asked);
      if (!drawn.ok)
        throw drawn.error === 'itemUnknown' ? errors.ITEM_UNKNOWN() : errors.AUTHORITY_UNAVAILABLE();
      if (isOutcome(drawn.value)) return { state: 'refused' as const, outcome: drawn.value };
      const { document, printed, limit, month } = drawn.value;
      const printedAt = new Date(clock.now()).toISOString();
      const pages = layoutServiceDocument(document, null, { masked: true, printedAt, again: printed > 0 });
      return { state: 'drafted' as const, pages, printed, limit, month };
    }),

    issue: services.issue.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const { asked, transactionId } = await admit(terminalId, input, errors, 'all');
      const { idempotencyKey } = input;
      const issued = await business.issue({
        ...asked,
        idempotencyKey,
        terminalId,
        // An item that asks nobody who they are has no token to name its transaction.
        transactionId: transactionId ?? idempotencyKey,
      });
      if (issued.ok) {
        const { certificateNumber, ordinal } = issued.value;
        log.info(
          { terminal: number, itemCode: asked.itemCode, certificateNumber, ordinal },
          'document issued',
        );
        return answerOf(issued.value);
      }
      switch (issued.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'itemUnknown':
          throw errors.ITEM_UNKNOWN();
        case 'nothingFound':
          throw errors.NOTHING_FOUND();
        case 'keyReused':
          throw errors.KEY_REUSED();
        case 'limitReached': {
          const drawn = await business.document(asked);
          if (!drawn.ok || isOutcome(drawn.value)) throw errors.AUTHORITY_UNAVAILABLE();
          const { printed, limit } = drawn.value;
          throw errors.LIMIT_REACHED({ data: { printed, limit: limit ?? printed } });
        }
      }
    }),

    documentByKey: services.documentByKey.handler(async ({ input, context, errors }) => {
      const found = await authority.certificateByKey(input.idempotencyKey, context.terminal.id);
      if (!found.ok) throw errors.AUTHORITY_UNAVAILABLE();
      return found.value.state === 'issued'
        ? { state: 'issued' as const, certificate: answerOf(found.value.certificate) }
        : found.value;
    }),

    voidDocument: services.voidDocument.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const voided = await authority.voidCertificate({ ...input, terminalId });
      if (voided.ok) {
        log.info({ terminal: number, ...voided.value, reason: input.reason }, 'document void');
        return voided.value;
      }
      throw voided.error === 'notFound' ? errors.NOT_FOUND() : errors.AUTHORITY_UNAVAILABLE();
    }),

    submit: services.submit.handler(async ({ input, context, errors }) => {
      const { id: terminalId, number } = context.terminal;
      const { asked, item, transactionId } = await admit(terminalId, input, errors, 'all');
      const { idempotencyKey } = input;
      const promises = item.promises.filter(({ code }) => input.promises.includes(code));
      const promised = promises.map(({ code }) => code);
      const handedIn = {
        submissionKey: idempotencyKey,
        terminalId,
        itemCode: item.code,
        subject: asked.person?.reveal().idNumber ?? '',
      };
      const given = input.papers.filter(({ materialId }) => !promised.includes(materialId));
      const held = await licencesOf(asked, given);
      if (held === null) throw errors.AUTHORITY_UNAVAILABLE();
      const good = await papers.valid(handedIn, given, held);
      const missing = item.materials.filter(({ id }) => !promised.includes(id) && !good.has(id));
      if (missing.length > 0)
        throw errors.PAPERS_MISSING({ data: { materials: missing.map(({ id }) => id) } });
      const assessed = await business.assess(asked, promised);
      if (!assessed.ok)
        throw assessed.error === 'itemUnknown' ? errors.ITEM_UNKNOWN() : errors.AUTHORITY_UNAVAILABLE();
      const keyed = { idempotencyKey, terminalId, transactionId: transactionId ?? idempotencyKey };
      const decision =
        assessed.value === null ? null : await review.review(reviewRequest(asked, keyed, assessed.value));
      const { person, companyCode } = asked;
      const first = await filings.begin({
        matter: handedIn,
        transactionId: keyed.transactionId,
        given,
        licences: held,
        person,
        agent: asked.agent?.person ?? null,
        companyCode,
      });
      const submitted = await business.submit({ ...asked, ...keyed, promises, decision });
      if (submitted.ok) {
        const { kind, number: filed } = submitted.value;
        await filings.settle(idempotencyKey, terminalId, submitted.value);
        log.info({ terminal: number, itemCode: asked.itemCode, kind, filed }, 'matter handed in');
        return submitted.value;
      }
      // Where it did not answer, somebody asks by the key. Another request under the same key is none of this one's.
      if (submitted.error === 'keyVoid' || (first && submitted.error !== 'unavailable'))
        await filings.settle(idempotencyKey, terminalId, null);
      switch (submitted.error) {
        case 'unavailable':
          throw errors.AUTHORITY_UNAVAILABLE();
        case 'itemUnknown':
          throw errors.ITEM_UNKNOWN();
        case 'keyReused':
          throw errors.KEY_REUSED();
        case 'keyVoid':
          throw errors.KEY_VOID();
      }
    }),

    readyPapers: services.readyPapers.handler(async ({ input, context, errors }) => {
      const { asked } = await admit(context.terminal.id, input, errors, 'all');
      const ready = await business.readyPapers(asked);
      if (!ready.ok) throw errors.AUTHORITY_UNAVAILABLE();
      return { papers: await placesOf(db, ready.value) };
    }),

    readyPaper: services.readyPaper.handler(async ({ input, errors }) => {
      const ready = await business.readyPaper(input.number);
      if (!ready.ok) throw errors.AUTHORITY_UNAVAILABLE();
      if (ready.value === null) throw errors.NOT_READY();
      if (await isStored(db, input.number)) throw errors.ELSEWHERE();
      return { itemName: ready.value.itemName };
    }),

    submissionByKey: services.submissionByKey.handler(async ({ input, context, errors }) => {
      const found = await business.submissionByKey(input.idempotencyKey, context.terminal.id);
      if (!found.ok) throw errors.AUTHORITY_UNAVAILABLE();
      await filings.settle(input.idempotencyKey, context.terminal.id, found.value);
      return found.value === null
        ? { state: 'void' as const }
        : { state: 'taken' as const, outcome: found.value };
    }),
  };

  /** Asked again when the matter is handed in: what was good a while ago may have been withdrawn. Null: no answer. */
  async function licencesOf({ person, companyCode }: Asked, given: readonly GivenPaper[]) {
    const wanted = given.filter(({ kind }) => kind === 'eLicence').map(({ materialId }) => materialId);
    if (person === null || wanted.length === 0) return [];
    const held = await licences.of({ person, companyCode }, wanted);
    return held.ok ? held.value : null;
  }

  function reviewRequest(
    { itemCode, person }: Asked,
    keyed: { readonly idempotencyKey: string; readonly terminalId: string; readonly transactionId: string },
    { tableId, facts, promises = [] }: Assessment,
  ): ReviewRequest {
    const holder = person?.reveal();
    return {
      reviewId: keyed.idempotencyKey,
      tableId,
      itemCode,
      terminalId: keyed.terminalId,
      transactionId: keyed.transactionId,
      appliedAt: new Date(clock.now()).toISOString(),
      // Agreed to with the statement of the step that hands the matter in.
      consent: true,
      applicant: {
        name: holder === undefined ? '' : maskName(holder.name),
        idNumber: holder === undefined ? '' : maskIdNumber(holder.idNumber),
      },
      facts: [...facts],
      promises: [...promises],
    };
  }
}

/** An issued document as the terminal gets it. */
export function answerOf({ pdf, ...certificate }: IssuedCertificate) {
  const bytes = Buffer.from(pdf);
  return {
    ...certificate,
    pdfBase64: bytes.toString('base64'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
