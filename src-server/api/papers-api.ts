import { maskIdNumber } from '../../src-shared/masking.ts';
import type { HeldLicence } from '../connectors/e-licences.ts';
import { matterOf } from '../domain/principals.ts';
import type { ApiBase, ApiParts } from './base.ts';

/** How papers come to the centre before the matter that they belong to is handed in. */
export function papersApi(
  { papers, licences, business, secondFactor, items, paperUrl }: ApiParts,
  { trusted }: ApiBase,
) {
  return {
    licences: trusted.papers.licences.handler(async ({ input, context, errors }) => {
      const item = items.get(input.itemCode);
      if (item === undefined) throw errors.ITEM_UNKNOWN();
      const verified = await secondFactor.verified(context.terminal.id, input.token);
      if (verified === null) throw errors.VERIFICATION_REQUIRED();
      const matter = matterOf(verified, item.code);
      if (matter === null) throw errors.VERIFICATION_REQUIRED();
      const { person } = matter;
      const companyCode = item.identityProfile === 'L1' ? input.companyCode : null;
      if (item.identityProfile === 'L1') {
        if (companyCode === null) throw errors.AGENT_NOT_AUTHORISED();
        const name = await business.companyName(person, companyCode);
        if (!name.ok) throw errors.AUTHORITY_UNAVAILABLE();
        if (name.value === null) throw errors.AGENT_NOT_AUTHORISED();
      }
      const wanted = item.materials.filter(({ by }) => by.includes('eLicence')).map(({ id }) => id);
      const held = await licences.of({ person, companyCode }, wanted);
      if (!held.ok) throw errors.AUTHORITY_UNAVAILABLE();
      return { licences: held.value.map(shown) };
    }),

    begin: trusted.papers.begin.handler(async ({ input, context, errors }) => {
      const material = items.get(input.itemCode)?.materials.find(({ id }) => id === input.materialId);
      if (material === undefined || !material.by.includes(input.by)) throw errors.ITEM_UNKNOWN();
      const verified = await secondFactor.verified(context.terminal.id, input.token);
      const matter = verified === null ? null : matterOf(verified, input.itemCode);
      if (verified === null || matter === null) throw errors.VERIFICATION_REQUIRED();
      const begun = await papers.begin({
        terminalId: context.terminal.id,
        transactionId: verified.transactionId,
        itemCode: input.itemCode,
        material,
        subject: matter.person.reveal().idNumber,
        by: input.by,
      });
      if (!begun.ok) throw errors.TOO_MANY();
      const { paperId, link, expiresAt } = begun.value;
      return { paperId, link: link === null ? null : paperUrl(link), expiresAt };
    }),

    addPage: trusted.papers.addPage.handler(async ({ input, context, errors }) => {
      const file = Buffer.from(input.base64, 'base64');
      const added = await papers.addPageOf(input.paperId, context.terminal.id, file);
      if (added.ok) return { pages: added.value };
      if (added.error === 'over') throw errors.PAPER_OVER();
      throw errors.PAGE_REFUSED({ data: { why: added.error } });
    }),

    state: trusted.papers.state.handler(({ input, context }) =>
      papers.state(input.paperId, context.terminal.id),
    ),

    page: trusted.papers.page.handler(async ({ input, context, errors }) => {
      const found = await papers.page(input.paperId, context.terminal.id, input.index);
      if (found === null) throw errors.PAPER_OVER();
      if (found.kind === 'pdf') throw errors.NOT_A_PICTURE();
      return { kind: found.kind, base64: found.bytes.toString('base64') };
    }),

    discard: trusted.papers.discard.handler(async ({ input, context }) => ({
      discarded: await papers.discard(input.paperId, context.terminal.id),
    })),
  };
}

function shown({ number, ...licence }: HeldLicence) {
  return { ...licence, numberMasked: maskIdNumber(number) };
}
